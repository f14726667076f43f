//! Fund control as people at Huifu see it (HF-51).

use serde_json::{Value, json};

use crate::huifu::Huifu;
use crate::huifu::rules::{control, payout};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::ids::{Appid, TransactionId};

/// Huifu's control switch.
pub(super) const TURN_CONTROL_SWITCH: Act = Act {
    name: "huifu.turn_control_switch",
    en: "Huifu turns its control switch: merchants who bind an appid after it are mailed when that is controlled (HF-26, HF-27)",
    zh: "汇付开启或关闭管控开关：其后绑定 APPID 的商户在管控时会收到邮件（HF-26、HF-27）",
    args: &[Arg::required("on", ArgKind::Flag, "on or off", "开或关")],
    run: turn,
};

fn turn(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    Ok(json!({ "on_since": control::turn_switch(cx, args.flag("on"))? }))
}

/// An application is bound to a merchant.
pub(super) const BIND_APPID: Act = Act {
    name: "huifu.bind_appid",
    en: "a merchant binds a mini program; the moment is compared with the control switch (HF-26, HF-27)",
    zh: "商户绑定小程序 APPID，绑定时间与管控开关时间比较（HF-26、HF-27）",
    args: &[
        Arg::required("huifu_id", ArgKind::Text, "the merchant", "商户"),
        Arg::required("appid", ArgKind::Text, "the mini program", "小程序"),
    ],
    run: bind,
};

fn bind(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let merchant = super::member_named(cx, args)?;
    let appid = args.required_text("appid")?;
    let appid = Appid::parse(appid).map_err(|why| ActRefused::new(why.clone(), why))?;
    let merchant = control::bind(cx, merchant, &appid)?;
    Ok(json!({ "huifu_id": merchant.huifu_id, "appids": merchant.appids }))
}

/// What is done for a member.
pub(super) const SET_BUSINESS: Act = Act {
    name: "huifu.set_business",
    en: "Huifu sets what a member may do, and what is done for it; what is left out stays (HF-23, HF-24)",
    zh: "设置客户的业务开关，未写的保持不变（HF-23、HF-24）",
    args: &[
        Arg::required("huifu_id", ArgKind::Text, "the member", "客户"),
        Arg::required(
            "set",
            ArgKind::Object,
            "of split, delay, forced_delay, quick_transfer, ts, daily_settlement",
            "split、delay、forced_delay、quick_transfer、ts、daily_settlement 中的若干项",
        ),
    ],
    run: set_business,
};

fn set_business(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut member = super::member_named(cx, args)?;
    let mut business = serde_json::to_value(member.business).map_err(crate::world::Bug::from)?;
    for (name, value) in args.object("set").into_iter().flatten() {
        business[name] = value.clone();
    }
    member.business = serde_json::from_value(business)
        .map_err(|error| ActRefused::new(error.to_string(), format!("业务开关有误：{error}")))?;
    cx.put(&member)?;
    payout::set_days(cx, &member)?;
    Ok(json!({ "huifu_id": member.huifu_id, "business": member.business }))
}

/// News of released money does not reach Huifu for now.
pub(super) const HOLD_RELEASES: Act = Act {
    name: "huifu.hold_releases",
    en: "WeChat's news of released money does not reach Huifu until huifu.deliver_releases (HF-16)",
    zh: "微信的解冻消息暂不送达汇付，直到 huifu.deliver_releases（HF-16）",
    args: &[],
    run: hold,
};

fn hold(cx: &Cx<'_>, _args: &Args) -> Result<Value, ActStop> {
    cx.hold_releases(&Huifu)?;
    Ok(json!({ "held": true }))
}

/// The news that was held back arrives.
pub(super) const DELIVER_RELEASES: Act = Act {
    name: "huifu.deliver_releases",
    en: "the news that was held back reaches Huifu: of one order, or all of it, after which nothing is held back (HF-16)",
    zh: "被扣住的解冻消息送达汇付：指定一单，或全部并恢复正常（HF-16）",
    args: &[Arg::optional("transaction_id", ArgKind::Text, "of which order alone", "只送达该微信支付订单")],
    run: deliver,
};

fn deliver(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let only = args.text("transaction_id").map(TransactionId::parse).transpose();
    let only = only.map_err(|why| ActRefused::new(why.clone(), why))?;
    let given = cx.deliver_releases(&Huifu, only.as_ref())?;
    let given: Vec<&str> = given.iter().map(|released| released.transaction_id.as_str()).collect();
    Ok(json!({ "delivered": given }))
}
