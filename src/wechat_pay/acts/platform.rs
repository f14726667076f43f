//! WeChat Pay turns its own keys (CE-03).

use serde_json::{Value, json};

use crate::crypto::certificate::Serial;
use crate::wechat_pay::model::platform_key;
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

/// Makes a new platform certificate.
pub(super) const ROTATE: Act = Act {
    name: "platform.rotate_certificate",
    en: "WeChat Pay makes a new platform certificate; the old one stays served and accepted (CE-03)",
    zh: "微信支付启用新的平台证书；旧证书仍然下发且有效（CE-03）",
    args: &[Arg::optional(
        "signing",
        ArgKind::Choice(&["new", "old"]),
        "which one signs from now on; new if left out",
        "此后用哪张证书签名；默认 new",
    )],
    run: rotate,
};

/// Takes a platform certificate out of use.
pub(super) const RETIRE: Act = Act {
    name: "platform.retire_certificate",
    en: "a platform certificate is neither served nor accepted any more; the newest other one signs (CE-03)",
    zh: "停用一张平台证书：不再下发、不再接受；由最新的另一张签名（CE-03）",
    args: &[Arg::optional(
        "serial",
        ArgKind::Text,
        "its serial; the oldest live one if left out",
        "证书序列号；默认最旧的一张",
    )],
    run: retire,
};

fn rotate(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let new = platform_key::add(cx, args.text("signing") != Some("old"))?;
    Ok(json!({ "serial": new.serial, "signing": platform_key::signing(cx)?.serial }))
}

fn retire(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let wanted = args.text("serial").map(|text| Serial::parse(text).ok_or(text));
    let mut live: Vec<_> = platform_key::all(cx)?.into_iter().filter(|c| c.live).collect();
    let place = match &wanted {
        None => Some(0),
        Some(Ok(serial)) => live.iter().position(|c| c.serial == *serial),
        Some(Err(_)) => None,
    };
    let Some(place) = place.filter(|place| *place < live.len()) else {
        let text = args.text("serial").unwrap_or_default();
        return Err(ActRefused::new(
            format!("no live platform certificate has the serial {text}"),
            format!("没有序列号为 {text} 的有效平台证书"),
        )
        .into());
    };
    let mut retired = live.remove(place);
    let Some(newest) = live.last_mut() else {
        return Err(ActRefused::new(
            "the last live platform certificate cannot be retired; rotate first",
            "不能停用最后一张平台证书；请先执行 platform.rotate_certificate",
        )
        .into());
    };
    if retired.signing {
        newest.signing = true;
        cx.put(newest)?;
    }
    (retired.live, retired.signing) = (false, false);
    cx.put(&retired)?;
    Ok(json!({ "retired": retired.serial, "signing": platform_key::signing(cx)?.serial }))
}
