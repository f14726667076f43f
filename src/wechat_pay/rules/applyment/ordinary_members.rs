//! The members of an ordinary provider's application that depend on the kind of subject (B2 to B4, B8), in the order in which
//! they are judged (assumed).

use serde_json::Value;

use super::check::*; // the words that both families' tables are written in
use crate::wechat_pay::model::applyment::{AccountKind, ContactKind, Family, Form, Organization};
use crate::wechat_pay::model::card::{OTHER_BANK, is_bank};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::FieldFault;

/// What is said to a layout from before 2022-06-30 (a real answer, AS-22).
const OLD_LAYOUT: &str = "请按最新的接口文档要求进件";
/// What is said to an administrator of no kind (AS-29).
const NO_CONTACT_TYPE: &str = "经营者/负责人证件类型取值不在有效范围内";
/// What is said to an id number of the wrong shape (a real answer, AS-28).
const CONTACT_NUMBER: &str =
    "超级管理员身份证号码(/contact_info/contact_id_number)取值有误：需为15位数字，或18位数字，或17位数字+X";
/// What is said to a person who is not the licence's (AS-31).
const NOT_THE_LICENCE: &str = "身份证号码，与营业执照不匹配，请核对修改";
const NO_NAME: &str = "请填写法人证件姓名";

/// Judges an application by its subject.
///
/// # Errors
/// [`ApplymentRefusal::Field`](crate::wechat_pay::rules::refusal::ApplymentRefusal::Field) with the first member that is
/// missing, surplus or wrong.
pub fn check(form: &Form, body: &Value) -> Outcome<()> {
    for table in [LAYOUT, SUBJECT, IDENTITY] {
        judge(Family::Ordinary, form, body, table)?;
    }
    check_holder(form, body)?;
    let legal =
        body.pointer("/subject_info/identity_info/id_card_info/id_card_number").and_then(Value::as_str);
    let owner = body.pointer("/subject_info/identity_info/owner").is_some_and(|owner| *owner == true);
    check_owners(
        Family::Ordinary,
        body,
        "/subject_info/ubo_info_list",
        legal.or(Some("")).filter(|_| owner),
    )?;
    for table in [CONTACT, SALES, ACCOUNT] {
        judge(Family::Ordinary, form, body, table)?;
    }
    check_settlement(form, body)
}

/// What tells today's layout from the one before 2022-06-30 (AS-22, AS-23, AS-29).
const LAYOUT: &[Line] = &[
    line("/subject_info/ubo_info", always, Demand::AbsentOr(OLD_LAYOUT)),
    line("/subject_info/identity_info/owner", not_enterprise, Demand::AbsentOr(UBO_WRONG)),
    line("/subject_info/ubo_info_list", not_enterprise, Demand::AbsentOr(UBO_WRONG)),
    line("/contact_info/contact_type", not_micro, Demand::PresentOr(OLD_LAYOUT)),
    line(
        "/contact_info/contact_type",
        always,
        Demand::ShapeOr(|kind| matches!(kind, "LEGAL" | "SUPER"), NO_CONTACT_TYPE),
    ),
];

