//! Refunds: out of what each receiver got, while it is frozen too (HF-13), and with advanced money where that is allowed.

use super::books::{self, Paper, Place};
use super::refusal::AfterRefusal;
use super::shares::{self, Bunch};
use super::trades::{self, Asked, Locator, Sort};
use super::{Ruled, members, notices, paid};
use crate::huifu::model::assumed::{self, Assumed};
use crate::huifu::model::cause::Cause;
use crate::huifu::model::member::{self, AcctKind, Member};
use crate::huifu::model::payment::{FeeMode, Freeze, Payment, Settled, Share, State};
use crate::huifu::model::refund::{Loan, Refund};
use crate::huifu::rules::books::Bucket;
use crate::world::account::Account;
use crate::world::ids::{HfSeqId, HuifuId};
use crate::world::{Bug, Cx, Fen};

/// What a refund asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its numbers.
    pub asked: Asked,
    /// Which payment.
    pub payment: Locator,
    /// How much, fen.
    pub amount: Fen,
    /// Who gives how much; in proportion where left out.
    pub bunch: Option<Bunch>,
    /// Whether receivers of a confirmation are to give (`confirm_acct_infos`), which is confirmrefund's matter here.
    pub from_confirmed: bool,
    /// Whether somebody advances what a giver lacks (垫资).
    pub loan: Option<LoanWish>,
    /// Echoed.
    pub remark: Option<String>,
    /// Where its notice goes.
    pub notify_url: Option<String>,
}

/// Who advances money, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanWish {
    /// Who; each giver for itself where it is nobody.
    pub undertaker: Option<HuifuId>,
    /// From which kind of account.
    pub kind: AcctKind,
}

/// The locators of a refund.
const NAMES: &str = "org_hf_seq_id,org_party_order_id,org_req_seq_id";

/// Refunds a payment, in whole or in part.
///
/// # Errors
/// [`AfterRefusal`], and what [`trades::payment`] and [`shares::give_back`] refuse.
pub fn refund(cx: &Cx<'_>, wish: Wish) -> Ruled<(Refund, Payment)> {
    let assumed = assumed::of(cx)?;
    let head = trades::begin(cx, &wish.asked, Sort::Refund)?;
    let mut payment = trades::payment(cx, &wish.asked.huifu_id, &wish.payment, NAMES)?;
    let State::Paid(settled) = payment.state.clone() else {
        return Err(AfterRefusal::NotPaid(payment.head.hf_seq_id.clone()).into());
    };
    if cx.now() > settled.at.after(assumed.refundable_for) {
        return Err(AfterRefusal::TooLate.into());
    }
    check_advance(cx, wish.loan.as_ref(), settled.freeze)?;
    if wish.from_confirmed {
        return Err(AfterRefusal::ConfirmedGivers.into());
    }
    let left =
        if payment.delayed { payment.unconfirmed()? } else { payment.amount.minus(settled.refunded)? };
    if wish.amount > left {
        return Err(AfterRefusal::RefundTooMuch { asked: wish.amount, left }.into());
    }
    let mut making = Making::of(cx, &payment, &head.hf_seq_id);
    let (given, fee_back) = making.book(&settled, &wish)?;
    let advanced = making.advanced;
    let settled = after(*settled, &given, wish.amount, fee_back, payment.delayed)?;
    let (transaction_id, freeze) = (settled.transaction_id.clone(), settled.freeze);
    let buyers = subsidies_back(&payment, settled.refunded, wish.amount)?;
    payment.state = State::Paid(Box::new(settled));
    cx.put(&payment)?;
    let refund = Refund {
        head,
        payment: payment.head.hf_seq_id.clone(),
        amount: wish.amount,
        fee_back,
        shares: given,
        loan: wish.loan.map(|loan| loan_of(loan, advanced)),
        freeze,
        remark: wish.remark,
    };
    cx.put(&refund)?;
    let inherited = payment.notify_url.clone().filter(|_| assumed.refund_inherits_notify_url);
    let url = wish.notify_url.or(inherited);
    notices::refunded(cx, &payment, &refund, url.as_deref())?;
    let buyers = wish.amount.minus(buyers)?;
    if !buyers.is_zero() {
        cx.channel()?.refund(cx, &transaction_id, buyers)?;
    }
    Ok((refund, payment))
}

