//! Where the money of a refund comes from, and where it goes when a refund is closed (LG-05 to LG-08, LG-16).
//!
//! The money leaves the merchant when the refund is accepted and counts as the buyer's from then on (assumed): what the
//! merchant sees is the same as if it rested on the way. Amounts are booked gross: first the fee comes back, then the
//! refund leaves.

use super::fee;
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::{self, FeeBearer};
use crate::wechat_pay::model::order::{Order, Payment};
use crate::wechat_pay::model::pot::{Hold, Pot};
use crate::wechat_pay::model::refund::{Part, Refund, ReturnResult, Source};
use crate::wechat_pay::model::switches::{Covers, RefundSwitches};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::money::Paper;
use crate::wechat_pay::rules::refusal::RefundRefusal;
use crate::world::account::Account;
use crate::world::{Bug, Cx, Fen, Stop};

/// What a request says about where the money is to come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing: it comes from where it is.
    WhereItIs {
        /// Whether the platform may pay when the sub-merchant cannot (4.2).
        may_advance: bool,
    },
    /// From the available money, whatever is frozen.
    Available {
        /// As above.
        may_advance: bool,
    },
    /// So much from each account, in fen (`amount.from`).
    Listed {
        /// From the frozen pot.
        frozen: Fen,
        /// From the available money.
        available: Fen,
    },
}

/// An order's money, as far as refunds are concerned.
pub(super) struct Books<'a> {
    pub(super) cx: &'a Cx<'a>,
    pub(super) order: &'a Order,
    pub(super) payment: &'a Payment,
}

