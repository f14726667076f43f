//! A buyer logs in, and confirms receipt.

use serde_json::{Value, json};

use crate::mini_program::model::login::Scope;
use crate::mini_program::rules::{confirm, login};
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

/// A buyer has the goods and says so.
pub(super) const CONFIRM_RECEIPT: Act = Act {
    name: "buyer.confirm_receipt",
    en: "a buyer confirms receipt of a shipped order, or of one sub order (SH-42)",
    zh: "买家对已发货的订单（或合单中的子单）确认收货（SH-42）",
    args: &[Arg::required("transaction_id", ArgKind::Text, "which order", "微信支付订单号")],
    run: confirm_receipt,
};

fn confirm_receipt(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let order = confirm::by_buyer(cx, args.required_text("transaction_id")?)?;
    Ok(json!({ "transaction_id": order.transaction_id, "order_state": order.state.literal() }))
}