/// Whether money may be advanced for a trade, by somebody whom Huifu knows.
///
/// # Errors
/// [`AfterRefusal::AdvanceControlled`], [`super::refusal::TradeRefusal::NoMember`].
pub(super) fn check_advance(cx: &Cx<'_>, loan: Option<&LoanWish>, freeze: Freeze) -> Ruled<()> {
    let Some(loan) = loan else { return Ok(()) };
    if bars_advances(freeze, &assumed::of(cx)?) {
        return Err(AfterRefusal::AdvanceControlled.into());
    }
    if let Some(undertaker) = &loan.undertaker {
        members::named(cx, undertaker)?;
    }
    Ok(())
}

/// What was advanced, as a refund keeps it.
pub(super) fn loan_of(loan: LoanWish, amount: Fen) -> Loan {
    Loan { undertaker: loan.undertaker, acct_type: loan.kind.literal().to_owned(), amount }
}

/// Whether a trade takes no advanced money: a controlled one, and one that was (HF-22, HF-52).
fn bars_advances(freeze: Freeze, assumed: &Assumed) -> bool {
    match freeze {
        Freeze::Never => false,
        Freeze::Frozen { .. } => true,
        Freeze::Released { .. } => assumed.barred_after_release,
    }
}

/// A refund under way.
pub(super) struct Making<'a> {
    cx: &'a Cx<'a>,
    payment: &'a Payment,
    head_number: &'a HfSeqId,
    /// What was advanced so far, fen.
    pub(super) advanced: Fen,
}

impl<'a> Making<'a> {
    /// The refund of this number begins.
    pub(super) fn of(cx: &'a Cx<'a>, payment: &'a Payment, head_number: &'a HfSeqId) -> Making<'a> {
        Making { cx, payment, head_number, advanced: Fen::ZERO }
    }

    fn paper(&self) -> Paper<'_> {
        Paper { trade: &self.payment.head.hf_seq_id, document: self.head_number }
    }

    /// Books a refund: the fee back in, then each giver's part out. Answers who gave what, and the fee.
    fn book(&mut self, settled: &Settled, wish: &Wish) -> Ruled<(Vec<Share>, Fen)> {
        let (cx, payment) = (self.cx, self.payment);
        let merchant = member::known(cx, &payment.head.huifu_id)?;
        let bucket = paid::bucket(payment, settled.freeze);
        let own = Place { huifu_id: &payment.head.huifu_id, acct_id: &payment.acct_id };
        let sink = if payment.subsidies.is_empty() { Account::buyers() } else { books::clearing() };
        if payment.delayed {
            // All that waits is the merchant's, so the merchant alone gives.
            let share = Share {
                huifu_id: payment.head.huifu_id.clone(),
                acct_id: payment.acct_id.clone(),
                amount: wish.amount,
            };
            let waiting = Share { amount: payment.unconfirmed()?, ..share.clone() };
            shares::give_back(&[waiting], &[Fen::ZERO], None, wish.amount, wish.bunch.as_ref())?;
            self.paper().move_on(cx, &own.bucket(bucket), &sink, wish.amount, Cause::Refund)?;
            self.spread(settled, wish.amount)?;
            return Ok((vec![share], Fen::ZERO));
        }
        let fee_back = fee_back(&merchant, payment, settled, wish.amount)?;
        let fee_to = match payment.fee_mode {
            FeeMode::Inside => own.bucket(bucket),
            FeeMode::Outside => Account::banks(),
        };
        self.paper().move_on(cx, &books::fees(), &fee_to, fee_back, Cause::FeeBack)?;
        let pots = self.pots(settled.freeze, bucket)?;
        let given = shares::give_back(
            &payment.shares,
            &settled.given_back,
            pots.as_deref(),
            wish.amount,
            wish.bunch.as_ref(),
        )?;
        let mut gave = Vec::new();
        for (share, amount) in payment.shares.iter().zip(given) {
            let place = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
            let from = place.bucket(bucket);
            let has = cx.balance(&from)?.free();
            if has < amount {
                self.advance(place, amount.minus(has)?, (has, amount), wish.loan.as_ref(), bucket)?;
            }
            self.paper().move_on(cx, &from, &sink, amount, Cause::Refund)?;
            gave.push(Share { amount, ..share.clone() });
        }
        self.spread(settled, wish.amount)?;
        Ok((gave, fee_back))
    }

    /// What each share of a frozen trade still holds. Such a trade can always be refunded (HF-13): who has paid the fee out
    /// of a small share gives what is there, and the others the rest.
    fn pots(&self, freeze: Freeze, bucket: Bucket<'_>) -> Result<Option<Vec<Fen>>, Bug> {
        if !freeze.is_frozen() {
            return Ok(None);
        }
        let held = |share: &Share| {
            let place = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
            Ok(self.cx.balance(&place.bucket(bucket))?.balance)
        };
        self.payment.shares.iter().map(held).collect::<Result<_, Bug>>().map(Some)
    }

    /// What a giver lacks comes from whoever advances it; nobody advances from the account that lacks it.
    pub(super) fn advance(
        &mut self,
        to: Place<'_>,
        lacking: Fen,
        (has, asked): (Fen, Fen),
        loan: Option<&LoanWish>,
        bucket: Bucket<'_>,
    ) -> Ruled<()> {
        let short = || AfterRefusal::GiverShort { huifu_id: to.huifu_id.clone(), has, asked };
        let loan = loan.ok_or_else(short)?;
        let lender = members::named(self.cx, loan.undertaker.as_ref().unwrap_or(to.huifu_id))?;
        let place = Place { huifu_id: &lender.huifu_id, acct_id: lender.acct(loan.kind)? };
        if place == to {
            return Err(short().into());
        }
        let available = place.available(self.cx)?;
        if available < lacking {
            let huifu_id = lender.huifu_id.clone();
            return Err(AfterRefusal::GiverShort { huifu_id, has: available, asked: lacking }.into());
        }
        let from = place.bucket(Bucket::Available);
        self.paper().move_on(self.cx, &from, &to.bucket(bucket), lacking, Cause::Advance)?;
        self.advanced = self.advanced.plus(lacking)?;
        Ok(())
    }

    /// From the clearing account to the buyer and to those who paid a part, in proportion.
    fn spread(&self, settled: &Settled, amount: Fen) -> Result<(), Bug> {
        if self.payment.subsidies.is_empty() {
            return Ok(());
        }
        let total = settled.refunded.plus(amount)?;
        let mut buyers = amount;
        for subsidy in &self.payment.subsidies {
            let share = &subsidy.share;
            let back = subsidy_back(self.payment, share.amount, total, amount)?;
            let place = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
            let to = place.bucket(Bucket::Available);
            self.paper().move_on(self.cx, &books::clearing(), &to, back, Cause::Refund)?;
            buyers = buyers.minus(back)?;
        }
        self.paper().move_on(self.cx, &books::clearing(), &Account::buyers(), buyers, Cause::Refund)
    }
}

