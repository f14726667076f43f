//! What the acquirer learns from WeChat, and when.

use serde_json::{Value, json};

use crate::allinpay::Allinpay;
use crate::allinpay::rules::{control, correction};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::ids::TransactionId;

/// The acquirer is given the channel's notice of control.
pub(super) const LEARN: Act = Act {
    name: "allinpay.learn_control",
    en: "the acquirer is given WeChat's notice of control over an appid: its orders are pre-consumption from now on (AL-62)",
    zh: "收银宝获得渠道的资金管控通知：该 appid 的订单此后为预消费（AL-62）",
    args: &[Arg::required("appid", ArgKind::Text, "the mini program", "小程序 appid")],
    run: learn,
};

fn learn(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let learnt = control::learn(cx, args.required_text("appid")?)?;
    Ok(json!({ "appid": learnt.appid, "from": learnt.from }))
}

/// Releases are held back.
pub(super) const HOLD_RELEASE: Act = Act {
    name: "allinpay.hold_release",
    en: "from now on WeChat's news of released orders does not reach the acquirer (AL-88)",
    zh: "此后微信的解冻通知不再到达收银宝（AL-88）",
    args: &[],
    run: hold,
};

fn hold(cx: &Cx<'_>, _args: &Args) -> Result<Value, ActStop> {
    cx.hold_releases(&Allinpay)?;
    Ok(json!({ "held": true }))
}

/// Releases that were held back are delivered.
pub(super) const DELIVER_RELEASE: Act = Act {
    name: "allinpay.deliver_release",
    en: "the acquirer is given news of released orders that was held back: of one, or of all, and no more is held (AL-89)",
    zh: "把扣留的解冻通知交给收银宝：单笔，或全部并停止扣留（AL-89）",
    args: &[Arg::optional(
        "transaction_id",
        ArgKind::Text,
        "of which order alone: WeChat's number",
        "仅某一订单：微信支付订单号",
    )],
    run: deliver,
};

fn deliver(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let only = args.text("transaction_id").map(TransactionId::parse).transpose();
    let only = only.map_err(|why| ActRefused::new(why.clone(), why))?;
    correction::set_late(cx, true)?;
    let given = cx.deliver_releases(&Allinpay, only.as_ref())?;
    correction::set_late(cx, false)?;
    if let Some(id) = only.filter(|_| given.is_empty()) {
        return Err(ActRefused::new(
            format!(
                "no news of {id} is held back: hold with allinpay.hold_release before the buyer confirms"
            ),
            format!("没有扣留 {id} 的解冻通知：请在买家确认收货前用 allinpay.hold_release 扣留"),
        )
        .into());
    }
    let ids: Vec<_> = given.iter().map(|released| released.transaction_id.to_string()).collect();
    Ok(json!({ "delivered": ids }))
}
