//! Who works on an application: the reviewer, the signer, the merchant's bank, the legal person.

use serde_json::{Map, Value, json};

use crate::wechat_pay::model::applyment::{Applyment, AuditDetail, Person};
use crate::wechat_pay::rules::applyment::{audit, ordinary, sign, verify};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

const ID: Arg = Arg::optional(
    "applyment_id",
    ArgKind::Text,
    "which: by WeChat Pay's number",
    "按微信支付申请单号指定申请单",
);
const NUMBER: Arg = Arg::optional(
    "out_request_no",
    ArgKind::Text,
    "which: by the provider's number (an ordinary provider calls it business_code)",
    "按业务申请编号指定申请单（普通服务商为 business_code）",
);
const MCHID: Arg = Arg::optional(
    "mchid",
    ArgKind::Text,
    "whose number it is, where two providers used the same",
    "业务申请编号所属平台（多个平台使用同一编号时）",
);
const PARAM: Arg = Arg::optional(
    "param",
    ArgKind::Text,
    "the member that is wrong, such as id_card_copy",
    "有误的字段，如 id_card_copy",
);
const REASON: Arg =
    Arg::optional("reason", ArgKind::Text, "why, in the words of the query", "原因，即查询应答中的文案");

/// The audit passes.
pub(super) const APPROVE: Act = Act {
    name: "reviewer.approve",
    en: "the reviewer approves an application (AP-08)",
    zh: "审核员通过申请单（AP-08）",
    args: &[ID, NUMBER, MCHID],
    run: |cx, args| {
        let mut applyment = named(cx, args)?;
        cx.note(audit::approve(cx, &mut applyment)?);
        Ok(told(&applyment))
    },
};

/// The audit fails.
pub(super) const REJECT: Act = Act {
    name: "reviewer.reject",
    en: "the reviewer rejects an application, for one reason or several (1.4)",
    zh: "审核员驳回申请单，可给出一条或多条原因（1.4）",
    args: &[
        ID,
        NUMBER,
        MCHID,
        PARAM,
        REASON,
        Arg::optional(
            "details",
            ArgKind::Object,
            "several at once: the reason by the name of the member",
            "多条原因：字段名到原因",
        ),
    ],
    run: |cx, args| {
        let mut applyment = named(cx, args)?;
        audit::reject(cx, &mut applyment, details(args))?;
        Ok(told(&applyment))
    },
};

/// Risk control stops an application.
pub(super) const FREEZE: Act = Act {
    name: "reviewer.freeze",
    en: "risk control freezes an application (1.4)",
    zh: "风控冻结申请单（1.4）",
    args: &[ID, NUMBER, MCHID, PARAM, REASON],
    run: |cx, args| {
        let mut applyment = named(cx, args)?;
        audit::freeze(cx, &mut applyment, details(args))?;
        Ok(told(&applyment))
    },
};

/// Somebody signs.
pub(super) const SIGN: Act = Act {
    name: "signer.sign",
    en: "somebody signs the agreement; only the super administrator may (AP-10, AP-11)",
    zh: "签署协议；只有超级管理员本人可以签约（AP-10、AP-11）",
    args: &[
        ID,
        NUMBER,
        MCHID,
        Arg::optional(
            "as",
            ArgKind::Choice(&["super_administrator"]),
            "who: the super administrator of the application, unless name and id_number are given",
            "签约人：默认申请单的超级管理员；也可用 name 与 id_number 指定",
        ),
        Arg::optional("name", ArgKind::Text, "the name that the signer's bank knows", "签约人的银行实名姓名"),
        Arg::optional(
            "id_number",
            ArgKind::Text,
            "the id number that the signer's bank knows",
            "签约人的银行实名证件号码",
        ),
    ],
    run: |cx, args| {
        let mut applyment = named(cx, args)?;
        let by = signer(args, &applyment)?;
        cx.note(sign::sign(cx, &mut applyment, &by)?);
        Ok(told(&applyment))
    },
};

/// Money is sent to show whose an account is.
pub(super) const REMIT: Act = Act {
    name: "merchant.remit",
    en: "an applicant remits to verify its account; what is left out is as the application wants it (AP-36, AP-37)",
    zh: "申请人汇款验证账户；未给出的参数按申请单要求（AP-36、AP-37）",
    args: &[
        ID,
        NUMBER,
        MCHID,
        Arg::optional("amount", ArgKind::Fen, "how much, in fen", "金额，单位分"),
        Arg::optional("from", ArgKind::Text, "the name of the remitting account", "付款户名"),
        Arg::optional("to", ArgKind::Text, "the number of the receiving account", "收款账号"),
    ],
    run: remit,
};

