//! Refunds of both APIs: what is accepted, and how it is found again (RF-01 to RF-12).

mod advance;
pub mod fee;
mod notice;
mod result;
mod sources;

pub use advance::{query_return, retry_return, return_advance};
pub use result::{AbnormalRequest, CardKind, Failure, abnormal, fail, fall_due, succeed};
pub use sources::Wanted;

use serde_json::Value;

use self::sources::Books;
use super::money::{self, Paper};
use super::refusal::{RefundRefusal, Refusal};
use super::timers::Timer;
use super::{Outcome, numbers};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::{self, Merchant, Permission, Role};
use crate::wechat_pay::model::order::{Order, Payment, State as OrderState};
use crate::wechat_pay::model::pot::Hold;
use crate::wechat_pay::model::refund::{Advance, Channel, Family, Part, Refund, Source, State};
use crate::wechat_pay::model::split::{Detail, DetailResult, Kind, SplitOrder};
use crate::wechat_pay::model::split_return::{ReturnState, SplitReturn};
use crate::wechat_pay::model::switches::{self, RefundSwitches};
use crate::world::event::Event;
use crate::world::ids::{Appid, Mchid, OutRefundNo, OutTradeNo, RefundId, TransactionId};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen, Span};

/// How the numbers of refunds begin (GEN-05).
const NUMBER: &str = "5030";

/// How far apart two refunds of an order must be (RF-03).
const BETWEEN: Span = Span::minutes(1);
/// From this age on an order may be refunded less often (RF-03).
const OLD_AFTER: Span = Span::days(30);

/// A request to refund, whichever API it came by.
#[derive(Debug, Clone)]
pub struct RefundRequest {
    /// Whose order it is; none for a direct merchant's own.
    pub sub_mchid: Option<Mchid>,
    /// The order, by WeChat Pay's number.
    pub transaction_id: Option<TransactionId>,
    /// The order, by the merchant's number.
    pub out_trade_no: Option<OutTradeNo>,
    /// The merchant's number of the refund.
    pub out_refund_no: OutRefundNo,
    /// Why.
    pub reason: Option<String>,
    /// Where notices go.
    pub notify_url: Option<String>,
    /// How much, in fen.
    pub refund: Fen,
    /// What the order was, in fen.
    pub total: Fen,
    /// Where the money is to come from.
    pub wanted: Wanted,
    /// What only the e-commerce API asks for; none for the other one.
    pub ecommerce: Option<Appids>,
    /// The decoded request.
    pub request: Value,
}

/// The appids that an e-commerce refund names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appids {
    /// The platform's.
    pub sp_appid: Appid,
    /// The sub-merchant's, if sent.
    pub sub_appid: Option<Appid>,
}

/// How a query names a refund.
#[derive(Debug, Clone)]
pub enum Wish {
    /// By WeChat Pay's number.
    Id(RefundId),
    /// By the merchant's number.
    Number(OutRefundNo),
}

/// Accepts a refund: its money leaves the merchant now, and the buyer has it when the result comes.
///
/// # Errors
/// A [`Refusal`]; a refused request leaves nothing and its number may be used again.
pub fn apply(cx: &Cx<'_>, caller: &Merchant, asked: RefundRequest) -> Outcome<Refund> {
    if let Some(first) = repeated(cx, &caller.mchid, &asked)? {
        return Ok(first);
    }
    check_parties(cx, caller, &asked)?;
    let (mut order, mut payment) = target(cx, &caller.mchid, &asked)?;
    let switches = switches::of(cx)?.refund;
    let refunded = check_terms(cx, &order, &payment, &asked, &switches)?;
    let unreturned = check_split_return(cx, &payment, &switches)?;
    let books = Books { cx, order: &order, payment: &payment };
    let parts = books.plan(asked.refund, refunded, asked.wanted, &switches)?;
    let refund = make(cx, caller, &order, &payment, asked, parts)?;
    books.pay(&refund)?;
    cx.put(&refund)?;
    if refunded.plus(refund.amount)? == order.total {
        let transaction_id = payment.transaction_id.clone();
        cx.raise(&Event::Refunding { transaction_id, in_full: true })?;
    }
    payment.refunded = true;
    settle_if_free(cx, &order, &mut payment)?;
    order.state = OrderState::Paid(payment);
    cx.put(&order)?;
    Timer::RefundResult(refund.key()).set(cx, cx.now().after(switches.result_after))?;
    if let Some(note) = unreturned {
        cx.note(note);
    }
    Ok(refund)
}

