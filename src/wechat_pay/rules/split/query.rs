//! Asking for a split, and for what is left to split (PS-55, PP-51, PP-55).

use super::pot_of;
use crate::wechat_pay::model::merchant::{self, Merchant, Permission};
use crate::wechat_pay::model::order::Order;
use crate::wechat_pay::model::split::SplitOrder;
use crate::wechat_pay::model::switches;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::{Refusal, SplitRefusal};
use crate::world::ids::{Mchid, OutOrderNo, TransactionId};
use crate::world::{Cx, FeeRate, Fen};

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

/// The largest share of a sub-merchant's orders that others may get (2.8, PP-56). A direct merchant has no such call.
///
/// # Errors
/// [`SplitRefusal::ProviderWithoutSplit`], [`SplitRefusal::NotASub`], [`SplitRefusal::SubWithoutSplit`].
pub fn max_ratio(cx: &Cx<'_>, caller: &Merchant, sub_mchid: &Mchid) -> Outcome<FeeRate> {
    if !caller.is_provider() || !caller.may(Permission::ProfitSharing) {
        return Err(SplitRefusal::ProviderWithoutSplit(caller.mchid.clone()).into());
    }
    let sub = merchant::find(cx, sub_mchid)?.filter(|sub| sub.provider() == Some(&caller.mchid));
    let sub = sub.ok_or_else(|| SplitRefusal::NotASub(sub_mchid.clone()))?;
    if !sub.may(Permission::ProfitSharing) {
        return Err(SplitRefusal::SubWithoutSplit(sub.mchid).into());
    }
    Ok(sub.max_ratio.unwrap_or(switches::of(cx)?.split.max_ratio))
}
