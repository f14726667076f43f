//! Asking for a split, and for what is left to split (PS-55, PP-51, PP-55).

use super::pot_of;
use crate::wechat_pay::model::order::Order;
use crate::wechat_pay::model::split::SplitOrder;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::{Refusal, SplitRefusal};
use crate::world::ids::{Mchid, OutOrderNo, TransactionId};
use crate::world::{Cx, Fen};

/// A split or finish by the caller's number.
///
/// # Errors
/// [`Refusal::RecordNotExist`].
pub fn query(
    cx: &Cx<'_>,
    caller: &Mchid,
    payer: &Mchid,
    transaction_id: &TransactionId,
    number: &OutOrderNo,
) -> Outcome<SplitOrder> {
    let found = cx.get::<SplitOrder>(&SplitOrder::key_of(caller, number))?;
    let found = found.filter(|split| split.payer == *payer && split.transaction_id == *transaction_id);
    found.ok_or_else(|| Refusal::RecordNotExist(format!("split {number} of order {transaction_id}")).into())
}

/// What is left of an order to split, in fen (PS-55).
///
/// # Errors
/// [`SplitRefusal::NoAmounts`], [`SplitRefusal::NotYourOrder`].
pub fn unsplit_amount(cx: &Cx<'_>, caller: &Mchid, transaction_id: &TransactionId) -> Outcome<Fen> {
    let order =
        cx.first::<Order>("transaction_id", transaction_id.as_str())?.ok_or(SplitRefusal::NoAmounts)?;
    if order.payee.initiator() != caller {
        return Err(SplitRefusal::NotYourOrder.into());
    }
    if !order.profit_sharing {
        return Err(SplitRefusal::NoAmounts.into());
    }
    Ok(pot_of(cx, transaction_id)?.free(cx)?)
}
