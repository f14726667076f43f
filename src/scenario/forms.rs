//! The merchant of the acquirer 收银宝: signs forms, and verifies what comes back.

use std::io::{Cursor, Read as _};

use serde_json::{Map, Value};
use zip::ZipArchive;

use super::model::{Call, Sign};
use crate::allinpay::given;
use crate::allinpay::http::form::{self, Fields};
use crate::allinpay::http::sign::{self, MerchantKey};
use crate::allinpay::http::{PREFIXES, REAL_HOSTS};
use crate::allinpay::model::merchant::Application;
use crate::allinpay::model::sign_type::SignType;
use crate::crypto::pool;
use crate::crypto::sha1_rsa::SigningKey;
use crate::world::message::Answer;

/// Whether a call goes to the acquirer: a form, or the download of a bill.
pub(super) fn is_acquirers(call: &Call) -> bool {
    let is_theirs = |url: &String| {
        let target = taken_apart(url).1;
        PREFIXES.iter().any(|prefix| target.starts_with(prefix))
    };
    call.form.is_some() || call.get.as_ref().is_some_and(is_theirs)
}

/// Host and target of a URL that an answer named; of a target alone, the acquirer's own host.
pub(super) fn taken_apart(url: &str) -> (String, String) {
    let below = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match below.and_then(|below| below.find('/').map(|slash| below.split_at(slash))) {
        Some((host, target)) => (host.to_owned(), target.to_owned()),
        None => (REAL_HOSTS[0].to_owned(), url.to_owned()),
    }
}

/// Who calls: whose keys, and the application with its appid.
pub(super) struct Caller {
    /// The merchant or group whose keys sign.
    pub(super) owner: String,
    /// The merchant that trades.
    pub(super) cusid: String,
    /// The application.
    pub(super) application: Application,
}

/// The fields of a call: the common ones, what the scenario says of them, and the rest. Null leaves one out.
pub(super) fn fields(call: &Call, caller: &Caller, nonce: &str) -> Result<Fields, String> {
    let kind = sign_type(&call.sign, caller)?;
    let common = [
        ("cusid", caller.cusid.as_str()),
        ("appid", caller.application.appid.as_str()),
        ("version", "11"),
        ("randomstr", nonce),
        ("signtype", kind.literal()),
    ];
    let mut fields: Fields =
        common.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let none = Map::new();
    let said = match &call.body {
        None => &none,
        Some(Value::Object(said)) => said,
        Some(other) => return Err(format!("the body of a form is a group of fields, not {other}")),
    };
    for (name, value) in said {
        match value {
            Value::Null => fields.remove(name),
            Value::String(text) => fields.insert(name.clone(), text.clone()),
            // JSON as text, as some fields hold it.
            Value::Number(_) | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                fields.insert(name.clone(), value.to_string())
            }
        };
    }
    Ok(fields)
}

/// How a call is signed.
pub(super) fn sign_type(sign: &Sign, caller: &Caller) -> Result<SignType, String> {
    let Some(kind) = &sign.kind else { return Ok(caller.application.sign_type) };
    SignType::read(kind).ok_or_else(|| format!("`{kind}` is no kind of signature: MD5, RSA, SM2"))
}

/// The body: the fields and their signature, or what is wrong with it on purpose.
pub(super) fn body(call: &Call, caller: &Caller, mut fields: Fields) -> Result<Vec<u8>, String> {
    if let Some(raw) = &call.raw_body {
        return Ok(raw.clone().into_bytes());
    }
    let Application { appid, md5_key, .. } = &caller.application;
    let signed = match sign_type(&call.sign, caller)? {
        SignType::Md5 => sign::by_merchant(&fields, &MerchantKey::Md5(md5_key)),
        SignType::Rsa => {
            let pem = pool::key(given::pool_key(&caller.owner));
            let key = SigningKey::from_text(pem.pem()).map_err(|error| error.to_string())?;
            sign::by_merchant(&fields, &MerchantKey::Rsa(&key))
        }
        SignType::Sm2 => {
            let key = pool::sm2(&caller.owner);
            sign::by_merchant(&fields, &MerchantKey::Sm2(&key, appid))
        }
    };
    if !call.sign.none {
        fields.insert("sign".to_owned(), call.sign.value.clone().unwrap_or(signed));
    }
    if call.sign.tamper_body {
        fields.entry("randomstr".to_owned()).or_default().push('0');
    }
    Ok(form::write(&fields).into_bytes())
}

/// Verifies an answer: a success is signed as the request was, anything else is not signed (AL-05, AL-10).
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn verify(answer: &Answer, caller: &Caller, kind: SignType) -> Result<(), String> {
    let members: Map<String, Value> =
        serde_json::from_slice(&answer.body).map_err(|error| format!("it is no flat JSON: {error}"))?;
    let mut fields = Fields::new();
    for (name, value) in &members {
        let text = value.as_str().ok_or_else(|| format!("{name} is no text (AL-02)"))?;
        if text.is_empty() {
            return Err(format!("{name} is empty (AL-03)"));
        }
        fields.insert(name.clone(), text.to_owned());
    }
    let sorted: Vec<&String> = members.keys().collect();
    if !sorted.is_sorted() {
        return Err("its members are not in alphabetical order (AL-03)".to_owned());
    }
    match (fields.get("retcode").map(String::as_str), fields.contains_key("sign")) {
        (Some("SUCCESS"), true) if sign::is_by_acquirer(&fields, &caller.application, kind) => Ok(()),
        (Some("SUCCESS"), true) => Err(format!("the {} signature does not match", kind.literal())),
        (Some("SUCCESS"), false) => Err("a success is not signed (AL-05)".to_owned()),
        (_, true) => Err("a failure is signed (AL-05)".to_owned()),
        (_, false) if fields.keys().map(String::as_str).eq(["retcode", "retmsg"]) => Ok(()),
        (_, false) => Err("a failure has retcode and retmsg, nothing else (AL-05)".to_owned()),
    }
}

/// The entries of a ZIP of GBK texts, one behind the other (AL-52).
///
/// # Errors
/// A sentence that says why it does not open.
pub(super) fn unzip(bytes: &[u8]) -> Result<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|error| error.to_string())?;
        let mut raw = Vec::new();
        entry.read_to_end(&mut raw).map_err(|error| error.to_string())?;
        let (text, _, broken) = encoding_rs::GBK.decode(&raw);
        if broken {
            return Err(format!("entry {at} is not GBK"));
        }
        all.push_str(&text);
    }
    Ok(all)
}
