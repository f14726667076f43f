//! What the server API does. Checks run in their declared order; the first that fails is told.

pub mod application;
pub mod back_office;
pub mod combined;
pub mod confirm;
pub mod control;
pub mod filing;
pub mod find;
pub mod inbox;
pub mod list;
pub mod login;
pub mod members;
pub mod notices;
pub mod push;
pub mod refusal;
pub mod reminders;
pub mod shipping;
pub mod token;
pub mod upload;
pub mod view;

use crate::world::Stop;
use refusal::Refusal;

/// How a rule ends.
pub type Ruled<T> = Result<T, Stop<Refusal>>;
