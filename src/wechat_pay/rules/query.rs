//! Looking orders up (OR-08, CO-02, CO-05).

use super::Outcome;
use super::combine;
use super::refusal::Refusal;
use crate::wechat_pay::model::order::{CombinedOrder, Order, Payee, State};
use crate::world::Cx;
use crate::world::ids::{CombineOutTradeNo, Mchid, OutTradeNo, TransactionId};

/// A paid order by WeChat Pay's number. Unpaid orders have none.
///
/// # Errors
/// [`Refusal::OrderNotExist`], also for other merchants' orders; [`Refusal::OtherSubMerchant`].
pub fn by_transaction(
    cx: &Cx<'_>,
    caller: &Mchid,
    sub_mchid: Option<&Mchid>,
    transaction_id: &TransactionId,
) -> Outcome<Order> {
    let found = cx.first::<Order>("transaction_id", transaction_id.as_str())?;
    let order = found.filter(|order| order.payee.initiator() == caller);
    let order = order.ok_or_else(|| Refusal::OrderNotExist(transaction_id.to_string()))?;
    check_sub(&order, sub_mchid)?;
    Ok(order)
}

/// An order by the merchant's number. An unpaid sub order is out of this API's reach (CO-05).
///
/// # Errors
/// As [`by_transaction`].
pub fn by_number(
    cx: &Cx<'_>,
    caller: &Mchid,
    sub_mchid: Option<&Mchid>,
    out_trade_no: &OutTradeNo,
) -> Outcome<Order> {
    let found = cx.get::<Order>(&Order::key_of(caller, out_trade_no))?;
    let reachable = found.filter(|order| order.combined.is_none() || matches!(order.state, State::Paid(_)));
    let order = reachable.ok_or_else(|| Refusal::OrderNotExist(out_trade_no.to_string()))?;
    check_sub(&order, sub_mchid)?;
    Ok(order)
}

/// A combined order with its sub orders.
///
/// # Errors
/// [`Refusal::OrderNotExist`].
pub fn combined(
    cx: &Cx<'_>,
    caller: &Mchid,
    number: &CombineOutTradeNo,
) -> Outcome<(CombinedOrder, Vec<Order>)> {
    let found = cx.get::<CombinedOrder>(&CombinedOrder::key_of(caller, number))?;
    let combined = found.ok_or_else(|| Refusal::OrderNotExist(number.to_string()))?;
    let subs = combine::sub_orders(cx, &combined)?;
    Ok((combined, subs))
}

fn check_sub(order: &Order, sub_mchid: Option<&Mchid>) -> Result<(), Refusal> {
    match (&order.payee, sub_mchid) {
        (Payee::Partner { sub_mchid, .. }, Some(named)) if sub_mchid != named => {
            Err(Refusal::OtherSubMerchant(sub_mchid.clone()))
        }
        (Payee::Partner { .. }, Some(_)) | (Payee::Direct { .. }, None) => Ok(()),
        // The partner API names a sub-merchant, the direct one none; neither reaches the other's orders (assumed).
        // An acquirer asks by its port, never by these APIs.
        (Payee::Partner { .. }, None) | (Payee::Direct { .. }, Some(_)) | (Payee::Channel { .. }, _) => {
            Err(Refusal::OrderNotExist(order.out_trade_no.to_string()))
        }
    }
}
