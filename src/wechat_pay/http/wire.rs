//! Between bytes and rules: a call with its decoded input, a reply, and the signed answer.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::download::Download;
use super::schema::Input;
use super::upload::Upload;
use crate::crypto::{base64, certificate, pool};
use crate::wechat_pay::model::bill::Ticket;
use crate::wechat_pay::model::merchant::{KeyMode, Merchant, SigningKey};
use crate::wechat_pay::model::platform_key;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::Refusal;
use crate::world::message::{Answer, Request};
use crate::world::{Bug, Cx};

/// An authentic, well-formed call.
pub struct Call<'a> {
    /// The command it runs in.
    pub cx: &'a Cx<'a>,
    /// The calling merchant.
    pub caller: &'a Merchant,
    /// Scheme and host under which the merchant reached this server: the URLs that it is answered begin so.
    pub origin: String,
    /// Path, query and body, checked against the API's schema and decrypted.
    pub input: Input,
    /// The file that came with it, where the API takes one.
    pub upload: Option<&'a Upload<'a>>,
}

/// What an API answers when it is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// 200 with a body.
    Json(Value),
    /// 204.
    NoContent,
    /// 200 with the file of a bill behind it, never signed (BI-04).
    File(Box<Ticket>),
}

impl Call<'_> {
    /// The body as a typed command.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for a number that passed the schema and still cannot be one of WeChat's.
    pub fn body<T: DeserializeOwned>(&self) -> Outcome<T> {
        let decoded = serde_json::from_value(self.input.body.clone());
        decoded.map_err(|error| Refusal::Malformed(ascii(&error.to_string())).into())
    }

    /// A path variable or query parameter as its type.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] as in [`Call::body`].
    pub fn parameter<T: DeserializeOwned>(&self, name: &'static str) -> Outcome<T> {
        let text = self.text(name).unwrap_or_default();
        let decoded = serde_json::from_value(Value::String(text.to_owned()));
        decoded.map_err(|error| Refusal::Malformed(ascii(&error.to_string())).into())
    }

    /// A query parameter that may be left out, as its type.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] as in [`Call::body`].
    pub fn optional<T: DeserializeOwned>(&self, name: &'static str) -> Outcome<Option<T>> {
        self.text(name).map(|_| self.parameter(name)).transpose()
    }

    /// A path variable or query parameter as text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.input.path.get(name).or_else(|| self.input.query.get(name)).map(String::as_str)
    }
}

fn ascii(text: &str) -> String {
    text.escape_debug().filter(char::is_ascii).collect()
}

/// How an answer or a callback is signed, decided inside the command and done outside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// `Wechatpay-Serial`: a certificate's serial or a `PUB_KEY_ID_…`.
    pub serial: String,
    /// The key of the pool.
    pub pool_key: usize,
    /// `Wechatpay-Nonce`.
    pub nonce: String,
    /// Whether to send a wrong signature on purpose (NO-06).
    pub probe: bool,
}

/// How the signature of a wrong-on-purpose answer or notice begins (NO-06).
const PROBE: &str = "WECHATPAY/SIGNTEST/";

