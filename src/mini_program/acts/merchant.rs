//! What a merchant does in the back office of its mini program.

use serde_json::{Value, json};

use crate::mini_program::model::management::Standing;
use crate::mini_program::rules::control;
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::ids::Mchid;

const APPID: Arg = Arg::required("appid", ArgKind::Text, "the mini program", "小程序 appid");
const MCHID: Arg = Arg::required(
    "mchid",
    ArgKind::Text,
    "the merchant number that takes payments there; of a provider its sub-merchant's",
    "在该小程序收款的商户号；服务商模式为子商户号",
);

/// A mini program joins order shipping management.
pub(super) const JOIN_SHIPPING: Act = Act {
    name: "merchant.join_shipping",
    en: "a mini program joins order shipping management; its merchant numbers have still to grant (SH-36, SH-94)",
    zh: "小程序接入发货信息管理；各商户号还需授权订单管理（SH-36、SH-94）",
    args: &[APPID],
    run: join,
};

fn join(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let app = control::join(cx, super::app_named(cx, args)?)?;
    Ok(json!({ "appid": app.appid, "is_trade_managed": app.management.joined }))
}

/// A merchant number lets a mini program manage its orders.
pub(super) const GRANT_ORDER_MANAGEMENT: Act = Act {
    name: "merchant.grant_order_management",
    en: "a merchant number grants a mini program the management of its orders (SH-37, SH-75)",
    zh: "商户号授权小程序管理其订单（交易结算管理确认）（SH-37、SH-75）",
    args: &[APPID, MCHID],
    run: grant,
};

fn grant(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    stand(cx, args, Standing::Granted)
}

/// A merchant number is untied from a mini program.
pub(super) const UNTIE: Act = Act {
    name: "merchant.untie",
    en: "a merchant number is untied from a mini program: it takes no payments there any more (SH-37)",
    zh: "商户号与小程序解绑：不能再在其中收款（SH-37）",
    args: &[APPID, MCHID],
    run: untie,
};

fn untie(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    stand(cx, args, Standing::Untied)
}

fn stand(cx: &Cx<'_>, args: &Args, standing: Standing) -> Result<Value, ActStop> {
    let app = super::app_named(cx, args)?;
    let mchid = Mchid::parse(args.required_text("mchid")?)
        .map_err(|error| ActRefused::new(error.clone(), format!("商户号格式错误：{error}")))?;
    let app = control::stand(cx, app, &mchid, standing)?;
    let completed = control::is_confirmed(cx, &app)?;
    Ok(json!({ "appid": app.appid, "mchid": mchid, "completed": completed }))
}
