//! The two ways a command ends early: a refusal, which the imitated system would give too, and a bug of ours.

use thiserror::Error;

/// Something that must not happen: the command is rolled back and the failure is reported as our mistake.
#[derive(Debug, Error)]
pub enum Bug {
    /// SQLite failed.
    #[error("the world's database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A record did not survive the way into or out of the database.
    #[error("a record could not be read or written: {0}")]
    Record(#[from] serde_json::Error),
    /// Money would have been created, destroyed or overdrawn.
    #[error("an invariant of the ledger broke: {0}")]
    Ledger(String),
    /// Anything else that the code assumes and the data contradicts.
    #[error("{0}")]
    Broken(String),
}

/// Marks the error enum of one system's rules, so that `?` can turn it into a [`Stop`].
pub trait Refusal {}

/// Why a rule did not end in `Done`.
#[derive(Debug)]
pub enum Stop<R> {
    /// Nothing changed: what the command wrote is rolled back.
    Refused(R),
    /// The answer is an error, yet what the command wrote exists (a spent number, an order waiting for money).
    RefusedAndKept(R),
    /// Our mistake.
    Bug(Bug),
}

impl<R: Refusal> From<R> for Stop<R> {
    fn from(refusal: R) -> Self {
        Stop::Refused(refusal)
    }
}

impl<R> From<Bug> for Stop<R> {
    fn from(bug: Bug) -> Self {
        Stop::Bug(bug)
    }
}

/// One line a family: its refusals are refusals of the whole system, and end a rule.
macro_rules! refusal_families {
    ($whole:ident: $($variant:ident($refusal:ty);)*) => {$(
        impl From<$refusal> for $whole {
            fn from(refusal: $refusal) -> $whole {
                $whole::$variant(refusal)
            }
        }

        impl From<$refusal> for $crate::world::Stop<$whole> {
            fn from(refusal: $refusal) -> $crate::world::Stop<$whole> {
                $crate::world::Stop::Refused(refusal.into())
            }
        }
    )*};
}
pub(crate) use refusal_families;
