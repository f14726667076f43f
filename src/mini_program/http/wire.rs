//! What a call sends, and the form of every answer.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::mini_program::rules::refusal::{Errcode, Refusal};
use crate::world::Cx;
use crate::world::ids::Appid;
use crate::world::message::{Answer, Request};

/// A call, readable and with a known caller.
pub(super) struct Call<'a> {
    /// The world's command.
    pub(super) cx: &'a Cx<'a>,
    /// The query, decoded.
    pub(super) query: &'a BTreeMap<String, String>,
    /// The application whose token was sent, where the API asks for one.
    pub(super) appid: Option<&'a Appid>,
    /// The members of the body; none for a GET.
    pub(super) body: &'a Map<String, Value>,
}

impl Call<'_> {
    /// A query parameter; empty when it is not there.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    /// The application whose token was sent.
    ///
    /// # Errors
    /// [`Refusal::TokenMissing`] where the API does not ask for one.
    pub(super) fn appid(&self) -> Result<&Appid, Refusal> {
        self.appid.ok_or(Refusal::TokenMissing)
    }
}

/// The body of a success that has nothing else to say.
pub(super) fn done() -> Value {
    serde_json::json!({ "errcode": 0, "errmsg": "ok" })
}

/// The query of a request, decoded; of a name that stands twice the first.
pub(super) fn query_of(request: &Request) -> BTreeMap<String, String> {
    let mut query = BTreeMap::new();
    for pair in request.query().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode =
            |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        query.entry(decode(name)).or_insert_with(|| decode(value));
    }
    query
}

/// The members of a POST's body.
///
/// # Errors
/// [`Refusal::EmptyBody`], [`Refusal::DataFormat`].
pub(super) fn body_of(request: &Request) -> Result<Map<String, Value>, Refusal> {
    if request.body.is_empty() {
        return Err(Refusal::EmptyBody);
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(other) => Err(Refusal::DataFormat(format!("the body is an object, not {other}"))),
        Err(error) => Err(Refusal::DataFormat(format!("the body is not JSON: {error}"))),
    }
}

/// The answer with this body, always HTTP 200 (SH-02).
pub(super) fn answer(body: &Value) -> Answer {
    let mut answer = Answer::empty(200);
    answer.set("Content-Type", "application/json; encoding=utf-8");
    answer.body = body.to_string().into_bytes();
    answer
}

/// The body of an error: its text ends with the request's id (SH-03).
pub(super) fn error_body(code: Errcode, rid: &str) -> Value {
    serde_json::json!({ "errcode": code.number(), "errmsg": format!("{} rid: {rid}", code.text()) })
}

/// The id of a request: three groups of eight hex digits, the first of them the time (SH-03).
pub(super) fn rid(now: i64, random: [u8; 8]) -> String {
    let random = hex::encode(random);
    format!("{:08x}-{}-{}", now & 0xffff_ffff, &random[..8], &random[8..])
}
