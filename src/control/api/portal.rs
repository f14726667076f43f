//! What the merchants' portal shows and no API does.

use serde_json::Value;

use super::wire::{Call, Reply, ok, paged};
use crate::wechat_pay::model::cross_border::CrossBorder;
use crate::wechat_pay::rules::cross_border;

/// Cross-border applications in the order of the first submission; only those of one platform with `platform` (XB-01).
pub(super) fn cross_border(call: &Call<'_>) -> Reply {
    let (page, platform) = (call.page()?, call.parameter("platform"));
    let wanted: &[(&'static str, &str)] = if platform.is_empty() { &[] } else { &[("platform", platform)] };
    let found = call.read(|cx| cx.page_where::<CrossBorder>(wanted, page))?;
    let views: Vec<Value> = found.iter().map(cross_border::view).collect();
    ok(&paged(views, page))
}
