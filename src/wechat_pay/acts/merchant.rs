//! What merchants do in their back office: appids, keys, certificates, permissions, top-ups.

use serde_json::{Value, json};

use super::merchant_named;
use crate::crypto::certificate::{self, Serial, Subject};
use crate::wechat_pay::given;
use crate::wechat_pay::model::accounts::Purse;
use crate::wechat_pay::model::merchant::{
    ApiV3Key, AppidKind, BoundAppid, CertificateState, MAX_APPIDS, Merchant, Permission, Role,
};
use crate::wechat_pay::rules::money;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::ids::Appid;
use crate::world::{Cx, Fen};

const MCHID: Arg = Arg::required("mchid", ArgKind::Text, "the merchant number", "商户号");
const APPID: Arg = Arg::required("appid", ArgKind::Text, "the appid", "APPID");

const REQUEST: Arg = Arg::optional(
    "request",
    ArgKind::Text,
    "a certificate request (PKCS#10, PEM)",
    "证书请求（PKCS#10，PEM）",
);

/// Binds an appid (OR-16).
pub(super) const BIND_APPID: Act = Act {
    name: "merchant.bind_appid",
    en: "a merchant binds an appid, at most three (OR-15, OR-16)",
    zh: "商户绑定 APPID，最多三个（OR-15、OR-16）",
    args: &[
        MCHID,
        APPID,
        Arg::optional(
            "kind",
            ArgKind::Choice(&["official_account", "mini_program", "app"]),
            "what it belongs to; mini_program if left out",
            "类型：公众号、小程序或 APP；默认小程序",
        ),
    ],
    run: bind_appid,
};

/// Unbinds an appid.
pub(super) const UNBIND_APPID: Act = Act {
    name: "merchant.unbind_appid",
    en: "a merchant unbinds an appid (OR-16)",
    zh: "商户解绑 APPID（OR-16）",
    args: &[MCHID, APPID],
    run: unbind_appid,
};

/// Sets the APIv3 key (CE-05).
pub(super) const SET_APIV3_KEY: Act = Act {
    name: "merchant.set_apiv3_key",
    en: "a merchant sets its APIv3 key: 32 digits and letters (CE-05)",
    zh: "商户设置 APIv3 密钥：32 位数字或字母（CE-05）",
    args: &[MCHID, Arg::required("key", ArgKind::Text, "the key", "密钥")],
    run: set_apiv3_key,
};

/// Issues a further certificate (CE-06).
pub(super) const ISSUE_CERTIFICATE: Act = Act {
    name: "merchant.issue_certificate",
    en: "a merchant gets a further API certificate, from its certificate request or made whole (CE-06)",
    zh: "为商户签发一张 API 证书，可由证书请求签发，也可整套生成（CE-06）",
    args: &[MCHID, REQUEST],
    run: |cx, args| {
        let mut merchant = calling(cx, args)?;
        issue(cx, &mut merchant, args)
    },
};

/// Replaces the certificates by a new one (WI-09).
pub(super) const REPLACE_CERTIFICATE: Act = Act {
    name: "merchant.replace_certificate",
    en: "a merchant replaces its certificate: the ones before answer 已更换证书 (WI-09, CE-06)",
    zh: "商户更换 API 证书：旧证书应答“已更换证书”（WI-09、CE-06）",
    args: &[MCHID, REQUEST],
    run: |cx, args| {
        let mut merchant = calling(cx, args)?;
        let active = merchant.certificates.iter_mut().filter(|c| c.state == CertificateState::Active);
        active.for_each(|certificate| certificate.state = CertificateState::Replaced);
        issue(cx, &mut merchant, args)
    },
};

