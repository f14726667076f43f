//! What WeChat does to tokens.

use serde_json::{Value, json};

use crate::mini_program::rules::token;
use crate::world::Cx;
use crate::world::act::{Act, ActStop, Arg, ArgKind, Args};

/// An application's tokens end now.
pub(super) const EXPIRE_ACCESS_TOKEN: Act = Act {
    name: "platform.expire_access_token",
    en: "the access tokens that an application was given last expire now (SH-08)",
    zh: "应用最近获取的 access_token 立即过期（SH-08）",
    args: &[Arg::required("appid", ArgKind::Text, "whose", "所属应用")],
    run: expire,
};

fn expire(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let app = super::app_named(cx, args)?;
    Ok(json!({ "expired": token::expire(cx, &app)? }))
}
