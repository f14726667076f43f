//! Scenarios: YAML files that play the merchant, the buyer and time against a world of their own.
//!
//! Each file gets its own world, its own transport and logical host names, so its transcript is the same bytes on every
//! run and at any number of jobs. The runner signs as an SDK does, verifies every answer, and receives the callbacks.

mod client;
mod expect;
mod forms;
mod huifu;
mod ipos;
mod junit;
mod load;
pub mod model;
mod names;
mod paths;
mod receiver;
mod report;
mod run;
mod transcript;
pub mod upload;
mod wrong;

pub use load::{load, read};
pub use report::{ExitKind, Outcome, Report, RunOptions, Summary, run_command, run_paths};
pub use run::{Failure, Played, StepTime, play};
pub use wrong::Wrong;
