//! The release: the buyer confirmed receipt at WeChat, and the acquirer books a completion (§5.3).

use super::books::{self, Cause, Paper};
use super::{correction, notices, numbers, share};
use crate::allinpay::model::channel;
use crate::allinpay::model::follow::{Follow, FollowState};
use crate::allinpay::model::kind::TrxCode;
use crate::allinpay::model::merchant;
use crate::allinpay::model::order::{Order, State};
use crate::world::account::Account;
use crate::world::event::Released;
use crate::world::{Bug, Cx, Fen};

/// WeChat tells that an order's money is released. The same news twice books nothing (AL-80).
///
/// # Errors
/// [`Bug`] when the books do not fit.
pub fn heard(cx: &Cx<'_>, released: &Released) -> Result<(), Bug> {
    if !channel::is_ours(cx, &released.mchid)? {
        return Ok(());
    }
    let order = cx.get::<Order>(released.out_trade_no.as_str())?;
    let order = order.ok_or_else(|| Bug::Broken(format!("{} is no order", released.out_trade_no)))?;
    let late = correction::mislabelled(cx, &order, released)?;
    match order.state {
        State::Frozen => complete(cx, order, &late),
        // All of it went back before the release was known, so only what was mislabelled is to be completed.
        State::Refunded if !late.is_empty() => complete(cx, order, &late),
        State::Refunded
        | State::Completed(_)
        | State::Posted
        | State::Placed
        | State::Blocked { .. }
        | State::Closed
        | State::Expired
        | State::Failed(_)
        | State::Cancelled => Ok(()),
    }
}

/// Books the completion of a frozen order (AL-76, AL-78), and rights the refunds that came between (AL-89).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn complete(cx: &Cx<'_>, mut order: Order, late: &[Follow]) -> Result<(), Bug> {
    let trxid = order.trxid.clone();
    let merchant = merchant::known(cx, &order.cusid)?;
    let frozen = books::frozen(&order.cusid);
    for refund in late {
        let paper = Paper { order: &trxid, document: &refund.trxid };
        paper.transfer(cx, &Account::buyers(), &frozen, refund.amount, Cause::Correct)?;
    }
    let late_sum = late.iter().try_fold(Fen::ZERO, |sum, refund| sum.plus(refund.amount))?;
    let released = order.refundable()?.plus(late_sum)?;
    let fee = merchant.fee_rate.of(released);
    if let Some(payment) = &mut order.payment {
        payment.fee = fee;
    }
    if order.is_pre_consumption() {
        let completion = completion_of(cx, &order, released, fee)?;
        let paper = Paper { order: &trxid, document: &completion.trxid };
        paper.post(cx, &merchant, &frozen, released, fee, Cause::Complete)?;
        order.state = State::Completed(completion.trxid.clone());
        cx.put(&completion)?;
        cx.put(&order)?;
        notices::follow(cx, &order, &completion)?;
    } else {
        // The kind stays what it was when the order was placed (AL-100).
        let paper = Paper { order: &trxid, document: &trxid };
        paper.post(cx, &merchant, &frozen, released, fee, Cause::Pay)?;
        order.state = State::Posted;
        cx.put(&order)?;
        share::at_payment(cx, &mut order)?;
    }
    correction::right(cx, &order, late)
}

fn completion_of(cx: &Cx<'_>, order: &Order, amount: Fen, fee: Fen) -> Result<Follow, Bug> {
    Ok(Follow {
        trxid: numbers::trxid(cx)?,
        cusid: order.cusid.clone(),
        appid: order.appid.clone(),
        reqsn: None,
        original: order.trxid.clone(),
        trxcode: TrxCode::Completion,
        amount,
        fee,
        remark: order.remark.clone(),
        notify_url: order.notify_url.clone(),
        chnltrxid: order.payment.as_ref().map(|payment| payment.chnltrxid.clone()).unwrap_or_default(),
        at: cx.now(),
        state: FollowState::Done,
    })
}