/// Revokes a certificate (WI-09).
pub(super) const REVOKE_CERTIFICATE: Act = Act {
    name: "merchant.revoke_certificate",
    en: "a merchant certificate is revoked: it answers 商户证书已作废。 (WI-09, CE-06)",
    zh: "作废商户 API 证书：应答“商户证书已作废。”（WI-09、CE-06）",
    args: &[
        MCHID,
        Arg::optional(
            "serial",
            ArgKind::Text,
            "its serial; the one in use if left out",
            "证书序列号；默认当前使用的一张",
        ),
    ],
    run: revoke,
};

/// Switches a permission.
pub(super) const SET_PERMISSION: Act = Act {
    name: "merchant.set_permission",
    en: "a product of a merchant is switched on or off",
    zh: "开通或关闭商户的产品权限",
    args: &[
        MCHID,
        Arg::required("permission", ArgKind::Choice(Permission::NAMES), "the product", "产品"),
        Arg::required("on", ArgKind::Flag, "whether it is there", "是否开通"),
    ],
    run: set_permission,
};

/// Brings money in from a bank.
pub(super) const TOP_UP: Act = Act {
    name: "merchant.top_up",
    en: "a merchant tops up one of its accounts from its bank",
    zh: "商户从银行向某个账户充值",
    args: &[
        MCHID,
        Arg::required("amount", ArgKind::Fen, "how much, in fen", "金额，单位分"),
        Arg::optional(
            "account",
            ArgKind::Choice(Purse::NAMES),
            "which account; BASIC if left out",
            "账户；默认 BASIC",
        ),
    ],
    run: top_up,
};

fn bind_appid(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = merchant_named(cx, args)?;
    let appid = appid(args)?;
    let kind = match args.text("kind") {
        Some("official_account") => AppidKind::OfficialAccount,
        Some("app") => AppidKind::App,
        _ => AppidKind::MiniProgram,
    };
    if merchant.role == Role::ServiceProvider && kind != AppidKind::OfficialAccount {
        return Err(ActRefused::new(
            "an ordinary service provider binds official accounts only (OR-15)",
            "普通服务商只能绑定公众号（OR-15）",
        )
        .into());
    }
    if !merchant.has_appid(&appid) {
        if merchant.appids.len() >= MAX_APPIDS {
            let mchid = &merchant.mchid;
            return Err(ActRefused::new(
                format!("{mchid} binds {MAX_APPIDS} appids already; unbind one first (OR-16)"),
                format!("{mchid} 已绑定 {MAX_APPIDS} 个 APPID；请先解绑（OR-16）"),
            )
            .into());
        }
        merchant.appids.push(BoundAppid { appid, kind });
        cx.put(&merchant)?;
    }
    Ok(json!({ "mchid": merchant.mchid, "appids": merchant.appids }))
}

fn unbind_appid(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = merchant_named(cx, args)?;
    let appid = appid(args)?;
    if !merchant.has_appid(&appid) {
        return Err(ActRefused::new(
            format!("{appid} is not bound to {}", merchant.mchid),
            format!("{appid} 未绑定到 {}", merchant.mchid),
        )
        .into());
    }
    merchant.appids.retain(|bound| bound.appid != appid);
    cx.put(&merchant)?;
    Ok(json!({ "mchid": merchant.mchid, "appids": merchant.appids }))
}

fn appid(args: &Args) -> Result<Appid, ActStop> {
    let text = args.required_text("appid")?;
    let appid = Appid::parse(text).ok().filter(Appid::is_issued_form);
    Ok(appid.ok_or_else(|| {
        ActRefused::new(
            format!("`{text}` is not an appid: wx and 16 lower-case hex digits"),
            format!("`{text}` 不是 APPID：应为 wx 加 16 位小写十六进制"),
        )
    })?)
}

fn set_apiv3_key(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = calling(cx, args)?;
    let key = ApiV3Key::parse(args.required_text("key")?);
    merchant.apiv3_key =
        Some(key.map_err(|why| ActRefused::new(why, "APIv3 密钥应为 32 位数字或字母（CE-05）"))?);
    cx.put(&merchant)?;
    Ok(json!({ "mchid": merchant.mchid }))
}

