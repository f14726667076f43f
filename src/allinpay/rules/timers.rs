//! What the acquirer puts on the agenda, and what happens when it falls due.

use serde::{Deserialize, Serialize};

use super::{close, refund, settle};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Day, Instant};

/// The name under which this acquirer stands on the agenda and in the catalogue.
pub const SYSTEM: &str = "allinpay";

/// One thing that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// An unpaid order expires (AL-23).
    Expire(String),
    /// A refund is done (AL-32).
    RefundDone(String),
    /// A merchant's money of a day is settled (AL-99).
    Settle(String, Day),
}

impl Timer {
    /// What the timer is about: the handle by which it is called off.
    fn subject(&self) -> String {
        match self {
            Timer::Expire(trxid) | Timer::RefundDone(trxid) => trxid.clone(),
            Timer::Settle(cusid, day) => format!("{cusid} {day}"),
        }
    }

    /// Puts the timer on the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn set(&self, cx: &Cx<'_>, due: Instant) -> Result<(), Bug> {
        cx.schedule(due, SYSTEM, &self.subject(), self)
    }

    /// Takes the timer off the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn call_off(&self, cx: &Cx<'_>) -> Result<(), Bug> {
        cx.call_off(SYSTEM, &self.subject(), self)
    }
}

/// Does what fell due.
///
/// # Errors
/// [`Bug`] when the database fails or an invariant breaks.
pub fn fall_due(cx: &Cx<'_>, timer: &Timer) -> Result<Option<Note>, Bug> {
    match timer {
        Timer::Expire(trxid) => close::expire(cx, trxid),
        Timer::RefundDone(trxid) => refund::done(cx, trxid),
        Timer::Settle(cusid, day) => settle::run(cx, cusid, *day),
    }
}
