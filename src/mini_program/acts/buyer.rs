//! A buyer logs in.

use serde_json::{Value, json};

use crate::mini_program::model::login::Scope;
use crate::mini_program::rules::login;
use crate::world::act::{Act, ActStop, Arg, ArgKind, Args};
use crate::world::{Cx, buyer};

/// A buyer logs in to an application.
pub(super) const LOGIN: Act = Act {
    name: "buyer.login",
    en: "a buyer logs in to a mini program, or on a web page of an official account: gives a one-time code (OI-03)",
    zh: "买家登录小程序或公众号网页，得到一次性 code（OI-03）",
    args: &[
        Arg::required("appid", ArgKind::Text, "where", "登录的应用"),
        Arg::optional("buyer", ArgKind::Text, "who; the first buyer if left out", "登录者；默认第一个买家"),
        Arg::optional(
            "scope",
            ArgKind::Choice(Scope::NAMES),
            "what they agree to on a web page; snsapi_userinfo if left out",
            "网页授权范围；默认 snsapi_userinfo",
        ),
    ],
    run: log_in,
};

fn log_in(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let app = super::app_named(cx, args)?;
    let buyer = match args.text("buyer") {
        Some(name) => buyer::called(cx, name)?,
        None => buyer::first(cx)?,
    };
    let code = login::begin(cx, &app, &buyer, Scope::named(args.text("scope")))?;
    Ok(json!({ "code": code.code, "buyer": buyer }))
}
