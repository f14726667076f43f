//! What people do in the portal for cross-border payment: no API does it (XB-01).

use serde_json::{Value, json};

use super::merchant_named;
use crate::wechat_pay::model::cross_border::{
    Administrator, CrossBorder, CrossBorderForm, Payee, PayeeState,
};
use crate::wechat_pay::rules::cross_border::{self, Draft};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

const SUB: Arg = Arg::required("mchid", ArgKind::Text, "the sub-merchant", "二级商户号");
const BY: Arg = Arg::optional(
    "by",
    ArgKind::Choice(Administrator::NAMES),
    "who does it for the platform; the super administrator if left out",
    "平台操作人；默认超级管理员",
);
const PAYEE: Arg = Arg::optional(
    "payee",
    ArgKind::Text,
    "a payee's account number; the application itself if left out",
    "收款方账号；默认针对申请本身",
);

/// Asks for the permission.
pub(super) const ASK: Act = Act {
    name: "cross_border.ask_permission",
    en: "the platform's super administrator asks for cross-border payment (XB-02)",
    zh: "平台超级管理员申请跨境付款权限（XB-02）",
    args: &[Arg::required("mchid", ArgKind::Text, "the platform", "平台商户号"), BY],
    run: |cx, args| {
        let merchant = merchant_named(cx, args)?;
        let access = cross_border::ask_permission(cx, &merchant, Administrator::named(args.text("by")))?;
        Ok(json!(access))
    },
};

/// Applies for a sub-merchant.
pub(super) const APPLY: Act = Act {
    name: "cross_border.apply",
    en: "an administrator applies for a sub-merchant, or edits what was rejected or not signed (XB-01 to XB-05, XB-08)",
    zh: "管理员为二级商户提交跨境付款申请，或编辑被驳回、签约失败的申请（XB-01 至 XB-05、XB-08）",
    args: &[
        SUB,
        BY,
        Arg::required("company_size", ArgKind::Text, "how large the company is", "公司规模"),
        Arg::required("years_in_business", ArgKind::Count, "for how many years", "经营年限"),
        Arg::required("company_type", ArgKind::Text, "what type of company", "公司类型"),
        Arg::required(
            "customs_category",
            ArgKind::Text,
            "as customs has it; 进出口货物收发货人",
            "海关企业经营类别；须为进出口货物收发货人",
        ),
        Arg::required(
            "questionnaire",
            ArgKind::Object,
            "the sanctions questionnaire: `answers`, a list of 8 texts, and `ticks`, a list of 9 times true",
            "制裁合规问卷：answers 为 8 个文本，ticks 为 9 个 true",
        ),
        Arg::optional("country", ArgKind::Text, "where it is registered; CN if left out", "注册地；默认 CN"),
        Arg::optional(
            "legal_document",
            ArgKind::Choice(&["id_card", "passport", "residence_permit"]),
            "the legal person's document; id_card if left out",
            "法定代表人证件；默认身份证",
        ),
    ],
    run: apply,
};

/// Signs the agreement.
pub(super) const SIGN: Act = Act {
    name: "cross_border.sign",
    en: "the sub-merchant signs the agreement on its phone, or fails to (XB-06)",
    zh: "二级商户在手机上签署协议，或签约失败（XB-06）",
    args: &[
        SUB,
        Arg::optional(
            "outcome",
            ArgKind::Choice(&["signed", "failed"]),
            "what becomes of it; signed if left out",
            "结果；默认 signed",
        ),
    ],
    run: |cx, args| {
        let application = application(cx, args)?;
        Ok(cross_border::view(&cross_border::sign(cx, application, args.text("outcome") != Some("failed"))?))
    },
};

/// Approves an application or a payee.
pub(super) const APPROVE: Act = Act {
    name: "cross_border.approve",
    en: "the reviewer approves an application or a payee before its days are over (XB-07)",
    zh: "审核人提前通过申请或收款方信息（XB-07）",
    args: &[SUB, PAYEE],
    run: |cx, args| decide(cx, args, None),
};

/// Rejects an application or a payee.
pub(super) const REJECT: Act = Act {
    name: "cross_border.reject",
    en: "the reviewer rejects an application or a payee; it may be edited then (XB-08)",
    zh: "审核人驳回申请或收款方信息；之后可编辑（XB-08）",
    args: &[SUB, PAYEE, Arg::required("reason", ArgKind::Text, "why", "驳回原因")],
    run: |cx, args| decide(cx, args, Some(args.required_text("reason")?)),
};

/// Enters a payee.
pub(super) const ADD_PAYEE: Act = Act {
    name: "cross_border.add_payee",
    en: "the sub-merchant enters somebody abroad whom it pays, once the permission is open (XB-07)",
    zh: "权限开通后，二级商户录入境外收款方信息（XB-07）",
    args: &[
        SUB,
        Arg::required("name", ArgKind::Text, "the payee's name", "收款方名称"),
        Arg::required("bank", ArgKind::Text, "the payee's bank", "收款银行"),
        Arg::required("account_number", ArgKind::Text, "the payee's account", "收款账号"),
    ],
    run: add_payee,
};

fn application(cx: &Cx<'_>, args: &Args) -> Result<CrossBorder, ActStop> {
    let mchid = merchant_named(cx, args)?.mchid;
    Ok(cx.get::<CrossBorder>(mchid.as_str())?.ok_or_else(|| {
        ActRefused::new(
            format!("nobody applied for {mchid}; do cross_border.apply first"),
            format!("{mchid} 没有跨境付款申请；请先执行 cross_border.apply"),
        )
    })?)
}

fn apply(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let sub = merchant_named(cx, args)?;
    let (answers, ticks) = questionnaire(args);
    let draft = Draft {
        country: args.text("country").unwrap_or("CN").to_owned(),
        legal_document: args.text("legal_document").unwrap_or("id_card").to_owned(),
        form: CrossBorderForm {
            customs_category: args.required_text("customs_category")?.to_owned(),
            company_size: args.required_text("company_size")?.to_owned(),
            years_in_business: args.count("years_in_business").unwrap_or_default(),
            company_type: args.required_text("company_type")?.to_owned(),
            answers,
        },
        ticks,
    };
    Ok(cross_border::view(&cross_border::apply(cx, &sub, Administrator::named(args.text("by")), draft)?))
}

/// The texts and ticks of the questionnaire; what is no text or no tick stands for an empty one.
fn questionnaire(args: &Args) -> (Vec<String>, Vec<bool>) {
    let list = |name: &str| {
        args.object("questionnaire")
            .and_then(|object| object.get(name)?.as_array().cloned())
            .unwrap_or_default()
    };
    let answers =
        list("answers").iter().map(|answer| answer.as_str().unwrap_or_default().to_owned()).collect();
    let ticks = list("ticks").iter().map(|tick| tick.as_bool().unwrap_or_default()).collect();
    (answers, ticks)
}

fn decide(cx: &Cx<'_>, args: &Args, rejected: Option<&str>) -> Result<Value, ActStop> {
    let application = application(cx, args)?;
    let decided = match args.text("payee") {
        Some(number) => cross_border::review_payee(cx, application, number, rejected)?,
        None => cross_border::review(cx, application, rejected)?,
    };
    Ok(cross_border::view(&decided))
}

fn add_payee(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let payee = Payee {
        name: args.required_text("name")?.to_owned(),
        bank: args.required_text("bank")?.to_owned(),
        account_number: args.required_text("account_number")?.to_owned(),
        state: PayeeState::InReview,
    };
    Ok(cross_border::view(&cross_border::add_payee(cx, application(cx, args)?, payee)?))
}