/// The subject: licence, certificate, code certificate, finance licence, shop of a micro merchant.
const SUBJECT: &[Line] = &[
    line("/subject_info/business_license_info", licensed, Demand::Present),
    line(
        "/subject_info/business_license_info/license_number",
        always,
        Demand::Shape(
            is_licence_number,
            "must be 15 or 18 digits and upper-case letters",
            "须为 15 或 18 位数字、大写字母",
        ),
    ),
    line(
        "/subject_info/business_license_info/merchant_name",
        |form, _| form.organization == Organization::Individual,
        Demand::Shape(is_no_company, "must not end like a company's", "个体工商户的名称不能以“公司”结尾"),
    ),
    line("/subject_info/business_license_info/period_begin", always, DATE),
    line("/subject_info/business_license_info/period_end", always, END),
    line("/subject_info/certificate_info", |form, _| form.organization.is_public(), Demand::Present),
    line(
        "/subject_info/certificate_info/cert_type",
        |form, _| form.organization == Organization::Institution,
        Demand::Shape(
            |kind| kind == "CERTIFICATE_TYPE_2388",
            "must be CERTIFICATE_TYPE_2388 for an institution",
            "事业单位须为 CERTIFICATE_TYPE_2388",
        ),
    ),
    line(
        "/subject_info/certificate_info/cert_type",
        |form, _| form.organization == Organization::Government,
        Demand::Shape(
            |kind| kind == "CERTIFICATE_TYPE_2389",
            "must be CERTIFICATE_TYPE_2389 for an authority",
            "政府机关须为 CERTIFICATE_TYPE_2389",
        ),
    ),
    line(
        "/subject_info/certificate_info/cert_type",
        |form, _| form.organization == Organization::SocialOrganization,
        Demand::Shape(
            |kind| kind != "CERTIFICATE_TYPE_2388",
            "is an institution's, not a social organisation's",
            "CERTIFICATE_TYPE_2388 仅用于事业单位",
        ),
    ),
    line("/subject_info/certificate_info/period_begin", always, DATE),
    line("/subject_info/certificate_info/period_end", always, END),
    // Sent though nobody asks for it any more, it is checked in full (AS-27).
    line(
        "/subject_info/organization_info/organization_copy",
        always,
        Demand::PresentOr("参数“组织机构代码证照片”是必填项"),
    ),
    line(
        "/subject_info/organization_info/organization_code",
        always,
        Demand::PresentOr("参数“组织机构代码”是必填项"),
    ),
    line(
        "/subject_info/organization_info/org_period_begin",
        always,
        Demand::PresentOr("参数“组织机构代码证有效期开始日期”是必填项"),
    ),
    line(
        "/subject_info/organization_info/org_period_end",
        always,
        Demand::PresentOr("参数“组织机构代码证有效期结束日期”是必填项"),
    ),
    line("/subject_info/organization_info/org_period_begin", always, DATE),
    line("/subject_info/organization_info/org_period_end", always, END),
    line(
        "/subject_info/finance_institution_info",
        |_, body| body["subject_info"]["finance_institution"] == true,
        Demand::Present,
    ),
    line("/subject_info/micro_biz_info", |form, _| form.organization == Organization::Micro, Demand::Present),
];

/// The document of the legal person or operator.
const IDENTITY: &[Line] = &[
    line("/subject_info/identity_info", always, Demand::Present),
    line(
        "/subject_info/identity_info/id_holder_type",
        |form, _| !matches!(form.organization, Organization::Government | Organization::Institution),
        Demand::Shape(
            |holder| holder == "LEGAL",
            "may be SUPER for institutions and authorities only",
            "仅事业单位与政府机关可为 SUPER",
        ),
    ),
    line(
        "/subject_info/identity_info/id_doc_type",
        |form, _| matches!(form.organization, Organization::Government | Organization::Micro),
        Demand::Shape(|kind| kind.ends_with("_IDCARD"), "must be an id card here", "该主体类型仅支持身份证"),
    ),
    line(
        "/subject_info/identity_info/authorize_letter_copy",
        |form, _| !form.holder.is_legal,
        Demand::Present,
    ),
    line("/subject_info/identity_info/id_card_info", by_card, Demand::Present),
    line("/subject_info/identity_info/id_card_info/id_card_copy", always, Demand::Present),
    line("/subject_info/identity_info/id_card_info/id_card_national", always, Demand::Present),
    line("/subject_info/identity_info/id_card_info/id_card_name", always, Demand::PresentOr(NO_NAME)),
    line("/subject_info/identity_info/id_card_info/id_card_name", always, PERSON),
    line("/subject_info/identity_info/id_card_info/id_card_number", always, Demand::Present),
    line("/subject_info/identity_info/id_card_info/id_card_number", always, ID_CARD),
    line("/subject_info/identity_info/id_card_info/id_card_address", enterprise, Demand::Present),
    line("/subject_info/identity_info/id_card_info/card_period_begin", always, Demand::Present),
    line("/subject_info/identity_info/id_card_info/card_period_begin", always, DATE),
    line("/subject_info/identity_info/id_card_info/card_period_end", always, Demand::Present),
    line("/subject_info/identity_info/id_card_info/card_period_end", always, END),
    line("/subject_info/identity_info/id_doc_info", by_document, Demand::Present),
    line("/subject_info/identity_info/id_doc_info/id_doc_copy", always, Demand::Present),
    line(
        "/subject_info/identity_info/id_doc_info/id_doc_copy_back",
        |_, body| !is_passport(body, "/subject_info/identity_info/id_doc_type"),
        Demand::Present,
    ),
    line("/subject_info/identity_info/id_doc_info/id_doc_number", always, DOCUMENT_NUMBER),
    line("/subject_info/identity_info/id_doc_info/id_doc_address", enterprise, Demand::Present),
    line("/subject_info/identity_info/id_doc_info/doc_period_begin", always, DATE),
    line("/subject_info/identity_info/id_doc_info/doc_period_end", always, END),
];

