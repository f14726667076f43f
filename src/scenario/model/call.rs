//! What a call step says.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::scenario::upload::Upload;

/// A call as the merchant's SDK makes it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The target of a GET: path and query, or a URL that was answered.
    pub get: Option<String>,
    /// The target of a POST.
    pub post: Option<String>,
    /// The target of a POST whose `body` is sent as a form, signed as a merchant of the acquirer 收银宝 signs.
    pub form: Option<String>,
    /// A file that is posted as a form.
    pub upload: Option<Upload>,
    /// The merchant that signs; the first of `given` when left out.
    #[serde(rename = "as")]
    pub caller: Option<String>,
    /// Headers that differ from an SDK's; null leaves one out.
    #[serde(default)]
    pub headers: BTreeMap<String, Option<String>>,
    /// The body, sent as compact JSON.
    pub body: Option<Value>,
    /// What is different in `body`: the new value by its JSON pointer; null takes a member out.
    #[serde(default)]
    pub change: BTreeMap<String, Value>,
    /// The body as exactly this text.
    pub raw_body: Option<String>,
    /// The body as exactly these bytes, base64.
    pub raw_base64: Option<String>,
    /// JSON pointers into `body`: these texts are encrypted with WeChat Pay's key (CE-04).
    #[serde(default)]
    pub encrypt: Vec<String>,
    /// The serial whose key encrypts them, where that is another than the request names.
    pub encrypt_with: Option<String>,
    /// What is wrong with the signature, on purpose.
    #[serde(default)]
    pub sign: Sign,
    /// JSON pointers into the answer: these sealed resources are opened with the APIv3 key before it is looked at.
    #[serde(default)]
    pub decrypt: Vec<String>,
    /// That the answer is a file, which no one signs, and how it is opened before it is looked at.
    pub file: Option<FileOpened>,
    /// What must come back; any 2xx when left out.
    #[serde(default)]
    pub expect: ExpectAnswer,
    /// Values to keep: name, then `body.a.0.b`, `header.name` or `status`.
    #[serde(default)]
    pub save: BTreeMap<String, String>,
}

/// How a request's signature differs from a right one.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sign {
    /// No Authorization header at all.
    pub none: bool,
    /// The Authorization header to the letter.
    pub authorization: Option<String>,
    /// Another scheme.
    pub scheme: Option<String>,
    /// Another merchant number in the header.
    pub mchid: Option<String>,
    /// Another certificate serial; its own key signs where the merchant has it.
    pub serial: Option<String>,
    /// Seconds that the timestamp is off.
    pub timestamp_offset: i64,
    /// The body is changed after it was signed: one blank is added; of a form one character of its nonce.
    pub tamper_body: bool,
    /// How a form is signed, where that is not the application's own way: MD5, RSA or SM2.
    pub kind: Option<String>,
    /// The `sign` of a form, to the letter.
    pub value: Option<String>,
}

/// What an answer must be.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExpectAnswer {
    /// The status.
    pub status: Option<u16>,
    /// Headers: a text, `/^regex$/`, `${any}` or `${absent}`.
    pub headers: BTreeMap<String, String>,
    /// The body: listed members only, lists in full; an empty text for an empty body.
    pub body: Option<Value>,
    /// Whether the signature of a 2xx verifies; it must when left out.
    pub verified: Option<bool>,
}

/// How a downloaded file is opened: decrypted first, then unpacked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileOpened {
    /// The file's key as it was answered, under the caller's certificate.
    pub key: Option<String>,
    /// The file's nonce.
    pub nonce: Option<String>,
    /// Whether it is unpacked.
    pub gunzip: bool,
    /// Whether it is a ZIP of GBK texts; what is looked at are its entries, one behind the other.
    pub unzip: bool,
    /// The SHA-1 that it must have once opened.
    pub sha1: Option<String>,
}
