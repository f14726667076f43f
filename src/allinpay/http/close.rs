//! Closing unpaid orders (§2.8).

use super::wire::{Call, Members};
use crate::allinpay::rules::{Ruled, close as closes};

/// Closes an order: the answer names neither it nor its number.
pub(super) fn close(call: &Call<'_>) -> Ruled<Members> {
    closes::request(call.cx, call.merchant, &call.named("oldtrxid", "oldreqsn")?)?;
    Ok(vec![("trxstatus", "0000".to_owned())])
}
