//! The acquirer's own numbers.

use super::settle::Batch;
use crate::allinpay::model::follow::Follow;
use crate::allinpay::model::order::Order;
use crate::allinpay::model::share::Share;
use crate::world::{Bug, Cx};

/// A new `trxid`: the day in six digits, and twelve more (§2.3).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn trxid(cx: &Cx<'_>) -> Result<String, Bug> {
    loop {
        let trxid = format!("{}{}", cx.now().format("%y%m%d"), cx.random("allinpay trxid")?.digits(12));
        if !is_taken(cx, &trxid)? {
            return Ok(trxid);
        }
    }
}

/// Whether a trade or a batch has a number already: two of a day may draw the same.
fn is_taken(cx: &Cx<'_>, trxid: &str) -> Result<bool, Bug> {
    Ok(cx.get::<Order>(trxid)?.is_some()
        || cx.get::<Follow>(trxid)?.is_some()
        || cx.first::<Share>("trxid", trxid)?.is_some()
        || cx.get::<Batch>(trxid)?.is_some())
}

/// A number of a channel that is not imitated: the day and twenty digits.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn channel_number(cx: &Cx<'_>) -> Result<String, Bug> {
    Ok(format!("{}{}", cx.now().format("%Y%m%d"), cx.random("allinpay channel")?.digits(20)))
}
