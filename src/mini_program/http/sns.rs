//! `/sns/`: who logged in (OI-01, OI-02).

use serde_json::{Value, json};

use super::wire::Call;
use crate::mini_program::rules::{Ruled, login, token};

const GRANT_TYPE: &str = "authorization_code";

/// `/sns/jscode2session`: the login of a mini program (OI-01).
pub(super) fn session(call: &Call<'_>) -> Ruled<Value> {
    let grant_type = (call.parameter("grant_type"), GRANT_TYPE);
    let app = token::authenticate(call.cx, call.parameter("appid"), grant_type, call.parameter("secret"))?;
    let (who, session_key) = login::session(call.cx, &app, call.parameter("js_code"))?;
    Ok(json!({ "session_key": session_key, "openid": who.openid, "unionid": who.unionid }))
}

/// `/sns/oauth2/access_token`: the login on a web page of an official account (OI-02).
pub(super) fn web_login(call: &Call<'_>) -> Ruled<Value> {
    let grant_type = (call.parameter("grant_type"), GRANT_TYPE);
    let app = token::authenticate(call.cx, call.parameter("appid"), grant_type, call.parameter("secret"))?;
    let login = login::web(call.cx, &app, call.parameter("code"))?;
    Ok(json!({
        "access_token": login.issued.token,
        "expires_in": login.issued.expires_in,
        "refresh_token": login.refresh_token,
        "openid": login.who.openid,
        "scope": login.scope.literal(),
        "unionid": login.who.unionid,
    }))
}

/// `/sns/userinfo`: name and picture of the user (OI-02). What a buyer of the sandbox has not is empty (assumed).
pub(super) fn user_info(call: &Call<'_>) -> Ruled<Value> {
    let (who, name) = login::user(call.cx, call.parameter("access_token"), call.parameter("openid"))?;
    Ok(json!({
        "openid": who.openid,
        "nickname": name,
        "sex": 0,
        "province": "",
        "city": "",
        "country": "",
        "headimgurl": "",
        "privilege": [],
        "unionid": who.unionid,
    }))
}
