//! Refunds (§2.6, §5.5).

use super::books::{self, Cause, Fees, Paper};
use super::refusal::{TradeRefused, Why};
use super::timers::Timer;
use super::{Ruled, notices, numbers, place, query};
use crate::allinpay::model::assumed;
use crate::allinpay::model::follow::{Follow, FollowState};
use crate::allinpay::model::kind::TrxCode;
use crate::allinpay::model::merchant::{self, Merchant};
use crate::allinpay::model::order::{Order, State};
use crate::world::account::Account;
use crate::world::ids::TransactionId;
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen};

/// What a merchant asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The application that asks.
    pub appid: String,
    /// The merchant's number of the refund.
    pub reqsn: String,
    /// How much, in fen.
    pub amount: Fen,
    /// The order.
    pub original: query::Named,
    /// The remark.
    pub remark: String,
    /// Where its notice goes; none as a rule.
    pub notify_url: Option<String>,
}

/// Gives money back.
///
/// # Errors
/// A [`Why`], in the order: number, original, its state, amount.
pub fn request(cx: &Cx<'_>, merchant: &Merchant, wish: &Wish) -> Ruled<Follow> {
    place::check_unused(cx, merchant, &wish.reqsn)?;
    let mut order = original(cx, merchant, &wish.original)?;
    let assumed = assumed::of(cx)?;
    let trxcode = kind(&order)?;
    let left = order.refundable()?;
    if wish.amount > left {
        return Err(over_refund(cx, &order, trxcode, left).into());
    }
    // Before its release a refund costs nothing.
    if order.state != State::Frozen && wish.amount < merchant.refund_fee {
        return Err(Why::BelowFee(merchant.refund_fee).into());
    }
    if trxcode == TrxCode::PreRefund && !assumed.partial_before_release && wish.amount != order.amount {
        return Err(Why::NoPartial.into());
    }
    let mut refund = Follow {
        trxid: numbers::trxid(cx)?,
        cusid: merchant.cusid.clone(),
        appid: wish.appid.clone(),
        reqsn: Some(wish.reqsn.clone()),
        original: order.trxid.clone(),
        trxcode,
        amount: wish.amount,
        fee: Fen::ZERO,
        remark: wish.remark.clone(),
        notify_url: wish.notify_url.clone(),
        chnltrxid: numbers::channel_number(cx)?,
        at: cx.now(),
        state: FollowState::Done,
    };
    book(cx, &mut order, merchant, &mut refund)?;
    if assumed.refund_takes.get() > 0 {
        refund.state = FollowState::InProgress;
        Timer::RefundDone(refund.trxid.clone()).set(cx, cx.now().after(assumed.refund_takes))?;
    }
    cx.put(&refund)?;
    cx.put(&order)?;
    tell_channel(cx, &order, wish.amount)?;
    if refund.state == FollowState::Done {
        notices::follow(cx, &order, &refund)?;
    }
    Ok(refund)
}

/// The order that a refund or cancel quotes.
///
/// # Errors
/// [`Why::UnknownOriginal`], [`Why::QuotesCompletion`].
pub fn original(cx: &Cx<'_>, merchant: &Merchant, named: &query::Named) -> Ruled<Order> {
    match query::find(cx, merchant, named)? {
        Some(query::Found::Order(order)) => Ok(*order),
        Some(query::Found::Follow(follow)) if follow.trxcode == TrxCode::Completion => {
            Err(Why::QuotesCompletion.into())
        }
        Some(query::Found::Follow(_)) | None => Err(Why::UnknownOriginal.into()),
    }
}

/// What a refund of an order is called now (AL-85).
fn kind(order: &Order) -> Ruled<TrxCode> {
    match &order.state {
        State::Posted => Ok(TrxCode::Refund(order.paytype.family())),
        State::Frozen | State::Refunded if order.is_pre_consumption() => Ok(TrxCode::PreRefund),
        State::Frozen | State::Refunded => Ok(TrxCode::Refund(order.paytype.family())),
        State::Completed(_) => Ok(TrxCode::CompletedRefund),
        State::Cancelled => Err(Why::AlreadyCancelled.into()),
        State::Placed | State::Blocked { .. } | State::Closed | State::Expired | State::Failed(_) => {
            Err(Why::NotPaid.into())
        }
    }
}

/// AL-31: with kind, time and a channel's number, without a number of ours.
fn over_refund(cx: &Cx<'_>, order: &Order, trxcode: TrxCode, left: Fen) -> TradeRefused {
    let chnltrxid = order.payment.as_ref().map(|payment| payment.chnltrxid.clone()).unwrap_or_default();
    let shown = vec![
        ("trxcode", trxcode.literal().to_owned()),
        ("fintime", cx.now().format("%Y%m%d%H%M%S")),
        ("chnltrxid", chnltrxid),
    ];
    TradeRefused { why: Why::OverRefund(left), shown }
}

fn book(cx: &Cx<'_>, order: &mut Order, merchant: &Merchant, refund: &mut Follow) -> Result<(), Bug> {
    let before = order.refundable()?;
    let left = before.minus(refund.amount)?;
    let paper = Paper { order: &order.trxid, document: &refund.trxid };
    if order.state == State::Frozen {
        let frozen = books::frozen(&order.cusid);
        paper.transfer(cx, &frozen, &Account::buyers(), refund.amount, Cause::RefundFrozen)?;
        if left.is_zero() {
            order.state = State::Refunded;
        }
    } else {
        let fees = fees_of(cx, order, merchant, before, left)?;
        refund.fee = fees.net()?;
        paper.take_back(cx, &order.cusid, refund.amount, fees, Cause::Refund)?;
    }
    order.refunded = order.refunded.plus(refund.amount)?;
    Ok(())
}

/// The fees of a refund that leaves so much of what was left before: the fee on it comes back, and a refund may cost
/// something (assumed).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn fees_of(cx: &Cx<'_>, order: &Order, merchant: &Merchant, before: Fen, left: Fen) -> Result<Fees, Bug> {
    let charged = merchant.refund_fee;
    if !assumed::of(cx)?.fee_back {
        return Ok(Fees { back: Fen::ZERO, charged });
    }
    // The last refund brings back whatever is left of the fee, so that no fen is lost to rounding.
    let paid = order.payment.as_ref().map_or(Fen::ZERO, |payment| payment.fee);
    let rate = merchant.fee_rate;
    let still = rate.of(before).min(paid);
    Ok(Fees { back: still.minus(rate.of(left).min(still))?, charged })
}

/// Tells the channel what went back.
///
/// # Errors
/// [`Bug`] when the channel has no such order.
pub fn tell_channel(cx: &Cx<'_>, order: &Order, amount: Fen) -> Result<(), Bug> {
    let Some(payment) = order.payment.as_ref().filter(|_| order.paytype.is_wechat()) else { return Ok(()) };
    let transaction_id = TransactionId::parse(&payment.chnltrxid).map_err(Bug::Broken)?;
    cx.channel()?.refund(cx, &transaction_id, amount)
}

/// A refund that was under way is done (AL-32).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn done(cx: &Cx<'_>, trxid: &str) -> Result<Option<Note>, Bug> {
    let Some(mut refund) = cx.get::<Follow>(trxid)? else { return Ok(None) };
    refund.state = FollowState::Done;
    cx.put(&refund)?;
    if let Some(order) = cx.get::<Order>(&refund.original)? {
        merchant::known(cx, &order.cusid)?;
        notices::follow(cx, &order, &refund)?;
    }
    Ok(Some(Note::new(format!("the refund {trxid} is done (AL-32)"), format!("退款 {trxid} 完成（AL-32）"))))
}