/// The fee that comes back: what is left of what was charged, less the fee on what is left of the trade.
fn fee_back(merchant: &Member, payment: &Payment, settled: &Settled, amount: Fen) -> Result<Fen, Bug> {
    let rest = payment.amount.minus(settled.refunded)?.minus(amount)?;
    let kept = settled.fee.minus(settled.fee_returned)?;
    kept.minus(merchant.fee_rate.of(rest).min(kept))
}

/// What a subsidy gets back with a refund after which so much is refunded in all.
fn subsidy_back(payment: &Payment, subsidy: Fen, total: Fen, amount: Fen) -> Result<Fen, Bug> {
    let part = |refunded: Fen| {
        let exact =
            i128::from(subsidy.get()) * i128::from(refunded.get()) / i128::from(payment.amount.get().max(1));
        Fen::new(i64::try_from(exact).unwrap_or(subsidy.get()))
    };
    part(total).minus(part(total.minus(amount)?))
}

/// What all subsidies get back with a refund of this amount, after which so much is refunded in all.
fn subsidies_back(payment: &Payment, total: Fen, amount: Fen) -> Result<Fen, Bug> {
    payment.subsidies.iter().try_fold(Fen::ZERO, |sum, subsidy| {
        sum.plus(subsidy_back(payment, subsidy.share.amount, total, amount)?)
    })
}

fn after(
    mut settled: Settled,
    given: &[Share],
    amount: Fen,
    fee: Fen,
    delayed: bool,
) -> Result<Settled, Bug> {
    settled.refunded = settled.refunded.plus(amount)?;
    settled.refunds += 1;
    settled.fee_returned = settled.fee_returned.plus(fee)?;
    if !delayed {
        for (before, share) in settled.given_back.iter_mut().zip(given) {
            *before = before.plus(share.amount)?;
        }
    }
    Ok(settled)
}
