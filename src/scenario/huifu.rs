//! A merchant or agent of Huifu: signs `data` as its SDKs do, and verifies answers and notices.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use serde_json::{Map, Value, json};
use zip::ZipArchive;

use super::model::Call;
use crate::crypto::key::PublicKey;
use crate::crypto::{base64, from_base64, pool};
use crate::huifu::Huifu;
use crate::huifu::http::REAL_HOST;
use crate::huifu::model::member::{HUIFU_KEY, Member};
use crate::world::System as _;
use crate::world::message::{Answer, Request};

/// Whether a target is Huifu's.
pub(super) fn is_huifu(target: &str) -> bool {
    Huifu.owns("", target) || target.starts_with(&format!("https://{REAL_HOST}/"))
}

/// The text of the one file in a downloaded archive.
///
/// # Errors
/// A sentence that says why it does not open.
pub(super) fn unzipped(answer: &Answer) -> Result<Value, String> {
    let archive = ZipArchive::new(Cursor::new(&answer.body));
    let mut archive = archive.map_err(|error| format!("{error}: {}", answer.body_text()))?;
    let mut text = String::new();
    let mut file = archive.by_index(0).map_err(|error| error.to_string())?;
    file.read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(Value::String(text))
}

/// The call as bytes: what the scenario gives as `body` is `data`, the envelope is made around it.
pub(super) fn request(
    call: &Call,
    target: &str,
    caller: &Member,
    data: Option<&Value>,
    raw: Vec<u8>,
) -> Request {
    let real = format!("https://{REAL_HOST}");
    let target = target.strip_prefix(&real).unwrap_or(target);
    let body = match data {
        Some(data) => envelope(call, caller, data).to_string().into_bytes(),
        None => raw,
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

/// `sign.mchid` is another sys_id, `sign.scheme` another product_id, `sign.tamper_body` changes `data` after signing.
fn envelope(call: &Call, caller: &Member, data: &Value) -> Value {
    let key = caller.private_key().unwrap_or_else(|| pool::key(0));
    let signature = base64(&key.sign_sha256(data.to_string().as_bytes()));
    let mut sent = data.clone();
    if call.sign.tamper_body {
        sent["tampered"] = json!("1");
    }
    let sys_id = call.sign.mchid.clone().unwrap_or_else(|| caller.huifu_id.to_string());
    let product_id = call.sign.scheme.clone().unwrap_or_else(|| caller.product_id.clone());
    let mut envelope = json!({ "sys_id": sys_id, "product_id": product_id, "data": sent });
    if !call.sign.none {
        envelope["sign"] = json!(signature);
    }
    envelope
}

/// What an answer says, its JSON texts read; and whether its signature is right.
pub(super) fn open(answer: &Answer) -> (Value, Result<(), String>) {
    let envelope: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let data = envelope["data"].clone();
    let verified = verify(&data.to_string(), envelope["sign"].as_str().unwrap_or_default());
    (unpacked(data), verified)
}

/// Whether Huifu signed a text.
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn verify(text: &str, sign: &str) -> Result<(), String> {
    let key: PublicKey = pool::key(HUIFU_KEY).public().clone();
    let signature = from_base64(sign).ok_or("the sign is not base64")?;
    if key.verify_sha256(text.as_bytes(), &signature) {
        return Ok(());
    }
    Err("the sign does not match Huifu's key".to_owned())
}

/// The members with their JSON texts read: that is how an application sees them.
fn unpacked(data: Value) -> Value {
    let Value::Object(members) = data else { return data };
    let read = |value: Value| match &value {
        Value::String(text) if text.starts_with(['{', '[']) => serde_json::from_str(text).unwrap_or(value),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => value,
    };
    Value::Object(members.into_iter().map(|(name, value)| (name, read(value))).collect::<Map<_, _>>())
}
