//! Switches of withdrawals.

use serde::{Deserialize, Serialize};

use crate::world::Span;

/// Switches of withdrawals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WithdrawSwitches {
    /// When the bank has the money (WD-08).
    pub arrives: Arrival,
    /// The same for what is withdrawn by its day-end balance, which arrives on the same day.
    pub day_end_arrives_after: Span,
    /// How long a number stands for one withdrawal, and may be sent again (WD-02, WD-04).
    pub reentry_for: Span,
    /// How many requests of one caller a second are taken; none for as many as come (WD-09).
    pub most_per_second: Option<u32>,
    /// Within how many working days the bank may return what it took (WD-05).
    pub returned_within: u32,
}

impl Default for WithdrawSwitches {
    fn default() -> WithdrawSwitches {
        WithdrawSwitches {
            arrives: Arrival::NextWorkingDay,
            day_end_arrives_after: Span::hours(1),
            reentry_for: Span::days(6),
            most_per_second: None,
            returned_within: 7,
        }
    }
}

/// When the bank has the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Arrival {
    /// At ten in the morning of the next working day; a platform's own of the next day.
    NextWorkingDay,
    /// So long after it was accepted.
    After(Span),
}

const NEXT_WORKING_DAY: &str = "next_working_day";

impl TryFrom<String> for Arrival {
    type Error = String;
    fn try_from(text: String) -> Result<Arrival, String> {
        if text == NEXT_WORKING_DAY {
            return Ok(Arrival::NextWorkingDay);
        }
        Span::parse(&text).map(Arrival::After).map_err(|why| format!("{why}, or {NEXT_WORKING_DAY}"))
    }
}

impl From<Arrival> for String {
    fn from(arrival: Arrival) -> String {
        match arrival {
            Arrival::NextWorkingDay => NEXT_WORKING_DAY.to_owned(),
            Arrival::After(span) => span.to_string(),
        }
    }
}
