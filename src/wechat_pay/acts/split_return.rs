//! Split returns that fail, and receivers that agree to them.

use serde_json::{Value, json};

use super::{by_number, merchant_named};
use crate::wechat_pay::model::split_return::{FailReason, ReturnState, SplitReturn};
use crate::wechat_pay::rules::split_return;
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

/// Fails a return that waits, or the next ones that are asked for.
pub(super) const FAIL: Act = Act {
    name: "split_return.fail",
    en: "a split return fails: the waiting one named, or else the next that is asked for or tried again (PS-46, PS-49, PP-30)",
    zh: "分账回退失败：指定的处理中回退单，否则为下一次发起或重试的回退（PS-46、PS-49、PP-30）",
    args: &[
        Arg::required(
            "reason",
            ArgKind::Choice(FailReason::NAMES),
            "the fail_reason",
            "失败原因 fail_reason",
        ),
        Arg::optional(
            "out_return_no",
            ArgKind::Text,
            "a return that is PROCESSING, by the merchant's number",
            "处理中的回退单，按商户回退单号指定",
        ),
        Arg::optional(
            "mchid",
            ArgKind::Text,
            "whose number it is, where two merchants used the same",
            "单号所属商户号（多个商户使用同一单号时）",
        ),
        Arg::optional(
            "times",
            ArgKind::Count,
            "how many of the next returns fail; 1 if left out, 0 disarms",
            "接下来失败的次数；默认 1，0 为解除",
        ),
    ],
    run: fail,
};

/// A receiver agrees to give back, or takes it back (PP-27).
pub(super) const CONSENT: Act = Act {
    name: "merchant.set_split_return_consent",
    en: "a receiver agrees to split returns in its portal, or no longer does (PP-27)",
    zh: "分账接收方在商户平台开通或关闭分账回退（PP-27）",
    args: &[
        Arg::required("mchid", ArgKind::Text, "the merchant number", "商户号"),
        Arg::required("on", ArgKind::Flag, "whether it agrees", "是否开通"),
    ],
    run: |cx, args| {
        let mut merchant = merchant_named(cx, args)?;
        merchant.split_return_consent = args.flag("on");
        cx.put(&merchant)?;
        Ok(json!({ "mchid": merchant.mchid, "split_return_consent": merchant.split_return_consent }))
    },
};

fn fail(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let text = args.required_text("reason")?;
    let unknown = || ActRefused::new(format!("no reason is called {text}"), format!("没有失败原因 {text}"));
    let reason = FailReason::read(text).ok_or_else(unknown)?;
    let Some(number) = args.text("out_return_no") else {
        let times = args.count("times").unwrap_or(1);
        cx.arm_fault(&split_return::armed(reason), times)?;
        return Ok(json!({ "reason": reason, "times": times }));
    };
    let waiting = by_number::<SplitReturn>(cx, args, number)?;
    let waiting = waiting.filter(|found| found.state == ReturnState::Processing);
    let waiting = waiting.ok_or_else(|| {
        ActRefused::new(
            format!("no split return {number} is PROCESSING; leave out_return_no away to fail the next one"),
            format!("没有处理中的分账回退单 {number}；不传 out_return_no 则使下一次回退失败"),
        )
    })?;
    let failed = split_return::fail(cx, waiting, reason)?;
    Ok(json!({ "out_return_no": failed.out_return_no, "reason": reason }))
}
