//! How long cross-border reviews take.

use serde::{Deserialize, Serialize};

/// How long cross-border reviews take, in working days (XB-07).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CrossBorderSwitches {
    /// An application: 6 to 7.
    pub review_days: u32,
    /// A payee: 3 to 5.
    pub payee_days: u32,
}

impl Default for CrossBorderSwitches {
    fn default() -> CrossBorderSwitches {
        CrossBorderSwitches { review_days: 6, payee_days: 3 }
    }
}
