//! The envelope of requests and answers, and what signs them.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::canonical;
use super::fields::Fields;
use crate::crypto::key::PublicKey;
use crate::crypto::{base64, from_base64, pool};
use crate::huifu::model::member::{HUIFU_KEY, Member};
use crate::huifu::rules::refusal::Refusal;
use crate::world::Cx;
use crate::world::message::{Answer, Request};

/// A call, readable and with a known caller.
pub(super) struct Call<'a> {
    /// The world's command.
    pub(super) cx: &'a Cx<'a>,
    /// Who signed it.
    pub(super) caller: &'a Member,
    /// The members of `data`.
    pub(super) data: Fields<'a>,
    /// Which of the API's versions was called.
    pub(super) version: u8,
    /// Scheme and host that the client called, for links that it will follow.
    pub(super) origin: &'a str,
}

/// What a call is answered: the members of `data`, all of them flat texts or integers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply(pub(super) Map<String, Value>);

impl Reply {
    /// An answer of this code.
    pub(super) fn new(code: &str, text: &str) -> Reply {
        Reply(Map::new()).set("resp_code", code).set("resp_desc", text)
    }

    /// The same with one member more.
    pub(super) fn set(mut self, name: &str, value: impl Into<Value>) -> Reply {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// The same with one member more where there is a value for it.
    pub(super) fn maybe(self, name: &str, value: Option<impl Into<Value>>) -> Reply {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// The same with a structured member, which travels as JSON text.
    pub(super) fn json(self, name: &str, value: &Value) -> Reply {
        self.set(name, value.to_string())
    }

    /// The same with the members of another that it does not have.
    pub(super) fn with(mut self, other: Map<String, Value>) -> Reply {
        for (name, value) in other {
            self.0.entry(name).or_insert(value);
        }
        self
    }
}

/// A request's envelope. `data` keeps its bytes, because they are what was signed.
#[derive(Debug, Deserialize)]
struct Envelope<'a> {
    sys_id: Option<String>,
    product_id: Option<String>,
    sign: Option<String>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// A request whose envelope is whole.
#[derive(Debug)]
pub(super) struct Opened<'a> {
    /// Who says that they signed.
    pub(super) sys_id: String,
    /// Their product number.
    pub(super) product_id: String,
    /// The signature.
    sign: String,
    /// What it covers, as it was written.
    raw: &'a RawValue,
    /// The same, read.
    pub(super) data: Map<String, Value>,
}

/// Takes a request's envelope apart.
///
/// # Errors
/// [`Refusal`] for what is missing or no JSON.
pub(super) fn open(request: &Request) -> Result<Opened<'_>, Refusal> {
    if request.body.is_empty() {
        return Err(Refusal::EmptyBody);
    }
    let envelope: Envelope<'_> =
        serde_json::from_slice(&request.body).map_err(|error| Refusal::NotJson(error.to_string()))?;
    let there = |name: &'static str, member: Option<String>| {
        member.filter(|text| !text.is_empty()).ok_or(Refusal::EnvelopeLacks(name))
    };
    let sys_id = there("sys_id", envelope.sys_id)?;
    let product_id = there("product_id", envelope.product_id)?;
    let raw = envelope.data.ok_or(Refusal::EnvelopeLacks("data"))?;
    let Ok(Value::Object(data)) = serde_json::from_str(raw.get()) else { return Err(Refusal::DataNoObject) };
    let sign = there("sign", envelope.sign)?;
    Ok(Opened { sys_id, product_id, sign, raw, data })
}

impl Opened<'_> {
    /// Whether the caller's key made the signature, over any of the texts that clients sign.
    ///
    /// # Errors
    /// [`Refusal::Signature`].
    pub(super) fn verify(&self, caller: &Member) -> Result<(), Refusal> {
        let readings = canonical::readings(self.raw);
        let wrong = || Refusal::Signature(readings.first().cloned().unwrap_or_default());
        let key = PublicKey::from_pem(&caller.public_key).map_err(|_| wrong())?;
        let signature = from_base64(&self.sign).ok_or_else(wrong)?;
        if readings.iter().any(|text| key.verify_sha256(text.as_bytes(), &signature)) {
            return Ok(());
        }
        Err(wrong())
    }
}

/// The signature of Huifu over a text.
pub(super) fn sign(text: &str) -> String {
    base64(&pool::key(HUIFU_KEY).sign_sha256(text.as_bytes()))
}

/// A signed answer: an object's names stand in order, so its text is what is signed.
pub(super) fn answer(reply: &Reply) -> Answer {
    let data = Value::Object(reply.0.clone()).to_string();
    let sign = sign(&data);
    let mut answer = Answer::empty(200);
    answer.set("Content-Type", "application/json;charset=UTF-8");
    answer.body = format!("{{\"data\":{data},\"sign\":\"{sign}\"}}").into_bytes();
    answer
}

/// A key's PEM as the one line of base64 that Huifu's clients are configured with.
#[must_use]
pub fn key_line(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect()
}

/// Huifu's public key as one line of base64.
#[must_use]
pub fn public_key_line() -> String {
    key_line(pool::key(HUIFU_KEY).public().spki_pem())
}
