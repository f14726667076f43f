//! The acquirer's books: a merchant's money, and why it moves.

use super::settle;
use crate::allinpay::model::merchant::{self, Merchant};
use crate::world::account::Account;
use crate::world::ledger::Transfer;
use crate::world::{Bug, Cx, Fen};

/// Why a transfer of this acquirer's moves money. Bills are told from these words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A buyer pays, and the money is the merchant's.
    Pay,
    /// A buyer pays, and the money waits for the release.
    PayFrozen,
    /// The fee on a payment or completion.
    Fee,
    /// The release of what waited (AL-76).
    Complete,
    /// Money goes back to the buyer from the merchant's account.
    Refund,
    /// Money goes back to the buyer before its release (VSP682).
    RefundFrozen,
    /// A payment is taken back on its day.
    Cancel,
    /// The fee on what went back returns.
    FeeBack,
    /// What a refund costs (AL-34).
    RefundFee,
    /// A refund that was booked before its release became known is taken back, to be booked anew (AL-89).
    Correct,
    /// The acquirer advances what the merchant's account lacks.
    Advance,
    /// What was advanced is taken from the settlement.
    Repay,
    /// A day's money goes to the merchant's bank (AL-99).
    Settle,
    /// A part of an order goes to another merchant.
    Share,
    /// A part comes back from another merchant.
    ShareBack,
}

impl Cause {
    /// The word that the books keep.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Cause::Pay => "allinpay_pay",
            Cause::PayFrozen => "allinpay_pay_frozen",
            Cause::Fee => "allinpay_fee",
            Cause::Complete => "allinpay_complete",
            Cause::Refund => "allinpay_refund",
            Cause::RefundFrozen => "allinpay_refund_frozen",
            Cause::Cancel => "allinpay_cancel",
            Cause::FeeBack => "allinpay_fee_back",
            Cause::RefundFee => "allinpay_refund_fee",
            Cause::Correct => "allinpay_correct",
            Cause::Advance => "allinpay_advance",
            Cause::Repay => "allinpay_repay",
            Cause::Settle => "allinpay_settle",
            Cause::Share => "allinpay_share",
            Cause::ShareBack => "allinpay_share_back",
        }
    }

    /// Whether a transfer of this cause is a line of the bill: what was posted to the merchant, or taken from it (AL-90).
    #[must_use]
    pub fn is_billed(word: &str) -> bool {
        [Cause::Pay, Cause::Complete, Cause::Refund, Cause::Cancel].iter().any(|cause| cause.word() == word)
    }
}

/// The acquirer itself, beyond the books: its income from fees, and what it advances.
#[must_use]
pub fn acquirer() -> Account {
    Account::outside("ALLINPAY")
}

/// What a merchant's account holds until it is settled.
#[must_use]
pub fn posted(cusid: &str) -> Account {
    Account::inside(format!("allinpay/{cusid}/ACCOUNT"))
}

/// What waits for its release: no merchant's yet.
#[must_use]
pub fn frozen(cusid: &str) -> Account {
    Account::inside(format!("allinpay/{cusid}/FROZEN"))
}

/// The paper that money moves for: the order, and the number of the trade.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// The order's number.
    pub order: &'a str,
    /// The number of the trade that moves it.
    pub document: &'a str,
}

impl Paper<'_> {
    /// Moves money.
    ///
    /// # Errors
    /// [`Bug`] when the ledger refuses.
    pub fn transfer(
        self,
        cx: &Cx<'_>,
        debit: &Account,
        credit: &Account,
        amount: Fen,
        why: Cause,
    ) -> Result<(), Bug> {
        let (subject, document) = (self.order, self.document);
        cx.transfer(&Transfer { debit, credit, amount, cause: why.word(), subject, document })
    }

    /// Posts money to a merchant's account, gross, and takes the fee; it is settled later (AL-93, AL-99).
    ///
    /// # Errors
    /// [`Bug`] when the ledger refuses.
    pub fn post(
        self,
        cx: &Cx<'_>,
        merchant: &Merchant,
        from: &Account,
        amount: Fen,
        fee: Fen,
        why: Cause,
    ) -> Result<(), Bug> {
        let account = posted(&merchant.cusid);
        self.transfer(cx, from, &account, amount, why)?;
        self.transfer(cx, &account, &acquirer(), fee, Cause::Fee)?;
        settle::plan(cx, merchant)
    }

    /// Takes money from a merchant's account back to the buyer, and gives the fee back. What the account lacks the
    /// acquirer advances until the next settlement (assumed).
    ///
    /// # Errors
    /// [`Bug`] when the ledger refuses.
    pub fn take_back(self, cx: &Cx<'_>, cusid: &str, amount: Fen, fees: Fees, why: Cause) -> Result<(), Bug> {
        let account = posted(cusid);
        self.transfer(cx, &acquirer(), &account, fees.back, Cause::FeeBack)?;
        self.cover(cx, cusid, amount.plus(fees.charged)?)?;
        self.transfer(cx, &account, &Account::buyers(), amount, why)?;
        self.transfer(cx, &account, &acquirer(), fees.charged, Cause::RefundFee)?;
        settle::plan(cx, &merchant::known(cx, cusid)?)
    }

    /// Advances what a merchant's account lacks.
    ///
    /// # Errors
    /// [`Bug`] when the ledger refuses.
    pub fn cover(self, cx: &Cx<'_>, cusid: &str, amount: Fen) -> Result<(), Bug> {
        let lacking = amount.minus(cx.balance(&posted(cusid))?.free())?;
        if lacking <= Fen::ZERO {
            return Ok(());
        }
        self.transfer(cx, &acquirer(), &posted(cusid), lacking, Cause::Advance)?;
        let mut merchant = merchant::known(cx, cusid)?;
        merchant.owed = merchant.owed.plus(lacking)?;
        cx.put(&merchant)
    }
}

/// The fees of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fees {
    /// What comes back of the fee on the payment, in fen.
    pub back: Fen,
    /// What the refund costs, in fen (AL-34).
    pub charged: Fen,
}

impl Fees {
    /// What comes back after what the refund costs, in fen; less than nothing where it costs more.
    ///
    /// # Errors
    /// [`Bug`] when the sum does not fit.
    pub fn net(self) -> Result<Fen, Bug> {
        self.back.minus(self.charged)
    }
}
