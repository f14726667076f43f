//! Runs what falls due, and sends the outbox: prepare (a command), send (the network), conclude (a command).
//!
//! No lock of the world is held while a callback is under way, so a receiver may call our API in its handler.

mod attempt;
mod driver;
mod http;
mod smtp;

pub use attempt::{Letter, Sent, Transport};
pub use driver::{ClockError, Driver, Moved};
pub use http::HttpTransport;
pub use smtp::SmtpServer;

use serde::Serialize;
use serde_json::Value;

use crate::world::Instant;

/// One thing that happened while the agenda was worked off.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Happening {
    /// When, in business time.
    pub at: Instant,
    /// What kind of thing.
    pub kind: HappeningKind,
    /// What it is about.
    pub subject: String,
    /// What happened, in English.
    pub en: String,
    /// What happened, in Chinese.
    pub zh: String,
    /// For a callback: event, url, attempt, outcome.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub detail: Value,
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HappeningKind {
    /// A system's timer fell due.
    Timer,
    /// A callback was attempted.
    Callback,
}
