//! Delayed trades are confirmed (交易确认): the money goes to whom the confirmation names, unless fund control holds it
//! (HF-07, HF-20).

use super::books::{self, Bucket, Paper, Place};
use super::refusal::{AfterRefusal, OrderRefusal};
use super::shares::{self, Bunch};
use super::trades::{self, Asked, Locator, Sort};
use super::{Ruled, notices};
use crate::huifu::model::cause::Cause;
use crate::huifu::model::confirm::Confirm;
use crate::huifu::model::member::{self, Member};
use crate::huifu::model::payment::{FeeMode, Payment, Share, State};
use crate::world::account::Account;
use crate::world::ids::HfSeqId;
use crate::world::{Cx, Fen};

/// What a confirmation asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its numbers.
    pub asked: Asked,
    /// Which payment.
    pub payment: Locator,
    /// Who gets what; the merchant gets all that is left where it is left out.
    pub bunch: Option<Bunch>,
    /// Echoed.
    pub remark: Option<String>,
    /// Where its notice goes.
    pub notify_url: Option<String>,
}

/// The locators of a confirmation.
const NAMES: &str = "org_req_seq_id,org_mer_ord_id,org_hf_seq_id";

/// Confirms a delayed payment, in whole or in part.
///
/// # Errors
/// [`AfterRefusal`], and what [`trades::payment`] and [`shares::divide`] refuse.
pub fn confirm(cx: &Cx<'_>, wish: Wish) -> Ruled<(Confirm, Payment)> {
    let head = trades::begin(cx, &wish.asked, Sort::Confirm)?;
    let mut payment = trades::payment(cx, &wish.asked.huifu_id, &wish.payment, NAMES)?;
    let trade = payment.head.hf_seq_id.clone();
    let State::Paid(mut settled) = payment.state.clone() else {
        return Err(AfterRefusal::NotPaid(trade).into());
    };
    if !payment.delayed {
        return Err(AfterRefusal::NotDelayed(trade).into());
    }
    if settled.freeze.is_frozen() {
        return Err(AfterRefusal::Frozen(trade).into());
    }
    let merchant = member::known(cx, &payment.head.huifu_id)?;
    let left = payment.unconfirmed()?;
    let shares = who_gets(cx, &payment, &merchant, wish.bunch.as_ref(), left)?;
    let amount = shares::sum(&shares)?;
    if amount > left || amount.is_zero() {
        return Err(AfterRefusal::ConfirmTooMuch { asked: amount, left }.into());
    }
    let confirmed = settled.confirmed.plus(amount)?;
    let fee = fee_on(&payment, &merchant, &shares, (confirmed, left.minus(amount)?), settled.fee)?;
    book(cx, &payment, &head.hf_seq_id, &shares, fee)?;
    settled.confirmed = confirmed;
    settled.fee = settled.fee.plus(fee)?;
    payment.state = State::Paid(settled);
    cx.put(&payment)?;
    let confirm = Confirm {
        head,
        payment: trade,
        amount,
        fee,
        given_back: vec![Fen::ZERO; shares.len()],
        shares,
        unconfirmed_after: payment.unconfirmed()?,
        confirmed_after: confirmed,
        remark: wish.remark,
    };
    cx.put(&confirm)?;
    notices::confirmed(cx, &confirm, wish.notify_url.as_deref())?;
    Ok((confirm, payment))
}

fn who_gets(
    cx: &Cx<'_>,
    payment: &Payment,
    merchant: &Member,
    bunch: Option<&Bunch>,
    left: Fen,
) -> Ruled<Vec<Share>> {
    let Some(bunch) = bunch.filter(|bunch| !bunch.lines.is_empty()) else {
        let (huifu_id, acct_id) = (payment.head.huifu_id.clone(), payment.acct_id.clone());
        return Ok(vec![Share { huifu_id, acct_id, amount: left }]);
    };
    if !merchant.business.split {
        return Err(OrderRefusal::MayNotSplit.into());
    }
    shares::divide(cx, bunch, bunch.whole.unwrap_or(left))
}

/// The fee on all that is confirmed now, less what was charged before. Inside it is taken as far as the merchant's share
/// goes (assumed); what is still lacking must find money in what is left.
fn fee_on(
    payment: &Payment,
    merchant: &Member,
    shares: &[Share],
    (confirmed, left): (Fen, Fen),
    charged: Fen,
) -> Ruled<Fen> {
    let due = merchant.fee_rate.of(confirmed).minus(charged)?.max(Fen::ZERO);
    if payment.fee_mode == FeeMode::Outside {
        return Ok(due);
    }
    let bearer = shares::bearer(shares, &merchant.huifu_id);
    let share = bearer.map_or(Fen::ZERO, |share| share.amount);
    let fee = due.min(share);
    let lacking = merchant.fee_rate.of(confirmed.plus(left)?).minus(charged)?.minus(fee)?;
    if lacking > left {
        return Err(match bearer {
            None => AfterRefusal::FeeUnborne { fee: lacking, left }.into(),
            Some(_) => OrderRefusal::FeeTooHigh { fee: due, share }.into(),
        });
    }
    Ok(fee)
}

/// Moves the shares, and takes the fee where it is to be taken.
fn book(cx: &Cx<'_>, payment: &Payment, document: &HfSeqId, shares: &[Share], fee: Fen) -> Ruled<()> {
    let trade = &payment.head.hf_seq_id;
    let paper = Paper { trade, document };
    let own = Place { huifu_id: &payment.head.huifu_id, acct_id: &payment.acct_id };
    for share in shares {
        let place = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
        let (from, to) = (own.bucket(Bucket::Delayed(trade)), place.bucket(Bucket::Available));
        paper.move_on(cx, &from, &to, share.amount, Cause::Confirm)?;
    }
    Ok(paper.move_on(cx, &fee_place(payment, shares), &books::fees(), fee, Cause::Fee)?)
}

/// Where the fee of a confirmation is taken, and where it comes back to.
pub(super) fn fee_place(payment: &Payment, shares: &[Share]) -> Account {
    let (huifu_id, acct_id) = match shares::bearer(shares, &payment.head.huifu_id) {
        Some(share) => (&share.huifu_id, &share.acct_id),
        None => (&payment.head.huifu_id, &payment.acct_id),
    };
    match payment.fee_mode {
        FeeMode::Inside => Place { huifu_id, acct_id }.bucket(Bucket::Available),
        FeeMode::Outside => Account::banks(),
    }
}