impl Seal {
    /// The five `Wechatpay-*` headers for a body, at a transport time in unix seconds.
    #[must_use]
    pub fn headers(&self, transport_now: i64, body: &[u8]) -> Vec<(String, String)> {
        let mut message = format!("{transport_now}\n{}\n", self.nonce).into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        let mut signature = base64(&pool::key(self.pool_key).sign_sha256(&message));
        if self.probe {
            signature.replace_range(..PROBE.len(), PROBE);
        }
        [
            ("Wechatpay-Timestamp", transport_now.to_string()),
            ("Wechatpay-Nonce", self.nonce.clone()),
            ("Wechatpay-Serial", self.serial.clone()),
            ("Wechatpay-Signature", signature),
            ("Wechatpay-Signature-Type", super::auth::SCHEME.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

/// Which key signs an answer: the public key if the request names any, else the merchant's default (WI-18).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn seal_for_answer(
    cx: &Cx<'_>,
    merchant: &Merchant,
    request: &Request,
    nonce: String,
) -> Result<Seal, Bug> {
    let asked = request.header("wechatpay-serial").is_some_and(|serial| serial.starts_with("PUB_KEY_ID_"));
    let key = match merchant.key_mode {
        KeyMode::Certificate => SigningKey::Certificate,
        KeyMode::Both if asked => SigningKey::PublicKey,
        KeyMode::Both => SigningKey::Certificate,
        KeyMode::PublicKey => SigningKey::PublicKey,
    };
    let probe = cx.fault_strikes("answer_probe")?;
    Ok(Seal { probe, ..seal_with(cx, merchant, key, nonce)? })
}

/// Which key signs a callback: the only one there is, or the merchant's choice in the mode "both". Only a first attempt
/// can be a probe: what is sent again carries a right signature (NO-06).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn seal_for_notice(cx: &Cx<'_>, merchant: &Merchant, nonce: String, first: bool) -> Result<Seal, Bug> {
    let key = match merchant.key_mode {
        KeyMode::Certificate => SigningKey::Certificate,
        KeyMode::Both => merchant.notice_key,
        KeyMode::PublicKey => SigningKey::PublicKey,
    };
    let probe = first && cx.fault_strikes("notice_probe")?;
    Ok(Seal { probe, ..seal_with(cx, merchant, key, nonce)? })
}

fn seal_with(cx: &Cx<'_>, merchant: &Merchant, key: SigningKey, nonce: String) -> Result<Seal, Bug> {
    let (serial, pool_key) = match key {
        SigningKey::Certificate => {
            let certificate = platform_key::signing(cx)?;
            (certificate.serial.to_string(), certificate.pool_key)
        }
        SigningKey::PublicKey => (merchant.public_key.id.clone(), merchant.public_key.pool_key),
    };
    Ok(Seal { serial, pool_key, nonce, probe: false })
}

/// A text of an answer that only the merchant can read: RSA-OAEP under its newest certificate, in base64 (CE-04). Its
/// randomness comes from the stream that the family names.
///
/// # Errors
/// [`Bug`] when the merchant has no certificate, though a call of its was verified, or the text is longer than one block.
pub fn encrypt_for(cx: &Cx<'_>, merchant: &Merchant, stream: &str, text: &str) -> Result<String, Bug> {
    let broken =
        |why: String| Bug::Broken(format!("a text for {} could not be encrypted: {why}", merchant.mchid));
    let certificate = merchant.active_certificate().ok_or_else(|| broken("no certificate".to_owned()))?;
    let key = certificate::public_key(&certificate.pem).map_err(|error| broken(error.to_string()))?;
    let sealed = key.encrypt_oaep(text.as_bytes(), cx.random(stream)?.bytes());
    Ok(base64(&sealed.map_err(|error| broken(error.to_string()))?))
}

/// The answer of a reply, without its signature. Members come out in alphabetical order.
#[must_use]
pub fn answer(reply: &Reply) -> Answer {
    match reply {
        Reply::Json(body) => json_answer(200, body),
        Reply::NoContent => Answer::empty(204),
        Reply::File(ticket) => {
            let mut answer = Answer::empty(200);
            answer.set("Content-Type", Download::content_type(ticket));
            answer
        }
    }
}

/// The answer of an error: never signed.
#[must_use]
pub fn error_answer(row: &super::errors::Row) -> Answer {
    let mut body = json!({ "code": row.code, "message": row.message });
    if !row.detail.is_null() {
        body["detail"] = row.detail.clone();
    }
    json_answer(row.status, &body)
}

fn json_answer(status: u16, body: &Value) -> Answer {
    let mut answer = Answer { status, headers: Vec::new(), body: body.to_string().into_bytes() };
    answer.set("Content-Type", "application/json; charset=utf-8");
    answer
}
