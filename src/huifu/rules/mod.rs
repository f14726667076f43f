//! What Huifu does. Checks run in their declared order; the first that fails is told.

pub mod balance_pay;
pub mod bill;
pub mod books;
pub mod close;
pub mod confirm;
pub mod confirm_refund;
pub mod console;
pub mod control;
pub mod members;
pub mod notices;
pub mod onboarding;
pub mod order;
pub mod paid;
pub mod payout;
pub mod refund;
pub mod refusal;
pub mod release;
pub mod report;
pub mod shares;
pub mod sheet;
pub mod splits;
pub mod timers;
pub mod trades;
pub mod view;

use crate::world::Stop;
use refusal::Refusal;

/// How a rule ends.
pub type Ruled<T> = Result<T, Stop<Refusal>>;