/// The super administrator.
const CONTACT: &[Line] = &[
    line(
        "/contact_info/contact_name",
        always,
        Demand::Shape(
            |name| (2..=100).contains(&name.chars().count()),
            "must have 2 to 100 characters",
            "须为 2 至 100 个字符",
        ),
    ),
    line(
        "/contact_info/contact_id_number",
        |form, body| {
            agent(form, body)
                || !form.holder.is_legal
                || (is_micro(form, body) && body["contact_info"].get("openid").is_none())
        },
        Demand::Present,
    ),
    line("/contact_info/contact_id_number", contact_has_card, Demand::ShapeOr(is_id_card, CONTACT_NUMBER)),
    line("/contact_info/contact_id_number", |form, body| !contact_has_card(form, body), DOCUMENT_NUMBER),
    line("/contact_info/contact_id_doc_copy", agent, Demand::Present),
    line(
        "/contact_info/contact_id_doc_copy_back",
        |form, body| agent(form, body) && !is_passport(body, "/contact_info/contact_id_doc_type"),
        Demand::Present,
    ),
    line("/contact_info/contact_period_begin", agent, Demand::Present),
    line("/contact_info/contact_period_begin", always, DATE),
    line("/contact_info/contact_period_end", agent, Demand::Present),
    line("/contact_info/contact_period_end", always, END),
    line("/contact_info/business_authorization_letter", agent, Demand::PresentOr(NO_LETTER)),
    line(
        "/contact_info/mobile_phone",
        always,
        Demand::Shape(is_mobile, "must be 11 digits", "须为 11 位数字"),
    ),
    line(
        "/contact_info/contact_email",
        always,
        Demand::Shape(is_mail, "must be a mail address", "须为邮箱地址"),
    ),
];

/// Where it sells: each scene that is named needs its object.
const SALES: &[Line] = &[
    line("/business_info/sales_info", not_micro, Demand::Present),
    line("/business_info/sales_info/biz_store_info", |_, b| sells(b, "STORE"), Demand::Present),
    line("/business_info/sales_info/mp_info", |_, b| sells(b, "MP"), Demand::Present),
    line("/business_info/sales_info/mini_program_info", |_, b| sells(b, "MINI_PROGRAM"), Demand::Present),
    line("/business_info/sales_info/app_info", |_, b| sells(b, "APP"), Demand::Present),
    line("/business_info/sales_info/web_info", |_, b| sells(b, "WEB"), Demand::Present),
    line("/business_info/sales_info/wework_info", |_, b| sells(b, "WEWORK"), Demand::Present),
];

