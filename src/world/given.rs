//! Why a description of a world cannot be: the same in every system.

use super::bug::{Refusal, Stop};

/// Why a description makes no world, for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(pub String);

impl Refusal for Unfit {}

/// How setting up ends.
pub type SetUp<T> = Result<T, Stop<Unfit>>;

/// Ends setting up.
///
/// # Errors
/// Always: with this sentence.
pub fn unfit<T>(why: String) -> SetUp<T> {
    Err(Stop::Refused(Unfit(why)))
}