/// A refund that this merchant asked for.
///
/// # Errors
/// [`RefundRefusal::NotFound`], also for another sub-merchant's; a [`Refusal`] about the merchants.
pub fn query(
    cx: &Cx<'_>,
    caller: &Merchant,
    family: Family,
    sub_mchid: Option<&Mchid>,
    wish: &Wish,
) -> Outcome<Refund> {
    check_family(caller, family)?;
    check_sub(cx, caller, sub_mchid)?;
    let (found, number) = match wish {
        Wish::Id(id) => (cx.first::<Refund>("refund_id", id.as_str())?, id.to_string()),
        Wish::Number(number) => {
            (cx.get::<Refund>(&Refund::key_of(&caller.mchid, number))?, number.to_string())
        }
    };
    let found = found.filter(|r| r.initiator == caller.mchid && r.sub_mchid.as_ref() == sub_mchid);
    found.ok_or_else(|| RefundRefusal::NotFound(number).into())
}

/// The first answer to this number, when the request asks for the same (RF-10). Why and where to notify may differ (assumed).
fn repeated(cx: &Cx<'_>, caller: &Mchid, asked: &RefundRequest) -> Outcome<Option<Refund>> {
    let Some(first) = cx.get::<Refund>(&Refund::key_of(caller, &asked.out_refund_no))? else {
        return Ok(None);
    };
    if first.amount != asked.refund || first.total != asked.total {
        return Err(RefundRefusal::AmountDiffers.into());
    }
    let same_order = asked.transaction_id.as_ref().is_none_or(|id| *id == first.transaction_id);
    if !same_order {
        return Err(Refusal::RepeatDiffers("transaction_id").into());
    }
    if asked.out_trade_no.as_ref().is_some_and(|number| *number != first.out_trade_no) {
        return Err(Refusal::RepeatDiffers("out_trade_no").into());
    }
    if asked.sub_mchid != first.sub_mchid {
        return Err(Refusal::RepeatDiffers("sub_mchid").into());
    }
    if first.request["amount"]["from"] != asked.request["amount"]["from"] {
        return Err(Refusal::RepeatDiffers("amount.from").into());
    }
    for field in ["funds_account", "refund_account"] {
        if first.request[field] != asked.request[field] {
            return Err(Refusal::RepeatDiffers(field).into());
        }
    }
    Ok(Some(first))
}

fn check_parties(cx: &Cx<'_>, caller: &Merchant, asked: &RefundRequest) -> Outcome<()> {
    let family = asked.family();
    check_family(caller, family)?;
    let sub = check_sub(cx, caller, asked.sub_mchid.as_ref())?;
    if let Some(appids) = &asked.ecommerce {
        if !caller.has_appid(&appids.sp_appid) {
            return Err(Refusal::AppidNotBound(appids.sp_appid.clone(), caller.mchid.clone()).into());
        }
        if let (Some(sub_appid), Some(sub)) = (&appids.sub_appid, sub)
            && !sub.has_appid(sub_appid)
        {
            return Err(Refusal::SubAppidNotBound(sub_appid.clone(), sub.mchid).into());
        }
    }
    if asked.may_advance() && !caller.may(Permission::RefundAdvance) {
        return Err(RefundRefusal::NoAdvance(caller.mchid.clone()).into());
    }
    Ok(())
}

/// The e-commerce API is the platforms' alone (assumed).
fn check_family(caller: &Merchant, family: Family) -> Outcome<()> {
    if family == Family::Ecommerce && caller.role != Role::Platform {
        return Err(RefundRefusal::NotAPlatform(caller.mchid.clone()).into());
    }
    Ok(())
}

