//! Every API: its name, its versions, and what answers it. One function serves all versions.

use super::wire::{Call, Reply};
use super::{balance, bill, close, delay, onboarding, payment, refund, split};
use crate::huifu::rules::Ruled;
use crate::world::act::closest;

/// One API.
pub(super) struct Route {
    /// Its path below the version.
    path: &'static str,
    /// The versions it is known in.
    versions: &'static [u8],
    /// What answers it.
    pub(super) run: fn(&Call<'_>) -> Ruled<Reply>,
}

const fn route(versions: &'static [u8], path: &'static str, run: fn(&Call<'_>) -> Ruled<Reply>) -> Route {
    Route { path, versions, run }
}

const ROUTES: &[Route] = &[
    route(&[2, 3], "trade/payment/jspay", payment::order),
    route(&[4], "trade/payment/create", payment::order),
    route(&[2, 3, 4], "trade/payment/scanpay/query", payment::query),
    route(&[2, 3, 4], "trade/payment/scanpay/refund", refund::refund),
    route(&[2, 3, 4], "trade/payment/scanpay/refundquery", refund::query),
    route(&[2], "trade/payment/scanpay/close", close::close),
    route(&[2], "trade/payment/scanpay/closequery", close::query),
    route(&[2], "trade/payment/delaytrans/confirm", delay::confirm),
    route(&[2, 3], "trade/payment/delaytrans/confirmquery", delay::confirm_query),
    route(&[2], "trade/payment/delaytrans/confirmrefund", delay::refund),
    route(&[2], "trade/payment/delaytrans/confirmrefundquery", delay::refund_query),
    route(&[2], "trade/trans/split/query", split::query),
    route(&[2], "trade/acctpayment/balance/query", balance::query),
    route(&[2], "trade/acctpayment/pay", balance::pay),
    route(&[2], "trade/settlement/encashment", balance::encash),
    // The older spelling, which clients still have.
    route(&[2], "trade/settlement/enchashment", balance::encash),
    route(&[2], "trade/settlement/query", balance::encash_query),
    route(&[2], "trade/check/filequery", bill::query),
    route(&[2], "merchant/basicdata/ent", onboarding::open_merchant),
    route(&[2], "merchant/basicdata/indv", onboarding::open_merchant),
    route(&[2], "merchant/basicdata/query", onboarding::query),
    route(&[2], "merchant/busi/open", onboarding::business),
    route(&[2], "merchant/busi/modify", onboarding::business),
    route(&[2], "merchant/busi/config", onboarding::config),
    route(&[2], "user/basicdata/ent", onboarding::open_user),
    route(&[2], "user/basicdata/indv", onboarding::open_user),
    route(&[2], "user/busi/open", onboarding::business),
];

/// The API at a path, and the version that was called.
///
/// # Errors
/// The path that was probably meant, if any.
pub(super) fn find(path: &str) -> Result<(&'static Route, u8), Option<String>> {
    let below = path.strip_prefix("/v").and_then(|rest| rest.split_once('/'));
    let version = below.and_then(|(version, _)| version.parse::<u8>().ok());
    let name = below.map_or(path, |(_, name)| name);
    let found = ROUTES.iter().find(|route| route.path == name);
    if let (Some(route), Some(version)) = (found, version)
        && route.versions.contains(&version)
    {
        return Ok((route, version));
    }
    let near = || closest(name, ROUTES.iter().map(|route| route.path));
    let near = found.or_else(|| near().and_then(|near| ROUTES.iter().find(|route| route.path == near)));
    Err(near.map(|route| format!("/v{}/{}", route.versions.first().unwrap_or(&2), route.path)))
}
