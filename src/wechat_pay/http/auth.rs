//! Who is calling: the Authorization header, the five minutes, the certificate, the signature (WI-03 to WI-11).

use crate::crypto::certificate::{self, Serial};
use crate::crypto::from_base64;
use crate::wechat_pay::model::merchant::{CertificateState, Merchant};
use crate::world::Bug;
use crate::world::message::Request;

/// The scheme of APIv3 with RSA keys.
pub const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";
/// How far the request's timestamp may be off, in seconds (WI-07).
const WINDOW: i64 = 300;

/// Why a request is turned away before any rule is asked, in the order of checking.
#[derive(Debug, Clone, PartialEq)]
pub enum Rejection {
    /// No User-Agent or no Accept (WI-03).
    HeadersMissing,
    /// No Authorization, or one that cannot be read (WI-04).
    Malformed(&'static str),
    /// The same on the transaction APIs, and foreign schemes there (WI-05).
    Unsigned(&'static str),
    /// Another scheme (WI-06).
    OtherScheme(String),
    /// More than five minutes off (WI-07). Seconds.
    TimeOff(i64),
    /// No merchant of this number, or the serial is not one of its certificates (WI-08).
    UnknownSerial(String),
    /// The certificate's time is over (WI-09).
    Expired,
    /// The certificate was revoked (WI-09).
    Revoked,
    /// The certificate was replaced (WI-09).
    Replaced,
    /// The merchant never had a certificate (WI-10).
    NoCertificate,
    /// The signature does not match (WI-11).
    Mismatch(Box<Mismatch>),
}

/// What was verified and did not match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The request's method.
    pub method: String,
    /// The request's target.
    pub target: String,
    /// The length of the message in bytes.
    pub length: usize,
    /// The message with its body cut after eight bytes.
    pub truncated: String,
    /// Whether a transaction API was called; its gateway has other words.
    pub transaction: bool,
    /// Whether the request carries a file, so that only a part of its body is signed (MU-01).
    pub upload: bool,
}

/// What the Authorization header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// The calling merchant.
    pub mchid: String,
    /// The nonce.
    pub nonce: String,
    /// The timestamp as sent.
    pub timestamp: i64,
    /// The certificate's serial as sent.
    pub serial: String,
    /// The signature, base64.
    pub signature: String,
}

/// Reads the headers that come before any signature is looked at (WI-03 to WI-06).
///
/// # Errors
/// The first [`Rejection`].
pub fn read(request: &Request, transaction: bool) -> Result<Authorization, Rejection> {
    let missing = |name| request.header(name).is_none_or(str::is_empty);
    if !transaction && (missing("user-agent") || missing("accept")) {
        return Err(Rejection::HeadersMissing);
    }
    let malformed = |why| if transaction { Rejection::Unsigned(why) } else { Rejection::Malformed(why) };
    let header =
        request.header("authorization").ok_or_else(|| malformed("there is no Authorization header"))?;
    let (scheme, rest) = header.split_once(' ').unwrap_or((header, ""));
    if scheme != SCHEME {
        return Err(if transaction {
            Rejection::Unsigned("the Authorization scheme is not WECHATPAY2-SHA256-RSA2048")
        } else {
            Rejection::OtherScheme(scheme.to_owned())
        });
    }
    pairs(rest).map_err(malformed)
}

