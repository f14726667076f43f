//! Switches of the server API: one for every line that no source proves, or that a world may want otherwise.

mod push;
mod settlement;
mod shipping;
mod token;

pub use push::PushSwitches;
pub use settlement::{SettleDelay, SettlementSwitches};
pub use shipping::{ParcelCap, ShippingSwitches};
pub use token::TokenSwitches;

use serde::{Deserialize, Serialize};

use crate::world::{Bug, Cx};

const SETTING: &str = "mini_program.switches";

/// The switches of a world's mini programs. Every one has a default; `given.mini_program_switches` names only those that differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Switches {
    /// Shipping information.
    pub shipping: ShippingSwitches,
    /// Access tokens.
    pub token: TokenSwitches,
    /// Settlement.
    pub settlement: SettlementSwitches,
    /// Message pushes.
    pub push: PushSwitches,
}

/// The world's switches.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of(cx: &Cx<'_>) -> Result<Switches, Bug> {
    Ok(cx.setting(SETTING)?.unwrap_or_default())
}

/// Sets the world's switches.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set(cx: &Cx<'_>, switches: &Switches) -> Result<(), Bug> {
    cx.set_setting(SETTING, switches)
}
