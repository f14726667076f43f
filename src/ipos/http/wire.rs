//! Requests taken apart, answers put together.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::sign;
use crate::ipos::model::assumed::{Assumed, Literal};
use crate::ipos::model::merchant::Merchant;
use crate::ipos::rules::asking::Asking;
use crate::ipos::rules::refusal::{FieldRefusal, Refusal};
use crate::ipos::rules::view::Members;
use crate::world::Cx;
use crate::world::message::{Answer, Request};

/// A call, readable and with a known caller.
pub(super) struct Call<'a> {
    /// The world's command.
    pub(super) cx: &'a Cx<'a>,
    /// Who asks, under which number.
    pub(super) asking: &'a Asking,
    /// What is asked.
    pub(super) node: Fields<'a>,
    /// What no source proves.
    pub(super) assumed: &'a Assumed,
    /// Scheme and host that the client called, for links that it will follow.
    pub(super) origin: &'a str,
}

/// What a call is answered, before the members that every answer has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply {
    /// Its `result`.
    pub(super) result: Literal,
    /// The `pay_type` of its trade.
    pub(super) pay_type: Option<String>,
    /// The members of its node.
    pub(super) members: Members,
}

impl Reply {
    /// What was asked is done.
    pub(super) fn done(call: &Call<'_>) -> Reply {
        Reply::of(&call.assumed.done)
    }

    /// This result.
    pub(super) fn of(result: &Literal) -> Reply {
        Reply { result: result.clone(), pay_type: None, members: Members::new() }
    }

    /// The same with one member more.
    pub(super) fn set(mut self, name: &str, value: impl Into<Value>) -> Reply {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// The same with one member more where there is a value for it.
    pub(super) fn maybe(self, name: &str, value: Option<impl Into<Value>>) -> Reply {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// The same with several members more.
    pub(super) fn with(mut self, members: Members) -> Reply {
        self.members.extend(members);
        self
    }

    /// The same about a trade that is paid this way.
    pub(super) fn paid_by(mut self, pay_type: &str) -> Reply {
        self.pay_type = Some(pay_type.to_owned());
        self
    }
}

/// A request whose common members can be read.
#[derive(Debug)]
pub(super) struct Opened {
    /// All its members.
    pub(super) members: Map<String, Value>,
    /// Which API.
    pub(super) request_type: String,
    /// Who says that they signed.
    pub(super) isspid: String,
    /// The text that is signed.
    pub(super) text: String,
}

/// Takes a request apart.
///
/// # Errors
/// [`Refusal`] for what is missing or no JSON.
pub(super) fn open(request: &Request) -> Result<Opened, Refusal> {
    let body = std::str::from_utf8(&request.body).map_err(|error| Refusal::NotJson(error.to_string()))?;
    let members: Map<String, Value> =
        serde_json::from_str(body).map_err(|error| Refusal::NotJson(error.to_string()))?;
    let fields = Fields(&members);
    let request_type = fields.required("request_type", 32)?;
    let isspid = fields.required("isspid", 8)?;
    let text = sign::text(body).unwrap_or_default();
    Ok(Opened { members, request_type, isspid, text })
}

impl Opened {
    /// Whether the merchant's key made the signature.
    ///
    /// # Errors
    /// [`FieldRefusal`] where it is missing, [`Refusal::Signature`].
    pub(super) fn verify(&self, merchant: &Merchant) -> Result<(), Refusal> {
        let sent = Fields(&self.members).text("sign").ok_or_else(|| FieldRefusal::missing("sign"))?;
        let right = sign::sign(&self.text, &merchant.key);
        if sent == right { Ok(()) } else { Err(Refusal::Signature(self.text.clone())) }
    }
}

/// An answer, signed where its key is known.
pub(super) fn answer(mut members: Members, key: Option<&str>) -> Answer {
    if let Some(key) = key {
        let text = sign::text(&Value::Object(members.clone()).to_string()).unwrap_or_default();
        members.insert("sign".to_owned(), sign::sign(&text, key).into());
    }
    let mut answer = Answer::empty(200);
    answer.set("Content-Type", "application/json;charset=UTF-8");
    answer.body = Value::Object(members).to_string().into_bytes();
    answer
}
