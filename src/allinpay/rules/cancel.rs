//! Cancels: a whole payment is taken back on its day (§2.7).

use super::books::{Cause, Fees, Paper};
use super::refund::{self, Wish};
use super::refusal::Why;
use super::{Ruled, numbers, place};
use crate::allinpay::model::follow::{Follow, FollowState};
use crate::allinpay::model::kind::TrxCode;
use crate::allinpay::model::merchant::Merchant;
use crate::allinpay::model::order::{Order, State};
use crate::world::{Cx, Day, Fen};

/// Takes a payment back.
///
/// # Errors
/// A [`Why`], in the order: number, original, its kind and state, day and amount.
pub fn request(cx: &Cx<'_>, merchant: &Merchant, wish: &Wish) -> Ruled<Follow> {
    place::check_unused(cx, merchant, &wish.reqsn)?;
    let mut order = refund::original(cx, merchant, &wish.original)?;
    check(cx, &order, wish.amount)?;
    let cancel = Follow {
        trxid: numbers::trxid(cx)?,
        cusid: merchant.cusid.clone(),
        appid: wish.appid.clone(),
        reqsn: Some(wish.reqsn.clone()),
        original: order.trxid.clone(),
        trxcode: TrxCode::Cancel(order.paytype.family()),
        amount: order.amount,
        fee: order.payment.as_ref().map_or(Fen::ZERO, |payment| payment.fee),
        remark: wish.remark.clone(),
        notify_url: None,
        chnltrxid: numbers::channel_number(cx)?,
        at: cx.now(),
        state: FollowState::Done,
    };
    let paper = Paper { order: &order.trxid, document: &cancel.trxid };
    let fees = Fees { back: cancel.fee, charged: Fen::ZERO };
    paper.take_back(cx, &order.cusid, order.amount, fees, Cause::Cancel)?;
    order.refunded = order.amount;
    order.state = State::Cancelled;
    cx.put(&cancel)?;
    cx.put(&order)?;
    refund::tell_channel(cx, &order, order.amount)?;
    Ok(cancel)
}

fn check(cx: &Cx<'_>, order: &Order, amount: Fen) -> Ruled<()> {
    match &order.state {
        State::Placed | State::Blocked { .. } | State::Closed | State::Expired | State::Failed(_) => {
            return Err(Why::NotPaid.into());
        }
        State::Cancelled => return Err(Why::AlreadyCancelled.into()),
        // Whatever its state, pre-consumption is refunded only (AL-74).
        State::Frozen | State::Completed(_) | State::Refunded => return Err(Why::NoCancel.into()),
        State::Posted => {}
    }
    let paid_on = order.payment.as_ref().map(|payment| Day::of(payment.at));
    let is_whole = amount == order.amount && order.refunded.is_zero() && order.shared.is_zero();
    if paid_on != Some(Day::of(cx.now())) || !is_whole {
        return Err(Why::CancelRefused.into());
    }
    Ok(())
}
