//! Which messages are pushed to the server of a mini program, and what they say (SH-53, SH-67 to SH-71).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::mini_program::SYSTEM;
use crate::mini_program::model::order::{Confirmed, ConfirmedBy, Order, Shipping};
use crate::mini_program::model::push::{PushSettings, Server, pushed_to};
use crate::mini_program::model::{switches, texts};
use crate::world::ids::{Appid, Openid};
use crate::world::outbox::{Notice, NoticeState};
use crate::world::{Bug, Cx, Instant};

/// The check of an address, under which it stands in the outbox (SH-59).
pub const URL_CHECK: &str = "url_check";

/// What goes to the server of a mini program. It is complete when it is posted: repeats say the same (SH-66).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Whose server.
    pub appid: Appid,
    /// The number of the settings by which it is pushed: those that were in force when it came up, also for its repeats.
    pub settings: u32,
    /// What is pushed.
    pub letter: PushLetter,
}

/// What is pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushLetter {
    /// The text that the server must answer (SH-59).
    Check {
        /// That text.
        echostr: String,
    },
    /// A message.
    Message {
        /// Its fields in their order: texts and whole numbers.
        fields: Vec<(String, Value)>,
        /// What stands in front of it where it is encrypted, in hex (SH-63).
        random: String,
    },
}

/// A mini program that never shipped is asked to use the shipping API (SH-53).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn remind_access_api(cx: &Cx<'_>, appid: &Appid) -> Result<(), Bug> {
    let fields = vec![("msg", json!(texts::REMIND_ACCESS_API))];
    post(cx, appid, "trade_manage_remind_access_api", appid.to_string(), fields)
}

/// An order waits for its shipping for more than 48 hours (SH-53).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn remind_shipping(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    let mut fields = about(order);
    fields.push(("msg", json!(texts::REMIND_SHIPPING)));
    of_order(cx, order, "trade_manage_remind_shipping", fields)
}

/// Shipping of an order was finished: phase A (SH-67, SH-70, SH-71).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn shipped(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    let Some((shipping, at)) = finished(order) else { return Ok(()) };
    let mut fields = about(order);
    fields.push(("shipped_time", json!(at.unix())));
    let settled = at.after(shipping.logistics.confirmed_after());
    fields.push(("estimated_settlement_time", json!(settled.unix())));
    of_order(cx, order, "trade_manage_order_settlement", fields)
}

/// An order was settled: phase B (SH-67 to SH-69).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn settled(cx: &Cx<'_>, order: &Order, confirmed: Confirmed) -> Result<(), Bug> {
    let Some((_, shipped_at)) = finished(order) else { return Ok(()) };
    let reversed = switches::of(cx)?.push.reverse_confirm_method;
    let method = if (confirmed.by == ConfirmedBy::Buyer) == reversed { 1 } else { 2 };
    let mut fields = about(order);
    fields.push(("shipped_time", json!(shipped_at.unix())));
    fields.push(("confirm_receive_method", json!(method)));
    fields.push(("confirm_receive_time", json!(confirmed.at.unix())));
    fields.push(("settlement_time", json!(order.settled_at.unwrap_or(cx.now()).unix())));
    of_order(cx, order, "trade_manage_order_settlement", fields)
}

/// A mini program is told that its payments are, or will be, controlled (SH-95).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn controlled(cx: &Cx<'_>, appid: &Appid, from: Instant) -> Result<(), Bug> {
    let fields = vec![("msg", json!(texts::controlled(from)))];
    post(cx, appid, "wxa_trade_controlled", appid.to_string(), fields)
}

/// Puts the check of an address in the outbox, under settings that are not in force yet (SH-59). Answers its id.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn check(cx: &Cx<'_>, appid: &Appid, settings: u32, url: String) -> Result<String, Bug> {
    let echostr = whole_number(cx, 18)?;
    let content = Content { appid: appid.clone(), settings, letter: PushLetter::Check { echostr } };
    send(cx, URL_CHECK, appid.to_string(), url, &content)
}

/// A number as WeChat makes them up, with one digit more in front that is no zero.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn whole_number(cx: &Cx<'_>, digits: usize) -> Result<String, Bug> {
    Ok(format!("1{}", cx.random("push number")?.digits(digits)))
}

fn finished(order: &Order) -> Option<(&Shipping, Instant)> {
    order.shipping.as_ref().and_then(|shipping| Some((shipping, shipping.finished_at?)))
}

/// The fields by which an order is known. A direct merchant has an empty sub_merchant_id.
fn about(order: &Order) -> Vec<(&'static str, Value)> {
    let sub_mchid = order.sub_mchid.as_ref().map(ToString::to_string).unwrap_or_default();
    vec![
        ("transaction_id", json!(order.transaction_id)),
        ("merchant_id", json!(order.mchid)),
        ("sub_merchant_id", json!(sub_mchid)),
        ("merchant_trade_no", json!(order.out_trade_no)),
        ("pay_time", json!(order.paid_at.unix())),
    ]
}

fn of_order(
    cx: &Cx<'_>,
    order: &Order,
    event: &'static str,
    fields: Vec<(&'static str, Value)>,
) -> Result<(), Bug> {
    post(cx, &order.appid, event, order.out_trade_no.to_string(), fields)
}

/// Puts an event in the outbox, if the mini program has a server for it. `subject` is what it is about.
fn post(
    cx: &Cx<'_>,
    appid: &Appid,
    event: &'static str,
    subject: String,
    own: Vec<(&'static str, Value)>,
) -> Result<(), Bug> {
    let Some((server, PushSettings { url, .. })) = pushed_to(cx, appid)? else { return Ok(()) };
    let Some(settings) = server.in_force else { return Ok(()) };
    let common = [
        ("ToUserName", json!(server.original_id)),
        ("FromUserName", json!(sender(cx, &server)?)),
        ("CreateTime", json!(cx.now().unix())),
        ("MsgType", json!("event")),
        ("Event", json!(event)),
    ];
    let fields = common.into_iter().chain(own).map(|(name, value)| (name.to_owned(), value)).collect();
    let random = hex::encode(cx.random("push")?.bytes::<16>());
    let letter = PushLetter::Message { fields, random };
    send(cx, event, subject, url, &Content { appid: appid.clone(), settings, letter })?;
    Ok(())
}

fn send(cx: &Cx<'_>, event: &str, subject: String, url: String, content: &Content) -> Result<String, Bug> {
    let id = hex::encode(cx.random("push id")?.bytes::<16>());
    cx.post_notice(&Notice {
        id: id.clone(),
        system: SYSTEM.to_owned(),
        subject,
        event: event.to_owned(),
        url,
        state: NoticeState::Waiting,
        attempts: 0,
        data: serde_json::to_value(content)?,
    })?;
    Ok(id)
}

/// The system account that messages come from, as a mini program knows it.
fn sender(cx: &Cx<'_>, server: &Server) -> Result<Openid, Bug> {
    let stream = format!("system account of {}", server.appid);
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    Openid::parse(&format!("o{}", cx.seed().draw(&stream, 0).text(letters, 27))).map_err(Bug::Broken)
}
