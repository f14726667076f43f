//! How many splits a second (PS-26). Nothing is counted unless the world's switch asks for it.

use serde::{Deserialize, Serialize};

use crate::wechat_pay::model::switches::SplitSwitches;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::SplitRefusal;
use crate::world::ids::Mchid;
use crate::world::{Cx, Instant};

/// What one merchant asked for in the latest second.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Pace {
    second: Instant,
    count: u32,
}

/// Counts a split for its caller and its payer, on business time. Refused requests do not count.
///
/// # Errors
/// [`SplitRefusal::TooOften`] above either limit.
pub(super) fn count(
    cx: &Cx<'_>,
    caller: &Mchid,
    payer: Option<&Mchid>,
    switches: &SplitSwitches,
) -> Outcome<()> {
    if !switches.rate_limited {
        return Ok(());
    }
    let payer = payer.filter(|payer| *payer != caller).map(|payer| (payer, switches.rate_per_payer));
    for (mchid, limit) in std::iter::once((caller, switches.rate_per_caller)).chain(payer) {
        let name = format!("wechat_pay.split_pace.{mchid}");
        let pace = cx.setting::<Pace>(&name)?.filter(|pace| pace.second == cx.now());
        let count = pace.map_or(0, |pace| pace.count) + 1;
        if count > limit {
            return Err(
                SplitRefusal::TooOften { mchid: mchid.clone(), limit, code: switches.rate_code }.into()
            );
        }
        cx.set_setting(&name, &Pace { second: cx.now(), count })?;
    }
    Ok(())
}
