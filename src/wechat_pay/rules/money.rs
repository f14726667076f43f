//! How a payment moves money (LG-01 to LG-03), and how frozen money becomes available (LG-12).

use std::collections::BTreeSet;

use super::timers::Timer;
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::{FeeBearer, Merchant};
use crate::wechat_pay::model::order::{Order, Payee, Payment};
use crate::wechat_pay::model::pot::{Hold, Pot};
use crate::world::account::Account;
use crate::world::control::Control;
use crate::world::ids::{Mchid, TransactionId};
use crate::world::ledger::{Reservation, Transfer};
use crate::world::{Bug, Cx, FeeRate, Fen, Span};

/// How long after FEES got money the orders that wait for it are settled (PS-24).
const SETTLES_AFTER: Span = Span::hours(1);

/// What a movement of money is filed under.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// The order's transaction_id, or the merchant whose account it is.
    pub subject: &'a str,
    /// The number of the split, refund, withdrawal … that moves it; the order's own number for the payment itself.
    pub document: &'a str,
}

impl<'a> Paper<'a> {
    /// The order itself.
    #[must_use]
    pub fn order(transaction_id: &'a TransactionId) -> Paper<'a> {
        Paper { subject: transaction_id.as_str(), document: transaction_id.as_str() }
    }

    /// A paper about an order, by WeChat Pay's number of it.
    #[must_use]
    pub fn about(transaction_id: &'a TransactionId, document: &'a str) -> Paper<'a> {
        Paper { subject: transaction_id.as_str(), document }
    }

    /// Moves money at once; nothing for zero.
    ///
    /// # Errors
    /// [`Bug::Ledger`] when the account does not have it: rules check first and refuse.
    pub fn transfer(
        self,
        cx: &Cx<'_>,
        cause: Cause,
        debit: &Account,
        credit: &Account,
        amount: Fen,
    ) -> Result<(), Bug> {
        cx.transfer(&self.movement(cause, debit, credit, amount))?;
        match accounts::fees_of(credit) {
            Some(platform) if !amount.is_zero() => settle_soon(cx, platform),
            _ => Ok(()),
        }
    }

    /// Promises money.
    ///
    /// # Errors
    /// As [`Paper::transfer`].
    pub fn reserve(
        self,
        cx: &Cx<'_>,
        cause: Cause,
        debit: &Account,
        credit: &Account,
        amount: Fen,
    ) -> Result<Reservation, Bug> {
        cx.reserve(&self.movement(cause, debit, credit, amount))
    }

    fn movement(self, cause: Cause, debit: &'a Account, credit: &'a Account, amount: Fen) -> Transfer<'a> {
        let Paper { subject, document } = self;
        Transfer { debit, credit, amount, cause: cause.word(), subject, document }
    }
}

/// The rate of the fee on an order, and who is charged (LG-03, AP-03).
#[must_use]
pub fn fee_on(order: &Order, recipient: &Merchant, initiator: &Merchant) -> (FeeRate, FeeBearer) {
    let bearer = match &order.payee {
        Payee::Partner { .. } => initiator.fee_bearer,
        Payee::Direct { .. } | Payee::Channel { .. } => FeeBearer::Sub,
    };
    (recipient.fee_rate, bearer)
}

/// Books a payment: into a frozen pot when the order asks for it (LG-01) or fund control holds it (SH-78), else available
/// at once (LG-02).
///
/// Answers whether the fee was charged: when the platform bears it and its FEES account is short, the order waits (PS-24).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn book_payment(cx: &Cx<'_>, order: &Order, payment: &Payment, control: Control) -> Result<bool, Bug> {
    let owner = order.payee.recipient();
    let split = order.profit_sharing.then_some(Hold::Split);
    let shipping = (control == Control::Controlled).then_some(Hold::Shipping);
    let holds: BTreeSet<Hold> = split.into_iter().chain(shipping).collect();
    let goal = if holds.is_empty() {
        accounts::available(owner, Purse::Basic)
    } else {
        let pot = Pot {
            transaction_id: payment.transaction_id.clone(),
            owner: owner.clone(),
            holds,
            since: payment.at,
        };
        cx.put(&pot)?;
        pot.account()
    };
    let paper = Paper::order(&payment.transaction_id);
    paper.transfer(cx, Cause::Pay, &Account::buyers(), &goal, order.total)?;
    match payment.fee_bearer {
        FeeBearer::Sub => {
            paper.transfer(cx, Cause::Fee, &goal, &accounts::fee_income(), payment.fee)?;
            Ok(true)
        }
        FeeBearer::Platform => {
            let charged = charge_platform(cx, order.payee.initiator(), payment.fee, paper)?;
            if !charged && let Some(mut pot) = cx.get::<Pot>(payment.transaction_id.as_str())? {
                pot.holds.insert(Hold::Fee);
                cx.put(&pot)?;
            }
            Ok(charged)
        }
    }
}

/// Orders that wait for a fee are settled an hour after their platform's FEES account got money, whatever brought it (PS-24).
fn settle_soon(cx: &Cx<'_>, platform: &str) -> Result<(), Bug> {
    if cx.count::<Order>("unsettled", platform)? == 0 {
        return Ok(());
    }
    let timer = Timer::SettleFees(Mchid::parse(platform).map_err(Bug::Broken)?);
    timer.call_off(cx)?;
    timer.set(cx, cx.now().after(SETTLES_AFTER))
}

/// Charges a fee to the platform's FEES account. Answers whether it had the money (PS-24).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn charge_platform(cx: &Cx<'_>, platform: &Mchid, fee: Fen, paper: Paper<'_>) -> Result<bool, Bug> {
    let purse = accounts::available(platform, Purse::Fees);
    if cx.balance(&purse)?.free() < fee {
        return Ok(false);
    }
    paper.transfer(cx, Cause::Fee, &purse, &accounts::fee_income(), fee)?;
    Ok(true)
}

/// Takes one hold off a pot; when it was the last, everything free in it becomes available (LG-12).
///
/// Answers how much moved, in fen.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn release(cx: &Cx<'_>, paper: Paper<'_>, hold: Hold, cause: Cause) -> Result<Fen, Bug> {
    let Some(mut pot) = cx.get::<Pot>(paper.subject)? else {
        return Ok(Fen::ZERO);
    };
    pot.holds.remove(&hold);
    cx.put(&pot)?;
    if !pot.holds.is_empty() {
        return Ok(Fen::ZERO);
    }
    let amount = pot.free(cx)?;
    paper.transfer(cx, cause, &pot.account(), &accounts::available(&pot.owner, Purse::Basic), amount)?;
    Ok(amount)
}

/// Fund control holds an order's money no more (SH-85): it becomes available, unless it still waits to be split.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn uncontrolled(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<(), Bug> {
    let pot = cx.get::<Pot>(transaction_id.as_str())?;
    if pot.is_none_or(|pot| !pot.holds.contains(&Hold::Shipping)) {
        return Ok(());
    }
    release(cx, Paper::order(transaction_id), Hold::Shipping, Cause::ControlEnded).map(|_| ())
}

/// Brings money in from a bank: a top-up, or the opening balance of a world.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn top_up(cx: &Cx<'_>, merchant: &Merchant, purse: Purse, amount: Fen) -> Result<Account, Bug> {
    let account = accounts::available(&merchant.mchid, purse);
    let paper = Paper { subject: merchant.mchid.as_str(), document: "" };
    paper.transfer(cx, Cause::TopUp, &Account::banks(), &account, amount)?;
    Ok(account)
}
