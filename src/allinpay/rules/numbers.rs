//! The acquirer's own numbers.

use crate::world::{Bug, Cx};

/// A new `trxid`: the day in six digits, and twelve more (§2.3).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn trxid(cx: &Cx<'_>) -> Result<String, Bug> {
    Ok(format!("{}{}", cx.now().format("%y%m%d"), cx.random("allinpay trxid")?.digits(12)))
}

/// A number of a channel that is not imitated: the day and twenty digits.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn channel_number(cx: &Cx<'_>) -> Result<String, Bug> {
    Ok(format!("{}{}", cx.now().format("%Y%m%d"), cx.random("allinpay channel")?.digits(20)))
}