fn pairs(text: &str) -> Result<Authorization, &'static str> {
    let mut found: [Option<&str>; 5] = [None; 5];
    const NAMES: [&str; 5] = ["mchid", "nonce_str", "timestamp", "serial_no", "signature"];
    for pair in text.split(',') {
        let (name, value) =
            pair.split_once('=').ok_or("Authorization is not key=\"value\" pairs with commas")?;
        let place = NAMES.iter().position(|known| *known == name);
        let place = place.ok_or(
            "Authorization has a key that is none of mchid, nonce_str, timestamp, serial_no, signature",
        )?;
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let value = value.filter(|value| !value.is_empty() && !value.contains('"'));
        if found[place]
            .replace(value.ok_or("a value of Authorization is empty or not in double quotes")?)
            .is_some()
        {
            return Err("Authorization has a key twice");
        }
    }
    let [Some(mchid), Some(nonce), Some(timestamp), Some(serial), Some(signature)] = found else {
        return Err("Authorization needs mchid, nonce_str, timestamp, serial_no and signature");
    };
    let decimal = timestamp.bytes().all(|b| b.is_ascii_digit());
    let timestamp = timestamp.parse().ok().filter(|_| decimal);
    Ok(Authorization {
        mchid: mchid.to_owned(),
        nonce: nonce.to_owned(),
        timestamp: timestamp.ok_or("the timestamp of Authorization is not unix seconds")?,
        serial: serial.to_owned(),
        signature: signature.to_owned(),
    })
}

/// Whether the timestamp is near enough to transport time (WI-07); looked at before the signature.
///
/// # Errors
/// [`Rejection::TimeOff`].
pub fn check_time(authorization: &Authorization, transport_now: i64) -> Result<(), Rejection> {
    let off = authorization.timestamp.saturating_sub(transport_now);
    if off.saturating_abs() > WINDOW { Err(Rejection::TimeOff(off)) } else { Ok(()) }
}

/// Whether the merchant's certificate signed exactly these bytes (WI-08 to WI-11, WI-16): all of the body, or the part of it
/// that `signed` names (MU-01).
///
/// # Errors
/// The first [`Rejection`] as the inner result; [`Bug`] when a stored certificate cannot be read.
pub fn check_signature(
    authorization: &Authorization,
    merchant: &Merchant,
    request: &Request,
    signed: Option<&[u8]>,
    transaction: bool,
    transport_now: i64,
) -> Result<Result<(), Rejection>, Bug> {
    if merchant.certificates.is_empty() {
        return Ok(Err(Rejection::NoCertificate));
    }
    let serial = Serial::parse(&authorization.serial);
    let certificate = merchant.certificates.iter().find(|c| Some(&c.serial) == serial.as_ref());
    let Some(certificate) = certificate else {
        return Ok(Err(Rejection::UnknownSerial(authorization.serial.clone())));
    };
    match certificate.state {
        CertificateState::Revoked => return Ok(Err(Rejection::Revoked)),
        CertificateState::Replaced => return Ok(Err(Rejection::Replaced)),
        CertificateState::Active if certificate.not_after < transport_now => {
            return Ok(Err(Rejection::Expired));
        }
        CertificateState::Active => {}
    }
    let key = certificate::public_key(&certificate.pem).map_err(|error| Bug::Broken(error.to_string()))?;
    let body = signed.unwrap_or(&request.body);
    let message = message(authorization, request, body);
    let signature = from_base64(&authorization.signature).unwrap_or_default();
    if key.verify_sha256(&message, &signature) {
        return Ok(Ok(()));
    }
    let shown = &body[..body.len().min(8)];
    let truncated = String::from_utf8_lossy(&self::message(authorization, request, shown)).into_owned();
    Ok(Err(Rejection::Mismatch(Box::new(Mismatch {
        method: request.method.clone(),
        target: request.target.clone(),
        length: message.len(),
        truncated,
        transaction,
        upload: signed.is_some(),
    }))))
}

/// The five lines that a merchant signs, each ended by LF: method, raw target, timestamp, nonce, raw body.
#[must_use]
pub fn message(authorization: &Authorization, request: &Request, body: &[u8]) -> Vec<u8> {
    let Authorization { timestamp, nonce, .. } = authorization;
    let mut message = format!("{}\n{}\n{timestamp}\n{nonce}\n", request.method, request.target).into_bytes();
    message.extend_from_slice(body);
    message.push(b'\n');
    message
}
