//! Receipt is confirmed, by the buyer or by time, and the money is settled (SH-43 to SH-47, SH-85 to SH-87).

use serde::{Deserialize, Serialize};

use super::{notices, reminders};
use crate::mini_program::SYSTEM;
use crate::mini_program::model::order::{Confirmed, ConfirmedBy, Order, State};
use crate::mini_program::model::switches::{self, SettleDelay};
use crate::world::act::{ActRefused, ActStop};
use crate::world::event::Released;
use crate::world::ids::{Appid, TransactionId};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Day, Instant};

/// One thing that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// The buyer did nothing for ten or two days: receipt is confirmed (SH-44).
    Confirm(TransactionId),
    /// A confirmed order is settled (SH-45).
    Settle(TransactionId),
    /// An order may still not be shipped (SH-53).
    RemindShipping(TransactionId),
    /// A mini program may still never have shipped (SH-53).
    RemindAccess(Appid),
    /// The service tells of a refund that came earlier (SH-50).
    ShowRefund(TransactionId),
}

impl Timer {
    fn subject(&self) -> &str {
        match self {
            Timer::Confirm(transaction_id)
            | Timer::Settle(transaction_id)
            | Timer::RemindShipping(transaction_id)
            | Timer::ShowRefund(transaction_id) => transaction_id.as_str(),
            Timer::RemindAccess(appid) => appid.as_str(),
        }
    }

    /// Puts the timer on the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn set(&self, cx: &Cx<'_>, due: Instant) -> Result<(), Bug> {
        cx.schedule(due, SYSTEM, self.subject(), self)
    }

    /// Takes the timer off the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn call_off(&self, cx: &Cx<'_>) -> Result<(), Bug> {
        cx.call_off(SYSTEM, self.subject(), self)
    }
}

/// Does what fell due. Answers what happened, or nothing when it did not matter any more.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn fall_due(cx: &Cx<'_>, timer: &Timer) -> Result<Option<Note>, Bug> {
    match timer {
        Timer::Confirm(transaction_id) => by_time(cx, transaction_id),
        Timer::Settle(transaction_id) => settle(cx, transaction_id),
        Timer::RemindShipping(transaction_id) => reminders::of_order(cx, transaction_id),
        Timer::RemindAccess(appid) => reminders::of_access(cx, appid),
        Timer::ShowRefund(transaction_id) => show_refund(cx, transaction_id),
    }
}

