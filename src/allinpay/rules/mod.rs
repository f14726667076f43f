//! What the acquirer does. Checks run in their declared order; the first that fails is told.

pub mod bill;
pub mod books;
pub mod cancel;
pub mod close;
pub mod completion;
pub mod control;
pub mod correction;
pub mod notices;
pub mod numbers;
pub mod paid;
pub mod payment_code;
pub mod place;
pub mod query;
pub mod refund;
pub mod refusal;
pub mod settle;
pub mod share;
pub mod timers;

use crate::world::Stop;
use refusal::Refusal;

/// How a rule ends.
pub type Ruled<T> = Result<T, Stop<Refusal>>;
