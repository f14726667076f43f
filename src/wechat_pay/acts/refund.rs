//! What a bank does to a refund (7, operator hooks).

use serde_json::{Value, json};

use super::by_number;
use crate::wechat_pay::model::refund::Refund;
use crate::wechat_pay::rules::refund::{self, Failure};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

const OUT_REFUND_NO: Arg =
    Arg::optional("out_refund_no", ArgKind::Text, "which: by the merchant's number", "按商户退款单号指定");
const REFUND_ID: Arg =
    Arg::optional("refund_id", ArgKind::Text, "which: by WeChat Pay's number", "按微信支付退款单号指定");
const MCHID: Arg = Arg::optional(
    "mchid",
    ArgKind::Text,
    "whose number it is, where two merchants used the same",
    "退款单号所属商户号（多个商户使用同一单号时）",
);

/// Brings a refund to the buyer now.
pub(super) const SUCCEED: Act = Act {
    name: "refund.succeed",
    en: "a refund reaches the buyer now, before its time",
    zh: "退款立即到账，不等到期",
    args: &[OUT_REFUND_NO, REFUND_ID, MCHID],
    run: |cx, args| {
        let refund = named(cx, args)?;
        Ok(told(&refund::succeed(cx, refund)?))
    },
};

/// Lets a refund fail.
pub(super) const FAIL: Act = Act {
    name: "refund.fail",
    en: "a refund fails: ABNORMAL waits for another bank card, CLOSED gives the money back (LG-16)",
    zh: "退款失败：ABNORMAL 等待改退其他银行卡，CLOSED 资金退回原账户（LG-16）",
    args: &[
        OUT_REFUND_NO,
        REFUND_ID,
        MCHID,
        Arg::required("state", ArgKind::Choice(&["ABNORMAL", "CLOSED"]), "how it fails", "失败后的状态"),
    ],
    run: |cx, args| {
        let refund = named(cx, args)?;
        let closed = args.required_text("state")? == "CLOSED";
        let failure = if closed { Failure::Closed } else { Failure::Abnormal };
        Ok(told(&refund::fail(cx, refund, failure)?))
    },
};

fn told(refund: &Refund) -> Value {
    json!({
        "out_refund_no": refund.out_refund_no,
        "refund_id": refund.refund_id,
        "state": refund.state.literal(),
        "amount": refund.amount,
    })
}

/// The refund that the arguments name.
fn named(cx: &Cx<'_>, args: &Args) -> Result<Refund, ActStop> {
    let (found, number) = match (args.text("refund_id"), args.text("out_refund_no")) {
        (Some(id), None) => (cx.first::<Refund>("refund_id", id)?, id),
        (None, Some(number)) => (by_number::<Refund>(cx, args, number)?, number),
        (Some(_), Some(_)) | (None, None) => {
            return Err(ActRefused::new(
                "say which refund by exactly one of out_refund_no, refund_id",
                "请用且仅用其中一个参数指定退款单：out_refund_no、refund_id",
            )
            .into());
        }
    };
    Ok(found.ok_or_else(|| {
        ActRefused::new(format!("this world has no refund {number}"), format!("该世界没有退款单 {number}"))
    })?)
}