fn issue(cx: &Cx<'_>, merchant: &mut Merchant, args: &Args) -> Result<Value, ActStop> {
    let certificate = match args.text("request") {
        Some(request) => {
            let serial = Serial::from_random(cx.random("merchant certificate")?.bytes());
            let subject = Subject { common_name: merchant.mchid.as_str(), organization: &merchant.name };
            let refused =
                |why: String| ActRefused::new(format!("request: {why}"), format!("证书请求无效：{why}"));
            let pem = certificate::issue_from_request(request, &subject, &serial);
            let pem = pem.map_err(|error| refused(error.to_string()))?;
            given::own_certificate(&pem).map_err(refused)?
        }
        None => {
            let pool_key = merchant.certificates.iter().find_map(|c| c.pool_key).unwrap_or_default();
            // The next key of the pool after the merchant's first, so that old and new differ.
            let pool_key = given::merchant_key(pool_key + merchant.certificates.len());
            given::issue_certificate(cx, &merchant.mchid, &merchant.name, pool_key)?
        }
    };
    let answer =
        json!({ "mchid": merchant.mchid, "serial": certificate.serial, "certificate": certificate.pem });
    merchant.certificates.push(certificate);
    cx.put(merchant)?;
    Ok(answer)
}

fn revoke(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = merchant_named(cx, args)?;
    let wanted = args.text("serial").and_then(Serial::parse);
    let in_use = merchant.active_certificate().map(|c| c.serial.clone());
    let serial = if args.text("serial").is_some() { wanted } else { in_use };
    let found = merchant.certificates.iter_mut().find(|c| Some(&c.serial) == serial.as_ref());
    let Some(certificate) = found else {
        let mchid = &merchant.mchid;
        return Err(ActRefused::new(
            format!("{mchid} has no such certificate"),
            format!("{mchid} 没有该证书"),
        )
        .into());
    };
    certificate.state = CertificateState::Revoked;
    cx.put(&merchant)?;
    Ok(json!({ "mchid": merchant.mchid, "revoked": serial }))
}

fn set_permission(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = merchant_named(cx, args)?;
    let name = args.required_text("permission")?;
    let permission: Permission = serde_json::from_value(json!(name)).map_err(crate::world::Bug::from)?;
    if args.flag("on") {
        merchant.switched_off.remove(&permission);
    } else {
        merchant.switched_off.insert(permission);
    }
    cx.put(&merchant)?;
    Ok(json!({ "mchid": merchant.mchid, "switched_off": merchant.switched_off }))
}

fn top_up(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let merchant = merchant_named(cx, args)?;
    let purse = args.text("account").and_then(Purse::parse).unwrap_or(Purse::Basic);
    if purse == Purse::Fees && !merchant.may(Permission::Ecommerce) {
        let mchid = &merchant.mchid;
        return Err(ActRefused::new(
            format!("{mchid} has no FEES account yet: platform.open_ecommerce with fee_bearer=platform opens it (AP-03)"),
            format!("{mchid} 尚无手续费账户：用 platform.open_ecommerce 并设 fee_bearer=platform 开立（AP-03）"),
        )
        .into());
    }
    let amount = args.fen("amount").unwrap_or(Fen::ZERO);
    let account = money::top_up(cx, &merchant, purse, amount)?;
    Ok(json!({ "account": account.code(), "balance": cx.balance(&account)?.balance }))
}

/// The merchant named, which must have keys of its own: sub-merchants do not call the API themselves.
fn calling(cx: &Cx<'_>, args: &Args) -> Result<Merchant, ActStop> {
    let merchant = merchant_named(cx, args)?;
    if merchant.provider().is_some() {
        return Err(ActRefused::new(
            format!("{} is a sub-merchant; its provider's keys sign for it", merchant.mchid),
            format!("{} 是特约（二级）商户，由其服务商的密钥签名", merchant.mchid),
        )
        .into());
    }
    Ok(merchant)
}
