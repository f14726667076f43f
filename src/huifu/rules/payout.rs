//! Payouts to banks (出金), asked for or automatic, out of what can be spent (HF-09, HF-12).

use super::balance_pay::check_funds;
use super::books::{Bucket, Place};
use super::refusal::AfterRefusal;
use super::timers::Timer;
use super::trades::{self, Asked, Sort};
use super::{Ruled, notices, shares};
use crate::huifu::model::assumed;
use crate::huifu::model::cause::Cause;
use crate::huifu::model::head::Head;
use crate::huifu::model::member::{AcctKind, Member};
use crate::huifu::model::payout::{Payout, Reason, State};
use crate::world::account::Account;
use crate::world::ids::{AcctId, HfSeqId, HuifuId};
use crate::world::journal::Note;
use crate::world::ledger::Transfer;
use crate::world::{Bug, Cx, Day, Fen};

/// What a payout asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its numbers.
    pub asked: Asked,
    /// The account; the basic one where left out.
    pub acct_id: Option<AcctId>,
    /// How much, fen.
    pub amount: Fen,
    /// `into_acct_date_type`.
    pub speed: String,
    /// The card.
    pub token_no: String,
    /// Echoed.
    pub remark: Option<String>,
    /// Where its notice goes.
    pub notify_url: Option<String>,
}

/// Takes a payout.
///
/// # Errors
/// [`AfterRefusal::OtherCard`], [`AfterRefusal::Short`], and what [`trades::begin`] refuses.
pub fn pay_out(cx: &Cx<'_>, member: &Member, wish: Wish) -> Ruled<Payout> {
    let head = trades::begin(cx, &wish.asked, Sort::Other)?;
    let acct_id = shares::account_of(member, wish.acct_id.as_ref())?;
    if member.token_no != wish.token_no {
        return Err(AfterRefusal::OtherCard(wish.token_no).into());
    }
    check_funds(cx, Place { huifu_id: &member.huifu_id, acct_id: &acct_id }, wish.amount)?;
    let begin = Begin { head, acct_id, amount: wish.amount, reason: Reason::Asked, speed: wish.speed };
    Ok(begin.start(cx, wish.notify_url, wish.remark)?)
}

/// Pays out what nobody asked for: the part of a trade, or the day's.
///
/// # Errors
/// [`Bug`] when the account does not have it.
pub fn of_itself(
    cx: &Cx<'_>,
    member: &Member,
    acct_id: &AcctId,
    amount: Fen,
    reason: Reason,
) -> Result<HfSeqId, Bug> {
    let head = trades::begin_itself(cx, &member.huifu_id, Sort::Other)?;
    let (acct_id, speed) = (acct_id.clone(), "D0".to_owned());
    let begun = Begin { head, acct_id, amount, reason, speed }.start(cx, None, None)?;
    Ok(begun.head.hf_seq_id)
}

/// A payout that begins.
struct Begin {
    head: Head,
    acct_id: AcctId,
    amount: Fen,
    reason: Reason,
    speed: String,
}

impl Begin {
    fn start(self, cx: &Cx<'_>, notify_url: Option<String>, remark: Option<String>) -> Result<Payout, Bug> {
        let Begin { head, acct_id, amount, reason, speed } = self;
        let place = Place { huifu_id: &head.huifu_id, acct_id: &acct_id };
        let reservation = cx.reserve(&Transfer {
            debit: &place.bucket(Bucket::Available),
            credit: &Account::banks(),
            amount,
            cause: Cause::Payout.word(),
            subject: head.hf_seq_id.as_str(),
            document: head.hf_seq_id.as_str(),
        })?;
        let due = cx.now().after(assumed::of(cx)?.payout_after);
        Timer::PayoutArrives(head.hf_seq_id.clone()).set(cx, due)?;
        let state = State::Pending;
        let payout = Payout { head, acct_id, amount, reason, speed, reservation, notify_url, remark, state };
        cx.put(&payout)?;
        Ok(payout)
    }
}

/// A payout reaches the bank.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn arrive(cx: &Cx<'_>, hf_seq_id: &HfSeqId) -> Result<Option<Note>, Bug> {
    let found = cx.get::<Payout>(hf_seq_id.as_str())?;
    let Some(mut payout) = found.filter(|payout| payout.state == State::Pending) else { return Ok(None) };
    cx.post(payout.reservation)?;
    payout.state = State::Done { at: cx.now() };
    cx.put(&payout)?;
    notices::paid_out(cx, &payout)?;
    let amount = payout.amount.yuan();
    Ok(Some(Note::new(
        format!("{hf_seq_id}: {amount} yuan reached the bank"),
        format!("{hf_seq_id}：{amount} 元出金到账"),
    )))
}

/// The bank sends a payout back that is still on its way. Answers it, if it is.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn send_back(cx: &Cx<'_>, hf_seq_id: &str) -> Result<Option<Payout>, Bug> {
    let found = cx.get::<Payout>(hf_seq_id)?;
    let Some(mut payout) = found.filter(|payout| payout.state == State::Pending) else { return Ok(None) };
    cx.void(payout.reservation)?;
    payout.state = State::Returned { at: cx.now() };
    cx.put(&payout)?;
    Timer::PayoutArrives(payout.head.hf_seq_id.clone()).call_off(cx)?;
    notices::paid_out(cx, &payout)?;
    Ok(Some(payout))
}

/// Has a member's days settled from the next midnight on, or no more, as its business says. Whoever sets the business calls it.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set_days(cx: &Cx<'_>, member: &Member) -> Result<(), Bug> {
    let timer = Timer::SettleDay(member.huifu_id.clone());
    timer.call_off(cx)?;
    if member.business.daily_settlement { timer.set(cx, Day::of(cx.now()).next().start()) } else { Ok(()) }
}

/// Pays out all that a member can spend at the day's end, and sets the next day's.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn settle_day(cx: &Cx<'_>, huifu_id: &HuifuId) -> Result<Option<Note>, Bug> {
    let Some(member) = cx.get::<Member>(huifu_id.as_str())? else { return Ok(None) };
    set_days(cx, &member)?;
    if !member.business.daily_settlement {
        return Ok(None);
    }
    let acct_id = member.acct(AcctKind::Basic)?;
    let amount = Place { huifu_id, acct_id }.available(cx)?;
    if amount.is_zero() {
        return Ok(None);
    }
    of_itself(cx, &member, acct_id, amount, Reason::Daily)?;
    let amount = amount.yuan();
    Ok(Some(Note::new(
        format!("{huifu_id}: {amount} yuan settled; controlled money stays (HF-09)"),
        format!("{huifu_id}：自动结算 {amount} 元，管控资金不参与（HF-09）"),
    )))
}
