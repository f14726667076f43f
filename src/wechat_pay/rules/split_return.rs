//! Split returns: a receiver gives back what it got (PS-19, PS-20, PS-40 to PS-49, PP-27 to PP-31, LG-13).

use serde::Deserialize;

use super::money::Paper;
use super::numbers;
use super::refusal::{Refusal, SplitRefusal, SplitReturnRefusal};
use super::split::family::{Parties, admit, parties};
use super::split::notice;
use super::timers::Timer;
use super::{Outcome, same_as_before};
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::{self, Merchant};
use crate::wechat_pay::model::receiver::{Trouble, trouble_of};
use crate::wechat_pay::model::split::{DetailResult, Family, Kind, Receiver, SplitOrder};
use crate::wechat_pay::model::split_return::{FailReason, ReturnState, SplitReturn};
use crate::wechat_pay::model::switches::{self, ReturnsPer, SplitReturnSwitches};
use crate::world::ids::{Mchid, OrderId, OutOrderNo, OutReturnNo, ReturnNo, TransactionId};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen, Instant, Stop};

/// How the numbers of returns begin (assumed).
const NUMBER: &str = "3008";

/// A request for a return.
#[derive(Debug, Clone, Deserialize)]
pub struct ReturnRequest {
    /// Who was split from; a direct merchant names nobody.
    pub sub_mchid: Option<Mchid>,
    /// Which split, by WeChat Pay's number.
    pub order_id: Option<OrderId>,
    /// Which split, by the caller's number.
    pub out_order_no: Option<OutOrderNo>,
    /// Of which order; to be sure.
    pub transaction_id: Option<TransactionId>,
    /// The caller's number of the return.
    pub out_return_no: OutReturnNo,
    /// Which receiver gives back.
    pub return_mchid: Mchid,
    /// How much, in fen.
    pub amount: Fen,
    /// Why.
    pub description: String,
}

/// Which return a query is about.
#[derive(Debug, Clone)]
pub struct ReturnQuery {
    /// Who was split from; a direct merchant names nobody.
    pub sub_mchid: Option<Mchid>,
    /// Of which split, by WeChat Pay's number.
    pub order_id: Option<OrderId>,
    /// Of which split, by the caller's number.
    pub out_order_no: Option<OutOrderNo>,
    /// The caller's number of the return.
    pub out_return_no: OutReturnNo,
}

/// Gives a part back, from the receiver's available money to the payer's (PS-44). A number that came before gives its first
/// result; one that waits for money is tried again (PS-45).
///
/// Checks: the number, permission and relation, the split, who gives back (PS-47, PS-48, PS-20), that it got the money
/// (PS-40), its consent (PP-27), the risk (PP-32), the time (PS-43), how many returns there were (PS-42), the sum (PS-41), the receiver's money
/// (PS-45). The order is assumed.
///
/// # Errors
/// A [`Refusal`]. [`SplitReturnRefusal::Short`] leaves the return waiting; every other refusal leaves nothing.
pub fn create(cx: &Cx<'_>, family: Family, caller: &Merchant, asked: &ReturnRequest) -> Outcome<SplitReturn> {
    let key = SplitReturn::key_of(&caller.mchid, &asked.out_return_no);
    let first = cx.get::<SplitReturn>(&key)?;
    if let Some(first) = &first {
        check_same(first, asked)?;
    }
    if let Some(first) = first.clone().filter(|first| first.state != ReturnState::Processing) {
        return Ok(first);
    }
    let sides = sides(cx, family, caller, asked.sub_mchid.as_ref())?;
    if let Some(waiting) = first {
        return settle(cx, waiting);
    }
    let split = split_of(cx, &sides, asked)?;
    let switches = switches::of(cx)?.split_return;
    check_giver(cx, &sides, &split, asked, &switches)?;
    let return_no = numbers::paper(cx, "return_no", NUMBER)?;
    let new = SplitReturn {
        family,
        initiator: sides.caller,
        payer: sides.payer,
        transaction_id: split.transaction_id,
        order_id: split.order_id,
        out_order_no: split.out_order_no,
        out_return_no: asked.out_return_no.clone(),
        return_no: ReturnNo::parse(&return_no).map_err(Bug::Broken)?,
        return_mchid: asked.return_mchid.clone(),
        amount: asked.amount,
        description: asked.description.clone(),
        created_at: cx.now(),
        state: ReturnState::Processing,
    };
    Timer::TimeOutReturn(key).set(cx, cx.now().after(switches.waits_for))?;
    settle(cx, new)
}

