//! The mini program's server is reminded of what waits (SH-53).
//!
//! A mini program that never shipped has one timer. Once it has shipped, each order that waits has a timer of its own,
//! unless nothing can come of it: a test order has none, a presale none before its time. Where no message can be pushed
//! nothing is on the agenda.

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
/// How many waiting orders are read at a time.
const AT_A_TIME: u32 = 200;

/// An order was paid.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn paid(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    let Some((server, _)) = pushed_to(cx, &order.appid)? else { return Ok(()) };
    if server.has_shipped {
        return set(cx, order, order.paid_at.after(PATIENCE));
    }
    if wait(cx, &order.appid, 2)? {
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

/// A shipped order waits again: it is shipped anew, in several uploads, and more is to come (SH-22).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn anew(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    restart(cx, order, cx.now().after(PATIENCE))
}

/// A waiting order was filed as a presale or a test order.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn filed(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    restart(cx, order, order.paid_at.after(PATIENCE).max(cx.now()))
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
            cx.put(&Server { has_shipped: true, ..server })?;
            each(cx, &order.appid)
        }
        Some(_) | None => Ok(()),
    }
}

/// Messages can be pushed from now on: what waits already is reminded of in its turn.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn begin(cx: &Cx<'_>, server: &Server) -> Result<(), Bug> {
    if server.has_shipped {
        return each(cx, &server.appid);
    }
    if !wait(cx, &server.appid, 1)? {
        return Ok(());
    }
    ask_again(cx, &server.appid)
}

/// Gives each order that waits its timer.
fn each(cx: &Cx<'_>, appid: &Appid) -> Result<(), Bug> {
    if pushed_to(cx, appid)?.is_none() {
        return Ok(());
    }
    walk(cx, appid, |order| {
        set(cx, order, order.paid_at.after(PATIENCE).max(cx.now()))?;
        Ok(true)
    })
}

/// Moves an order's timer, where its mini program is reminded of single orders.
fn restart(cx: &Cx<'_>, order: &Order, due: Instant) -> Result<(), Bug> {
    over(cx, &order.transaction_id)?;
    match pushed_to(cx, &order.appid)? {
        Some((server, _)) if server.has_shipped => set(cx, order, due),
        Some(_) | None => Ok(()),
    }
}

/// Sets an order's timer, later where it may wait longer, and not at all where it may wait for ever (SH-39, SH-40).
fn set(cx: &Cx<'_>, order: &Order, due: Instant) -> Result<(), Bug> {
    let due = match order.filing {
        Some(Filing::Test) => return Ok(()),
        Some(Filing::Presale { delay_to }) => due.max(delay_to),
        None => due,
    };
    Timer::RemindShipping(order.transaction_id.clone()).set(cx, due)
}

/// Whether so many orders of a mini program wait.
fn wait(cx: &Cx<'_>, appid: &Appid, wanted: usize) -> Result<bool, Bug> {
    let mut found = 0;
    walk(cx, appid, |_| {
        found += 1;
        Ok(found < wanted)
    })?;
    Ok(found >= wanted)
}

/// Goes through the orders of a mini program that are not shipped, the oldest first, until it is told to stop. An order
/// whose refund is not told yet still shows as unshipped, and waits no more (SH-50).
fn walk(cx: &Cx<'_>, appid: &Appid, mut visit: impl FnMut(&Order) -> Result<bool, Bug>) -> Result<(), Bug> {
    let state = State::Unshipped.literal().to_string();
    let mut place = (i64::MIN, String::new());
    loop {
        let orders: Vec<Order> = cx.stretch(&Stretch {
            wanted: &[("appid", appid.as_str()), ("state", &state)],
            column: "paid_at",
            after: (place.0, &place.1),
            until: i64::MAX,
            limit: AT_A_TIME,
        })?;
        let Some(last) = orders.last() else { return Ok(()) };
        place = (last.paid_at.unix(), last.transaction_id.to_string());
        for order in orders.iter().filter(|order| order.state == State::Unshipped) {
            if !visit(order)? {
                return Ok(());
            }
        }
    }
}

fn ask_again(cx: &Cx<'_>, appid: &Appid) -> Result<(), Bug> {
    let timer = Timer::RemindAccess(appid.clone());
    timer.call_off(cx)?;
    timer.set(cx, cx.now().after(AGAIN))
}

/// An order still waits.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of_order(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Option<Note>, Bug> {
    let order = cx.get::<Order>(transaction_id.as_str())?.filter(|order| order.state == State::Unshipped);
    let Some(order) = order else { return Ok(None) };
    set(cx, &order, cx.now().after(AGAIN))?;
    notices::remind_shipping(cx, &order)?;
    Ok(Some(Note::new(
        format!("{transaction_id} was not shipped for 48 hours: its mini program is reminded (SH-53)"),
        format!("{transaction_id} 超过 48 小时未发货，提醒小程序（SH-53）"),
    )))
}

/// A mini program may still have trades and never have shipped.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of_access(cx: &Cx<'_>, appid: &Appid) -> Result<Option<Note>, Bug> {
    let Some((server, _)) = pushed_to(cx, appid)? else { return Ok(None) };
    if server.has_shipped || !wait(cx, appid, 1)? {
        return Ok(None);
    }
    notices::remind_access_api(cx, appid)?;
    ask_again(cx, appid)?;
    Ok(Some(Note::new(
        format!("{appid} has trades and never shipped: it is reminded of the shipping API (SH-53)"),
        format!("{appid} 有交易但从未发货，提醒接入发货接口（SH-53）"),
    )))
}
