//! A merchant sets where messages are pushed.

use serde_json::{Value, json};

use crate::mini_program::model::app::AppKind;
use crate::mini_program::model::push::{PushFormat, PushMode, pushed_to};
use crate::mini_program::rules::push::{self, Asked};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

/// The push settings of a mini program change, once its server passed the check.
pub(super) const SET_PUSH: Act = Act {
    name: "merchant.set_push",
    en: "sets where messages of a mini program are pushed; in force once the server answered the echostr (SH-58, SH-59)",
    zh: "设置小程序的消息推送；服务器原样返回 echostr 后生效（SH-58、SH-59）",
    args: &[
        Arg::required("appid", ArgKind::Text, "which mini program", "小程序"),
        Arg::required("url", ArgKind::Text, "the server's address", "服务器地址"),
        Arg::optional(
            "token",
            ArgKind::Text,
            "3 to 32 letters and digits; as it is if left out",
            "3 到 32 位字母和数字；默认不变",
        ),
        Arg::optional(
            "encoding_aes_key",
            ArgKind::Text,
            "43 letters and digits; as it is if left out, or a new one",
            "43 位字母和数字；默认不变，或新生成",
        ),
        Arg::optional(
            "mode",
            ArgKind::Choice(PushMode::NAMES),
            "what is encrypted; as it is if left out, or plain",
            "加密方式；默认不变，或为 plain",
        ),
        Arg::optional(
            "format",
            ArgKind::Choice(PushFormat::NAMES),
            "what it is written in; as it is if left out, or xml",
            "数据格式；默认不变，或为 xml",
        ),
    ],
    run: set_push,
};

fn set_push(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let app = super::app_named(cx, args)?;
    if app.kind != AppKind::MiniProgram {
        let appid = app.appid;
        return Err(ActRefused::new(
            format!("{appid} is no mini program, so nothing about orders is pushed to it"),
            format!("{appid} 不是小程序，不推送订单消息"),
        )
        .into());
    }
    let before = pushed_to(cx, &app.appid)?.map(|(_, settings)| settings);
    let before = before.as_ref();
    let token = args.text("token").or(before.map(|push| push.token.as_str())).ok_or_else(|| {
        ActRefused::new(
            format!("{} has no push settings yet: give a token, 3 to 32 letters and digits", app.appid),
            format!("{} 尚无消息推送设置：请给出 token，3 到 32 位字母和数字", app.appid),
        )
    })?;
    let asked = Asked {
        url: args.required_text("url")?,
        token,
        encoding_aes_key: args.text("encoding_aes_key").or(before.map(|push| push.encoding_aes_key.as_str())),
        mode: args.text("mode").map(PushMode::named).or(before.map(|push| push.mode)).unwrap_or_default(),
        format: args
            .text("format")
            .map(PushFormat::named)
            .or(before.map(|push| push.format))
            .unwrap_or_default(),
    };
    push::checked(&asked)?;
    let settings = push::complete(cx, &asked)?;
    let shown = json!({ "appid": app.appid, "push": settings });
    let check = push::ask(cx, &app.appid, settings)?;
    let mut answer = shown;
    answer["check"] = json!(check);
    Ok(answer)
}