fn show_refund(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Option<Note>, Bug> {
    let Some(mut order) = cx.get::<Order>(transaction_id.as_str())? else { return Ok(None) };
    order.shown = None;
    cx.put(&order)?;
    Ok(Some(Note::new(
        format!("{transaction_id} shows as refunded (SH-50)"),
        format!("{transaction_id} 显示为已退款（SH-50）"),
    )))
}

/// The buyer did nothing for ten or two days (SH-44).
fn by_time(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Option<Note>, Bug> {
    let Some(order) = cx.get::<Order>(transaction_id.as_str())?.filter(|o| o.state == State::Shipped) else {
        return Ok(None);
    };
    confirm(cx, order, ConfirmedBy::Timer)?;
    Ok(Some(Note::new(
        format!("receipt of {transaction_id} confirmed automatically (SH-44)"),
        format!("{transaction_id} 自动确认收货（SH-44）"),
    )))
}

/// The buyer confirms that they have the goods.
///
/// # Errors
/// A refusal when the order is not shipped.
pub fn by_buyer(cx: &Cx<'_>, order: Order) -> Result<Order, ActStop> {
    let transaction_id = &order.transaction_id;
    if order.state != State::Shipped {
        let state = order.state.literal();
        return Err(ActRefused::new(
            format!(
                "{transaction_id} is in state {state}; a buyer confirms a shipped order, state 2 (SH-42)"
            ),
            format!("{transaction_id} 的状态为 {state}，只有已发货（2）的订单可以确认收货（SH-42）"),
        )
        .into());
    }
    Timer::Confirm(transaction_id.clone()).call_off(cx)?;
    Ok(confirm(cx, order, ConfirmedBy::Buyer)?)
}

/// The order is confirmed. It is settled within the instant, unless a complaint is open or the buyer's own confirmation
/// settles a day later (SH-45 to SH-47).
fn confirm(cx: &Cx<'_>, mut order: Order, by: ConfirmedBy) -> Result<Order, Bug> {
    order.confirmed = Some(Confirmed { at: cx.now(), by });
    let due = settles_at(cx, Confirmed { at: cx.now(), by })?;
    let held_up = order.in_complaint || order.refunding;
    order.state = if held_up || due > cx.now() { State::AwaitingSettlement } else { State::Confirmed };
    if !held_up {
        Timer::Settle(order.transaction_id.clone()).set(cx, due)?;
    }
    cx.put(&order)?;
    Ok(order)
}

/// All of an order is on its way back, or no longer: a confirmed one is not settled meanwhile, for nothing may be left to
/// release (SH-87).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn refunding(cx: &Cx<'_>, transaction_id: &TransactionId, in_full: bool) -> Result<(), Bug> {
    let Some(mut order) = cx.get::<Order>(transaction_id.as_str())? else { return Ok(()) };
    order.refunding = in_full;
    if in_full {
        hold_up(cx, &mut order)?;
    } else {
        go_on(cx, &order)?;
    }
    cx.put(&order)
}

/// Something keeps a confirmed order from being settled.
fn hold_up(cx: &Cx<'_>, order: &mut Order) -> Result<(), Bug> {
    match order.state {
        State::Confirmed | State::AwaitingSettlement => {
            Timer::Settle(order.transaction_id.clone()).call_off(cx)?;
            order.state = State::AwaitingSettlement;
            Ok(())
        }
        State::Unshipped | State::Shipped | State::Complete | State::Refunded => Ok(()),
    }
}

/// Something keeps a confirmed order no more: it is settled when it would have been, or now.
fn go_on(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    match order.confirmed {
        Some(confirmed)
            if order.state == State::AwaitingSettlement && !order.in_complaint && !order.refunding =>
        {
            let due = settles_at(cx, confirmed)?.max(cx.now());
            Timer::Settle(order.transaction_id.clone()).set(cx, due)
        }
        Some(_) | None => Ok(()),
    }
}

fn settles_at(cx: &Cx<'_>, confirmed: Confirmed) -> Result<Instant, Bug> {
    match (confirmed.by, switches::of(cx)?.settlement.settle_delay) {
        (ConfirmedBy::Buyer, SettleDelay::NextDay) => Ok(Day::of(confirmed.at).next().start()),
        (ConfirmedBy::Buyer, SettleDelay::None) | (ConfirmedBy::Timer, _) => Ok(confirmed.at),
    }
}

/// A confirmed order is complete, and its money is released where fund control held it (SH-85).
fn settle(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Option<Note>, Bug> {
    let Some(mut order) = cx.get::<Order>(transaction_id.as_str())? else { return Ok(None) };
    let Some(confirmed) = order.confirmed else { return Ok(None) };
    order.state = State::Complete;
    order.settled_at = Some(cx.now());
    cx.put(&order)?;
    notices::settled(cx, &order, confirmed)?;
    if !order.frozen {
        return Ok(None);
    }
    cx.release(&Released {
        transaction_id: transaction_id.clone(),
        mchid: order.mchid,
        sub_mchid: order.sub_mchid,
        out_trade_no: order.out_trade_no,
        appid: order.appid,
        confirmed_at: confirmed.at,
        settled_at: cx.now(),
    })?;
    Ok(Some(Note::new(
        format!("{transaction_id} settled: fund control ends (SH-85)"),
        format!("{transaction_id} 已结算，资金解除管控（SH-85）"),
    )))
}

/// The buyer complains about an order that is not settled: its settlement waits (SH-47).
///
/// # Errors
/// A refusal where a complaint is open, or nothing is left to hold up.
pub fn complain(cx: &Cx<'_>, mut order: Order) -> Result<Order, ActStop> {
    let transaction_id = &order.transaction_id;
    if order.in_complaint {
        return Err(ActRefused::new(
            format!("a complaint about {transaction_id} is open; buyer.withdraw_complaint closes it"),
            format!("{transaction_id} 已有未结投诉，可用 buyer.withdraw_complaint 撤诉"),
        )
        .into());
    }
    match order.state {
        State::Unshipped | State::Shipped | State::Confirmed | State::AwaitingSettlement => {}
        State::Complete | State::Refunded => {
            let state = order.state.literal();
            return Err(ActRefused::new(
                format!(
                    "{transaction_id} is in state {state}: nothing is left that a complaint could hold up (SH-47)"
                ),
                format!("{transaction_id} 的状态为 {state}，已没有投诉可以影响的结算（SH-47）"),
            )
            .into());
        }
    }
    order.in_complaint = true;
    hold_up(cx, &mut order)?;
    cx.put(&order)?;
    Ok(order)
}

/// The complaint is closed: what was confirmed meanwhile is settled, at once or when it would have been (SH-47).
///
/// # Errors
/// A refusal where none is open.
pub fn withdraw_complaint(cx: &Cx<'_>, mut order: Order) -> Result<Order, ActStop> {
    let transaction_id = &order.transaction_id;
    if !order.in_complaint {
        return Err(ActRefused::new(
            format!("no complaint about {transaction_id} is open; buyer.complain opens one"),
            format!("{transaction_id} 没有未结投诉，可用 buyer.complain 发起"),
        )
        .into());
    }
    order.in_complaint = false;
    go_on(cx, &order)?;
    cx.put(&order)?;
    Ok(order)
}
