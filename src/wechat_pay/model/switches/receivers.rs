//! Switches of the lists of receivers.

use serde::{Deserialize, Serialize};

/// Switches of the lists of receivers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReceiverSwitches {
    /// How many receivers one list holds (PS-09, PP-13).
    pub limit: u32,
    /// Whether adding a receiver that is there already is refused (PS-30).
    pub duplicate_error: bool,
}

impl Default for ReceiverSwitches {
    fn default() -> ReceiverSwitches {
        ReceiverSwitches { limit: 20_000, duplicate_error: false }
    }
}
