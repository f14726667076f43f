//! The mini program's server is reminded of what waits (SH-53).
//!
//! Each unshipped order has a timer of its own, and a mini program that never shipped has one; they end with what they
//! remind of. Where no message can be pushed nothing is on the agenda.

use super::confirm::Timer;
use super::notices;
use crate::mini_program::model::order::{Filing, Order, State};
use crate::mini_program::model::push::{Server, pushed_to};
use crate::world::ids::{Appid, TransactionId};
use crate::world::journal::Note;
use crate::world::store::Stretch;
use crate::world::{Bug, Cx, Instant, Span};

/// How long an order may wait before its mini program is reminded of it.
const PATIENCE: Span = Span::hours(48);
/// How long after a reminder the next one comes.
const AGAIN: Span = Span::days(1);

/// An order was paid.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn paid(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    let Some((server, _)) = pushed_to(cx, &order.appid)? else { return Ok(()) };
    Timer::RemindShipping(order.transaction_id.clone()).set(cx, order.paid_at.after(PATIENCE))?;
    let is_first = || Ok::<_, Bug>(unshipped(cx, &order.appid, 2)?.len() == 1);
    if server.has_shipped || !is_first()? {
        return Ok(());
    }
    notices::remind_access_api(cx, &order.appid)?;
    ask_again(cx, &order.appid)
}

/// Nothing waits any more with this order: it was shipped or refunded.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn over(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<(), Bug> {
    Timer::RemindShipping(transaction_id.clone()).call_off(cx)
}

/// An order was shipped: from now on its mini program is reminded of single orders.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn shipped(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    over(cx, &order.transaction_id)?;
    match cx.get::<Server>(order.appid.as_str())? {
        Some(server) if !server.has_shipped => {
            Timer::RemindAccess(order.appid.clone()).call_off(cx)?;
            cx.put(&Server { has_shipped: true, ..server })
        }
        Some(_) | None => Ok(()),
    }
}

/// Messages can be pushed from now on: what waits already is reminded of in its turn.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn begin(cx: &Cx<'_>, server: &Server) -> Result<(), Bug> {
    let waiting = unshipped(cx, &server.appid, u32::MAX)?;
    for order in &waiting {
        let timer = Timer::RemindShipping(order.transaction_id.clone());
        timer.call_off(cx)?;
        timer.set(cx, order.paid_at.after(PATIENCE).max(cx.now()))?;
    }
    if waiting.is_empty() || server.has_shipped {
        return Ok(());
    }
    ask_again(cx, &server.appid)
}

/// The orders of a mini program that are not shipped, the oldest first, so many at most.
fn unshipped(cx: &Cx<'_>, appid: &Appid, limit: u32) -> Result<Vec<Order>, Bug> {
    let state = State::Unshipped.literal().to_string();
    cx.stretch(&Stretch {
        wanted: &[("appid", appid.as_str()), ("state", &state)],
        column: "paid_at",
        after: (0, ""),
        until: i64::MAX,
        limit,
    })
}

fn ask_again(cx: &Cx<'_>, appid: &Appid) -> Result<(), Bug> {
    let timer = Timer::RemindAccess(appid.clone());
    timer.call_off(cx)?;
    timer.set(cx, cx.now().after(AGAIN))
}

/// An order may still wait. A mini program that never shipped is reminded of the API instead.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of_order(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Option<Note>, Bug> {
    let order = cx.get::<Order>(transaction_id.as_str())?.filter(|order| order.state == State::Unshipped);
    let Some(order) = order else { return Ok(None) };
    let Some((server, _)) = pushed_to(cx, &order.appid)? else { return Ok(None) };
    Timer::RemindShipping(transaction_id.clone()).set(cx, cx.now().after(AGAIN))?;
    if !server.has_shipped || may_wait(&order, cx.now()) {
        return Ok(None);
    }
    notices::remind_shipping(cx, &order)?;
    Ok(Some(Note::new(
        format!("{transaction_id} was not shipped for 48 hours: its mini program is reminded (SH-53)"),
        format!("{transaction_id} 超过 48 小时未发货，提醒小程序（SH-53）"),
    )))
}

/// Whether an order is filed as one that need not be shipped, or not yet (SH-39, SH-40).
fn may_wait(order: &Order, now: Instant) -> bool {
    match order.filing {
        Some(Filing::Test) => true,
        Some(Filing::Presale { delay_to }) => now < delay_to,
        None => false,
    }
}

/// A mini program may still have trades and never have shipped.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of_access(cx: &Cx<'_>, appid: &Appid) -> Result<Option<Note>, Bug> {
    let Some((server, _)) = pushed_to(cx, appid)? else { return Ok(None) };
    if server.has_shipped || unshipped(cx, appid, 1)?.is_empty() {
        return Ok(None);
    }
    notices::remind_access_api(cx, appid)?;
    ask_again(cx, appid)?;
    Ok(Some(Note::new(
        format!("{appid} has trades and never shipped: it is reminded of the shipping API (SH-53)"),
        format!("{appid} 有交易但从未发货，提醒接入发货接口（SH-53）"),
    )))
}