/// Where the money goes.
const ACCOUNT: &[Line] = &[
    line(
        "/bank_account_info/bank_account_type",
        |form, _| account_is(form, AccountKind::Corporate) && form.organization == Organization::Micro,
        Demand::Never(
            "must be BANK_ACCOUNT_TYPE_PERSONAL for a micro merchant",
            "小微商户仅支持经营者个人银行卡",
        ),
    ),
    line(
        "/bank_account_info/bank_account_type",
        |form, _| {
            account_is(form, AccountKind::Private)
                && !matches!(form.organization, Organization::Micro | Organization::Individual)
        },
        Demand::Never("must be BANK_ACCOUNT_TYPE_CORPORATE for this subject", "该主体类型仅支持对公银行账户"),
    ),
    line("/bank_account_info/account_bank", always, Demand::ShapeOr(is_bank, UNKNOWN_BANK)),
    line(
        "/bank_account_info/bank_name",
        |form, _| {
            form.account.as_ref().is_some_and(|account| {
                account.bank == OTHER_BANK && account.bank_name.is_none() && account.bank_branch_id.is_none()
            })
        },
        Demand::PresentOr(NO_BRANCH),
    ),
    line("/bank_account_info/account_number", always, ACCOUNT_NUMBER),
];

fn is_micro(form: &Form, _: &Value) -> bool {
    form.organization == Organization::Micro
}

fn not_micro(form: &Form, body: &Value) -> bool {
    !is_micro(form, body)
}

fn enterprise(form: &Form, _: &Value) -> bool {
    form.organization == Organization::Enterprise
}

fn not_enterprise(form: &Form, body: &Value) -> bool {
    !enterprise(form, body)
}

fn licensed(form: &Form, _: &Value) -> bool {
    matches!(form.organization, Organization::Individual | Organization::Enterprise)
}

/// Whether the administrator's document is an id card: the legal person's is that of the subject (AS-28).
fn contact_has_card(form: &Form, body: &Value) -> bool {
    if form.contact.kind == ContactKind::Legal && form.holder.is_legal {
        return is_card(body, "/subject_info/identity_info/id_doc_type");
    }
    is_card(body, "/contact_info/contact_id_doc_type")
}

fn by_card(form: &Form, body: &Value) -> bool {
    form.holder.is_legal && is_card(body, "/subject_info/identity_info/id_doc_type")
}

fn by_document(form: &Form, body: &Value) -> bool {
    form.holder.is_legal && !is_card(body, "/subject_info/identity_info/id_doc_type")
}

/// Whether a sales scene is named.
fn sells(body: &Value, scene: &str) -> bool {
    let scenes = body.pointer("/business_info/sales_info/sales_scenes_type").and_then(Value::as_array);
    let name =
        |value: &Value| value.as_str().and_then(|name| name.strip_prefix("SALES_SCENES_")) == Some(scene);
    scenes.is_some_and(|scenes| scenes.iter().any(name))
}

/// The person on the document is the licence's, and the document ends after it begins (AS-31).
fn check_holder(form: &Form, body: &Value) -> Outcome<()> {
    if form.holder.is_legal && licensed(form, body) && form.holder.person.name != form.legal_person {
        let pointer = "/subject_info/identity_info/id_card_info/id_card_number";
        return Err(refused(Family::Ordinary, pointer, FieldFault::Said(NOT_THE_LICENCE)));
    }
    let terms = [
        ("/subject_info/business_license_info", "period_begin", "period_end"),
        ("/subject_info/certificate_info", "period_begin", "period_end"),
        ("/subject_info/organization_info", "org_period_begin", "org_period_end"),
        ("/subject_info/identity_info/id_card_info", "card_period_begin", "card_period_end"),
        ("/subject_info/identity_info/id_doc_info", "doc_period_begin", "doc_period_end"),
        ("/contact_info", "contact_period_begin", "contact_period_end"),
    ];
    for (object, begin, end) in terms {
        let Some(members) = body.pointer(object) else { continue };
        if let (Some(from), Some(until)) = (members[begin].as_str(), members[end].as_str())
            && !ends_later(from, until)
        {
            let fault = FieldFault::Wrong("must be later than the beginning", "须晚于开始日期");
            return Err(refused(Family::Ordinary, format!("{object}/{end}"), fault));
        }
    }
    Ok(())
}

