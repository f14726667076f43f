//! A buyer paid: the money is booked, frozen where fund control says so (HF-06, HF-10, HF-11).

use super::books::{self, Bucket, Paper, Place};
use super::timers::Timer;
use super::{notices, payout};
use crate::huifu::model::cause::Cause;
use crate::huifu::model::member::{self, Member};
use crate::huifu::model::payment::{FeeMode, Freeze, Payment, Settled, State};
use crate::huifu::model::payout::Reason;
use crate::huifu::model::{assumed, channel};
use crate::world::account::Account;
use crate::world::event::Paid;
use crate::world::ids::HfSeqId;
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen};

/// Books a payment, if it is one of Huifu's.
///
/// # Errors
/// [`Bug`] when the database fails or the money does not add up.
pub fn paid(cx: &Cx<'_>, paid: &Paid) -> Result<(), Bug> {
    if paid.mchid != channel::of(cx)?.mchid {
        return Ok(());
    }
    let Some(mut payment) = cx.first::<Payment>("out_trade_no", paid.out_trade_no.as_str())? else {
        return Ok(());
    };
    Timer::Expire(payment.head.hf_seq_id.clone()).call_off(cx)?;
    let merchant = member::known(cx, &payment.head.huifu_id)?;
    let freeze = if paid.frozen { Freeze::Frozen { at: paid.paid_at } } else { Freeze::Never };
    let fee = if payment.delayed { Fen::ZERO } else { merchant.fee_rate.of(payment.amount) };
    if paid.frozen && !payment.subsidies.is_empty() {
        let hf_seq_id = &payment.head.hf_seq_id;
        cx.note(Note::new(
            format!(
                "{hf_seq_id} was ordered with a subsidy before control began: all of it is frozen (HF-54)"
            ),
            format!("{hf_seq_id} 在管控开始前以补贴支付下单：补贴部分一并冻结（HF-54）"),
        ));
    }
    book(cx, &payment, freeze, fee)?;
    for subsidy in &mut payment.subsidies {
        subsidy.reservation = None;
    }
    payment.state = State::Paid(Box::new(Settled {
        transaction_id: paid.transaction_id.clone(),
        at: paid.paid_at,
        bank_type: paid.bank_type.clone(),
        openid: paid.payers.first().map(|(_, openid)| openid.clone()),
        fee,
        fee_returned: Fen::ZERO,
        given_back: vec![Fen::ZERO; payment.shares.len()],
        refunded: Fen::ZERO,
        refunds: 0,
        confirmed: Fen::ZERO,
        freeze,
    }));
    cx.put(&payment)?;
    let settled_at_once = settle_at_once(cx, &merchant, &payment)?;
    if assumed::of(cx)?.both_payment_notices {
        notices::paid(cx, &payment, 1, settled_at_once.as_ref())?;
    }
    notices::paid(cx, &payment, 2, settled_at_once.as_ref())
}

/// The bucket of a trade's money on an account. Held money is controlled, also where it is to wait afterwards (HF-55).
pub(super) fn bucket(payment: &Payment, freeze: Freeze) -> Bucket<'_> {
    let trade = &payment.head.hf_seq_id;
    match (payment.delayed, freeze.is_frozen()) {
        (_, true) => Bucket::Controlled(trade),
        (true, false) => Bucket::Delayed(trade),
        (false, false) => Bucket::Available,
    }
}

fn book(cx: &Cx<'_>, payment: &Payment, freeze: Freeze, fee: Fen) -> Result<(), Bug> {
    let trade = &payment.head.hf_seq_id;
    let paper = Paper { trade, document: trade };
    let mut source = Account::buyers();
    if !payment.subsidies.is_empty() {
        source = books::clearing();
        paper.move_on(cx, &Account::buyers(), &source, payment.buyers_part()?, Cause::Payment)?;
        for subsidy in &payment.subsidies {
            subsidy.reservation.map_or(Ok(()), |reservation| cx.post(reservation))?;
        }
    }
    let bucket = bucket(payment, freeze);
    // Delayed money waits on the merchant's account, however it will be split.
    let own = Place { huifu_id: &payment.head.huifu_id, acct_id: &payment.acct_id };
    if payment.delayed {
        return paper.move_on(cx, &source, &own.bucket(bucket), payment.amount, Cause::Payment);
    }
    for share in &payment.shares {
        let place = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
        paper.move_on(cx, &source, &place.bucket(bucket), share.amount, Cause::Payment)?;
    }
    let payer = match payment.fee_mode {
        FeeMode::Inside => own.bucket(bucket),
        FeeMode::Outside => Account::banks(),
    };
    paper.move_on(cx, &payer, &books::fees(), fee, Cause::Fee)
}

/// Pays a merchant's part out at once, where that was agreed. Controlled and delayed money stays (HF-23, HF-24).
fn settle_at_once(cx: &Cx<'_>, merchant: &Member, payment: &Payment) -> Result<Option<HfSeqId>, Bug> {
    let reason = match (merchant.business.ts, merchant.business.quick_transfer) {
        (true, _) => Reason::Ts,
        (false, true) => Reason::QuickTransfer,
        (false, false) => return Ok(None),
    };
    let Some(settled) = payment.settled().filter(|settled| !settled.freeze.is_frozen()) else {
        return Ok(None);
    };
    if payment.delayed {
        return Ok(None);
    }
    let own = payment.shares.iter().find(|share| share.acct_id == payment.acct_id);
    let own = own.map_or(Fen::ZERO, |share| share.amount);
    let amount = match payment.fee_mode {
        FeeMode::Inside => own.minus(settled.fee)?,
        FeeMode::Outside => own,
    };
    if amount.is_zero() {
        return Ok(None);
    }
    payout::of_itself(cx, merchant, &payment.acct_id, amount, reason).map(Some)
}
