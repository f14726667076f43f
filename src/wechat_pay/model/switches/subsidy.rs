//! Switches of subsidies.

use serde::{Deserialize, Serialize};

use crate::world::Fen;

/// Switches of subsidies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SubsidySwitches {
    /// The largest subsidy of an order, in fen (SUB-05: 10 000 yuan, a page of 2020 says 5 000).
    pub max_amount: Fen,
}

impl Default for SubsidySwitches {
    fn default() -> SubsidySwitches {
        SubsidySwitches { max_amount: Fen::new(1_000_000) }
    }
}
