//! Notices on the wire: a form whose `resp_data` is signed as it stands. The receiver answers with the number it was told.

use url::form_urlencoded::Serializer;

use super::wire;
use crate::huifu::rules::notices::Content;
use crate::world::outbox::{Method, Notice, Prepared, Reply, Sealed, Unsealed};
use crate::world::{Bug, Span};

/// Makes one attempt ready.
///
/// # Errors
/// [`Bug`] when the notice cannot be read.
pub fn prepare(notice: &Notice) -> Result<Prepared, Bug> {
    let content: Content = serde_json::from_value(notice.data.clone())?;
    let seal = move |_transport_now: i64| {
        let mut form = Serializer::new(String::new());
        form.append_pair("resp_desc", "交易成功[000]")
            .append_pair("resp_code", "00000000")
            .append_pair("sign", &wire::sign(&content.resp_data))
            .append_pair("resp_data", &content.resp_data);
        let kind = "application/x-www-form-urlencoded;charset=UTF-8";
        Sealed {
            query: Vec::new(),
            headers: vec![("Content-Type".to_owned(), kind.to_owned())],
            body: form.finish().into_bytes(),
        }
    };
    Ok(Prepared::Letter(Unsealed { method: Method::Post, seal: Box::new(seal), copies: 1 }))
}

/// Whether an answer ends the delivery: HTTP 200 with the number of the trade, to the letter.
#[must_use]
pub fn accepts(notice: &Notice, reply: Reply<'_>) -> bool {
    let content: Result<Content, _> = serde_json::from_value(notice.data.clone());
    content.is_ok_and(|content| reply.status == 200 && reply.body == content.ack)
}

/// The gap after attempt `number` (from 1); none after the last.
#[must_use]
pub fn gap_after(notice: &Notice, number: u32) -> Option<Span> {
    let content: Content = serde_json::from_value(notice.data.clone()).ok()?;
    (number < content.attempts).then_some(content.gap)
}
