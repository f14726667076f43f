//! Trades that were before, found by the merchant's number or by what WeChat Pay tells.

use crate::huifu::model::confirm::{Confirm, ConfirmRefund};
use crate::huifu::model::payment::Payment;
use crate::huifu::model::payout::Payout;
use crate::huifu::model::refund::Refund;
use crate::huifu::model::transfer::BalancePay;
use crate::ipos::model::merchant::Merchant;
use crate::ipos::model::trade::{Kind, Trade, key};
use crate::ipos::rules::Ruled;
use crate::ipos::rules::refusal::TradeRefusal;
use crate::world::ids::{HfSeqId, TransactionId};
use crate::world::store::Record;
use crate::world::{Bug, Cx};

/// The trade of a merchant under this number, of one of these kinds.
///
/// # Errors
/// [`TradeRefusal::NotFound`].
pub fn trade(cx: &Cx<'_>, merchant: &Merchant, pos_seq: &str, kinds: &[Kind]) -> Ruled<Trade> {
    let found = cx.get::<Trade>(&key(&merchant.isspid, pos_seq))?;
    let found = found.filter(|trade| kinds.contains(&trade.kind));
    Ok(found.ok_or_else(|| TradeRefusal::NotFound(pos_seq.to_owned()))?)
}

/// A payment, as the merchant and as Huifu's books know it.
///
/// # Errors
/// [`TradeRefusal::NotFound`]; so for all below.
pub fn payment(cx: &Cx<'_>, merchant: &Merchant, pos_seq: &str) -> Ruled<(Trade, Payment)> {
    let trade = trade(cx, merchant, pos_seq, &[Kind::Payment])?;
    let payment = booked(cx, &trade.books)?;
    Ok((trade, payment))
}

/// A confirmation.
pub fn confirm(cx: &Cx<'_>, merchant: &Merchant, pos_seq: &str) -> Ruled<(Trade, Confirm)> {
    let trade = trade(cx, merchant, pos_seq, &[Kind::Confirm])?;
    let confirm = booked(cx, &trade.books)?;
    Ok((trade, confirm))
}

/// What was taken back of a confirmation.
pub fn confirm_refund(cx: &Cx<'_>, merchant: &Merchant, pos_seq: &str) -> Ruled<(Trade, ConfirmRefund)> {
    let trade = trade(cx, merchant, pos_seq, &[Kind::ConfirmRefund])?;
    let back = booked(cx, &trade.books)?;
    Ok((trade, back))
}

/// What a balance paid.
pub fn balance_pay(cx: &Cx<'_>, merchant: &Merchant, pos_seq: &str) -> Ruled<(Trade, BalancePay)> {
    let trade = trade(cx, merchant, pos_seq, &[Kind::BalancePay])?;
    let paid = booked(cx, &trade.books)?;
    Ok((trade, paid))
}

/// A payout, by the platform's number (`withdraw_seq`).
pub fn withdraw(cx: &Cx<'_>, merchant: &Merchant, withdraw_seq: &str) -> Ruled<(Trade, Payout)> {
    let found = cx.first::<Trade>("sys_seq", withdraw_seq)?;
    let found = found.filter(|trade| trade.isspid == merchant.isspid && trade.kind == Kind::Withdraw);
    let trade = found.ok_or_else(|| TradeRefusal::NotFound(withdraw_seq.to_owned()))?;
    let payout = booked(cx, &trade.books)?;
    Ok((trade, payout))
}

/// The order that was paid under WeChat Pay's number, if it was placed here.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn paid(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Option<(Trade, Payment)>, Bug> {
    let Some(payment) = cx.first::<Payment>("transaction_id", transaction_id.as_str())? else {
        return Ok(None);
    };
    let trade = cx.first::<Trade>("books", payment.head.hf_seq_id.as_str())?;
    Ok(trade.map(|trade| (trade, payment)))
}

/// A refund in Huifu's books.
///
/// # Errors
/// [`Bug`] when it is gone.
pub fn refund(cx: &Cx<'_>, trade: &Trade) -> Result<Refund, Bug> {
    booked(cx, &trade.books)
}

/// What Huifu's books have under a number.
///
/// # Errors
/// [`Bug`] when it is gone.
pub fn booked<R: Record>(cx: &Cx<'_>, books: &HfSeqId) -> Result<R, Bug> {
    cx.get(books.as_str())?.ok_or_else(|| Bug::Broken(format!("huifu lost {books}")))
}
