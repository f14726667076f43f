//! How a payment moves money (LG-01 to LG-03), and how frozen money becomes available (LG-12).

use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::merchant::{self, FeeBearer, Merchant};
use crate::wechat_pay::model::order::{Order, Payee, Payment};
use crate::wechat_pay::model::pot::{Hold, Pot};
use crate::world::account::Account;
use crate::world::ids::{Mchid, TransactionId};
use crate::world::ledger::Transfer;
use crate::world::{Bug, Cx, Fen};

/// The fee on an order, and who is charged (LG-03, AP-03).
///
/// # Errors
/// [`Bug`] when the order's merchants are gone.
pub fn fee_on(cx: &Cx<'_>, order: &Order) -> Result<(Fen, FeeBearer), Bug> {
    let recipient = merchant::known(cx, order.payee.recipient())?;
    let fee = recipient.fee_rate.of(order.total);
    let bearer = match &order.payee {
        Payee::Partner { sp_mchid, .. } => merchant::known(cx, sp_mchid)?.fee_bearer,
        Payee::Direct { .. } => FeeBearer::Sub,
    };
    Ok((fee, bearer))
}

/// Books a payment: into a frozen pot when the order asks for it (LG-01), else available at once (LG-02).
///
/// Answers whether the fee was charged: when the platform bears it and its FEES account is short, the order waits (PS-24).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn book_payment(cx: &Cx<'_>, order: &Order, payment: &Payment) -> Result<bool, Bug> {
    let owner = order.payee.recipient();
    let subject = payment.transaction_id.as_str();
    let goal = if order.profit_sharing {
        let holds = [Hold::Split].into();
        let pot = Pot {
            transaction_id: payment.transaction_id.clone(),
            owner: owner.clone(),
            holds,
            since: payment.at,
        };
        cx.put(&pot)?;
        pot.account()
    } else {
        accounts::available(owner, Purse::Basic)
    };
    let (buyers, income) = (accounts::buyers(), accounts::fee_income());
    match payment.fee_bearer {
        FeeBearer::Sub => {
            let amount = order.total.minus(payment.fee)?;
            cx.transfer(&Transfer { debit: &buyers, credit: &goal, amount, cause: "pay", subject })?;
            let amount = payment.fee;
            cx.transfer(&Transfer { debit: &buyers, credit: &income, amount, cause: "fee", subject })?;
            Ok(true)
        }
        FeeBearer::Platform => {
            let amount = order.total;
            cx.transfer(&Transfer { debit: &buyers, credit: &goal, amount, cause: "pay", subject })?;
            let charged = charge_platform(cx, order.payee.initiator(), payment.fee, subject)?;
            if !charged && let Some(mut pot) = cx.get::<Pot>(subject)? {
                pot.holds.insert(Hold::Fee);
                cx.put(&pot)?;
            }
            Ok(charged)
        }
    }
}

/// Charges a fee to the platform's FEES account. Answers whether it had the money (PS-24).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn charge_platform(cx: &Cx<'_>, platform: &Mchid, fee: Fen, subject: &str) -> Result<bool, Bug> {
    let (debit, credit) = (accounts::available(platform, Purse::Fees), accounts::fee_income());
    if cx.balance(&debit)?.free() < fee {
        return Ok(false);
    }
    cx.transfer(&Transfer { debit: &debit, credit: &credit, amount: fee, cause: "fee", subject })?;
    Ok(true)
}

/// Takes one hold off a pot; when it was the last, everything free in it becomes available (LG-12).
///
/// Answers how much moved, in fen.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn release(
    cx: &Cx<'_>,
    transaction_id: &TransactionId,
    hold: Hold,
    cause: &'static str,
) -> Result<Fen, Bug> {
    let Some(mut pot) = cx.get::<Pot>(transaction_id.as_str())? else {
        return Ok(Fen::ZERO);
    };
    pot.holds.remove(&hold);
    cx.put(&pot)?;
    if !pot.holds.is_empty() {
        return Ok(Fen::ZERO);
    }
    let amount = pot.free(cx)?;
    let (debit, credit) = (pot.account(), accounts::available(&pot.owner, Purse::Basic));
    cx.transfer(&Transfer {
        debit: &debit,
        credit: &credit,
        amount,
        cause,
        subject: transaction_id.as_str(),
    })?;
    Ok(amount)
}

/// Brings money in from a bank: a top-up, or the opening balance of a world.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn top_up(cx: &Cx<'_>, merchant: &Merchant, purse: Purse, amount: Fen) -> Result<Account, Bug> {
    let account = accounts::available(&merchant.mchid, purse);
    let (debit, subject) = (accounts::bank(), merchant.mchid.as_str());
    cx.transfer(&Transfer { debit: &debit, credit: &account, amount, cause: "top_up", subject })?;
    Ok(account)
}
