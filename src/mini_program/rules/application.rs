//! What a mini program settles for itself: the pages that messages open, another trade type, a brand's exemption.

use super::Ruled;
use super::refusal::{ApplicationRefusal, Args, Refusal};
use crate::mini_program::model::profile::{BrandApplication, Profile, TradeTypeApplication};
use crate::world::ids::Appid;
use crate::world::{Bug, Cx};

/// Where a path has the number of the order.
const NUMBER: &str = "${商品订单号}";

/// Sets the page that messages about shipping open; an empty one is the platform's own (SH-35).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set_message_path(cx: &Cx<'_>, appid: &Appid, path: &str) -> Result<(), Bug> {
    let profile = Profile::of(cx, appid)?;
    cx.put(&Profile { message_path: path.to_owned(), ..profile })
}

/// Sets the page of one order.
///
/// # Errors
/// [`Args::DetailPath`] without the place for the order's number.
pub fn set_detail_path(cx: &Cx<'_>, appid: &Appid, path: &str) -> Ruled<()> {
    if !path.contains(NUMBER) {
        return Err(Refusal::Args(Args::DetailPath).into());
    }
    let profile = Profile::of(cx, appid)?;
    Ok(cx.put(&Profile { detail_path: path.to_owned(), ..profile })?)
}

/// Applies for another trade type, once and for all.
///
/// # Errors
/// [`ApplicationRefusal::TradeTypeTwice`].
pub fn trade_type(cx: &Cx<'_>, appid: &Appid, trade_type: i64, reason: &str) -> Ruled<()> {
    let profile = Profile::of(cx, appid)?;
    if profile.trade_type.is_some() {
        return Err(ApplicationRefusal::TradeTypeTwice.into());
    }
    let application = TradeTypeApplication { trade_type, reason: reason.to_owned(), at: cx.now() };
    Ok(cx.put(&Profile { trade_type: Some(application), ..profile })?)
}

/// Applies for a brand's exemption. It stays under review: nobody reviews it here (assumed).
///
/// # Errors
/// [`ApplicationRefusal::BrandUnderReview`].
pub fn brand(cx: &Cx<'_>, appid: &Appid, apply_for: i64) -> Ruled<()> {
    let profile = Profile::of(cx, appid)?;
    if profile.brand.is_some() {
        return Err(ApplicationRefusal::BrandUnderReview.into());
    }
    Ok(cx.put(&Profile { brand: Some(BrandApplication { apply_for, at: cx.now() }), ..profile })?)
}
