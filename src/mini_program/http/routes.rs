//! Every API: its path, its method, how its caller is known, and what answers it.

use serde_json::Value;

use super::shape::Field;
use super::wire::Call;
use super::{application, bodies, shipping, sns, token};
use crate::mini_program::rules::Ruled;
use crate::world::act::closest;

/// One API.
pub(super) struct Route {
    /// Its path.
    pub(super) path: &'static str,
    /// The method it takes.
    pub(super) method: Method,
    /// How its caller, and with it the world, is known.
    pub(super) caller: Caller,
    /// What its body is made of.
    pub(super) body: &'static [Field],
    /// What answers it.
    pub(super) run: fn(&Call<'_>) -> Ruled<Value>,
}

/// The method that an API takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Parameters in the query.
    Get,
    /// Parameters in a JSON body.
    Post,
}

/// How the caller of an API is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// By appid and secret.
    Secret,
    /// By a token of the server API, in the query (SH-01).
    Token,
    /// By a user's token, which the API checks itself.
    UserToken,
}

const fn get(path: &'static str, caller: Caller, run: fn(&Call<'_>) -> Ruled<Value>) -> Route {
    Route { path, method: Method::Get, caller, body: &[], run }
}

const fn post(path: &'static str, body: &'static [Field], run: fn(&Call<'_>) -> Ruled<Value>) -> Route {
    Route { path, method: Method::Post, caller: Caller::Token, body, run }
}

const ROUTES: &[Route] = &[
    get("/cgi-bin/token", Caller::Secret, token::token),
    Route {
        caller: Caller::Secret,
        ..post("/cgi-bin/stable_token", bodies::STABLE_TOKEN, token::stable_token)
    },
    get("/sns/jscode2session", Caller::Secret, sns::session),
    get("/sns/oauth2/access_token", Caller::Secret, sns::web_login),
    get("/sns/userinfo", Caller::UserToken, sns::user_info),
    post("/wxa/sec/order/upload_shipping_info", bodies::SINGLE, shipping::upload_one),
    post("/wxa/sec/order/upload_combined_shipping_info", bodies::COMBINED, shipping::upload_combined),
    post("/wxa/sec/order/get_order", bodies::QUERY, shipping::get_order),
    post("/wxa/sec/order/get_order_list", bodies::LIST, shipping::get_order_list),
    post("/wxa/sec/order/notify_confirm_receive", bodies::REMIND, shipping::remind),
    post("/wxa/sec/order/set_msg_jump_path", bodies::PATH, application::set_message_path),
    post("/wxa/sec/order/is_trade_managed", bodies::APPID, application::is_managed),
    post(
        "/wxa/sec/order/is_trade_management_confirmation_completed",
        bodies::APPID,
        application::is_confirmed,
    ),
    post("/wxa/sec/order/opspecialorder", bodies::FILING, application::file),
    post("/cgi-bin/express/delivery/open_msg/get_delivery_list", &[], application::carriers),
    post("/wxa/sec/order/update_order_detail_path", bodies::PATH, application::set_detail_path),
    post("/wxa/sec/order/get_order_detail_path", &[], application::detail_path),
    post("/wxa/sec/order/setwxatradetypecgi", bodies::TRADE_TYPE, application::trade_type),
    post("/wxa/sec/famousbrand/apply", bodies::BRAND, application::apply_for_brand),
    post("/wxa/sec/famousbrand/get_status", &[], application::brand_status),
];

/// Whether there is an API at a path.
///
/// # Errors
/// As `find`.
pub fn known_path(path: &str) -> Result<(), Option<&'static str>> {
    find(path).map(|_| ())
}

/// The API at a path.
///
/// # Errors
/// The path that was probably meant, if any.
pub(super) fn find(path: &str) -> Result<&'static Route, Option<&'static str>> {
    let found = ROUTES.iter().find(|route| route.path == path);
    found.ok_or_else(|| closest(path, ROUTES.iter().map(|route| route.path)))
}
