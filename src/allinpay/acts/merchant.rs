//! What Allinpay's staff sets for a merchant.

use serde_json::{Value, json};

use crate::allinpay::model::merchant::Merchant;
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::control::Control;
use crate::world::ids::Appid;

const CUSID: Arg =
    Arg::optional("cusid", ArgKind::Text, "which merchant; the only one if left out", "商户；默认唯一的商户");

/// A mini program is configured for a merchant.
pub(super) const CONFIGURE_APPID: Act = Act {
    name: "allinpay.configure_appid",
    en: "a mini program is configured for a merchant; refused while WeChat bars it (AL-64, AL-98)",
    zh: "为商户配置小程序；该小程序未接入订单发货管理时拒绝（AL-64、AL-98）",
    args: &[CUSID, Arg::required("appid", ArgKind::Text, "the mini program", "小程序 appid")],
    run: configure,
};

fn configure(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = super::merchant_named(cx, args)?;
    let text = args.required_text("appid")?;
    let appid = Appid::parse(text).ok().filter(Appid::is_issued_form).ok_or_else(|| {
        ActRefused::new(
            format!("`{text}` is not an appid: wx and 16 lower-case hex digits"),
            format!("`{text}` 不是 appid：wx 加 16 位小写十六进制数"),
        )
    })?;
    if let Control::Barred(crate::world::control::Barred::NotJoined) =
        cx.control_over(&[&appid], &merchant.sub_mchid)?
    {
        let (en, zh) = crate::world::control::Barred::NotJoined.words();
        return Err(ActRefused::new(
            format!("{appid} {en} (AL-64, AL-98)"),
            format!("{appid} {zh}（AL-64、AL-98）"),
        )
        .into());
    }
    merchant.appids.insert(appid);
    cx.put(&merchant)?;
    Ok(json!({ "cusid": merchant.cusid, "appids": merchant.appids }))
}

/// The product is opened.
pub(super) const OPEN_PRODUCT: Act = Act {
    name: "allinpay.open_product",
    en: "the product 微信订单预消费 is opened, which puts the merchant into the 10-yuan group (AL-65)",
    zh: "开通微信订单预消费产品，商户随即进入十元风控模板组（AL-65）",
    args: &[CUSID],
    run: |cx, args| {
        change(cx, args, |merchant| (merchant.pre_consumption, merchant.risk_limited) = (true, true))
    },
};

/// The product is closed.
pub(super) const CLOSE_PRODUCT: Act = Act {
    name: "allinpay.close_product",
    en: "the product 微信订单预消费 is closed (AL-73)",
    zh: "关闭微信订单预消费产品（AL-73）",
    args: &[CUSID],
    run: |cx, args| change(cx, args, |merchant| merchant.pre_consumption = false),
};

/// The 10-yuan group is lifted.
pub(super) const LIFT_RISK_LIMIT: Act = Act {
    name: "allinpay.lift_risk_limit",
    en: "Allinpay's staff takes the merchant out of the 10-yuan group (AL-65)",
    zh: "通联人员解除商户的十元风控限制（AL-65）",
    args: &[CUSID],
    run: |cx, args| change(cx, args, |merchant| merchant.risk_limited = false),
};

/// The 10-yuan group is restored.
pub(super) const RESTORE_RISK_LIMIT: Act = Act {
    name: "allinpay.restore_risk_limit",
    en: "the merchant is put into the 10-yuan group again (AL-65)",
    zh: "商户重新进入十元风控模板组（AL-65）",
    args: &[CUSID],
    run: |cx, args| change(cx, args, |merchant| merchant.risk_limited = true),
};

fn change(cx: &Cx<'_>, args: &Args, how: impl FnOnce(&mut Merchant)) -> Result<Value, ActStop> {
    let mut merchant = super::merchant_named(cx, args)?;
    how(&mut merchant);
    cx.put(&merchant)?;
    Ok(json!({
        "cusid": merchant.cusid,
        "pre_consumption": merchant.pre_consumption,
        "risk_limited": merchant.risk_limited,
    }))
}
