//! Combined orders (CO-01, CO-04): several orders paid at once or not at all.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Outcome;
use super::order::{self, Placement};
use super::refusal::Refusal;
use super::timers::Timer;
use crate::wechat_pay::model::merchant::{self, Permission, Role};
use crate::wechat_pay::model::order::{CombinedOrder, Order, State, TradeType};
use crate::wechat_pay::model::prepay::{Prepay, Subject};
use crate::world::ids::{Appid, CombineOutTradeNo, Mchid};
use crate::world::{Cx, Instant};

/// How many sub orders direct merchants combine (CO-01).
pub const DIRECT_COUNT: std::ops::RangeInclusive<usize> = 2..=10;

/// What placing a combined order means.
#[derive(Debug, Clone)]
pub struct CombinedPlacement {
    /// The merchant that places it.
    pub combine_mchid: Mchid,
    /// Its appid.
    pub combine_appid: Appid,
    /// Its number.
    pub combine_out_trade_no: CombineOutTradeNo,
    /// How it will be paid.
    pub trade_type: TradeType,
    /// Where the one notice goes.
    pub notify_url: String,
    /// The last moment of payment, as asked.
    pub time_expire: Option<Instant>,
    /// The device, if sent.
    pub device_id: Option<String>,
    /// The sub orders, each as if it were placed alone.
    pub sub_orders: Vec<Placement>,
    /// The decoded, decrypted request.
    pub request: Value,
}

/// Places a combined order with all its sub orders, or answers a repeat with a new session.
///
/// # Errors
/// A [`Refusal`], in the order of the checks; nothing is placed then, not even in part.
pub fn place(cx: &Cx<'_>, placement: CombinedPlacement) -> Outcome<Prepay> {
    check_numbers(cx, &placement)?;
    for sub in &placement.sub_orders {
        let products = [Permission::Combine, placement.trade_type.permission()];
        order::check_parties(cx, &sub.payee, &products)?;
        order::check_payer(cx, &sub.payee, &sub.payer)?;
        order::check_settle(sub.settle)?;
    }
    let key = CombinedOrder::key_of(&placement.combine_mchid, &placement.combine_out_trade_no);
    if let Some(combined) = cx.get::<CombinedOrder>(&key)? {
        check_repeat(cx, &combined, &placement)?;
        return Ok(order::open_session(cx, Subject::Combined(key), combined.trade_type)?);
    }
    for sub in &placement.sub_orders {
        let sub_key = Order::key_of(sub.payee.initiator(), &sub.out_trade_no);
        if cx.get::<Order>(&sub_key)?.is_some() {
            return Err(Refusal::OutTradeNoUsed(sub.out_trade_no.to_string()).into());
        }
    }
    let trade_type = placement.trade_type;
    let combined = keep(cx, placement, &key)?;
    Timer::CloseCombined(key.clone()).set(cx, order::after(combined.expires_at))?;
    Ok(order::open_session(cx, Subject::Combined(key), trade_type)?)
}

fn keep(cx: &Cx<'_>, placement: CombinedPlacement, key: &str) -> Outcome<CombinedOrder> {
    let mut keys = Vec::with_capacity(placement.sub_orders.len());
    for sub in placement.sub_orders {
        let order = order::make(cx, sub, Some(key.to_owned()));
        cx.put(&order)?;
        keys.push(order.key());
    }
    let combined = CombinedOrder {
        combine_mchid: placement.combine_mchid,
        combine_appid: placement.combine_appid,
        combine_out_trade_no: placement.combine_out_trade_no,
        trade_type: placement.trade_type,
        sub_orders: keys,
        notify_url: placement.notify_url,
        device_id: placement.device_id,
        expires_at: order::life(cx.now(), placement.time_expire),
        request: placement.request,
    };
    cx.put(&combined)?;
    Ok(combined)
}

/// Who may stand together: a provider's sub orders are all its own; direct merchants combine 2 to 10 of each other's.
fn check_numbers(cx: &Cx<'_>, placement: &CombinedPlacement) -> Outcome<()> {
    let caller = merchant::known(cx, &placement.combine_mchid)?;
    if !caller.has_appid(&placement.combine_appid) {
        return Err(Refusal::AppidNotBound(placement.combine_appid.clone(), caller.mchid).into());
    }
    let found = placement.sub_orders.len();
    if !caller.is_provider() && !DIRECT_COUNT.contains(&found) {
        return Err(Refusal::DirectCombineCount(found).into());
    }
    let mut seen = BTreeSet::new();
    for sub in &placement.sub_orders {
        let initiator = sub.payee.initiator();
        if *initiator != placement.combine_mchid && (caller.is_provider() || !is_direct(cx, initiator)?) {
            return Err(Refusal::ForeignSubOrder(initiator.clone()).into());
        }
        if !seen.insert(Order::key_of(sub.payee.initiator(), &sub.out_trade_no)) {
            return Err(Refusal::RepeatedInRequest(sub.out_trade_no.to_string()).into());
        }
    }
    Ok(())
}

/// Whether a merchant trades for itself; one that does not exist is told so by the checks that follow.
fn is_direct(cx: &Cx<'_>, mchid: &Mchid) -> Outcome<bool> {
    Ok(merchant::find(cx, mchid)?.is_none_or(|merchant| merchant.role == Role::Direct))
}

fn check_repeat(cx: &Cx<'_>, combined: &CombinedOrder, placement: &CombinedPlacement) -> Outcome<()> {
    let number = combined.combine_out_trade_no.to_string();
    match sub_orders(cx, combined)?.first().map(|order| &order.state) {
        Some(State::Paid(_)) => return Err(Refusal::OrderPaid(number).into()),
        Some(State::Closed { .. }) => return Err(Refusal::OrderClosed(number).into()),
        Some(State::NotPay) | None => {}
    }
    if combined.trade_type != placement.trade_type {
        return Err(Refusal::OutTradeNoUsed(number).into());
    }
    if combined.request == placement.request {
        return Ok(());
    }
    if without_settle_info(&combined.request) == without_settle_info(&placement.request) {
        return Err(Refusal::SettleInfoDiffers.into());
    }
    Err(Refusal::OutTradeNoUsed(number).into())
}

fn without_settle_info(request: &Value) -> Value {
    let mut request = request.clone();
    for sub in request["sub_orders"].as_array_mut().into_iter().flatten() {
        if let Some(sub) = sub.as_object_mut() {
            sub.remove("settle_info");
            sub.remove("profit_sharing");
        }
    }
    request
}

/// The sub orders of a combined order, in the order of its request.
///
/// # Errors
/// [`crate::world::Bug`] when one of them is gone.
pub fn sub_orders(cx: &Cx<'_>, combined: &CombinedOrder) -> Result<Vec<Order>, crate::world::Bug> {
    let missing = |key: &str| crate::world::Bug::Broken(format!("the sub order {key} is gone"));
    combined.sub_orders.iter().map(|key| cx.get::<Order>(key)?.ok_or_else(|| missing(key))).collect()
}
