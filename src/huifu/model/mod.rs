//! What Huifu keeps: members with their accounts, trades, and the values that no source proves.

pub mod assumed;
pub mod cause;
pub mod channel;
pub mod confirm;
pub mod head;
pub mod member;
pub mod payment;
pub mod payout;
pub mod refund;
pub mod transfer;
