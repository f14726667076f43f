//! Switches of settlement.

use serde::{Deserialize, Serialize};

/// Switches of settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SettlementSwitches {
    /// When the money is settled after the buyer confirmed receipt: sources disagree (SH-45).
    pub settle_delay: SettleDelay,
}

/// When the money is settled after the buyer confirmed receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettleDelay {
    /// At once.
    #[default]
    None,
    /// When the next day begins in Beijing.
    NextDay,
}