/// The legal person verifies instead.
pub(super) const SCAN: Act = Act {
    name: "legal_person.scan",
    en: "the legal person scans the code of legal_validation_url (AP-32)",
    zh: "法人扫描 legal_validation_url 的二维码完成验证（AP-32）",
    args: &[ID, NUMBER, MCHID],
    run: |cx, args| {
        let mut applyment = named(cx, args)?;
        verify::scan(cx, &mut applyment)?;
        Ok(told(&applyment))
    },
};

/// A person revokes an application in the provider's back office.
pub(super) const REVOKE: Act = Act {
    name: "provider.revoke_applyment",
    en: "an ordinary provider revokes an application in its back office; there is no API for it (AS-04, AS-13)",
    zh: "普通服务商在商户平台撤销申请单；没有对应接口（AS-04、AS-13）",
    args: &[ID, NUMBER, MCHID],
    run: |cx, args| Ok(told(&ordinary::revoke(cx, named(cx, args)?)?)),
};

fn told(applyment: &Applyment) -> Value {
    json!({
        "applyment_id": applyment.applyment_id,
        "out_request_no": applyment.number,
        "applyment_state": applyment.state(),
        "sign_state": applyment.sign_state(),
        "sub_mchid": applyment.sub_mchid,
    })
}

/// The application that the arguments name.
fn named(cx: &Cx<'_>, args: &Args) -> Result<Applyment, ActStop> {
    let found = match (args.text("applyment_id"), args.text("out_request_no"), args.text("mchid")) {
        (Some(id), None, _) => cx.first::<Applyment>("applyment_id", id)?,
        (None, Some(number), Some(mchid)) => cx.get::<Applyment>(&format!("{mchid}/{number}"))?,
        (None, Some(number), None) => only_one(cx, number)?,
        (None, None, _) | (Some(_), Some(_), _) => {
            return Err(ActRefused::new(
                "say which application by exactly one of applyment_id, out_request_no",
                "请用且仅用其中一个参数指定申请单：applyment_id、out_request_no",
            )
            .into());
        }
    };
    Ok(found.ok_or_else(|| ActRefused::new("this world has no such application", "该世界没有这个申请单"))?)
}

fn only_one(cx: &Cx<'_>, number: &str) -> Result<Option<Applyment>, ActStop> {
    let mut found = cx.ending_with::<Applyment>(&format!("/{number}"))?;
    if found.len() > 1 {
        return Err(ActRefused::new(
            format!("several providers used the number {number}; say whose with `mchid`"),
            format!("多个平台使用了编号 {number}；请用 mchid 指明"),
        )
        .into());
    }
    Ok(found.pop())
}

/// The reasons that the arguments give; a general one when they give none.
fn details(args: &Args) -> Vec<AuditDetail> {
    let detail = |param_name: &str, reason: &str| AuditDetail {
        param_name: param_name.to_owned(),
        reject_reason: reason.to_owned(),
    };
    let several: Option<&Map<String, Value>> = args.object("details");
    let mut all: Vec<AuditDetail> = several
        .into_iter()
        .flatten()
        .map(|(name, reason)| detail(name, reason.as_str().unwrap_or_default()))
        .collect();
    if all.is_empty() || args.text("param").is_some() || args.text("reason").is_some() {
        let reason = args.text("reason").unwrap_or("资料有误，请核对后重新提交");
        all.insert(0, detail(args.text("param").unwrap_or("id_card_copy"), reason));
    }
    all
}

fn signer(args: &Args, applyment: &Applyment) -> Result<Person, ActStop> {
    match (args.text("name"), args.text("id_number")) {
        (None, None) => Ok(applyment.form.contact.person.clone()),
        (Some(name), Some(id_number)) => {
            Ok(Person { name: name.to_owned(), id_number: id_number.to_owned() })
        }
        (Some(_), None) | (None, Some(_)) => Err(ActRefused::new(
            "another signer needs both name and id_number",
            "指定签约人须同时给出 name 与 id_number",
        )
        .into()),
    }
}

fn remit(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let applyment = named(cx, args)?;
    let wanted = applyment.verification.open();
    let unwanted = || {
        ActRefused::new(
            "this application asks for no remittance: say amount, from and to",
            "该申请单不需要汇款验证：请给出 amount、from 与 to",
        )
    };
    let amount = args.fen("amount").or_else(|| wanted.map(|wanted| wanted.amount)).ok_or_else(unwanted)?;
    let text = |name: &str, of_wanted: Option<&String>| {
        args.text(name).map(ToOwned::to_owned).or_else(|| of_wanted.cloned()).ok_or_else(unwanted)
    };
    let from = text("from", wanted.map(|wanted| &wanted.account_name))?;
    let to = text("to", wanted.map(|wanted| &wanted.to.number))?;
    let arrives = verify::remit(cx, &applyment, amount, from.clone(), to.clone())?;
    Ok(json!({ "amount": amount, "from": from, "to": to, "arrives": arrives }))
}
