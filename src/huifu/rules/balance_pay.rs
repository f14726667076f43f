//! Balances pay (余额支付), out of what can be spent; controlled money cannot (HF-08, HF-12).

use super::books::{Bucket, Paper, Place, holdings};
use super::refusal::{AfterRefusal, OrderRefusal};
use super::shares::{self, Bunch};
use super::trades::{self, Asked, Sort};
use super::{Ruled, notices};
use crate::huifu::model::cause::Cause;
use crate::huifu::model::member::Member;
use crate::huifu::model::payment::Share;
use crate::huifu::model::transfer::BalancePay;
use crate::world::ids::{AcctId, HuifuId};
use crate::world::{Cx, Fen};

/// What a balance is to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its numbers.
    pub asked: Asked,
    /// The paying account; the basic one where left out.
    pub acct_id: Option<AcctId>,
    /// How much, fen.
    pub amount: Fen,
    /// Who gets all of it.
    pub receiver: Option<HuifuId>,
    /// Who gets which part of it.
    pub bunch: Option<Bunch>,
    /// Whether it is to wait for its confirmation.
    pub delayed: bool,
    /// Where its notice goes.
    pub notify_url: Option<String>,
}

/// Pays.
///
/// # Errors
/// [`AfterRefusal::Short`], and what [`trades::begin`] and [`shares::divide`] refuse.
pub fn pay(cx: &Cx<'_>, payer: &Member, wish: &Wish) -> Ruled<BalancePay> {
    let head = trades::begin(cx, &wish.asked, Sort::Other)?;
    if wish.delayed {
        return Err(AfterRefusal::DelayedBalancePay.into());
    }
    let acct_id = shares::account_of(payer, wish.acct_id.as_ref())?;
    let shares = match (&wish.bunch, &wish.receiver) {
        (Some(bunch), _) if !bunch.lines.is_empty() => shares::divide(cx, bunch, wish.amount)?,
        (_, Some(receiver)) => {
            let to = shares::account(cx, receiver, None)?;
            vec![Share { huifu_id: receiver.clone(), acct_id: to, amount: wish.amount }]
        }
        (_, None) => return Err(OrderRefusal::MerchantNotListed.into()),
    };
    let sum = shares::sum(&shares)?;
    if sum != wish.amount {
        return Err(OrderRefusal::SharesDiffer { sum, whole: wish.amount }.into());
    }
    if let Some(own) = shares.iter().find(|share| share.acct_id == acct_id) {
        return Err(OrderRefusal::ListedBadly(own.huifu_id.clone()).into());
    }
    let place = Place { huifu_id: &payer.huifu_id, acct_id: &acct_id };
    check_funds(cx, place, wish.amount)?;
    let paper = Paper { trade: &head.hf_seq_id, document: &head.hf_seq_id };
    for share in &shares {
        let to = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
        let (from, to) = (place.bucket(Bucket::Available), to.bucket(Bucket::Available));
        paper.move_on(cx, &from, &to, share.amount, Cause::BalancePay)?;
    }
    let paid = BalancePay { head, acct_id, amount: wish.amount, shares };
    cx.put(&paid)?;
    notices::balance_paid(cx, &paid, wish.notify_url.as_deref())?;
    Ok(paid)
}

/// Whether an account can spend so much.
///
/// # Errors
/// [`AfterRefusal::Short`].
pub(super) fn check_funds(cx: &Cx<'_>, place: Place<'_>, asked: Fen) -> Ruled<()> {
    let available = place.available(cx)?;
    if available >= asked {
        return Ok(());
    }
    let controlled = holdings(cx, place)?.controlled;
    Err(AfterRefusal::Short { acct_id: place.acct_id.clone(), available, controlled, asked }.into())
}
