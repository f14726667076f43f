//! Faults on demand: codes that the real server gives rarely and a test needs now.

use serde_json::{Value, json};

use super::app_named;
use crate::mini_program::rules::refusal::Errcode;
use crate::mini_program::{SYSTEM, http};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

/// Answers the next calls of an application with a code.
pub(super) const NEXT_ERRCODE: Act = Act {
    name: "fault.next_errcode",
    en: "the next call of an application is answered with this errcode, whatever it says",
    zh: "应用的下一次接口调用返回指定的 errcode，不论内容",
    args: &[
        Arg::required("appid", ArgKind::Text, "whose calls", "所属应用"),
        Arg::required(
            "errcode",
            ArgKind::Text,
            "the code, -1, 40014, 45009, 10060012 …",
            "错误码，如 -1、40014、45009、10060012",
        ),
        Arg::optional(
            "path",
            ArgKind::Text,
            "only calls of this path; any if left out",
            "仅限该路径；默认任何路径",
        ),
        Arg::optional(
            "times",
            ArgKind::Count,
            "how often; 1 if left out, 0 disarms",
            "次数；默认 1，0 为解除",
        ),
    ],
    run: next_errcode,
};

fn next_errcode(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let app = app_named(cx, args)?;
    let text = args.required_text("errcode")?;
    let code = text.parse().ok().and_then(Errcode::numbered).ok_or_else(|| {
        let known: Vec<String> = Errcode::ALL.iter().map(|code| code.number().to_string()).collect();
        let known = known.join(", ");
        ActRefused::new(
            format!("{text} is no errcode of this API; it has: {known}"),
            format!("该接口没有错误码 {text}；现有：{known}"),
        )
    })?;
    let path = args.text("path");
    if let Some(Err(near)) = path.map(http::known_path) {
        let path = path.unwrap_or_default();
        let near = near.map_or((String::new(), String::new()), |near| {
            (format!("; did you mean {near}?"), format!("；是否为 {near}？"))
        });
        return Err(ActRefused::new(
            format!("this API has no path {path}{}", near.0),
            format!("该接口没有路径 {path}{}", near.1),
        )
        .into());
    }
    let times = args.count("times").unwrap_or(1);
    cx.arm_answer(SYSTEM, app.appid.as_str(), path, &code.number().to_string(), times)?;
    Ok(json!({ "errcode": code.number(), "errmsg": code.text(), "times": times }))
}
