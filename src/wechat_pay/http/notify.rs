//! Notices on the wire: the encrypted envelope and its signature, both made anew at each attempt (NO-01).

use serde_json::json;

use super::wire;
use crate::crypto::{aead, base64};
use crate::wechat_pay::model::merchant::{self, ApiV3Key};
use crate::wechat_pay::rules::notices::Content;
use crate::world::journal::Note;
use crate::world::message::ordered_object;
use crate::world::outbox::{Method, Notice, Prepared, Reply, Sealed, Unsealed};
use crate::world::seed::ALPHANUMERIC;
use crate::world::{Bug, Cx, Span};

/// The gaps between the attempts: fifteen retries in 24 hours and 4 minutes (NO-03).
const GAPS: [Span; 15] = [
    Span::seconds(15),
    Span::seconds(15),
    Span::seconds(30),
    Span::minutes(3),
    Span::minutes(10),
    Span::minutes(20),
    Span::minutes(30),
    Span::minutes(30),
    Span::minutes(30),
    Span::minutes(60),
    Span::hours(3),
    Span::hours(3),
    Span::hours(3),
    Span::hours(6),
    Span::hours(6),
];

/// The gap after attempt `number` (from 1); none after the last.
#[must_use]
pub fn gap_after(number: u32) -> Option<Span> {
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    GAPS.get(place).copied()
}

/// Whether an answer ends the delivery (NO-02).
#[must_use]
pub fn accepts(reply: Reply<'_>) -> bool {
    matches!(reply.status, 200 | 204)
}

/// Makes one attempt ready: the resource encrypted with the merchant's APIv3 key as it is now.
///
/// # Errors
/// [`Bug`] when the notice or its merchant cannot be read.
pub fn prepare(cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
    let content: Content = serde_json::from_value(notice.data.clone())?;
    let merchant = merchant::known(cx, &content.mchid)?;
    let Some(key) = &merchant.apiv3_key else {
        let mchid = &content.mchid;
        return Ok(Prepared::Withheld(Note::new(
            format!("{mchid} has no APIv3 key, so no notice is sent (NO-05)"),
            format!("{mchid} 未设置 APIv3 密钥，不发送通知（NO-05）"),
        )));
    };
    let mut draw = cx.random("notify")?;
    let (nonce, header_nonce) = (draw.text(ALPHANUMERIC, 12), draw.text(ALPHANUMERIC, 32));
    let id = hex::encode_upper(draw.bytes::<18>());
    let body = envelope(notice, &content, key, &nonce);
    let seal = wire::seal_for_notice(cx, &merchant, header_nonce, notice.attempts == 0)?;
    let copies = if cx.fault_strikes("notice_twice")? { 2 } else { 1 };
    let sealed = move |transport_now: i64| {
        let mut headers = vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("Accept".to_owned(), "*/*".to_owned()),
            ("User-Agent".to_owned(), "Mozilla/4.0".to_owned()),
            ("Pragma".to_owned(), "no-cache".to_owned()),
            ("Request-ID".to_owned(), format!("{id}-0")),
        ];
        headers.extend(seal.headers(transport_now, &body));
        Sealed { query: Vec::new(), headers, body }
    };
    Ok(Prepared::Letter(Unsealed { method: Method::Post, seal: Box::new(sealed), copies }))
}

/// The envelope in the order of members that real notices have.
fn envelope(notice: &Notice, content: &Content, key: &ApiV3Key, nonce: &str) -> Vec<u8> {
    let mut twelve = [0; 12];
    twelve.copy_from_slice(nonce.as_bytes());
    let associated_data = &content.original_type;
    let plain = content.plain.to_string();
    let sealed = aead::seal(key.bytes(), &twelve, associated_data.as_bytes(), plain.as_bytes());
    let resource = [
        ("original_type", json!(content.original_type)),
        ("algorithm", json!("AEAD_AES_256_GCM")),
        ("ciphertext", json!(base64(&sealed))),
        ("associated_data", json!(associated_data)),
        ("nonce", json!(nonce)),
    ];
    let envelope = [
        ("id", json!(notice.id).to_string()),
        ("create_time", json!(content.create_time).to_string()),
        ("resource_type", json!("encrypt-resource").to_string()),
        ("event_type", json!(notice.event).to_string()),
        ("summary", json!(content.summary).to_string()),
        ("resource", ordered_object(&resource.map(|(name, value)| (name, value.to_string())))),
    ];
    ordered_object(&envelope).into_bytes()
}
