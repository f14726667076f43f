//! A merchant of ipos-sa: signs requests, and verifies answers and notices.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::model::Call;
use crate::ipos::Ipos;
use crate::ipos::http::{REAL_HOST, sign};
use crate::ipos::model::merchant::Merchant;
use crate::world::System as _;
use crate::world::message::{Answer, Request};

/// Whether a target is ipos-sa's.
pub(super) fn is_ipos(target: &str) -> bool {
    Ipos.owns("", target) || target.starts_with(&format!("https://{REAL_HOST}/"))
}

/// The call as bytes: what the scenario gives as `body` are the members, the common ones are added; null leaves one out.
pub(super) fn request(call: &Call, target: &str, caller: &Merchant, said: Option<&Value>) -> Request {
    let real = format!("https://{REAL_HOST}");
    let target = target.strip_prefix(&real).unwrap_or(target);
    let body = match said {
        Some(said) => body(call, caller, said).into_bytes(),
        None => call.raw_body.clone().unwrap_or_default().into_bytes(),
    };
    let mut headers = BTreeMap::from([
        ("content-type".to_owned(), "application/json;charset=utf-8".to_owned()),
        ("host".to_owned(), REAL_HOST.to_owned()),
    ]);
    for (name, value) in &call.headers {
        match value {
            Some(value) => headers.insert(name.to_ascii_lowercase(), value.clone()),
            None => headers.remove(&name.to_ascii_lowercase()),
        };
    }
    let method = if call.get.is_some() { "GET" } else { "POST" };
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers.into_iter().collect(),
        body,
    }
}

/// `sign.value` is another signature, `sign.tamper_body` changes the body after signing.
fn body(call: &Call, caller: &Merchant, said: &Value) -> String {
    let common = [
        ("isspid", caller.isspid.as_str()),
        ("system_id", caller.system_id.as_str()),
        ("pos_id", "T1"),
        ("store_id", "S1"),
    ];
    let mut members: Map<String, Value> =
        common.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    for (name, value) in said.as_object().into_iter().flatten() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    let text = sign::text(&Value::Object(members.clone()).to_string()).unwrap_or_default();
    let signature = call.sign.value.clone().unwrap_or_else(|| sign::sign(&text, &caller.key));
    if !call.sign.none {
        members.insert("sign".to_owned(), signature.into());
    }
    if call.sign.tamper_body {
        members.insert("memo".to_owned(), "tampered".into());
    }
    Value::Object(members).to_string()
}

/// Whether ipos-sa signed a text with the merchant's key.
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn verify(body: &str, key: &str) -> Result<(), String> {
    let members: Map<String, Value> = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let sent = members.get("sign").and_then(Value::as_str).ok_or("it is not signed")?;
    let text = sign::text(body).ok_or("it is no JSON object")?;
    if sign::sign(&text, key) == sent { Ok(()) } else { Err(format!("the sign is not that of {text}")) }
}

/// What an answer says; and whether its signature is right. One that belongs to no world is signed by nobody.
pub(super) fn open(answer: &Answer, caller: &Merchant) -> (Value, Result<(), String>) {
    let text = answer.body_text();
    let said: Value = serde_json::from_str(&text).unwrap_or_default();
    let stray = said.get("response_type").is_none() && said.get("sign").is_none();
    let verified = if stray { Ok(()) } else { verify(&text, &caller.key) };
    (said, verified)
}
