//! Closing orders (OR-09, CO-03).

use std::collections::BTreeSet;

use super::Outcome;
use super::query;
use super::refusal::Refusal;
use super::timers::Timer;
use crate::wechat_pay::model::order::{Order, Payee, State};
use crate::world::ids::{Appid, CombineOutTradeNo, Mchid, OutTradeNo};
use crate::world::{Bug, Cx};

/// Closes a single order. Closing a closed one changes nothing.
///
/// # Errors
/// [`Refusal::OrderPaid`], or as [`query::by_number`].
pub fn single(cx: &Cx<'_>, caller: &Mchid, sub_mchid: Option<&Mchid>, number: &OutTradeNo) -> Outcome<()> {
    let order = query::by_number(cx, caller, sub_mchid, number)?;
    if matches!(order.state, State::Paid(_)) {
        return Err(Refusal::OrderPaid(number.to_string()).into());
    }
    Timer::CloseOrder(order.key()).call_off(cx)?;
    Ok(shut(cx, order)?)
}

/// One line of the list that closes a combined order.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct CloseLine {
    /// The sub order's initiating merchant.
    pub mchid: Mchid,
    /// The sub order's number.
    pub out_trade_no: OutTradeNo,
    /// Its sub-merchant.
    pub sub_mchid: Option<Mchid>,
}

/// Closes a combined order. The list must name all its sub orders and no other (CO-03).
///
/// # Errors
/// [`Refusal::CloseListDiffers`], [`Refusal::OrderPaid`], or as [`query::combined`].
pub fn combined(
    cx: &Cx<'_>,
    caller: &Mchid,
    appid: &Appid,
    number: &CombineOutTradeNo,
    list: &[CloseLine],
) -> Outcome<()> {
    let (combined, subs) = query::combined(cx, caller, number)?;
    if combined.combine_appid != *appid {
        return Err(Refusal::AppidNotBound(appid.clone(), caller.clone()).into());
    }
    check_list(list, &subs)?;
    if subs.iter().any(|order| matches!(order.state, State::Paid(_))) {
        return Err(Refusal::OrderPaid(number.to_string()).into());
    }
    Timer::CloseCombined(combined.key()).call_off(cx)?;
    for order in subs {
        shut(cx, order)?;
    }
    Ok(())
}

fn check_list(list: &[CloseLine], subs: &[Order]) -> Result<(), Refusal> {
    if list.len() != subs.len() {
        return Err(Refusal::CloseListDiffers(format!("{} named, {} ordered", list.len(), subs.len())));
    }
    let mut named = BTreeSet::new();
    for line in list {
        let key = Order::key_of(&line.mchid, &line.out_trade_no);
        let order = subs.iter().find(|order| order.key() == key);
        let order = order.ok_or_else(|| Refusal::CloseListDiffers(format!("{key} is not in it")))?;
        let sub_mchid = match &order.payee {
            Payee::Partner { sub_mchid, .. } | Payee::Channel { sub_mchid, .. } => Some(sub_mchid),
            Payee::Direct { .. } => None,
        };
        if sub_mchid != line.sub_mchid.as_ref() {
            return Err(Refusal::CloseListDiffers(format!("{key} was ordered for another sub_mchid")));
        }
        if !named.insert(key) {
            return Err(Refusal::CloseListDiffers(format!("{} stands twice", line.out_trade_no)));
        }
    }
    Ok(())
}

/// Closes an order that nobody paid; any other stays as it is.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn shut(cx: &Cx<'_>, mut order: Order) -> Result<(), Bug> {
    if order.state == State::NotPay {
        order.state = State::Closed { at: cx.now() };
        cx.put(&order)?;
    }
    Ok(())
}
