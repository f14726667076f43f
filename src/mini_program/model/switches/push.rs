//! Switches of message pushes.

use serde::{Deserialize, Serialize};

/// Switches of message pushes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PushSwitches {
    /// confirm_receive_method the other way round, as developers report it: 1 for the buyer, 2 for time (SH-68).
    pub reverse_confirm_method: bool,
}
