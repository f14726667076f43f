//! What banks say about cards.

use serde_json::json;

use super::merchant_named;
use crate::wechat_pay::rules::settlement::{USUAL_REASON, verify};
use crate::world::act::{Act, Arg, ArgKind};

/// A bank says whether a card takes money.
pub(super) const VERIFY_CARD: Act = Act {
    name: "bank.verify_card",
    en: "the bank says whether a settlement card takes money: one that is asked for, else the one in force (AP-61, AP-64)",
    zh: "银行给出结算卡验证结果：优先为修改申请中的卡，否则为生效的卡（AP-61、AP-64）",
    args: &[
        Arg::required("mchid", ArgKind::Text, "the sub-merchant", "特约（二级）商户号"),
        Arg::optional(
            "result",
            ArgKind::Choice(&["success", "fail"]),
            "what it says; success if left out",
            "结果；默认 success",
        ),
        Arg::optional("reason", ArgKind::Text, "why it fails; a usual one if left out", "失败原因；有默认值"),
    ],
    run: |cx, args| {
        let sub = merchant_named(cx, args)?;
        let mchid = sub.mchid.clone();
        let result = match args.text("result") {
            Some("fail") => Err(args.text("reason").unwrap_or(USUAL_REASON).to_owned()),
            _ => Ok(()),
        };
        cx.note(verify(cx, sub, result)?);
        Ok(json!({ "mchid": mchid, "result": args.text("result").unwrap_or("success") }))
    },
};
