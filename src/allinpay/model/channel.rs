//! The acquirer as WeChat Pay knows it.

use serde::{Deserialize, Serialize};

use crate::world::ids::{Appid, Mchid};
use crate::world::{Bug, Cx};

const SETTING: &str = "allinpay.channel";

/// The acquirer at WeChat Pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtWechat {
    /// Its number there (渠道号, `chnlid`).
    pub mchid: Mchid,
    /// Its own application, for orders that name none.
    pub appid: Appid,
}

/// The acquirer at WeChat Pay.
///
/// # Errors
/// [`Bug`] when the database fails, or no merchant of this world has an acquirer.
pub fn at_wechat(cx: &Cx<'_>) -> Result<AtWechat, Bug> {
    let found = cx.setting(SETTING)?;
    found.ok_or_else(|| Bug::Broken("this world has no merchant of the acquirer".to_owned()))
}

/// Whether a merchant number of WeChat's is the acquirer's.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn is_ours(cx: &Cx<'_>, mchid: &Mchid) -> Result<bool, Bug> {
    Ok(cx.setting::<AtWechat>(SETTING)?.is_some_and(|channel| channel.mchid == *mchid))
}

/// Says who the acquirer is at WeChat Pay.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set(cx: &Cx<'_>, channel: &AtWechat) -> Result<(), Bug> {
    cx.set_setting(SETTING, channel)
}