/// A provider names one of its sub-merchants, a direct merchant names none.
fn check_sub(cx: &Cx<'_>, caller: &Merchant, sub_mchid: Option<&Mchid>) -> Outcome<Option<Merchant>> {
    let Some(sub_mchid) = sub_mchid else {
        return if caller.is_provider() { Err(Refusal::SubMchidRequired.into()) } else { Ok(None) };
    };
    let sub = merchant::find(cx, sub_mchid)?;
    let sub = sub.ok_or_else(|| RefundRefusal::UnknownMerchant(sub_mchid.clone()))?;
    if sub.provider() != Some(&caller.mchid) {
        return Err(Refusal::NoRelation(sub_mchid.clone()).into());
    }
    Ok(Some(sub))
}

/// The paid order: a single one, or a sub order of a combined one, never the combined one itself.
fn target(cx: &Cx<'_>, caller: &Mchid, asked: &RefundRequest) -> Outcome<(Order, Payment)> {
    let (found, number) = match (&asked.transaction_id, &asked.out_trade_no) {
        (Some(id), _) => (cx.first::<Order>("transaction_id", id.as_str())?, id.to_string()),
        (None, Some(number)) => (cx.get::<Order>(&Order::key_of(caller, number))?, number.to_string()),
        (None, None) => (None, String::new()),
    };
    let found = found.filter(|order| order.payee.initiator() == caller);
    let order = found.ok_or_else(|| RefundRefusal::NoOrder(number.clone()))?;
    if asked.out_trade_no.as_ref().is_some_and(|number| *number != order.out_trade_no) {
        return Err(RefundRefusal::OrderDiffers("out_trade_no").into());
    }
    if asked.sub_mchid.as_ref().is_some_and(|sub| sub != order.payee.recipient()) {
        return Err(RefundRefusal::OrderDiffers("sub_mchid").into());
    }
    let payment = order.payment().cloned().ok_or(RefundRefusal::NotPaid(number))?;
    Ok((order, payment))
}

/// Whether the order takes this refund. Answers what went back of it before, in fen.
fn check_terms(
    cx: &Cx<'_>,
    order: &Order,
    payment: &Payment,
    asked: &RefundRequest,
    switches: &RefundSwitches,
) -> Outcome<Fen> {
    if asked.total != order.total {
        return Err(RefundRefusal::OrderDiffers("amount.total").into());
    }
    let until = payment.at.after(switches.within);
    if cx.now() > until {
        return Err(RefundRefusal::TooLate(until).into());
    }
    let earlier = cx.all::<Refund>("transaction_id", payment.transaction_id.as_str())?;
    if switches.frequency_limit
        && let Some(last) = earlier.last()
        && cx.now() < last.created_at.after(BETWEEN)
    {
        let old = cx.now() > payment.at.after(OLD_AFTER);
        return Err(RefundRefusal::TooOften { from: last.created_at.after(BETWEEN), old }.into());
    }
    let refunded = fee::refunded(cx, &payment.transaction_id)?;
    let left = order.total.minus(refunded)?;
    if left.is_zero() {
        return Err(RefundRefusal::AllRefunded.into());
    }
    if asked.refund > left {
        return Err(RefundRefusal::OverPaid { asked: asked.refund, left }.into());
    }
    if earlier.len() >= usize::try_from(switches.max_refunds).unwrap_or(usize::MAX) {
        return Err(RefundRefusal::TooMany(switches.max_refunds).into());
    }
    asked.check_accounts()?;
    Ok(refunded)
}

