//! What Huifu does. Checks run in their declared order; the first that fails is told.

pub mod books;
pub mod members;
pub mod refusal;

use crate::world::Stop;
use refusal::Refusal;

/// How a rule ends.
pub type Ruled<T> = Result<T, Stop<Refusal>>;
