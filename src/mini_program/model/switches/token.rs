//! Switches of access tokens.

use serde::{Deserialize, Serialize};

/// Switches of access tokens: how often the stable one may be asked for (SH-13). A test may want less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TokenSwitches {
    /// How often a minute.
    pub stable_per_minute: u32,
    /// How often a day.
    pub stable_per_day: u32,
}

impl Default for TokenSwitches {
    fn default() -> TokenSwitches {
        TokenSwitches { stable_per_minute: 10_000, stable_per_day: 500_000 }
    }
}