/// A return by the caller's number. Looking it up needs no permission to split: what was given back stays known.
///
/// # Errors
/// [`Refusal::RecordNotExist`], and [`SplitRefusal::OtherFamily`].
pub fn query(cx: &Cx<'_>, family: Family, caller: &Merchant, asked: &ReturnQuery) -> Outcome<SplitReturn> {
    admit(family, caller)?;
    let number = &asked.out_return_no;
    let found = cx.get::<SplitReturn>(&SplitReturn::key_of(&caller.mchid, number))?;
    let found = found.filter(|found| {
        // A direct merchant is its own payer, whatever it writes there.
        (found.payer == caller.mchid || asked.sub_mchid.as_ref() == Some(&found.payer))
            && asked.order_id.as_ref().is_none_or(|order_id| *order_id == found.order_id)
            && asked.out_order_no.as_ref().is_none_or(|number| *number == found.out_order_no)
    });
    found.ok_or_else(|| Refusal::RecordNotExist(format!("return {number} of that split")).into())
}

/// Ends a return that waited too long for the receiver's money (PS-46).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn time_out(cx: &Cx<'_>, key: &str) -> Result<Option<Note>, Bug> {
    let Some(waiting) = cx.get::<SplitReturn>(key)? else { return Ok(None) };
    let number = waiting.out_return_no.clone();
    fail(cx, waiting, FailReason::TimeOutClosed)?;
    Ok(Some(Note::new(
        format!("split return {number} timed out waiting for money (PS-46)"),
        format!("分账回退单 {number} 等待余额超时关闭（PS-46）"),
    )))
}

/// Ends a waiting return without success. No money moves.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn fail(cx: &Cx<'_>, mut waiting: SplitReturn, reason: FailReason) -> Result<SplitReturn, Bug> {
    waiting.state = ReturnState::Failed { at: cx.now(), reason };
    cx.put(&waiting)?;
    Timer::TimeOutReturn(waiting.key()).call_off(cx)?;
    Ok(waiting)
}

/// The name under which a failure of the next return is armed.
#[must_use]
pub fn armed(reason: FailReason) -> String {
    format!("split_return {}", reason.literal())
}

/// Moves the money if it is there; a return that waits stays as it is.
fn settle(cx: &Cx<'_>, mut waiting: SplitReturn) -> Outcome<SplitReturn> {
    if let Some(reason) = fate(cx, &waiting)? {
        return Ok(fail(cx, waiting, reason)?);
    }
    let giver = accounts::available(&waiting.return_mchid, Purse::Basic);
    let there = cx.balance(&giver)?.free();
    if there < waiting.amount {
        cx.put(&waiting)?;
        let (mchid, asked) = (waiting.return_mchid, waiting.amount);
        return Err(Stop::RefusedAndKept(SplitReturnRefusal::Short { mchid, asked, there }.into()));
    }
    let goal = accounts::available(&waiting.payer, Purse::Basic);
    let paper = Paper::about(&waiting.transaction_id, waiting.return_no.as_str());
    paper.transfer(cx, Cause::SplitReturn, &giver, &goal, waiting.amount)?;
    waiting.state = ReturnState::Success { at: cx.now() };
    cx.put(&waiting)?;
    notice::given_back(cx, &waiting)?;
    Timer::TimeOutReturn(waiting.key()).call_off(cx)?;
    Ok(waiting)
}

/// Why the return must fail, if it must: an act said so, or one of the two accounts is in trouble.
fn fate(cx: &Cx<'_>, waiting: &SplitReturn) -> Result<Option<FailReason>, Bug> {
    for reason in FailReason::ALL {
        if cx.fault_strikes(&armed(*reason))? {
            return Ok(Some(*reason));
        }
    }
    let abnormal = |mchid: &Mchid| -> Result<bool, Bug> {
        Ok(trouble_of(cx, mchid.as_str())? == Some(Trouble::Abnormal))
    };
    if abnormal(&waiting.return_mchid)? {
        return Ok(Some(FailReason::AccountAbnormal));
    }
    Ok(abnormal(&waiting.payer)?.then_some(FailReason::PayerAccountAbnormal))
}

/// Who asks, and whose money it was.
fn sides(cx: &Cx<'_>, family: Family, caller: &Merchant, sub_mchid: Option<&Mchid>) -> Outcome<Parties> {
    parties(cx, family, caller, sub_mchid, SplitRefusal::NoSubMchid(caller.mchid.clone()))
}

