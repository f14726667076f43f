//! `/cgi-bin/token` and `/cgi-bin/stable_token` (SH-08 to SH-13).

use serde_json::{Value, json};

use super::wire::Call;
use crate::mini_program::rules::Ruled;
use crate::mini_program::rules::members::Members;
use crate::mini_program::rules::token::{self, Issued};

const GRANT_TYPE: &str = "client_credential";

/// A new token; the former may be used five minutes longer (SH-08).
pub(super) fn token(call: &Call<'_>) -> Ruled<Value> {
    let grant_type = (call.parameter("grant_type"), GRANT_TYPE);
    let app = token::authenticate(call.cx, call.parameter("appid"), grant_type, call.parameter("secret"))?;
    Ok(view(&token::issue(call.cx, app)?))
}

/// The stable token (SH-10 to SH-12).
pub(super) fn stable_token(call: &Call<'_>) -> Ruled<Value> {
    let body = Members(call.body);
    let grant_type = (body.text("grant_type")?, GRANT_TYPE);
    let force = body.flag("force_refresh")?.unwrap_or(false);
    let app = token::authenticate(call.cx, body.text("appid")?, grant_type, body.text("secret")?)?;
    Ok(view(&token::stable(call.cx, app, force)?))
}

fn view(issued: &Issued) -> Value {
    json!({ "access_token": issued.token, "expires_in": issued.expires_in })
}
