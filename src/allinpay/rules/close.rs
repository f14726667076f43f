//! Unpaid orders end: closed by the merchant, or by time (§2.8, AL-23).

use super::Ruled;
use super::query::Named;
use super::refund;
use super::refusal::Why;
use super::timers::Timer;
use crate::allinpay::model::assumed;
use crate::allinpay::model::channel;
use crate::allinpay::model::merchant::Merchant;
use crate::allinpay::model::order::{Order, State};
use crate::world::ids::OutTradeNo;
use crate::world::journal::Note;
use crate::world::{Bug, Cx};

/// Closes an unpaid order.
///
/// # Errors
/// [`Why::AlreadyCancelled`] for one that is closed, [`Why::ClosePaid`], [`Why::CloseEarly`], [`Why::UnknownOriginal`].
pub fn request(cx: &Cx<'_>, merchant: &Merchant, named: &Named) -> Ruled<Order> {
    let mut order = refund::original(cx, merchant, named)?;
    match &order.state {
        State::Placed => {}
        State::Closed | State::Expired | State::Failed(_) | State::Cancelled | State::Blocked { .. } => {
            return Err(Why::AlreadyCancelled.into());
        }
        State::Posted | State::Frozen | State::Completed(_) | State::Refunded => {
            return Err(Why::ClosePaid.into());
        }
    }
    if cx.now() < order.placed_at.after(assumed::of(cx)?.close_after) {
        return Err(Why::CloseEarly.into());
    }
    if !shut_channel(cx, &order)? {
        return Err(Why::ClosePaid.into());
    }
    Timer::Expire(order.trxid.clone()).call_off(cx)?;
    order.state = State::Closed;
    cx.put(&order)?;
    Ok(order)
}

/// An order was not paid in time (AL-23).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn expire(cx: &Cx<'_>, trxid: &str) -> Result<Option<Note>, Bug> {
    let found = cx.get::<Order>(trxid)?.filter(|order| order.state == State::Placed);
    let Some(mut order) = found else { return Ok(None) };
    shut_channel(cx, &order)?;
    order.state = State::Expired;
    cx.put(&order)?;
    Ok(Some(Note::new(
        format!("{} was not paid in time (AL-23)", order.reqsn),
        format!("{} 超时未支付（AL-23）", order.reqsn),
    )))
}

fn shut_channel(cx: &Cx<'_>, order: &Order) -> Result<bool, Bug> {
    if !order.paytype.is_wechat() {
        return Ok(true);
    }
    let channel = channel::at_wechat(cx)?;
    let number = OutTradeNo::parse(&order.trxid).map_err(Bug::Broken)?;
    cx.channel()?.close(cx, &channel.mchid, &number)
}
