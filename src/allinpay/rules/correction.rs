//! Refunds that were made after the buyer confirmed, before the acquirer knew: mislabelled, and righted later
//! (AL-88, AL-89).

use super::books::{Cause, Paper};
use super::{numbers, refund};
use crate::allinpay::model::assumed::{self, Correction};
use crate::allinpay::model::follow::{Follow, FollowState};
use crate::allinpay::model::kind::TrxCode;
use crate::allinpay::model::merchant;
use crate::allinpay::model::order::Order;
use crate::world::event::Released;
use crate::world::{Bug, Cx, Fen};

/// While it is set, news of releases comes late.
const LATE: &str = "allinpay.late";

/// Says whether news of releases comes late just now.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set_late(cx: &Cx<'_>, late: bool) -> Result<(), Bug> {
    cx.set_setting(LATE, &late)
}

/// The refunds that were taken for refunds before the release, and were made after the confirmation (AL-88).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn mislabelled(cx: &Cx<'_>, order: &Order, released: &Released) -> Result<Vec<Follow>, Bug> {
    if !order.is_pre_consumption() || !cx.setting(LATE)?.unwrap_or(false) {
        return Ok(Vec::new());
    }
    let follows: Vec<Follow> = cx.all("original", &order.trxid)?;
    let is_late =
        |follow: &Follow| follow.trxcode == TrxCode::PreRefund && follow.at >= released.confirmed_at;
    Ok(follows.into_iter().filter(is_late).collect())
}

/// Books the mislabelled refunds anew, from the merchant's account: as VSP684, or as a VSP907 beside each (AL-89). No
/// notice is sent for them. The net is the same.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn right(cx: &Cx<'_>, order: &Order, late: &[Follow]) -> Result<(), Bug> {
    let correction = assumed::of(cx)?.correction;
    let merchant = merchant::known(cx, &order.cusid)?;
    let all = late.iter().try_fold(Fen::ZERO, |sum, refund| sum.plus(refund.amount))?;
    let mut before = order.refundable()?.plus(all)?;
    for refund in late {
        let left = before.minus(refund.amount)?;
        let fees = refund::fees_of(cx, order, &merchant, before, left)?;
        before = left;
        let righted = match correction {
            Correction::Relabel => {
                Follow { trxcode: TrxCode::CompletedRefund, fee: fees.net()?, ..refund.clone() }
            }
            Correction::Adjust => Follow {
                trxid: numbers::trxid(cx)?,
                reqsn: None,
                trxcode: TrxCode::DebitAdjustment,
                fee: fees.net()?,
                notify_url: None,
                at: cx.now(),
                // The refund itself may still be under way; what rights it is done.
                state: FollowState::Done,
                ..refund.clone()
            },
        };
        let paper = Paper { order: &order.trxid, document: &righted.trxid };
        paper.take_back(cx, &order.cusid, refund.amount, fees, Cause::Refund)?;
        cx.put(&righted)?;
    }
    Ok(())
}
