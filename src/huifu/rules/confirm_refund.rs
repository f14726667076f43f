//! A confirmation is taken back: receivers give the money back to where it waits.

use super::Ruled;
use super::books::{self, Bucket, Paper, Place};
use super::refund::{LoanWish, bars_advances};
use super::refusal::AfterRefusal;
use super::shares::{self, Bunch};
use super::trades::{self, Asked, Locator, Sort};
use crate::huifu::model::assumed;
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
    if wish.loan.is_some() && bars_advances(settled.freeze, &assumed::of(cx)?) {
        return Err(AfterRefusal::AdvanceControlled.into());
    }
    let amount = match &wish.bunch {
        Some(bunch) if !bunch.lines.is_empty() => {
            bunch.lines.iter().filter_map(|line| line.amount).try_fold(Fen::ZERO, Fen::plus)?
        }
        _ => confirm.amount.minus(confirm.given_back.iter().copied().try_fold(Fen::ZERO, Fen::plus)?)?,
    };
    if amount.is_zero() {
        return Err(AfterRefusal::RefundTooMuch { asked: confirm.amount, left: amount }.into());
    }
    let given = shares::give_back(&confirm.shares, &confirm.given_back, None, amount, wish.bunch.as_ref())?;
    settled.confirmed = settled.confirmed.minus(amount)?;
    let paper = Paper { trade: &payment.head.hf_seq_id, document: &head.hf_seq_id };
    fee_back(cx, paper, &payment, &mut settled)?;
    let mut gave = Vec::new();
    let own = Place { huifu_id: &payment.head.huifu_id, acct_id: &payment.acct_id };
    let waits = own.bucket(Bucket::Delayed(&payment.head.hf_seq_id));
    for (share, amount) in confirm.shares.iter().zip(&given) {
        let place = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
        let has = place.available(cx)?;
        if has < *amount {
            let huifu_id = share.huifu_id.clone();
            return Err(AfterRefusal::GiverShort { huifu_id, has, asked: *amount }.into());
        }
        paper.move_on(cx, &place.bucket(Bucket::Available), &waits, *amount, Cause::ConfirmRefund)?;
        gave.push(Share { amount: *amount, ..share.clone() });
    }
    for (before, amount) in confirm.given_back.iter_mut().zip(given) {
        *before = before.plus(amount)?;
    }
    cx.put(&confirm)?;
    payment.state = State::Paid(settled);
    cx.put(&payment)?;
    let (payment_id, confirm_id) = (confirm.payment.clone(), confirm.head.hf_seq_id.clone());
    let back =
        ConfirmRefund { head, payment: payment_id, confirm: confirm_id, shares: gave, remark: wish.remark };
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

/// The fee on what is confirmed no more comes back to the merchant first, so that it can give back all it got.
fn fee_back(cx: &Cx<'_>, paper: Paper<'_>, payment: &Payment, settled: &mut Settled) -> Result<(), Bug> {
    let merchant = member::known(cx, &payment.head.huifu_id)?;
    let due = merchant.fee_rate.of(settled.confirmed).min(settled.fee);
    let back = settled.fee.minus(due)?;
    let own = Place { huifu_id: &payment.head.huifu_id, acct_id: &payment.acct_id };
    paper.move_on(cx, &books::fees(), &own.bucket(Bucket::Available), back, Cause::FeeBack)?;
    settled.fee = due;
    Ok(())
}
