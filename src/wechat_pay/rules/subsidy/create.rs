//! The platform pays the subsidy that it announced with the order.

use serde::Deserialize;

use super::{check_refund, check_unsplit, paid_order, sides};
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::Merchant;
use crate::wechat_pay::model::order::{Order, State, SubsidyState};
use crate::wechat_pay::model::subsidy::Subsidy;
use crate::wechat_pay::model::switches;
use crate::wechat_pay::rules::money::Paper;
use crate::wechat_pay::rules::refusal::{Refusal, SubsidyRefusal};
use crate::wechat_pay::rules::split::{check_open, pot_of};
use crate::wechat_pay::rules::{Outcome, numbers, same_as_before};
use crate::world::ids::{Mchid, OutSubsidyNo, RefundId, SubsidyId, TransactionId};
use crate::world::{Bug, Cx, Fen, Span};

/// How the numbers of subsidies begin (GEN-05).
const NUMBER: &str = "4000";

/// How long a repeat is known for one (SUB-07).
const KNOWN_FOR: Span = Span::days(180);

/// A request to pay a subsidy.
#[derive(Debug, Clone, Deserialize)]
pub struct SubsidyAsk {
    /// Whose order it joins.
    pub sub_mchid: Mchid,
    /// The order.
    pub transaction_id: TransactionId,
    /// How much, in fen.
    pub amount: Fen,
    /// Why.
    pub description: String,
    /// The platform's number of it.
    pub out_subsidy_no: Option<OutSubsidyNo>,
    /// The refund that makes it smaller than announced (SUB-03).
    pub refund_id: Option<RefundId>,
}

/// Moves the subsidy from the platform into the order's frozen pot (SUB-01).
///
/// Checks: the number (SUB-07), the relation, the order, its 30 seconds, that a subsidy is due (SUB-08, SUB-04), that nothing
/// was split (SUB-02), the largest subsidy (SUB-05), the amount (SUB-03), the platform's money (SUB-06). The order is assumed.
///
/// # Errors
/// A [`Refusal`]; it leaves nothing.
pub fn create(cx: &Cx<'_>, caller: &Merchant, asked: &SubsidyAsk) -> Outcome<Subsidy> {
    if let Some(first) = repeated(cx, &caller.mchid, asked)? {
        return Ok(first);
    }
    let of = sides(cx, caller, &asked.sub_mchid)?;
    let (mut order, mut payment) = paid_order(cx, &of, &asked.transaction_id)?;
    let switches = switches::of(cx)?;
    check_open(cx, &of, &payment, &switches.split)?;
    match payment.subsidy {
        SubsidyState::Due => {}
        SubsidyState::NotAnnounced => return Err(SubsidyRefusal::NotAnnounced.into()),
        SubsidyState::Cancelled => return Err(SubsidyRefusal::Cancelled.into()),
        SubsidyState::Paid { .. } => return Err(SubsidyRefusal::Second.into()),
    }
    check_unsplit(cx, &asked.transaction_id)?;
    let largest = switches.subsidy.max_amount;
    if asked.amount > largest {
        return Err(SubsidyRefusal::TooLarge { asked: asked.amount, limit: largest }.into());
    }
    check_amount(cx, &order, asked)?;
    let purse = paying_purse(cx, &of.caller)?;
    let payer = accounts::available(&of.caller, purse);
    let there = cx.balance(&payer)?.free();
    if there < asked.amount {
        let account = payer.code().to_owned();
        return Err(SubsidyRefusal::Short { account, asked: asked.amount, there }.into());
    }
    let number = numbers::paper(cx, "subsidy_id", NUMBER)?;
    let subsidy_id = SubsidyId::parse(&number).map_err(Bug::Broken)?;
    let paper = Paper::about(&asked.transaction_id, subsidy_id.as_str());
    let pot = pot_of(cx, &asked.transaction_id)?.account();
    paper.transfer(cx, Cause::Subsidy, &payer, &pot, asked.amount)?;
    payment.subsidy = SubsidyState::Paid { amount: asked.amount };
    order.state = State::Paid(payment);
    cx.put(&order)?;
    let subsidy = Subsidy {
        platform: of.caller,
        sub_mchid: of.payer,
        transaction_id: asked.transaction_id.clone(),
        out_subsidy_no: asked.out_subsidy_no.clone(),
        subsidy_id,
        amount: asked.amount,
        returned: Fen::ZERO,
        description: asked.description.clone(),
        refund_id: asked.refund_id.clone(),
        purse,
        paid_at: cx.now(),
    };
    cx.put(&subsidy)?;
    Ok(subsidy)
}

/// The subsidy that this request paid before, by the platform's number, or by the order where it has none (SUB-07).
fn repeated(cx: &Cx<'_>, platform: &Mchid, asked: &SubsidyAsk) -> Outcome<Option<Subsidy>> {
    let first = match &asked.out_subsidy_no {
        Some(number) => cx.first::<Subsidy>("number", &Subsidy::number_of(platform, number))?,
        None => {
            let first = cx.get::<Subsidy>(asked.transaction_id.as_str())?;
            first.filter(|first| first.platform == *platform && same_but_number(first, asked).is_ok())
        }
    };
    let Some(first) = first else { return Ok(None) };
    same_but_number(&first, asked)?;
    let known = first.out_subsidy_no == asked.out_subsidy_no && cx.now() <= first.paid_at.after(KNOWN_FOR);
    Ok(known.then_some(first))
}

fn same_but_number(first: &Subsidy, asked: &SubsidyAsk) -> Result<(), Refusal> {
    same_as_before(first.sub_mchid == asked.sub_mchid, "sub_mchid")?;
    same_as_before(first.transaction_id == asked.transaction_id, "transaction_id")?;
    same_as_before(first.amount == asked.amount, "amount")?;
    same_as_before(first.description == asked.description, "description")?;
    same_as_before(first.refund_id == asked.refund_id, "refund_id")
}

/// As announced, or less after a refund that the request names; never more (SUB-03).
fn check_amount(cx: &Cx<'_>, order: &Order, asked: &SubsidyAsk) -> Outcome<()> {
    let announced = order.subsidy_amount;
    if asked.amount > announced {
        return Err(SubsidyRefusal::NotAsAnnounced { asked: asked.amount, announced }.into());
    }
    match &asked.refund_id {
        Some(refund_id) => check_refund(cx, &asked.transaction_id, refund_id),
        None if asked.amount < announced => {
            Err(SubsidyRefusal::NotAsAnnounced { asked: asked.amount, announced }.into())
        }
        None => Ok(()),
    }
}

/// OPERATION pays once it was opened, that is filled for the first time; else BASIC (SUB-06).
fn paying_purse(cx: &Cx<'_>, platform: &Mchid) -> Result<Purse, Bug> {
    let opened = cx.is_used(&accounts::available(platform, Purse::Operation))?;
    Ok(if opened { Purse::Operation } else { Purse::Basic })
}
