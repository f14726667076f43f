//! Carrying a split out: every part succeeds or fails, and what failed stays with the payer (LG-10, LG-12, PS-27).

use std::collections::BTreeSet;

use super::family::Parties;
use super::{notice, pot_of, receivers};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::{self, Permission};
use crate::wechat_pay::model::pot::Hold;
use crate::wechat_pay::model::receiver::{Trouble, trouble_of};
use crate::wechat_pay::model::split::{Detail, DetailResult, FailReason, Family, Kind, Receiver, SplitOrder};
use crate::wechat_pay::model::switches;
use crate::wechat_pay::rules::money::{self, Paper};
use crate::wechat_pay::rules::timers::Timer;
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen};

/// Moves the reserved parts of a split to their receivers.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn carry_out(cx: &Cx<'_>, key: &str) -> Result<Option<Note>, Bug> {
    let Some(mut split) = cx.get::<SplitOrder>(key)? else { return Ok(None) };
    let judge = Judge::of(cx, &split)?;
    let Kind::Split { details, finish } = &mut split.kind else { return Ok(None) };
    let (mut failed, mut succeeded) = (0_u32, BTreeSet::new());
    for detail in details.iter_mut() {
        let DetailResult::Pending { reservation, fails } = detail.result else { continue };
        let verdict = if fails.is_some() { fails } else { judge.verdict(detail)? };
        detail.result = if let Some(reason) = verdict {
            cx.void(reservation)?;
            failed += 1;
            DetailResult::Closed { at: cx.now(), reason }
        } else {
            cx.post(reservation)?;
            succeeded.insert(detail.detail_id.clone());
            DetailResult::Success { at: cx.now() }
        };
    }
    // What failed is free in the pot again; a pot that was released meanwhile passes it on at once (PS-27, PP-26).
    let keeps = failed > 0 && judge.keeps_failed;
    if *finish && !keeps || pot_of(cx, &split.transaction_id)?.holds.is_empty() {
        let paper = Paper::about(&split.transaction_id, split.order_id.as_str());
        money::release(cx, paper, Hold::Split, Cause::Unfreeze)?;
        Timer::Unfreeze(split.transaction_id.clone()).call_off(cx)?;
    }
    cx.put(&split)?;
    if let Kind::Split { details, .. } = &split.kind {
        for detail in details.iter().filter(|detail| succeeded.contains(&detail.detail_id)) {
            notice::given(cx, &split, detail)?;
        }
    }
    let number = &split.out_order_no;
    let (en, zh) = match failed {
        0 => (String::new(), String::new()),
        _ => (format!(", {failed} of its parts failed"), format!("，其中 {failed} 笔失败")),
    };
    Ok(Some(Note::new(format!("split {number} carried out{en}"), format!("分账单 {number} 分账完成{zh}"))))
}

/// Decides whether the parts of a split succeed, from how everybody stands now.
struct Judge<'a> {
    cx: &'a Cx<'a>,
    of: Parties,
    /// What keeps anything from leaving the payer.
    all: Option<FailReason>,
    monthly: Fen,
    /// Whether what fails waits for an unfreezing even after a last split.
    keeps_failed: bool,
}

impl Judge<'_> {
    fn of<'a>(cx: &'a Cx<'a>, split: &SplitOrder) -> Result<Judge<'a>, Bug> {
        let caller = merchant::known(cx, &split.caller)?;
        let payer = merchant::known(cx, &split.payer)?;
        let permitted = [&caller, &payer].iter().all(|one| one.may(Permission::ProfitSharing));
        let all = match trouble_of(cx, split.payer.as_str())? {
            Some(Trouble::Abnormal) => Some(FailReason::PayerAccountAbnormal),
            _ if !permitted => Some(FailReason::NoAuth),
            _ => None,
        };
        let family = Family::of(&caller.role);
        let of = Parties { family, caller: caller.mchid, payer: payer.mchid };
        let switches = switches::of(cx)?.split;
        let keeps_failed = family == Family::Ordinary && switches.failed_stays_frozen;
        Ok(Judge { cx, of, all, monthly: switches.person_monthly_limit, keeps_failed })
    }

    /// Why a part fails; none when it succeeds. What the payer keeps never fails.
    fn verdict(&self, detail: &Detail) -> Result<Option<FailReason>, Bug> {
        let receiver = &detail.receiver;
        if receiver.is(&self.of.payer) {
            return Ok(None);
        }
        if self.all.is_some() {
            return Ok(self.all);
        }
        if !receivers::is_related(self.cx, &self.of, receiver)? {
            return Ok(Some(FailReason::NoRelation));
        }
        match trouble_of(self.cx, receiver.id())? {
            Some(Trouble::Abnormal | Trouble::NoAccount) => return Ok(Some(FailReason::AccountAbnormal)),
            Some(Trouble::HighRisk) => return Ok(Some(FailReason::ReceiverHighRisk)),
            Some(Trouble::NotVerified) => return Ok(Some(FailReason::ReceiverRealNameNotVerified)),
            // What was accepted before is carried out.
            Some(Trouble::Punished | Trouble::SettledLater) | None => {}
        }
        let too_much = self.this_month(receiver)?.plus(detail.amount)? > self.monthly;
        Ok(too_much.then_some(FailReason::ReceiverReceiptLimit))
    }

    /// What a person was given since the month began, in fen; a merchant has no such limit (PP-19).
    fn this_month(&self, receiver: &Receiver) -> Result<Fen, Bug> {
        if receiver.merchant().is_some() {
            return Ok(Fen::ZERO);
        }
        self.cx.received_since(&receiver.account(), self.cx.now().month_start())
    }
}
