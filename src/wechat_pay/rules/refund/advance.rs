//! The return of what a platform advanced (AD-01 to AD-04, LG-09).

use super::{Wish, query};
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::Merchant;
use crate::wechat_pay::model::refund::{Advance, AdvanceReturn, Family, Refund, ReturnResult};
use crate::wechat_pay::model::switches::{self, RefundSwitches};
use crate::wechat_pay::rules::money::Paper;
use crate::wechat_pay::rules::refusal::RefundRefusal;
use crate::wechat_pay::rules::timers::Timer;
use crate::wechat_pay::rules::{Outcome, numbers};
use crate::world::ids::{AdvanceReturnId, Mchid, RefundId};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Span};

/// How the numbers of returns begin (assumed).
const NUMBER: &str = "5100";

/// Asks the sub-merchant for the whole advanced sum. When it does not have it the return waits, is tried again every day,
/// and may be asked for again (AD-02, AD-03).
///
/// # Errors
/// [`RefundRefusal::NotAdvanced`], or as [`query`].
pub fn return_advance(
    cx: &Cx<'_>,
    caller: &Merchant,
    sub_mchid: &Mchid,
    refund_id: &RefundId,
) -> Outcome<(Refund, Advance, AdvanceReturn)> {
    let (mut refund, advance) = advanced(cx, caller, sub_mchid, refund_id)?;
    let asked = match advance.returning.clone() {
        Some(asked) => asked,
        None => {
            let due = cx.now().after(pause(&switches::of(cx)?.refund));
            Timer::RetryAdvance(refund.key()).set(cx, due)?;
            let number = numbers::paper(cx, "advance_return_id", NUMBER)?;
            let id = AdvanceReturnId::parse(&number).map_err(Bug::Broken)?;
            AdvanceReturn { id, asked_at: cx.now(), result: ReturnResult::Processing }
        }
    };
    let returning = attempt(cx, &refund, &advance, asked)?;
    if returning.result != ReturnResult::Processing {
        Timer::RetryAdvance(refund.key()).call_off(cx)?;
    }
    let advance = Advance { returning: Some(returning.clone()), ..advance };
    refund.advance = Some(advance.clone());
    cx.put(&refund)?;
    Ok((refund, advance, returning))
}

/// A return that was asked for.
///
/// # Errors
/// [`RefundRefusal::NotAdvanced`], [`RefundRefusal::NoReturn`], or as [`query`].
pub fn query_return(
    cx: &Cx<'_>,
    caller: &Merchant,
    sub_mchid: &Mchid,
    refund_id: &RefundId,
) -> Outcome<(Refund, Advance, AdvanceReturn)> {
    let (refund, advance) = advanced(cx, caller, sub_mchid, refund_id)?;
    let returning = advance.returning.clone();
    let returning = returning.ok_or_else(|| RefundRefusal::NoReturn(refund_id.to_string()))?;
    Ok((refund, advance, returning))
}

/// Tries a waiting return again; after its time it fails for good (AD-03).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn retry_return(cx: &Cx<'_>, key: &str) -> Result<Option<Note>, Bug> {
    let Some(mut refund) = cx.get::<Refund>(key)? else { return Ok(None) };
    let Some(advance) = refund.advance.clone() else { return Ok(None) };
    let Some(waiting) = advance.returning.clone().filter(|r| r.result == ReturnResult::Processing) else {
        return Ok(None);
    };
    let switches = switches::of(cx)?.refund;
    let mut returning = attempt(cx, &refund, &advance, waiting)?;
    if returning.result == ReturnResult::Processing {
        let last = returning.asked_at.after(switches.advance_retry_for);
        if cx.now() >= last {
            returning.result = ReturnResult::Failed;
        } else {
            Timer::RetryAdvance(key.to_owned()).set(cx, cx.now().after(pause(&switches)).min(last))?;
        }
    }
    let note = outcome(&refund, &returning);
    refund.advance = Some(Advance { returning: Some(returning), ..advance });
    cx.put(&refund)?;
    Ok(note)
}

/// The pause between two attempts: never none, or time would stand still.
fn pause(switches: &RefundSwitches) -> Span {
    switches.advance_retry_every.max(Span::seconds(1))
}

fn outcome(refund: &Refund, returning: &AdvanceReturn) -> Option<Note> {
    let number = &refund.out_refund_no;
    match returning.result {
        ReturnResult::Processing => None,
        ReturnResult::Success { .. } => Some(Note::new(
            format!("the advance for refund {number} was returned (AD-03)"),
            format!("退款单 {number} 的垫付资金已回补（AD-03）"),
        )),
        ReturnResult::Failed => Some(Note::new(
            format!("the advance for refund {number} was not returned in time and never will be (AD-03)"),
            format!("退款单 {number} 的垫付回补超时失败（AD-03）"),
        )),
    }
}

/// The refund, if it counts and the platform paid it (AD-01).
fn advanced(
    cx: &Cx<'_>,
    caller: &Merchant,
    sub_mchid: &Mchid,
    refund_id: &RefundId,
) -> Outcome<(Refund, Advance)> {
    let wish = Wish::Id(refund_id.clone());
    let refund = query(cx, caller, Family::Ecommerce, Some(sub_mchid), &wish)?;
    match &refund.advance {
        Some(advance) if refund.is_live() => {
            let advance = advance.clone();
            Ok((refund, advance))
        }
        Some(_) | None => Err(RefundRefusal::NotAdvanced(refund_id.to_string()).into()),
    }
}

/// Moves the whole claim if the sub-merchant has it; one that is final stays as it is (AD-04).
fn attempt(
    cx: &Cx<'_>,
    refund: &Refund,
    advance: &Advance,
    returning: AdvanceReturn,
) -> Result<AdvanceReturn, Bug> {
    let (Some(sub_mchid), ReturnResult::Processing) = (&refund.sub_mchid, returning.result) else {
        return Ok(returning);
    };
    let sub = accounts::available(sub_mchid, Purse::Basic);
    if cx.balance(&sub)?.free() < advance.claim {
        return Ok(returning);
    }
    let platform = accounts::available(&refund.initiator, advance.purse);
    let paper = Paper::about(&refund.transaction_id, returning.id.as_str());
    paper.transfer(cx, Cause::AdvanceReturn, &sub, &platform, advance.claim)?;
    Ok(AdvanceReturn { result: ReturnResult::Success { at: cx.now() }, ..returning })
}
