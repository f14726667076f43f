//! What WeChat does: it controls applications, and ends their tokens.

use serde_json::{Value, json};

use crate::mini_program::rules::{control, token};
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::{Cx, Instant};

/// WeChat announces fund control of a mini program.
pub(super) const CONTROL_APPID: Act = Act {
    name: "platform.control_appid",
    en: "WeChat puts a mini program under fund control: announced now, in force from an instant on (SH-72, SH-95)",
    zh: "微信对小程序实施资金管控：立即通知，自指定时刻起生效（SH-72、SH-95）",
    args: &[
        Arg::required("appid", ArgKind::Text, "the mini program", "小程序 appid"),
        Arg::optional(
            "from",
            ArgKind::Text,
            "from when on, as 2026-01-05T10:00:00+08:00; now if left out",
            "生效时刻，如 2026-01-05T10:00:00+08:00；默认立即",
        ),
    ],
    run: control,
};

fn control(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let app = super::app_named(cx, args)?;
    let from = match args.text("from") {
        Some(text) => Instant::parse(text)
            .map_err(|error| ActRefused::new(error.clone(), format!("from 格式错误：{error}")))?,
        None => cx.now(),
    };
    let app = control::announce(cx, app, from)?;
    Ok(json!({ "appid": app.appid, "controlled_from": from }))
}

/// WeChat lifts the fund control of a mini program.
pub(super) const RELEASE_APPID: Act = Act {
    name: "platform.release_appid",
    en: "WeChat lifts the fund control of a mini program; what is frozen stays so until confirmed (SH-76)",
    zh: "微信解除小程序的资金管控；已冻结的订单仍待确认收货（SH-76）",
    args: &[Arg::required("appid", ArgKind::Text, "the mini program", "小程序 appid")],
    run: release,
};

fn release(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let app = control::lift(cx, super::app_named(cx, args)?)?;
    Ok(json!({ "appid": app.appid, "controlled_from": null }))
}

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
