//! What ipos-sa does: it takes a merchant's numbers, and has Huifu's rules do the rest. Checks run in their declared order; the
//! first that fails is told.

pub mod account;
pub mod asking;
pub mod back;
pub mod bill;
pub mod delay;
pub mod find;
pub mod list;
pub mod notices;
pub mod order;
pub mod refusal;
pub mod split;
pub mod view;

use crate::world::Stop;
use refusal::Refusal;

/// How a rule ends.
pub type Ruled<T> = Result<T, Stop<Refusal>>;