impl Books<'_> {
    /// The parts that pay a refund of `amount` after `refunded` went back before.
    ///
    /// # Errors
    /// [`RefundRefusal`] when an account does not have its part.
    pub(super) fn plan(
        &self,
        amount: Fen,
        refunded: Fen,
        wanted: Wanted,
        switches: &RefundSwitches,
    ) -> Outcome<Vec<Part>> {
        // What fund control holds is paid back out of itself, whatever the merchant wishes (SH-79).
        if self.pot()?.is_some_and(|pot| pot.holds.contains(&Hold::Shipping)) {
            let part = self.part(Source::Pot, amount, refunded)?;
            self.check_pot(&part, switches)?;
            return Ok(vec![part]);
        }
        let (may_advance, frozen) = match wanted {
            Wanted::WhereItIs { may_advance } => (may_advance, self.frozen()?),
            Wanted::Available { may_advance } => (may_advance, None),
            Wanted::Listed { frozen, available } => {
                return self.listed(frozen, available, refunded, switches);
            }
        };
        if frozen.is_some() {
            let part = self.part(Source::Pot, amount, refunded)?;
            self.check_pot(&part, switches)?;
            return Ok(vec![part]);
        }
        let part = self.part(Source::Available, amount, refunded)?;
        match self.check_available(&part, switches) {
            Err(Stop::Refused(_)) if may_advance => Ok(vec![self.advanced(amount, refunded)?]),
            checked => checked.map(|()| vec![part]),
        }
    }

    fn listed(
        &self,
        frozen: Fen,
        available: Fen,
        refunded: Fen,
        switches: &RefundSwitches,
    ) -> Outcome<Vec<Part>> {
        let mut parts = Vec::new();
        if !frozen.is_zero() {
            let part = self.part(Source::Pot, frozen, refunded)?;
            self.check_pot(&part, switches)?;
            parts.push(part);
        }
        if !available.is_zero() {
            let part = self.part(Source::Available, available, refunded.plus(frozen)?)?;
            self.check_available(&part, switches)?;
            parts.push(part);
        }
        Ok(parts)
    }

    fn advanced(&self, amount: Fen, refunded: Fen) -> Outcome<Part> {
        let platform = merchant::known(self.cx, self.order.payee.initiator())?;
        let part = self.part(Source::Advance(platform.advance_account), amount, refunded)?;
        let (needed, there) = (self.leaves(&part)?, self.held(part.source)?);
        if needed > there {
            return Err(RefundRefusal::NotEnough { needed, there }.into());
        }
        Ok(part)
    }

    /// Moves the money of an accepted refund.
    ///
    /// # Errors
    /// [`Bug`] when the ledger refuses.
    pub(super) fn pay(&self, refund: &Refund) -> Result<(), Bug> {
        let paper = Paper::about(&refund.transaction_id, refund.refund_id.as_str());
        for part in &refund.parts {
            let (account, fees) = (self.account(part.source), self.fees(part.source));
            paper.transfer(self.cx, Cause::FeeBack, &accounts::fee_income(), &fees, part.fee_back)?;
            let cause = match part.source {
                Source::Pot | Source::Available => Cause::Refund,
                Source::Advance(_) => Cause::RefundAdvance,
            };
            paper.transfer(self.cx, cause, &account, &Account::buyers(), part.amount)?;
        }
        Ok(())
    }

    /// Moves the money of a refund back and charges the fee on it again, so that the fee is right for what stays
    /// refunded. Answers the sum that a platform's FEES account lacks for it, if it does: nothing has moved then.
    ///
    /// # Errors
    /// [`Bug`] when the ledger refuses.
    pub(super) fn take_back(&self, refund: &Refund) -> Result<Option<Fen>, Bug> {
        let mut refunded = fee::refunded(self.cx, &refund.transaction_id)?;
        let mut moves = Vec::with_capacity(refund.parts.len());
        let mut from_fees = Fen::ZERO;
        for part in &refund.parts {
            let left = refunded.minus(part.amount)?;
            let again = self.fee_between(left, refunded)?;
            refunded = left;
            let (account, fees) = self.home(refund, part.source)?;
            if account != fees {
                from_fees = from_fees.plus(again)?;
            }
            moves.push((account, fees, part.amount, again));
        }
        let held = self.cx.balance(&self.platform_fees())?.free();
        if from_fees > held {
            return Ok(Some(from_fees.minus(held)?));
        }
        let paper = Paper::about(&refund.transaction_id, refund.refund_id.as_str());
        for (account, fees, amount, again) in &moves {
            paper.transfer(self.cx, Cause::RefundClosed, &Account::buyers(), account, *amount)?;
            paper.transfer(self.cx, Cause::FeeAgain, fees, &accounts::fee_income(), *again)?;
        }
        Ok(None)
    }

    /// Where a part goes back to, and who pays its fee again: the pot if it still is frozen, else the available money; an
    /// advance to the platform, unless the sub-merchant has returned it.
    fn home(&self, refund: &Refund, source: Source) -> Result<(Account, Account), Bug> {
        let returned = refund.advance.as_ref().and_then(|advance| advance.returning.as_ref());
        let returned = returned.is_some_and(|r| matches!(r.result, ReturnResult::Success { .. }));
        let source = match source {
            Source::Pot if self.pot()?.is_none() => Source::Available,
            Source::Advance(_) if returned => Source::Available,
            Source::Pot | Source::Available | Source::Advance(_) => source,
        };
        Ok((self.account(source), self.fees(source)))
    }

    /// The pot, while something holds it.
    fn pot(&self) -> Result<Option<Pot>, Bug> {
        let pot = self.cx.get::<Pot>(self.payment.transaction_id.as_str())?;
        Ok(pot.filter(|pot| !pot.holds.is_empty()))
    }

    /// The pot, while something holds it and something is in it: all split is as good as finished (RF-06).
    fn frozen(&self) -> Result<Option<Pot>, Bug> {
        let Some(pot) = self.pot()? else { return Ok(None) };
        let balance = self.cx.balance(&pot.account())?.balance;
        Ok(Some(pot).filter(|_| !balance.is_zero()))
    }

    fn part(&self, source: Source, amount: Fen, refunded: Fen) -> Result<Part, Bug> {
        let fee_back = self.fee_between(refunded, refunded.plus(amount)?)?;
        Ok(Part { source, amount, fee_back })
    }

    /// By how much less the fee is when `more` instead of `less` went back; nothing for a fee that was never charged (PS-24).
    fn fee_between(&self, less: Fen, more: Fen) -> Result<Fen, Bug> {
        if !self.payment.settled {
            return Ok(Fen::ZERO);
        }
        fee::given_back(self.payment.fee_rate, self.order.total, less, more.minus(less)?)
    }

    /// What leaves the account of a part: its amount, less the fee if that comes back to the same account.
    pub(super) fn leaves(&self, part: &Part) -> Result<Fen, Bug> {
        match self.payment.fee_bearer {
            FeeBearer::Sub => part.amount.minus(part.fee_back),
            FeeBearer::Platform => Ok(part.amount),
        }
    }

    fn check_pot(&self, part: &Part, switches: &RefundSwitches) -> Outcome<()> {
        let needed = if switches.strict_2022 { part.amount } else { self.leaves(part)? };
        let left = self.held(Source::Pot)?;
        if needed > left {
            return Err(RefundRefusal::OverUnsplit { needed, left }.into());
        }
        Ok(())
    }

    fn check_available(&self, part: &Part, switches: &RefundSwitches) -> Outcome<()> {
        let needed = match switches.available_covers {
            Covers::Net => self.leaves(part)?,
            Covers::Gross => part.amount,
        };
        let there = self.held(Source::Available)?;
        if needed > there {
            return Err(RefundRefusal::NotEnough { needed, there }.into());
        }
        Ok(())
    }

    /// What can be moved from there: promised parts of a split cannot.
    fn held(&self, source: Source) -> Result<Fen, Bug> {
        if source == Source::Pot && self.pot()?.is_none() {
            return Ok(Fen::ZERO);
        }
        Ok(self.cx.balance(&self.account(source))?.free())
    }

    fn account(&self, source: Source) -> Account {
        let payee = &self.order.payee;
        match source {
            Source::Pot => accounts::pot(payee.recipient(), &self.payment.transaction_id),
            Source::Available => accounts::available(payee.recipient(), Purse::Basic),
            Source::Advance(purse) => accounts::available(payee.initiator(), purse),
        }
    }

    /// The account that the fee of a part comes back to, and is charged to again.
    fn fees(&self, source: Source) -> Account {
        match self.payment.fee_bearer {
            FeeBearer::Sub => self.account(source),
            FeeBearer::Platform => self.platform_fees(),
        }
    }

    fn platform_fees(&self) -> Account {
        accounts::available(self.order.payee.initiator(), Purse::Fees)
    }
}
