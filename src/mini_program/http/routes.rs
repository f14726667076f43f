//! Every API: its path, its method, how its caller is known, and what answers it.

use serde_json::Value;

use super::wire::Call;
use super::{shipping, sns, token};
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
    Route { path, method: Method::Get, caller, run }
}

const fn post(path: &'static str, caller: Caller, run: fn(&Call<'_>) -> Ruled<Value>) -> Route {
    Route { path, method: Method::Post, caller, run }
}

const ROUTES: &[Route] = &[
    get("/cgi-bin/token", Caller::Secret, token::token),
    post("/cgi-bin/stable_token", Caller::Secret, token::stable_token),
    get("/sns/jscode2session", Caller::Secret, sns::session),
    get("/sns/oauth2/access_token", Caller::Secret, sns::web_login),
    get("/sns/userinfo", Caller::UserToken, sns::user_info),
    post("/wxa/sec/order/upload_shipping_info", Caller::Token, shipping::upload),
    post("/wxa/sec/order/get_order", Caller::Token, shipping::get_order),
    post("/wxa/sec/order/notify_confirm_receive", Caller::Token, shipping::remind),
];

/// The API at a path.
///
/// # Errors
/// The path that was probably meant, if any.
pub(super) fn find(path: &str) -> Result<&'static Route, Option<&'static str>> {
    let found = ROUTES.iter().find(|route| route.path == path);
    found.ok_or_else(|| closest(path, ROUTES.iter().map(|route| route.path)))
}
