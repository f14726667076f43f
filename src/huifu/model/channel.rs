//! Huifu's own numbers at WeChat Pay, its channel.

use serde::{Deserialize, Serialize};

use crate::world::ids::{Appid, Mchid};
use crate::world::{Bug, Cx};

const SETTING: &str = "huifu.channel";

/// By which numbers WeChat Pay knows Huifu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelNumbers {
    /// Its merchant number (渠道号).
    pub mchid: Mchid,
    /// Its own application, for payments that need none of the merchant's.
    pub appid: Appid,
}

impl Default for ChannelNumbers {
    fn default() -> ChannelNumbers {
        match (Mchid::parse("1900000700"), Appid::parse("wx0000000000000700")) {
            (Ok(mchid), Ok(appid)) => ChannelNumbers { mchid, appid },
            (Err(why), _) | (_, Err(why)) => unreachable!("the numbers written here are well formed: {why}"),
        }
    }
}

/// The numbers of this world.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of(cx: &Cx<'_>) -> Result<ChannelNumbers, Bug> {
    Ok(cx.setting(SETTING)?.unwrap_or_default())
}

/// Sets the numbers of this world.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set(cx: &Cx<'_>, numbers: &ChannelNumbers) -> Result<(), Bug> {
    cx.set_setting(SETTING, numbers)
}
