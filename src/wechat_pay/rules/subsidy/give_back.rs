//! A subsidy, or a part of it, goes back to the platform after a refund.

use serde::Deserialize;

use super::{paid_order, refunds, sides};
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::Merchant;
use crate::wechat_pay::model::pot::Pot;
use crate::wechat_pay::model::refund;
use crate::wechat_pay::model::subsidy::{Source, Subsidy, SubsidyReturn};
use crate::wechat_pay::rules::money::Paper;
use crate::wechat_pay::rules::refusal::{Refusal, SubsidyRefusal};
use crate::wechat_pay::rules::split::family::Parties;
use crate::wechat_pay::rules::split::pot_of;
use crate::wechat_pay::rules::{Outcome, numbers, same_as_before};
use crate::world::ids::{Mchid, OutOrderNo, RefundId, SubsidyId, SubsidyRefundId, TransactionId};
use crate::world::{Bug, Cx, Fen};

/// How the numbers of returns begin (assumed).
const NUMBER: &str = "4001";

/// A request to give a subsidy back.
#[derive(Debug, Clone, Deserialize)]
pub struct ReturnAsk {
    /// Who gives it back.
    pub sub_mchid: Mchid,
    /// The platform's number of the return.
    pub out_order_no: OutOrderNo,
    /// The order.
    pub transaction_id: TransactionId,
    /// The refund that it follows.
    pub refund_id: Option<RefundId>,
    /// How much, in fen.
    pub amount: Fen,
    /// Why.
    pub description: String,
    /// The subsidy; an order has but one.
    pub subsidy_id: Option<SubsidyId>,
    /// Which of the sub-merchant's money pays.
    #[serde(default)]
    pub from: Vec<From>,
}

/// A part of a return that one account pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct From {
    /// The account.
    pub account: Source,
    /// How much, in fen.
    pub amount: Fen,
}

/// Moves a part of a subsidy back to the account that paid it (SUB-12, LG-14).
///
/// Checks: the number, the relation, the order and its subsidy, the refund (SUB-10, SUB-11), the sum (SUB-11), where the money
/// is to come from (SUB-13) and whether it is there. The order is assumed.
///
/// # Errors
/// A [`Refusal`]; it leaves nothing.
pub fn give_back(cx: &Cx<'_>, caller: &Merchant, asked: &ReturnAsk) -> Outcome<SubsidyReturn> {
    let key = SubsidyReturn::key_of(&caller.mchid, &asked.out_order_no);
    if let Some(first) = cx.get::<SubsidyReturn>(&key)? {
        check_same(&first, asked)?;
        return Ok(first);
    }
    let of = sides(cx, caller, &asked.sub_mchid)?;
    paid_order(cx, &of, &asked.transaction_id)?;
    let mut subsidy = paid_subsidy(cx, asked)?;
    check_occasion(cx, asked)?;
    let left = subsidy.amount.minus(subsidy.returned)?;
    if asked.amount > left {
        return Err(SubsidyRefusal::ReturnTooLarge { asked: asked.amount, left }.into());
    }
    let from = source(cx, &of, asked)?;
    let number = numbers::paper(cx, "subsidy_refund_id", NUMBER)?;
    let given_back = SubsidyReturn {
        transaction_id: asked.transaction_id.clone(),
        out_order_no: asked.out_order_no.clone(),
        subsidy_refund_id: SubsidyRefundId::parse(&number).map_err(Bug::Broken)?,
        refund_id: asked.refund_id.clone(),
        amount: asked.amount,
        description: asked.description.clone(),
        from: from.source,
        at: cx.now(),
        platform: of.caller,
        sub_mchid: of.payer,
    };
    let paper = Paper::about(&given_back.transaction_id, given_back.subsidy_refund_id.as_str());
    let goal = accounts::available(&given_back.platform, subsidy.purse);
    paper.transfer(cx, Cause::SubsidyReturn, &from.account, &goal, asked.amount)?;
    subsidy.returned = subsidy.returned.plus(asked.amount)?;
    cx.put(&subsidy)?;
    cx.put(&given_back)?;
    Ok(given_back)
}

/// Whether a request of a known number asks for the same as the first one (GEN-03).
fn check_same(first: &SubsidyReturn, asked: &ReturnAsk) -> Result<(), Refusal> {
    same_as_before(first.sub_mchid == asked.sub_mchid, "sub_mchid")?;
    same_as_before(first.transaction_id == asked.transaction_id, "transaction_id")?;
    same_as_before(first.refund_id == asked.refund_id, "refund_id")?;
    same_as_before(first.amount == asked.amount, "amount")?;
    same_as_before(first.description == asked.description, "description")?;
    let from = asked.from.iter().all(|from| *from == From { account: first.from, amount: first.amount });
    same_as_before(from, "from")
}

fn paid_subsidy(cx: &Cx<'_>, asked: &ReturnAsk) -> Outcome<Subsidy> {
    let paid = cx.get::<Subsidy>(asked.transaction_id.as_str())?;
    let named = |paid: &Subsidy| asked.subsidy_id.as_ref().is_none_or(|id| *id == paid.subsidy_id);
    paid.filter(named).ok_or_else(|| SubsidyRefusal::NotPaid.into())
}

/// A return follows a refund, and each refund has one return. It follows none only when the buyer's account could not take
/// the refund: in the sandbox, when the order has one that is ABNORMAL (SUB-10, SUB-11).
fn check_occasion(cx: &Cx<'_>, asked: &ReturnAsk) -> Outcome<()> {
    let refunds = refunds(cx, &asked.transaction_id)?;
    let Some(refund_id) = &asked.refund_id else {
        let stuck = refunds.iter().any(|refund| matches!(refund.state, refund::State::Abnormal { .. }));
        return if stuck { Ok(()) } else { Err(SubsidyRefusal::NoRefund(None).into()) };
    };
    if !refunds.iter().any(|refund| refund.refund_id == *refund_id) {
        return Err(SubsidyRefusal::NoRefund(Some(refund_id.clone())).into());
    }
    let earlier: Vec<SubsidyReturn> = cx.all("transaction_id", asked.transaction_id.as_str())?;
    match earlier.into_iter().find(|earlier| earlier.refund_id.as_ref() == Some(refund_id)) {
        Some(earlier) => Err(SubsidyRefusal::RefundUsed(earlier.out_order_no).into()),
        None => Ok(()),
    }
}

/// An account with the word for it.
struct Paying {
    source: Source,
    account: crate::world::account::Account,
}

/// Where the money comes from: as asked, else where the order's money is (SUB-13).
fn source(cx: &Cx<'_>, of: &Parties, asked: &ReturnAsk) -> Outcome<Paying> {
    let pot = pot_of(cx, &asked.transaction_id)?;
    let source = match asked.from.as_slice() {
        [] => where_it_is(&pot),
        [one] if one.amount == asked.amount => one.account,
        [_, ..] => return Err(SubsidyRefusal::FromDiffers.into()),
    };
    let account = match source {
        Source::Available => accounts::available(&of.payer, Purse::Basic),
        Source::Unavailable => pot.account(),
    };
    let there = cx.balance(&account)?.free();
    if there < asked.amount {
        let account = account.code().to_owned();
        return Err(SubsidyRefusal::Short { account, asked: asked.amount, there }.into());
    }
    Ok(Paying { source, account })
}

fn where_it_is(pot: &Pot) -> Source {
    if pot.holds.is_empty() { Source::Available } else { Source::Unavailable }
}