/// Whether a request of a known number asks for the same as the first one (GEN-03).
fn check_same(first: &SplitReturn, asked: &ReturnRequest) -> Result<(), Refusal> {
    // A direct merchant is its own payer, whatever it writes there.
    let own = first.payer == first.initiator;
    same_as_before(own || asked.sub_mchid.as_ref() == Some(&first.payer), "sub_mchid")?;
    same_as_before(asked.order_id.as_ref().is_none_or(|id| *id == first.order_id), "order_id")?;
    same_as_before(
        asked.out_order_no.as_ref().is_none_or(|number| *number == first.out_order_no),
        "out_order_no",
    )?;
    let transaction_id = asked.transaction_id.as_ref();
    same_as_before(transaction_id.is_none_or(|id| *id == first.transaction_id), "transaction_id")?;
    same_as_before(first.return_mchid == asked.return_mchid, "return_mchid")?;
    same_as_before(first.amount == asked.amount, "amount")?;
    same_as_before(first.description == asked.description, "description")
}

/// The split that a request names, by either number or both.
fn split_of(cx: &Cx<'_>, sides: &Parties, asked: &ReturnRequest) -> Outcome<SplitOrder> {
    let found = match (&asked.order_id, &asked.out_order_no) {
        (Some(order_id), _) => cx.first::<SplitOrder>("order_id", order_id.as_str())?,
        (None, Some(number)) => cx.get::<SplitOrder>(&SplitOrder::key_of(&sides.caller, number))?,
        (None, None) => None,
    };
    let found = found.filter(|split| {
        split.caller == sides.caller
            && split.payer == sides.payer
            && asked.out_order_no.as_ref().is_none_or(|number| *number == split.out_order_no)
            && asked.transaction_id.as_ref().is_none_or(|id| *id == split.transaction_id)
    });
    found.ok_or_else(|| Refusal::RecordNotExist("split that this return names".to_owned()).into())
}

/// Whether the receiver named can give so much back.
fn check_giver(
    cx: &Cx<'_>,
    sides: &Parties,
    split: &SplitOrder,
    asked: &ReturnRequest,
    switches: &SplitReturnSwitches,
) -> Outcome<()> {
    let giver = &asked.return_mchid;
    if *giver == sides.payer {
        return Err(SplitReturnRefusal::SameMerchant.into());
    }
    let (given, since) = given_to(split, giver)?;
    if !consents(cx, sides.family, giver)? {
        return Err(SplitReturnRefusal::NoConsent(giver.clone()).into());
    }
    if sides.family == Family::Ordinary && trouble_of(cx, sides.payer.as_str())? == Some(Trouble::HighRisk) {
        return Err(SplitReturnRefusal::Restricted(sides.payer.clone()).into());
    }
    let until = since.after(switches.within);
    if cx.now() > until {
        return Err(SplitReturnRefusal::TooLate(until).into());
    }
    let earlier: Vec<SplitReturn> = cx.all("order_id", split.order_id.as_str())?;
    let same_giver = |earlier: &&SplitReturn| earlier.return_mchid == *giver;
    let count = match switches.max_per {
        ReturnsPer::Split => earlier.len(),
        ReturnsPer::Receiver => earlier.iter().filter(same_giver).count(),
    };
    if u32::try_from(count).unwrap_or(u32::MAX) >= switches.max {
        return Err(SplitReturnRefusal::TooMany(switches.max).into());
    }
    let mut left = given;
    for earlier in earlier.iter().filter(same_giver) {
        left = left.minus(earlier.counts())?;
    }
    if asked.amount > left {
        return Err(SplitReturnRefusal::TooMuch { asked: asked.amount, left }.into());
    }
    Ok(())
}

/// What a receiver got by a split, in fen, and since when.
fn given_to(split: &SplitOrder, giver: &Mchid) -> Outcome<(Fen, Instant)> {
    let Kind::Split { details, .. } = &split.kind else {
        return Err(SplitReturnRefusal::NoReceiver(giver.clone()).into());
    };
    let (mut given, mut since) = (Fen::ZERO, None);
    let mut named = false;
    for detail in details.iter().filter(|detail| detail.receiver.id() == giver.as_str()) {
        if matches!(detail.receiver, Receiver::Person(_) | Receiver::SubPerson(_)) {
            return Err(SplitReturnRefusal::Person.into());
        }
        named = true;
        if let DetailResult::Success { at } = detail.result {
            given = given.plus(detail.amount)?;
            since = Some(at);
        }
    }
    if !named {
        return Err(SplitReturnRefusal::NoReceiver(giver.clone()).into());
    }
    let since = since.filter(|_| split.is_finished());
    Ok((given, since.ok_or(SplitReturnRefusal::NotDone)?))
}

/// Whether the receiver agreed to give back: on the e-commerce platform all do (PS-48), elsewhere it has to say so (PP-27).
fn consents(cx: &Cx<'_>, family: Family, giver: &Mchid) -> Result<bool, Bug> {
    match family {
        Family::Ecommerce => Ok(true),
        Family::Ordinary => Ok(merchant::known(cx, giver)?.split_return_consent),
    }
}
