//! What happens to profit sharing without anybody's request: parts fail, accounts get into trouble.

use serde_json::{Value, json};

use crate::wechat_pay::model::merchant::{self, Merchant};
use crate::wechat_pay::model::receiver::{Standing, Trouble};
use crate::wechat_pay::model::split::{DetailResult, FailReason, Kind, SplitOrder};
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::buyer::KnownAs;
use crate::world::{Bug, Cx, FeeRate};

/// Decides that a part of a split will fail.
pub(super) const FAIL_DETAIL: Act = Act {
    name: "split.fail_detail",
    en: "a part of a split that is still PENDING will end CLOSED (PS-27, PP-26)",
    zh: "使仍为 PENDING 的分账明细以 CLOSED 结束（PS-27、PP-26）",
    args: &[
        Arg::required("out_order_no", ArgKind::Text, "the split, by the caller's number", "商户分账单号"),
        Arg::required(
            "receiver",
            ArgKind::Text,
            "whose part: merchant number or openid",
            "接收方商户号或 openid",
        ),
        Arg::required("reason", ArgKind::Choice(FailReason::NAMES), "the fail_reason", "失败原因"),
        Arg::optional(
            "mchid",
            ArgKind::Text,
            "whose number it is, where two merchants used the same",
            "分账单号所属商户号（多个商户使用同一单号时）",
        ),
    ],
    run: fail_detail,
};

/// Puts somebody's account into trouble, or back in order.
pub(super) const SET_STATE: Act = Act {
    name: "receiver.set_state",
    en: "the account of a merchant or person is in order or not, for splits from and to it (PS-27, PP-05, PP-08, PP-20)",
    zh: "商户或个人账户是否正常，影响从其分出及向其分入（PS-27、PP-05、PP-08、PP-20）",
    args: &[
        Arg::required("account", ArgKind::Text, "merchant number or openid", "商户号或 openid"),
        Arg::required(
            "state",
            ArgKind::Choice(&[
                "NORMAL",
                "ABNORMAL",
                "HIGH_RISK",
                "NOT_VERIFIED",
                "NO_ACCOUNT",
                "PUNISHED",
                "SETTLED_LATER",
            ]),
            "how it stands",
            "账户状态",
        ),
    ],
    run: set_state,
};

/// Sets the largest share of a merchant's orders.
pub(super) const SET_MAX_RATIO: Act = Act {
    name: "sub_merchant.set_max_ratio",
    en: "a merchant sets in its portal which share of its orders others may get at most (PS-05, PP-09)",
    zh: "商户在商户平台设置最大分账比例（PS-05、PP-09）",
    args: &[
        Arg::required("mchid", ArgKind::Text, "the merchant number", "商户号"),
        Arg::required("max_ratio", ArgKind::Text, "the share, such as 20%", "比例，如 20%"),
    ],
    run: set_max_ratio,
};

/// Sets where a receiver's notices go.
pub(super) const SET_NOTIFY_URL: Act = Act {
    name: "merchant.set_profitsharing_notify_url",
    en: "a merchant says in its portal where notices of splits to it go; none for the empty text (PS-28)",
    zh: "商户在商户平台设置分账动账通知地址；空文本表示取消（PS-28）",
    args: &[
        Arg::required("mchid", ArgKind::Text, "the merchant number", "商户号"),
        Arg::required("url", ArgKind::Text, "http or https, no query", "http 或 https，不带参数"),
    ],
    run: set_notify_url,
};

fn set_max_ratio(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = super::merchant_named(cx, args)?;
    let ratio = FeeRate::try_from(args.required_text("max_ratio")?.to_owned());
    let wrong = |why: String| ActRefused::new(why, "比例应为百分数，至多三位小数，如 20%");
    merchant.max_ratio = Some(ratio.map_err(wrong)?);
    cx.put(&merchant)?;
    Ok(json!({ "mchid": merchant.mchid, "max_ratio": merchant.max_ratio }))
}

fn set_notify_url(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = super::merchant_named(cx, args)?;
    let url = args.required_text("url")?;
    if !url.is_empty() && !merchant::is_receiver_url(url) {
        return Err(ActRefused::new(
            format!("`{url}` cannot be called: http or https, and no query (PS-28)"),
            format!("`{url}` 不能作为通知地址：应为 http 或 https，且不带参数（PS-28）"),
        )
        .into());
    }
    merchant.profitsharing_notify_url = Some(url.to_owned()).filter(|url| !url.is_empty());
    cx.put(&merchant)?;
    Ok(json!({ "mchid": merchant.mchid, "profitsharing_notify_url": merchant.profitsharing_notify_url }))
}

fn fail_detail(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let number = args.required_text("out_order_no")?;
    let mut split = super::by_number::<SplitOrder>(cx, args, number)?.ok_or_else(|| {
        ActRefused::new(
            format!("this world has no split with out_order_no {number}"),
            format!("该世界没有 out_order_no 为 {number} 的分账单"),
        )
    })?;
    let account = args.required_text("receiver")?;
    let reason: FailReason =
        serde_json::from_value(json!(args.required_text("reason")?)).map_err(Bug::from)?;
    let details = match &mut split.kind {
        Kind::Split { details, .. } => details.as_mut_slice(),
        Kind::Finish { .. } => &mut [],
    };
    let mut found = 0_u32;
    for detail in details.iter_mut().filter(|detail| detail.receiver.id() == account) {
        // What the payer itself gets cannot fail.
        let DetailResult::Pending { fails, .. } = &mut detail.result else { continue };
        if !detail.receiver.is(&split.payer) {
            *fails = Some(reason);
            found += 1;
        }
    }
    if found == 0 {
        return Err(ActRefused::new(
            format!("split {number} has no part of {account} that is still PENDING; switches.split.result_after says how long one is"),
            format!("分账单 {number} 没有接收方 {account} 仍为 PENDING 的明细；时长见开关 switches.split.result_after"),
        )
        .into());
    }
    cx.put(&split)?;
    Ok(json!({ "out_order_no": number, "receiver": account, "will_fail": reason }))
}

fn set_state(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let account = args.required_text("account")?;
    if cx.get::<Merchant>(account)?.is_none() && cx.get::<KnownAs>(account)?.is_none() {
        return Err(ActRefused::new(
            format!("this world has no merchant and no openid {account}"),
            format!("该世界没有商户或 openid {account}"),
        )
        .into());
    }
    let state = args.required_text("state")?;
    if state == "NORMAL" {
        cx.remove::<Standing>(account)?;
    } else {
        let trouble: Trouble = serde_json::from_value(json!(state)).map_err(Bug::from)?;
        cx.put(&Standing { account: account.to_owned(), trouble })?;
    }
    Ok(json!({ "account": account, "state": state }))
}
