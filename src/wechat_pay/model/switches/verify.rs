//! Switches of settlement cards.

use serde::{Deserialize, Serialize};

use crate::world::Span;

/// Switches of settlement cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VerifySwitches {
    /// Whether the query says that the 0.01 yuan arrived; else only that they did not (AP-61).
    pub report_success: bool,
    /// How long the bank takes to say whether a card takes money (AP-61, AP-64).
    pub result_after: Span,
    /// How many changes of the card a sub-merchant may ask for on one day (AP-63).
    pub changes_a_day: u32,
}

impl Default for VerifySwitches {
    fn default() -> VerifySwitches {
        VerifySwitches { report_success: false, result_after: Span::days(1), changes_a_day: 5 }
    }
}
