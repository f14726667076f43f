//! Which order is meant, and why it does not exist here (SH-26, SH-30).

use super::Ruled;
use super::refusal::{Missing, ShippingRefusal};
use crate::mini_program::model::order::Order;
use crate::mini_program::model::switches;
use crate::world::ids::Appid;
use crate::world::store::Page;
use crate::world::{Bug, Cx, Instant};

/// Which order is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By WeChat Pay's number.
    Transaction(String),
    /// By the number of the merchant that received the money (SH-26).
    Recipient {
        /// That merchant.
        mchid: String,
        /// Its number.
        out_trade_no: String,
    },
    /// By the number of a provider for its sub-merchant.
    Both {
        /// The provider.
        mchid: String,
        /// Its sub-merchant.
        sub_mchid: String,
        /// Their number.
        out_trade_no: String,
    },
    /// By the number of the merchant that placed it, or received the money.
    Either {
        /// That merchant.
        mchid: String,
        /// Its number.
        out_trade_no: String,
    },
}

impl Named {
    /// The number itself, for people.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Named::Transaction(number)
            | Named::Recipient { out_trade_no: number, .. }
            | Named::Both { out_trade_no: number, .. }
            | Named::Either { out_trade_no: number, .. } => number,
        }
    }
}

/// The order that is named, if it was paid in this mini program and is seen by now.
///
/// # Errors
/// [`ShippingRefusal::NoOrder`] with its cause.
pub fn find(cx: &Cx<'_>, appid: &Appid, named: &Named) -> Ruled<Order> {
    let missing = match paid(cx, named)? {
        Some(order) if order.appid != *appid => Missing::OtherApp(order.appid),
        Some(order) => {
            let from = seen_from(cx, &order)?;
            if cx.now() >= from {
                return Ok(order);
            }
            Missing::NotYet(from)
        }
        None => why(cx, appid, named)?,
    };
    Err(ShippingRefusal::NoOrder(missing).into())
}

/// The sub orders of the combined order that is named, those that were paid in this mini program. Such an order has no
/// transaction_id of its own.
///
/// # Errors
/// As [`find`].
pub fn combined(cx: &Cx<'_>, appid: &Appid, named: &Named) -> Ruled<Vec<Order>> {
    let mut orders = Vec::new();
    if let Named::Recipient { mchid, out_trade_no } | Named::Either { mchid, out_trade_no } = named {
        orders = cx.all::<Order>("by_combined", &Order::number_of(mchid, out_trade_no))?;
    }
    let own = orders.iter().find(|order| order.appid == *appid);
    let Some(first) = own.or(orders.first()) else {
        let missing = match paid(cx, named)? {
            Some(Order { combined: Some(key), .. }) => Missing::SubOrder(key),
            Some(_) => Missing::NotCombined,
            None => Missing::Unknown,
        };
        return Err(ShippingRefusal::NoOrder(missing).into());
    };
    find(cx, appid, &Named::Transaction(first.transaction_id.to_string()))?;
    orders.retain(|order| order.appid == *appid);
    Ok(orders)
}

/// The orders of a mini program that an `order_id` may mean: a transaction_id, or a merchant's number.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn by_either_number(cx: &Cx<'_>, appid: &Appid, number: &str) -> Result<Vec<Order>, Bug> {
    let mut orders = cx.page_where::<Order>(
        &[("appid", appid.as_str()), ("out_trade_no", number)],
        Page { offset: 0, limit: 20 },
    )?;
    orders.extend(cx.get::<Order>(number)?.filter(|order| order.appid == *appid));
    let mut seen = Vec::new();
    for order in orders {
        if cx.now() >= seen_from(cx, &order)? {
            seen.push(order);
        }
    }
    Ok(seen)
}

fn seen_from(cx: &Cx<'_>, order: &Order) -> Result<Instant, Bug> {
    Ok(order.paid_at.after(switches::of(cx)?.shipping.index_delay))
}

fn paid(cx: &Cx<'_>, named: &Named) -> Result<Option<Order>, Bug> {
    match named {
        Named::Transaction(id) => cx.get::<Order>(id),
        Named::Recipient { mchid, out_trade_no } => {
            cx.first::<Order>("by_recipient", &Order::number_of(mchid, out_trade_no))
        }
        Named::Both { mchid, sub_mchid, out_trade_no } => {
            let found = cx.first::<Order>("by_recipient", &Order::number_of(sub_mchid, out_trade_no))?;
            Ok(found.filter(|order| order.mchid.as_str() == mchid && order.sub_mchid.is_some()))
        }
        Named::Either { mchid, out_trade_no } => {
            let number = Order::number_of(mchid, out_trade_no);
            match cx.first::<Order>("by_initiator", &number)? {
                Some(order) => Ok(Some(order)),
                None => cx.first::<Order>("by_recipient", &number),
            }
        }
    }
}

fn why(cx: &Cx<'_>, appid: &Appid, named: &Named) -> Result<Missing, Bug> {
    Ok(match named {
        Named::Transaction(number) => {
            let alike = by_either_number(cx, appid, number)?;
            alike.first().map_or(Missing::Unknown, |order| Missing::MerchantNumber(order.recipient().clone()))
        }
        Named::Both { sub_mchid, out_trade_no, .. } => {
            let found = cx.first::<Order>("by_recipient", &Order::number_of(sub_mchid, out_trade_no))?;
            found.map_or(Missing::Unknown, |order| Missing::OtherMerchants(order.mchid, order.sub_mchid))
        }
        Named::Recipient { mchid, out_trade_no } | Named::Either { mchid, out_trade_no } => {
            let key = Order::number_of(mchid, out_trade_no);
            if let Some(order) = cx.first::<Order>("by_initiator", &key)? {
                Missing::Provider(order.recipient().clone())
            } else if cx.first::<Order>("by_combined", &key)?.is_some() {
                Missing::Combined
            } else if cx.get::<Order>(out_trade_no)?.is_some() {
                Missing::TransactionNumber
            } else {
                Missing::Unknown
            }
        }
    })
}
