//! A buyer reads what WeChat sent about their orders.

use serde_json::{Value, json};

use crate::mini_program::rules::{confirm, inbox};
use crate::world::act::{Act, ActStop, Arg, ArgKind, Args};
use crate::world::{Cx, buyer};

/// A buyer opens a message.
pub(super) const OPEN_MESSAGE: Act = Act {
    name: "buyer.open_message",
    en: "a buyer opens a message about an order, and may confirm receipt there (SH-93)",
    zh: "买家打开收货提醒，并可在其中确认收货（SH-93）",
    args: &[
        Arg::optional("buyer", ArgKind::Text, "who; the first buyer if left out", "买家；默认第一个"),
        Arg::optional(
            "message",
            ArgKind::Text,
            "its id; the newest unopened one if left out",
            "消息编号；默认最新的未读消息",
        ),
        Arg::optional(
            "confirm",
            ArgKind::Flag,
            "whether they confirm receipt there; no if left out",
            "是否随即确认收货；默认否",
        ),
    ],
    run: open_message,
};

fn open_message(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let buyer = match args.text("buyer") {
        Some(name) => buyer::called(cx, name)?,
        None => buyer::first(cx)?,
    };
    let message = inbox::open(cx, &buyer, args.text("message"))?;
    let mut order = inbox::order_of(cx, &message)?;
    if args.flag("confirm") {
        order = confirm::by_buyer(cx, order)?;
    }
    Ok(json!({
        "message": message.id,
        "title": message.kind.title(),
        "text": message.kind.text(),
        "transaction_id": order.transaction_id,
        "order_state": order.shown_state().literal(),
        "path": inbox::path_of(cx, &order)?,
    }))
}
