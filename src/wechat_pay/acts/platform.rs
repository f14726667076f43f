//! A platform opens its tool (AP-19), and WeChat Pay turns its own keys (CE-03).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::merchant_named;
use crate::crypto::certificate::Serial;
use crate::wechat_pay::model::accounts::Purse;
use crate::wechat_pay::model::merchant::{FeeBearer, Permission};
use crate::wechat_pay::model::platform_key;
use crate::wechat_pay::rules::ecommerce::{self, SCENES};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

/// Opens the 平台收付通 tool.
pub(super) const OPEN_ECOMMERCE: Act = Act {
    name: "platform.open_ecommerce",
    en: "a platform opens the e-commerce tool and says who bears the fee; scenes it does not need are closed (AP-02, AP-03, AP-14, AP-19)",
    zh: "平台开通平台收付通并选择手续费承担方；关闭不需要的支付场景（AP-02、AP-03、AP-14、AP-19）",
    args: &[
        Arg::required("mchid", ArgKind::Text, "the platform", "平台商户号"),
        Arg::required(
            "fee_bearer",
            ArgKind::Choice(&["sub", "platform"]),
            "who is charged the fee; the platform pays from its FEES account",
            "手续费承担方；平台承担时从手续费账户扣除",
        ),
        Arg::optional(
            "scenes",
            ArgKind::Text,
            "the scenes it needs, of jsapi,app,h5,native; those of its bound appids if left out (assumed)",
            "需要的支付场景：jsapi,app,h5,native；默认按已绑定的 APPID 判断（本沙盒设定）",
        ),
    ],
    run: open_ecommerce,
};

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

fn open_ecommerce(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = merchant_named(cx, args)?;
    let bearer = match args.text("fee_bearer") {
        Some("platform") => FeeBearer::Platform,
        _ => FeeBearer::Sub,
    };
    let scenes = match args.text("scenes") {
        Some(text) => read_scenes(text)?,
        None => ecommerce::scenes_of(&merchant),
    };
    ecommerce::open(cx, &mut merchant, bearer, &scenes)?;
    let mut accounts = vec![Purse::Basic, Purse::Operation];
    if bearer == FeeBearer::Platform {
        accounts.push(Purse::Fees);
    }
    Ok(json!({
        "mchid": merchant.mchid,
        "fee_bearer": merchant.fee_bearer,
        "accounts": accounts,
        "switched_off": merchant.switched_off,
    }))
}

fn read_scenes(text: &str) -> Result<BTreeSet<Permission>, ActRefused> {
    let mut scenes = BTreeSet::new();
    for word in text.split(',').map(str::trim) {
        let found = SCENES.into_iter().find(|scene| scene.name() == word);
        scenes.insert(found.ok_or_else(|| {
            let all = SCENES.map(Permission::name).join(", ");
            ActRefused::new(
                format!("`scenes`: `{word}` is no scene; there are: {all}"),
                format!("`scenes`：`{word}` 不是支付场景；可用：{all}"),
            )
        })?);
    }
    Ok(scenes)
}

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
