//! Notices on the wire: JSON, signed as answers are. The receiver answers `success` or `result.id` 0000; all of it is assumed.

use serde_json::Value;

use super::sign;
use crate::ipos::model::assumed;
use crate::ipos::model::merchant::Merchant;
use crate::ipos::rules::notices::Content;
use crate::world::journal::Note;
use crate::world::outbox::{Method, Notice, Prepared, Reply, Sealed, Unsealed};
use crate::world::{Bug, Cx, Span};

/// Makes one attempt ready.
///
/// # Errors
/// [`Bug`] when the notice cannot be read.
pub fn prepare(cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
    let content: Content = serde_json::from_value(notice.data.clone())?;
    let Some(merchant) = cx.get::<Merchant>(content.isspid.as_str())? else {
        let isspid = &content.isspid;
        return Ok(Prepared::Withheld(Note::new(
            format!("the merchant {isspid} is gone, so no notice is sent"),
            format!("商户 {isspid} 已不存在，不发送通知"),
        )));
    };
    let mut members = content.members;
    let text = sign::text(&Value::Object(members.clone()).to_string()).unwrap_or_default();
    members.insert("sign".to_owned(), sign::sign(&text, &merchant.key).into());
    let body = Value::Object(members).to_string().into_bytes();
    let seal = move |_transport_now: i64| Sealed {
        query: Vec::new(),
        headers: vec![("Content-Type".to_owned(), "application/json;charset=UTF-8".to_owned())],
        body,
    };
    Ok(Prepared::Letter(Unsealed { method: Method::Post, seal: Box::new(seal), copies: 1 }))
}

/// Whether an answer ends the delivery.
#[must_use]
pub fn accepts(reply: Reply<'_>) -> bool {
    let said: Value = serde_json::from_str(reply.body).unwrap_or_default();
    let done = assumed::Assumed::default().done.id;
    reply.status == 200 && (reply.body.trim() == "success" || said["result"]["id"] == done.as_str())
}

/// The gap after attempt `number` (from 1); none after the last.
#[must_use]
pub fn gap_after(notice: &Notice, number: u32) -> Option<Span> {
    let content: Content = serde_json::from_value(notice.data.clone()).ok()?;
    (number < content.attempts).then_some(content.gap)
}
