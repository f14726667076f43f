//! What the server API does. Checks run in their declared order; the first that fails is told.

pub mod confirm;
pub mod control;
pub mod login;
pub mod refusal;
pub mod shipping;
pub mod token;

use crate::world::Stop;
use refusal::Refusal;

/// How a rule ends.
pub type Ruled<T> = Result<T, Stop<Refusal>>;
