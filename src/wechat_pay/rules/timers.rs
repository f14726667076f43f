//! What WeChat Pay puts on the agenda, and what happens when it falls due.

use serde::{Deserialize, Serialize};

use super::fund::course;
use super::money::{self, Paper};
use super::{applyment, close, combine, cross_border, refund, settlement, split, split_return};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::order::{CombinedOrder, Order, State};
use crate::wechat_pay::model::pot::Hold;
use crate::world::ids::{Mchid, TransactionId};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen, Instant};

/// The name under which WeChat Pay stands on the agenda and in the catalogue.
pub const SYSTEM: &str = "wechat_pay";

/// One thing that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// An unpaid order closes by itself (OR-06).
    CloseOrder(String),
    /// An unpaid combined order closes by itself.
    CloseCombined(String),
    /// What was not split within 180 days is unfrozen (PS-03).
    Unfreeze(TransactionId),
    /// A split is carried out (PS-21).
    CarryOutSplit(String),
    /// A split return waited too long for the receiver's money (PS-46).
    TimeOutReturn(String),
    /// Orders that waited for a platform's fee are settled after its top-up (PS-24).
    SettleFees(Mchid),
    /// A cross-border application of this sub-merchant has been reviewed (XB-07).
    CrossBorderReview(Mchid),
    /// Its payee of this account has been reviewed (XB-07).
    CrossBorderPayee(Mchid, String),
    /// A withdrawal reaches the bank (WD-08).
    WithdrawArrives(String),
    /// A refund reaches the buyer.
    RefundResult(String),
    /// The return of an advance is tried again (AD-03).
    RetryAdvance(String),
    /// The bank has said what became of the 0.01 yuan (AP-61).
    CardCheck(Mchid),
    /// The bank has said whether it takes money for a new card (AP-64).
    CardChange(String),
    /// Something about an application, by its key.
    Applyment(String, applyment::Due),
}

impl Timer {
    /// What the timer is about: the handle by which it is called off.
    fn subject(&self) -> String {
        match self {
            Timer::CloseOrder(key)
            | Timer::CloseCombined(key)
            | Timer::CarryOutSplit(key)
            | Timer::TimeOutReturn(key)
            | Timer::WithdrawArrives(key)
            | Timer::RefundResult(key)
            | Timer::RetryAdvance(key)
            | Timer::CardChange(key)
            | Timer::Applyment(key, _) => key.clone(),
            Timer::Unfreeze(transaction_id) => transaction_id.to_string(),
            Timer::SettleFees(platform) => format!("fees of {platform}"),
            Timer::CrossBorderReview(sub) | Timer::CrossBorderPayee(sub, _) => {
                format!("cross-border of {sub}")
            }
            Timer::CardCheck(mchid) => format!("card of {mchid}"),
        }
    }

    /// Puts the timer on the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn set(&self, cx: &Cx<'_>, due: Instant) -> Result<(), Bug> {
        cx.schedule(due, SYSTEM, &self.subject(), self)
    }

    /// Takes the timer off the agenda, and no other: an order, a combined order and a split may share a number.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn call_off(&self, cx: &Cx<'_>) -> Result<(), Bug> {
        cx.call_off(SYSTEM, &self.subject(), self)
    }
}

/// Does what fell due. Answers what happened, or nothing when it did not matter any more.
///
/// # Errors
/// [`Bug`] when the database fails or an invariant breaks.
pub fn fall_due(cx: &Cx<'_>, timer: &Timer) -> Result<Option<Note>, Bug> {
    match timer {
        Timer::CloseOrder(key) => close_orders(cx, key, cx.get::<Order>(key)?.into_iter().collect()),
        Timer::CloseCombined(key) => match cx.get::<CombinedOrder>(key)? {
            Some(combined) => close_orders(cx, key, combine::sub_orders(cx, &combined)?),
            None => Ok(None),
        },
        Timer::Unfreeze(transaction_id) => unfreeze(cx, transaction_id),
        Timer::CarryOutSplit(key) => split::carry_out(cx, key),
        Timer::TimeOutReturn(key) => split_return::time_out(cx, key),
        Timer::SettleFees(platform) => settle_fees(cx, platform),
        Timer::CrossBorderReview(sub) => cross_border::review_ends(cx, sub),
        Timer::CrossBorderPayee(sub, number) => cross_border::payee_review_ends(cx, sub, number),
        Timer::WithdrawArrives(key) => course::arrive(cx, key),
        Timer::RefundResult(key) => refund::fall_due(cx, key),
        Timer::RetryAdvance(key) => refund::retry_return(cx, key),
        Timer::CardCheck(mchid) => settlement::check_by_clock(cx, mchid),
        Timer::CardChange(number) => settlement::change_by_clock(cx, number),
        Timer::Applyment(key, due) => applyment::fall_due(cx, key, due),
    }
}

fn close_orders(cx: &Cx<'_>, key: &str, orders: Vec<Order>) -> Result<Option<Note>, Bug> {
    let open: Vec<Order> = orders.into_iter().filter(|order| order.state == State::NotPay).collect();
    if open.is_empty() {
        return Ok(None);
    }
    for order in open {
        close::shut(cx, order)?;
    }
    Ok(Some(Note::new(format!("{key} closed unpaid"), format!("{key} 超时未支付，已关闭"))))
}

fn unfreeze(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Option<Note>, Bug> {
    let amount = money::release(cx, Paper::order(transaction_id), Hold::Split, Cause::UnfreezeOverdue)?;
    if amount.is_zero() {
        return Ok(None);
    }
    Ok(Some(Note::new(
        format!("{transaction_id}: {amount} fen unfrozen, nobody split them in time (PS-03)"),
        format!("{transaction_id}：{amount} 分到期未分账，自动解冻（PS-03）"),
    )))
}

fn settle_fees(cx: &Cx<'_>, platform: &Mchid) -> Result<Option<Note>, Bug> {
    let mut settled = Fen::ZERO;
    for mut order in cx.all::<Order>("unsettled", platform.as_str())? {
        let Some(mut payment) = order.payment().cloned() else { continue };
        // What was refunded meanwhile costs no fee.
        let fee = refund::fee::kept_of(cx, &order, &payment)?;
        let paper = Paper::order(&payment.transaction_id);
        if !money::charge_platform(cx, platform, fee, paper)? {
            break;
        }
        settled = settled.plus(fee)?;
        money::release(cx, paper, Hold::Fee, Cause::UnfreezeOverdue)?;
        payment.settled = true;
        order.state = State::Paid(payment);
        cx.put(&order)?;
    }
    if settled.is_zero() {
        return Ok(None);
    }
    Ok(Some(Note::new(
        format!("{settled} fen of waiting fees charged to {platform} (PS-24)"),
        format!("补收 {platform} 待扣手续费 {settled} 分（PS-24）"),
    )))
}
