//! What the merchants' portal shows and no API does.

use serde_json::Value;

use super::error::ApiError;
use super::wire::{Call, Reply, ok, paged};
use crate::mini_program::rules::back_office;
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

/// Orders of mini programs as their back office lists them: those of one with `appid`, those in one state, 1 to 6, with
/// `state` (SH-92).
pub(super) fn shipping(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    let state = call.number("state")?.map(|state| state.to_string());
    if state.as_deref().is_some_and(|state| !["1", "2", "3", "4", "5", "6"].contains(&state)) {
        return Err(ApiError::new(400, "BAD_PARAMETER", "`state` is 1 to 6", "参数 `state` 为 1 至 6"));
    }
    let appid = Some(call.parameter("appid")).filter(|appid| !appid.is_empty());
    let wanted: Vec<(&'static str, &str)> = appid
        .map(|appid| ("appid", appid))
        .into_iter()
        .chain(state.as_deref().map(|state| ("state", state)))
        .collect();
    ok(&paged(call.read(|cx| back_office::list(cx, &wanted, page))?, page))
}
