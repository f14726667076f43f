//! Balances of merchants: asked for (HF-47), spent (HF-08), paid out (HF-09). Controlled money is no part of what can be spent.

use super::asking::{Asking, Booked};
use super::refusal::{Refusal, TradeRefusal};
use super::split::{self, Part};
use super::{Ruled, find};
use crate::huifu::model::cause::Cause;
use crate::huifu::model::member::Member;
use crate::huifu::model::payout::Payout;
use crate::huifu::model::transfer::BalancePay;
use crate::huifu::rules::books::{Bucket, Paper, Place};
use crate::huifu::rules::refusal::{AfterRefusal, Refusal as BooksRefusal};
use crate::huifu::rules::shares::Bunch;
use crate::huifu::rules::trades::{self, Sort};
use crate::huifu::rules::{balance_pay, members, payout, shares};
use crate::ipos::model::merchant::Merchant;
use crate::ipos::model::trade::{Kind, Trade, key};
use crate::world::ids::HuifuId;
use crate::world::{Cx, Fen};

/// The member of a number, where it is the merchant's.
///
/// # Errors
/// [`TradeRefusal::NotYours`].
pub fn own(cx: &Cx<'_>, merchant: &Merchant, huifu_id: &HuifuId) -> Ruled<Member> {
    if !merchant.members().any(|own| own == huifu_id) {
        return Err(TradeRefusal::NotYours(huifu_id.clone()).into());
    }
    Ok(members::named(cx, huifu_id)?)
}

/// A balance pays others.
///
/// # Errors
/// [`TradeRefusal`], and what [`balance_pay::pay`] refuses: more than can be spent.
pub fn pay(
    cx: &Cx<'_>,
    asking: &Asking,
    payer: &HuifuId,
    amount: Fen,
    parts: &[Part],
) -> Ruled<(Trade, BalancePay)> {
    let payer = own(cx, &asking.merchant, payer)?;
    let wish = balance_pay::Wish {
        asked: asking.in_books(cx, &payer.huifu_id)?,
        acct_id: None,
        amount,
        receiver: None,
        bunch: Some(bunch_of(cx, parts, amount)?),
        delayed: false,
        notify_url: None,
    };
    let paid = balance_pay::pay(cx, &payer, &wish)?;
    let booked = Booked {
        kind: Kind::BalancePay,
        amount,
        books: &paid.head.hf_seq_id,
        of: None,
        pay_type: "",
        notify_url: None,
    };
    Ok((asking.keep(cx, booked)?, paid))
}

/// What a balance paid comes back, from what its receivers can spend.
///
/// # Errors
/// [`TradeRefusal`], [`AfterRefusal::GiverShort`], and what [`shares::give_back`] refuses.
pub fn take_back(
    cx: &Cx<'_>,
    asking: &Asking,
    of: &str,
    amount: Fen,
    parts: Option<&[Part]>,
) -> Ruled<Trade> {
    let (original, paid) = find::balance_pay(cx, &asking.merchant, of)?;
    let mut before = vec![Fen::ZERO; paid.shares.len()];
    for earlier in cx.all::<Trade>("by_original", &key(&original.isspid, of))? {
        for (before, gave) in before.iter_mut().zip(earlier.gave) {
            *before = before.plus(gave)?;
        }
    }
    let given = before.iter().copied().try_fold(Fen::ZERO, Fen::plus)?;
    let left = paid.amount.minus(given)?;
    if amount > left {
        return Err(refused(AfterRefusal::RefundTooMuch { asked: amount, left }).into());
    }
    let bunch = match parts {
        Some(parts) => Some(bunch_of(cx, parts, amount)?),
        None => None,
    };
    let gave = shares::give_back(&paid.shares, &before, None, amount, bunch.as_ref())?;
    let head = trades::begin(cx, &asking.in_books(cx, &paid.head.huifu_id)?, Sort::Refund)?;
    let paper = Paper { trade: &paid.head.hf_seq_id, document: &head.hf_seq_id };
    let payer = Place { huifu_id: &paid.head.huifu_id, acct_id: &paid.acct_id };
    for (share, amount) in paid.shares.iter().zip(&gave) {
        let giver = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
        let has = giver.available(cx)?;
        if has < *amount {
            let huifu_id = share.huifu_id.clone();
            return Err(refused(AfterRefusal::GiverShort { huifu_id, has, asked: *amount }).into());
        }
        let (from, to) = (giver.bucket(Bucket::Available), payer.bucket(Bucket::Available));
        paper.move_on(cx, &from, &to, *amount, Cause::Refund)?;
    }
    let booked = Booked {
        kind: Kind::BalanceRefund,
        amount,
        books: &head.hf_seq_id,
        of: Some(&original),
        pay_type: "",
        notify_url: None,
    };
    let trade = Trade { gave, ..asking.keep(cx, booked)? };
    cx.put(&trade)?;
    Ok(trade)
}

/// The parts as Huifu's rules take them, where they are all of `whole`.
fn bunch_of(cx: &Cx<'_>, parts: &[Part], whole: Fen) -> Ruled<Bunch> {
    let sum = parts.iter().try_fold(Fen::ZERO, |sum, part| sum.plus(part.amount))?;
    if sum != whole {
        return Err(TradeRefusal::SharesDiffer { sum, whole }.into());
    }
    Ok(Bunch { lines: split::others(cx, parts)?, ..Bunch::default() })
}

fn refused(refusal: AfterRefusal) -> Refusal {
    Refusal::Books(BooksRefusal::After(refusal))
}

/// A balance is paid out to its card.
///
/// # Errors
/// [`TradeRefusal::NotYours`], and what [`payout::pay_out`] refuses: more than can be spent.
pub fn withdraw(cx: &Cx<'_>, asking: &Asking, huifu_id: &HuifuId, amount: Fen) -> Ruled<(Trade, Payout)> {
    let member = own(cx, &asking.merchant, huifu_id)?;
    let wish = payout::Wish {
        asked: asking.in_books(cx, huifu_id)?,
        acct_id: None,
        amount,
        speed: "T1".to_owned(),
        token_no: member.token_no.clone(),
        remark: None,
        notify_url: None,
    };
    let made = payout::pay_out(cx, &member, wish)?;
    let booked = Booked {
        kind: Kind::Withdraw,
        amount,
        books: &made.head.hf_seq_id,
        of: None,
        pay_type: "",
        notify_url: None,
    };
    Ok((asking.keep(cx, booked)?, made))
}
