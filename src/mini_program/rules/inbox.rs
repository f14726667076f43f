//! The buyer's inbox: cards about orders, each leading to 确认收货 (SH-35, SH-54, SH-93).

use crate::mini_program::model::inbox::{InboxKind, InboxMessage};
use crate::mini_program::model::order::Order;
use crate::mini_program::model::profile::Profile;
use crate::world::act::{ActRefused, ActStop};
use crate::world::buyer::KnownAs;
use crate::world::{Bug, Cx};

/// Puts an order's card of this kind into its buyer's inbox, unless it is there: an order that is shipped again keeps its one
/// card (SH-93).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn put(cx: &Cx<'_>, order: &Order, kind: InboxKind) -> Result<(), Bug> {
    let id = kind.id_for(&order.transaction_id);
    if cx.get::<InboxMessage>(&id)?.is_some() {
        return Ok(());
    }
    let known = cx.get::<KnownAs>(order.openid.as_str())?;
    cx.put(&InboxMessage {
        id,
        at: cx.now(),
        openid: order.openid.clone(),
        appid: order.appid.clone(),
        buyer: known.map(|known| known.buyer).unwrap_or_default(),
        kind,
        transaction_id: order.transaction_id.clone(),
        opened_at: None,
    })
}

/// The order that a message is about.
///
/// # Errors
/// [`Bug`] when it is gone.
pub fn order_of(cx: &Cx<'_>, message: &InboxMessage) -> Result<Order, Bug> {
    let order = cx.get::<Order>(message.transaction_id.as_str())?;
    order.ok_or_else(|| Bug::Broken(format!("{} is about an order that is not there", message.id)))
}

/// The page to which a message leads: the mini program's own with the numbers of the order, or none for the platform's (SH-35).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn path_of(cx: &Cx<'_>, order: &Order) -> Result<Option<String>, Bug> {
    Ok(Profile::of(cx, &order.appid)?.page_of(order))
}

/// A buyer opens a message: the one that is named, else the newest of theirs that was not opened, else the newest.
///
/// # Errors
/// A refusal when there is none, or when it is not theirs.
pub fn open(cx: &Cx<'_>, buyer: &str, id: Option<&str>) -> Result<InboxMessage, ActStop> {
    let meant = match id {
        Some(id) => cx.get::<InboxMessage>(id)?.filter(|message| message.buyer == buyer),
        None => match cx.newest(&[("buyer", buyer), ("opened", "0")], 1)?.pop() {
            Some(unopened) => Some(unopened),
            None => cx.newest(&[("buyer", buyer)], 1)?.pop(),
        },
    };
    let Some(mut message) = meant else {
        return Err(no_message(cx, buyer, id.unwrap_or_default())?.into());
    };
    message.opened_at.get_or_insert(cx.now());
    cx.put(&message)?;
    Ok(message)
}

/// How many messages a refusal names.
const NAMED: u32 = 10;

fn no_message(cx: &Cx<'_>, buyer: &str, what: &str) -> Result<ActRefused, Bug> {
    let newest: Vec<InboxMessage> = cx.newest(&[("buyer", buyer)], NAMED)?;
    let known: Vec<&str> = newest.iter().map(|message| message.id.as_str()).collect();
    let list = if known.is_empty() { "-".to_owned() } else { known.join(", ") };
    Ok(ActRefused::new(
        format!("{buyer} has no message {what} in the inbox; the newest there: {list} (SH-93)"),
        format!("{buyer} 的收件箱没有消息 {what}；最新的有：{list}（SH-93）"),
    ))
}
