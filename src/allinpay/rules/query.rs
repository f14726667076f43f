//! Finding trades, and how they stand (§2.5, AL-81, AL-82).

use crate::allinpay::model::assumed::{Assumed, Said};
use crate::allinpay::model::follow::{Follow, FollowState};
use crate::allinpay::model::merchant::Merchant;
use crate::allinpay::model::order::{Order, State, number};
use crate::world::{Bug, Cx};

/// How a trade is named: by the acquirer's number where both are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// The acquirer's number.
    Trxid(String),
    /// The merchant's number.
    Reqsn(String),
}

/// A trade that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An order.
    Order(Box<Order>),
    /// What followed one.
    Follow(Box<Follow>),
}

/// The trade of a merchant with this number. By the merchant's number of an order it is always the order itself (AL-81).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn find(cx: &Cx<'_>, merchant: &Merchant, named: &Named) -> Result<Option<Found>, Bug> {
    let (order, follow) = match named {
        Named::Trxid(trxid) => (cx.get::<Order>(trxid)?, cx.get::<Follow>(trxid)?),
        Named::Reqsn(reqsn) => {
            let key = number(&merchant.cusid, reqsn);
            (cx.first::<Order>("number", &key)?, cx.first::<Follow>("number", &key)?)
        }
    };
    let order =
        order.filter(|order| order.cusid == merchant.cusid).map(|order| Found::Order(Box::new(order)));
    let follow =
        follow.filter(|follow| follow.cusid == merchant.cusid).map(|follow| Found::Follow(Box::new(follow)));
    Ok(order.or(follow))
}

/// `trxstatus` and `errmsg` of a trade; no text for success.
#[must_use]
pub fn status(found: &Found, assumed: &Assumed) -> Said {
    let said =
        |trxstatus: &str, errmsg: &str| Said { trxstatus: trxstatus.to_owned(), errmsg: errmsg.to_owned() };
    let order = match found {
        Found::Order(order) => order,
        Found::Follow(follow) => {
            return match follow.state {
                FollowState::Done => said("0000", ""),
                FollowState::InProgress => said("2000", "交易处理中"),
            };
        }
    };
    match &order.state {
        State::Blocked { trxstatus, errmsg } => said(trxstatus, errmsg),
        State::Placed => said("2000", "交易处理中"),
        State::Closed | State::Cancelled => assumed.already_cancelled.clone(),
        State::Expired => said("3088", "交易未支付"),
        State::Failed(errmsg) => said(&assumed.payment_failed.trxstatus, errmsg),
        State::Posted | State::Frozen | State::Completed(_) | State::Refunded => said("0000", ""),
    }
}
