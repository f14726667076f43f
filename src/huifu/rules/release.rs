//! WeChat released an order's money: Huifu lets go of it, for the merchant and all receivers in one step (HF-16, HF-19).

use super::books::{Bucket, Paper, Place};
use super::notices;
use crate::huifu::model::cause::Cause;
use crate::huifu::model::payment::{Freeze, Payment, State};
use crate::world::event::{Event, Released};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen};

/// Releases a payment, if it is one of Huifu's and still held. The same news twice changes nothing (HF-16).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn released(cx: &Cx<'_>, released: &Released) -> Result<(), Bug> {
    let found = cx.first::<Payment>("transaction_id", released.transaction_id.as_str())?;
    let Some(mut payment) = found else { return Ok(()) };
    let hf_seq_id = payment.head.hf_seq_id.clone();
    let Freeze::Frozen { at: frozen_at } = payment.freeze() else {
        cx.note(Note::new(
            format!("{hf_seq_id} is not held: this release changes nothing (HF-16)"),
            format!("{hf_seq_id} 未被冻结或已解冻，本次解冻消息不产生变化（HF-16）"),
        ));
        return Ok(());
    };
    let amount = let_go(cx, &payment)?;
    // All was refunded before: nothing is left to release, and the mark stays (assumed).
    if amount.is_zero() {
        return Ok(());
    }
    if let State::Paid(settled) = &mut payment.state {
        settled.freeze = Freeze::Released { frozen_at, at: cx.now(), amount };
    }
    cx.put(&payment)?;
    cx.note(Note::new(
        format!("{hf_seq_id}: {} yuan unfrozen (HF-16, HF-19)", amount.yuan()),
        format!("{hf_seq_id}：解冻 {} 元（HF-16、HF-19）", amount.yuan()),
    ));
    notices::unfrozen(cx, &payment, frozen_at, amount)?;
    cx.raise(&Event::Unfrozen(released.transaction_id.clone()))
}

/// Moves every held part to where it can be spent; delayed money to where it waits, and may be confirmed now (HF-20, HF-55).
fn let_go(cx: &Cx<'_>, payment: &Payment) -> Result<Fen, Bug> {
    let trade = &payment.head.hf_seq_id;
    let paper = Paper { trade, document: trade };
    if payment.delayed {
        let own = Place { huifu_id: &payment.head.huifu_id, acct_id: &payment.acct_id };
        let amount = payment.unconfirmed()?;
        let (held, waits) = (own.bucket(Bucket::Controlled(trade)), own.bucket(Bucket::Delayed(trade)));
        paper.move_on(cx, &held, &waits, amount, Cause::Unfreeze)?;
        return Ok(amount);
    }
    let mut total = Fen::ZERO;
    for share in &payment.shares {
        let place = Place { huifu_id: &share.huifu_id, acct_id: &share.acct_id };
        let held = place.bucket(Bucket::Controlled(trade));
        let amount = cx.balance(&held)?.balance;
        paper.move_on(cx, &held, &place.bucket(Bucket::Available), amount, Cause::Unfreeze)?;
        total = total.plus(amount)?;
    }
    Ok(total)
}
