//! Combined orders are shipped together: each sub order in its own way, all of them or none (SH-28 to SH-31).

use super::Ruled;
use super::find::{self, Named};
use super::refusal::{CombinedRefusal, Missing, Refusal, ShippingRefusal};
use super::shipping::{self, Upload};
use crate::mini_program::model::order::Order;
use crate::world::Cx;
use crate::world::ids::Appid;

/// What does not need the orders: one way of naming, and no sub order twice (SH-28).
///
/// # Errors
/// [`CombinedRefusal::OtherNumberType`], [`CombinedRefusal::Twice`].
pub fn check_names(main: &Named, subs: &[&Named]) -> Result<(), Refusal> {
    let is_id = |named: &Named| matches!(named, Named::Transaction(_));
    if subs.iter().any(|sub| is_id(sub) != is_id(main)) {
        return Err(CombinedRefusal::OtherNumberType.into());
    }
    for (at, sub) in subs.iter().enumerate() {
        if subs[..at].contains(sub) {
            return Err(CombinedRefusal::Twice(sub.number().to_owned()).into());
        }
    }
    Ok(())
}

/// Enters shipping information of some or all sub orders of a combined order.
///
/// # Errors
/// [`ShippingRefusal`], in the order of SH-14 for one sub order after the other; then nothing was entered (SH-31).
pub fn upload(cx: &Cx<'_>, appid: &Appid, main: &Named, subs: Vec<Upload>) -> Ruled<()> {
    let parts = find::combined(cx, appid, main)?;
    for sub in subs {
        let order: Order = find::find(cx, appid, &sub.order)?;
        if !parts.iter().any(|part| part.transaction_id == order.transaction_id) {
            let missing = Missing::ElseWhere(order.transaction_id);
            return Err(ShippingRefusal::NoOrder(missing).into());
        }
        shipping::ship(cx, order, sub)?;
    }
    Ok(())
}