/// Settlement rules by subject (AS-50 to AS-58).
fn check_settlement(form: &Form, body: &Value) -> Outcome<()> {
    let wrong = |name: &str, en, zh| {
        Err(refused(Family::Ordinary, format!("/settlement_info/{name}"), FieldFault::Wrong(en, zh)))
    };
    let text = |name: &str| body["settlement_info"][name].as_str();
    if !settles_by(form.organization, text("settlement_id").unwrap_or_default()) {
        return wrong(
            "settlement_id",
            "must fit the subject: 703 micro, 719 720 721 790 individual, 716 company (AS-50 to AS-58)",
            "须与主体类型相符：小微 703，个体 719、720、721、790，企业 716（AS-50 至 AS-58）",
        );
    }
    if text("qualification_type").is_some_and(is_digits) {
        return wrong(
            "qualification_type",
            "is the name of the trade, not its number",
            "应为行业名称而非编号",
        );
    }
    let rates = [text("debit_activities_rate"), text("credit_activities_rate")];
    if text("activities_id").is_some() && text("activities_rate").is_none() && rates.contains(&None) {
        return wrong(
            "debit_activities_rate",
            "and credit_activities_rate go with activities_id",
            "传 activities_id 时须同时传借记卡与贷记卡费率",
        );
    }
    for name in ["activities_rate", "debit_activities_rate", "credit_activities_rate"] {
        if text(name).is_some_and(|rate| !is_campaign_rate(rate)) {
            return wrong(name, "must have two decimals, 0.20 to 0.60", "须为两位小数，0.20 至 0.60");
        }
    }
    Ok(())
}

/// Whether a settlement rule is of the subject. Five more are known to exist, for whom is not: any subject but the two whose
/// own are known may have them (assumed).
fn settles_by(organization: Organization, id: &str) -> bool {
    match organization {
        Organization::Micro => id == "703",
        Organization::Individual => matches!(id, "719" | "720" | "721" | "790"),
        Organization::Enterprise => matches!(id, "716" | "725" | "727" | "799" | "903" | "904"),
        Organization::Institution | Organization::Government | Organization::SocialOrganization => {
            matches!(id, "725" | "727" | "799" | "903" | "904")
        }
        Organization::PersonalSeller => false,
    }
}

/// A rate of a campaign: two decimals; its range is that of all campaigns that are known (assumed).
fn is_campaign_rate(rate: &str) -> bool {
    let shaped = rate.len() == 4 && rate.starts_with("0.") && is_digits(&rate[2..]);
    shaped && ("0.20"..="0.60").contains(&rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settlement_rules_belong_to_subjects() {
        assert!(settles_by(Organization::Individual, "719") && !settles_by(Organization::Individual, "716"));
        assert!(settles_by(Organization::Micro, "703") && !settles_by(Organization::Enterprise, "703"));
        // The e-commerce twin's are never valid here (AS-57).
        for id in ["747", "802", "777", "778", "779", "801", "805", ""] {
            for subject in [
                Organization::Micro,
                Organization::Individual,
                Organization::Enterprise,
                Organization::Government,
            ] {
                assert!(!settles_by(subject, id), "{id}");
            }
        }
    }

    #[test]
    fn campaign_rates_have_two_decimals() {
        assert!(is_campaign_rate("0.20") && is_campaign_rate("0.38") && is_campaign_rate("0.60"));
        for wrong in ["0.2", "0.61", "0.19", "1.00", "0.3八", "0.38%"] {
            assert!(!is_campaign_rate(wrong), "{wrong}");
        }
    }
}