/// The recommended order of things after a split is: first its return, then the refund. Without a return the refund works
/// all the same and this remark goes with it, unless the switch asks for the return (PS-19, RF-12).
fn check_split_return(cx: &Cx<'_>, payment: &Payment, switches: &RefundSwitches) -> Outcome<Option<Note>> {
    let id = payment.transaction_id.as_str();
    let given = |detail: &Detail, payer| {
        !detail.receiver.is(payer) && !matches!(detail.result, DetailResult::Closed { .. })
    };
    let to_others = cx.all::<SplitOrder>("transaction_id", id)?.iter().any(|split| match &split.kind {
        Kind::Split { details, .. } => details.iter().any(|detail| given(detail, &split.payer)),
        Kind::Finish { .. } => false,
    });
    let returns = cx.all::<SplitReturn>("transaction_id", id)?;
    let returned = returns.iter().any(|back| matches!(back.state, ReturnState::Success { .. }));
    if !to_others || returned {
        return Ok(None);
    }
    if switches.require_split_return {
        return Err(RefundRefusal::SplitNotReturned.into());
    }
    Ok(Some(RefundRefusal::SplitNotReturned.explain()))
}

fn make(
    cx: &Cx<'_>,
    caller: &Merchant,
    order: &Order,
    payment: &Payment,
    asked: RefundRequest,
    parts: Vec<Part>,
) -> Result<Refund, Bug> {
    let advance = parts.iter().find_map(|part| match part.source {
        Source::Advance(purse) => Some((purse, part)),
        Source::Pot | Source::Available => None,
    });
    let books = Books { cx, order, payment };
    // The fee comes back to the platform; what it is short of is the claim (LG-08).
    let advance = advance
        .map(|(purse, part)| Ok::<_, Bug>(Advance { purse, claim: books.leaves(part)?, returning: None }));
    Ok(Refund {
        family: asked.family(),
        initiator: caller.mchid.clone(),
        sub_mchid: asked.sub_mchid,
        transaction_id: payment.transaction_id.clone(),
        out_trade_no: order.out_trade_no.clone(),
        out_refund_no: asked.out_refund_no,
        refund_id: RefundId::parse(&numbers::paper(cx, "refund_id", NUMBER)?).map_err(Bug::Broken)?,
        amount: asked.refund,
        total: order.total,
        parts,
        reason: asked.reason,
        notify_url: asked.notify_url,
        created_at: cx.now(),
        state: State::Processing,
        channel: Channel::Original,
        received_account: received_account(&payment.bank_type).to_owned(),
        advance: advance.transpose()?,
        request: asked.request,
    })
}

/// An order that waits for its platform's fee waits no more when everything was refunded: no fee is due (PS-24).
fn settle_if_free(cx: &Cx<'_>, order: &Order, payment: &mut Payment) -> Result<(), Bug> {
    if payment.settled || !fee::kept_of(cx, order, payment)?.is_zero() {
        return Ok(());
    }
    payment.settled = true;
    let paper = Paper::order(&payment.transaction_id);
    money::release(cx, paper, Hold::Fee, Cause::UnfreezeOverdue).map(|_| ())
}

/// Where the buyer gets the money back, in the words that answers use.
fn received_account(bank_type: &str) -> &'static str {
    match bank_type {
        "CMB_DEBIT" => "招商银行借记卡0403",
        "CMB_CREDIT" => "招商银行信用卡0403",
        _ => "支付用户零钱",
    }
}

impl RefundRequest {
    /// The API that it came by.
    #[must_use]
    pub const fn family(&self) -> Family {
        if self.ecommerce.is_some() { Family::Ecommerce } else { Family::Domestic }
    }

    const fn may_advance(&self) -> bool {
        match self.wanted {
            Wanted::WhereItIs { may_advance } | Wanted::Available { may_advance } => may_advance,
            Wanted::Listed { .. } => false,
        }
    }

    /// `amount.from` lists the whole refund.
    fn check_accounts(&self) -> Outcome<()> {
        let Wanted::Listed { frozen, available } = self.wanted else { return Ok(()) };
        // A sum past 2^63 is more than any refund.
        let listed = frozen.plus(available).unwrap_or(Fen::new(i64::MAX));
        if listed != self.refund {
            return Err(RefundRefusal::AccountsDiffer { listed, refund: self.refund }.into());
        }
        Ok(())
    }
}
