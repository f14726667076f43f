//! What Huifu puts on the agenda, and what happens when it falls due.

use serde::{Deserialize, Serialize};

use super::{close, control, payout};
use crate::huifu::SYSTEM;
use crate::world::ids::{Appid, HfSeqId, HuifuId};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Instant};

/// One thing that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// An order was not paid in time.
    Expire(HfSeqId),
    /// A payout reaches the bank.
    PayoutArrives(HfSeqId),
    /// A member's day is settled.
    SettleDay(HuifuId),
    /// Control of an application begins.
    ControlBegins(Appid),
}

impl Timer {
    fn subject(&self) -> &str {
        match self {
            Timer::Expire(hf_seq_id) | Timer::PayoutArrives(hf_seq_id) => hf_seq_id.as_str(),
            Timer::SettleDay(huifu_id) => huifu_id.as_str(),
            Timer::ControlBegins(appid) => appid.as_str(),
        }
    }

    /// Puts the timer on the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn set(&self, cx: &Cx<'_>, due: Instant) -> Result<(), Bug> {
        cx.schedule(due, SYSTEM, self.subject(), self)
    }

    /// Takes the timer off the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn call_off(&self, cx: &Cx<'_>) -> Result<(), Bug> {
        cx.call_off(SYSTEM, self.subject(), self)
    }
}

/// Does what fell due. Answers what happened, or nothing when it did not matter any more.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn fall_due(cx: &Cx<'_>, timer: &Timer) -> Result<Option<Note>, Bug> {
    match timer {
        Timer::Expire(hf_seq_id) => close::expire(cx, hf_seq_id),
        Timer::PayoutArrives(hf_seq_id) => payout::arrive(cx, hf_seq_id),
        Timer::SettleDay(huifu_id) => payout::settle_day(cx, huifu_id),
        Timer::ControlBegins(appid) => control::begin(cx, appid),
    }
}
