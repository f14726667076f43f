//! How many requests of a kind a second (PS-26, WD-09). Nothing is counted unless a switch of the world asks for it.

use serde::{Deserialize, Serialize};

use crate::world::ids::Mchid;
use crate::world::{Bug, Cx, Instant};

/// What one merchant asked for in the latest second.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Pace {
    second: Instant,
    count: u32,
}

/// Counts one request of a merchant in this second of business time. Answers whether that is one too many. A refusal rolls
/// the counting back with everything else.
///
/// # Errors
/// [`Bug`] when the database fails.
pub(super) fn is_too_fast(cx: &Cx<'_>, what: &str, mchid: &Mchid, limit: u32) -> Result<bool, Bug> {
    let name = format!("wechat_pay.{what}_pace.{mchid}");
    let pace = cx.setting::<Pace>(&name)?.filter(|pace| pace.second == cx.now());
    let count = pace.map_or(0, |pace| pace.count) + 1;
    cx.set_setting(&name, &Pace { second: cx.now(), count })?;
    Ok(count > limit)
}
