//! Which notices WeChat Pay posts, to whom, and what they say (NO-01, NO-04).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::timers::SYSTEM;
use super::view;
use crate::wechat_pay::model::order::{CombinedOrder, Order};
use crate::world::ids::Mchid;
use crate::world::outbox::{Notice, NoticeState};
use crate::world::{Bug, Cx, Instant};

/// What a notice says, before it is encrypted for its merchant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The merchant whose APIv3 key encrypts it.
    pub mchid: Mchid,
    /// When the event happened.
    pub create_time: Instant,
    /// A few words for people.
    pub summary: String,
    /// What the resource is.
    pub original_type: String,
    /// The resource.
    pub plain: Value,
}

/// An order was paid.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn paid(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    let subject = order.out_trade_no.to_string();
    success(cx, order.payee.initiator(), &order.notify_url, subject, view::order(order))
}

/// A combined order was paid: one notice for all of it (NO-04).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn combined_paid(cx: &Cx<'_>, combined: &CombinedOrder, subs: &[Order]) -> Result<(), Bug> {
    let subject = combined.combine_out_trade_no.to_string();
    success(cx, &combined.combine_mchid, &combined.notify_url, subject, view::combined(combined, subs))
}

fn success(cx: &Cx<'_>, mchid: &Mchid, url: &str, subject: String, plain: Value) -> Result<(), Bug> {
    let event = Event { name: "TRANSACTION.SUCCESS", summary: "支付成功", original_type: "transaction" };
    post(cx, &event, mchid, url, subject, plain)
}

/// What happened, as the envelope of a notice names it.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// `event_type`.
    pub name: &'static str,
    /// A few words for people.
    pub summary: &'static str,
    /// What the resource is.
    pub original_type: &'static str,
}

/// Puts a notice for a merchant in the outbox. `subject` is what it is about: an order's, refund's or withdrawal's number.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn post(
    cx: &Cx<'_>,
    event: &Event,
    mchid: &Mchid,
    url: &str,
    subject: String,
    plain: Value,
) -> Result<(), Bug> {
    let content = Content {
        mchid: mchid.clone(),
        create_time: cx.now(),
        summary: event.summary.to_owned(),
        original_type: event.original_type.to_owned(),
        plain,
    };
    cx.post_notice(&Notice {
        id: new_id(cx)?,
        system: SYSTEM.to_owned(),
        subject,
        event: event.name.to_owned(),
        url: url.to_owned(),
        state: NoticeState::Waiting,
        attempts: 0,
        data: serde_json::to_value(content)?,
    })
}

/// A random UUID (version 4), as real notices carry it.
fn new_id(cx: &Cx<'_>) -> Result<String, Bug> {
    let mut bytes: [u8; 16] = cx.random("notice")?.bytes();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex::encode(bytes);
    Ok(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
}
