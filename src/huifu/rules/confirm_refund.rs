//! A confirmation is taken back: receivers give the money back to where it waits.

use super::Ruled;
use super::books::{self, Bucket, Paper, Place};
use super::confirm::fee_place;
use super::refund::{LoanWish, Making, check_advance, loan_of};
use super::refusal::{AfterRefusal, OrderRefusal};
use super::shares::{self, Bunch};
use super::trades::{self, Asked, Locator, Sort};
use crate::huifu::model::cause::Cause;
use crate::huifu::model::confirm::{Confirm, ConfirmRefund};
use crate::huifu::model::member;
use crate::huifu::model::payment::{Payment, Settled, Share, State};
use crate::world::{Bug, Cx, Fen};

/// What taking a confirmation back asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its numbers.
    pub asked: Asked,
    /// Which confirmation.
    pub confirm: Locator,
    /// Who gives how much; everybody all of it where left out.
    pub bunch: Option<Bunch>,
    /// Whether money is to be advanced for it.
    pub loan: Option<LoanWish>,
    /// Echoed.
    pub remark: Option<String>,
}

/// Takes a confirmation back, in whole or in part.
///
/// # Errors
/// [`AfterRefusal`], and what [`trades::find`] and [`shares::give_back`] refuse.
pub fn take_back(cx: &Cx<'_>, wish: Wish) -> Ruled<(ConfirmRefund, Payment)> {
    let head = trades::begin(cx, &wish.asked, Sort::Refund)?;
    let confirm =
        trades::find(cx, &wish.asked.huifu_id, &wish.confirm, "org_req_seq_id", |confirm: &Confirm| {
            &confirm.head
        });
    let mut confirm = confirm?;
    let mut payment = payment_of(cx, &confirm)?;
    let State::Paid(mut settled) = payment.state.clone() else {
        return Err(Bug::Broken(format!("{} was confirmed unpaid", confirm.payment)).into());
    };
    check_advance(cx, wish.loan.as_ref(), settled.freeze)?;
    let amount = match &wish.bunch {
        Some(bunch) if !bunch.lines.is_empty() => sum(bunch)?,
        _ => confirm.amount.minus(confirm.given_back.iter().copied().try_fold(Fen::ZERO, Fen::plus)?)?,
    };
    if amount.is_zero() {
        return Err(AfterRefusal::RefundTooMuch { asked: confirm.amount, left: amount }.into());
    }
    let given = shares::give_back(&confirm.shares, &confirm.given_back, None, amount, wish.bunch.as_ref())?;
    settled.confirmed = settled.confirmed.minus(amount)?;
    let paper = Paper { trade: &payment.head.hf_seq_id, document: &head.hf_seq_id };
    fee_back(cx, paper, &payment, &confirm, &mut settled)?;
    let mut making = Making::of(cx, &payment, &head.hf_seq_id);
    let mut gave = Vec::new();
    let own = Place { huifu_id: &payment.head.huifu_id, acct_id: &payment.acct_id };
    let waits = own.bucket(Bucket::Delayed(&payment.head.hf_seq_id));
    for (share, amount) in confirm.shares.iter().zip(&given) {
        let place = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
        let has = place.available(cx)?;
        if has < *amount {
            let lacking = amount.minus(has)?;
            making.advance(place, lacking, (has, *amount), wish.loan.as_ref(), Bucket::Available)?;
        }
        paper.move_on(cx, &place.bucket(Bucket::Available), &waits, *amount, Cause::ConfirmRefund)?;
        gave.push(Share { amount: *amount, ..share.clone() });
    }
    for (before, amount) in confirm.given_back.iter_mut().zip(given) {
        *before = before.plus(amount)?;
    }
    cx.put(&confirm)?;
    let advanced = making.advanced;
    payment.state = State::Paid(settled);
    cx.put(&payment)?;
    let (payment_id, confirm_id) = (confirm.payment.clone(), confirm.head.hf_seq_id.clone());
    let back = ConfirmRefund {
        head,
        payment: payment_id,
        confirm: confirm_id,
        shares: gave,
        loan: wish.loan.map(|loan| loan_of(loan, advanced)),
        remark: wish.remark,
    };
    cx.put(&back)?;
    Ok((back, payment))
}

/// The payment that a confirmation is of.
///
/// # Errors
/// [`Bug`] when it is gone.
pub fn payment_of(cx: &Cx<'_>, confirm: &Confirm) -> Result<Payment, Bug> {
    let payment = cx.get::<Payment>(confirm.payment.as_str())?;
    payment.ok_or_else(|| Bug::Broken(format!("the payment {} is gone", confirm.payment)))
}

/// What the lines give back in all. Each says how much.
fn sum(bunch: &Bunch) -> Ruled<Fen> {
    let mut sum = Fen::ZERO;
    for line in &bunch.lines {
        let amount = line.amount.ok_or_else(|| OrderRefusal::ListedBadly(line.huifu_id.clone()))?;
        sum = sum.plus(amount)?;
    }
    Ok(sum)
}

/// The fee on what is confirmed no more comes back first to where the confirmation's was taken, so that the merchant can
/// give back all it got.
fn fee_back(
    cx: &Cx<'_>,
    paper: Paper<'_>,
    payment: &Payment,
    confirm: &Confirm,
    settled: &mut Settled,
) -> Result<(), Bug> {
    let merchant = member::known(cx, &payment.head.huifu_id)?;
    let due = merchant.fee_rate.of(settled.confirmed).min(settled.fee);
    let back = settled.fee.minus(due)?;
    paper.move_on(cx, &books::fees(), &fee_place(payment, &confirm.shares), back, Cause::FeeBack)?;
    settled.fee = due;
    Ok(())
}
