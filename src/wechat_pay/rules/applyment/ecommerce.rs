//! The members of an e-commerce application that depend on the kind of applicant (1.5), in the order in which they are
//! judged.

use serde_json::Value;

use super::check::*; // the words that both families' tables are written in
use crate::wechat_pay::model::applyment::{AccountKind, ContactKind, Family, Form, Organization};
use crate::wechat_pay::model::card::{OTHER_BANK, is_bank};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::FieldFault;

/// Judges an application by its kind of applicant (AP-55, AP-57).
///
/// # Errors
/// [`ApplymentRefusal::Field`](crate::wechat_pay::rules::refusal::ApplymentRefusal::Field) with the first member that is
/// missing, surplus or wrong.
pub fn check(form: &Form, body: &Value) -> Outcome<()> {
    for table in [SUBJECT, DOCUMENT] {
        judge(Family::Ecommerce, form, body, table)?;
    }
    let legal = body.pointer("/id_card_info/id_card_number").and_then(Value::as_str);
    let owner = body["owner"] == true;
    check_owners(Family::Ecommerce, body, "/ubo_info_list", legal.or(Some("")).filter(|_| owner))?;
    for table in [ACCOUNT, CONTACT, REST] {
        judge(Family::Ecommerce, form, body, table)?;
    }
    check_terms(body)
}

/// The subject: licence, code certificate, finance licence.
const SUBJECT: &[Line] = &[
    line("/business_license_info", |form, _| form.organization.is_small(), Demand::Absent),
    line("/business_license_info", |form, _| !form.organization.is_small(), Demand::Present),
    line("/business_license_info/cert_type", |form, _| form.organization.is_public(), Demand::Present),
    line("/business_license_info/cert_type", |form, _| !form.organization.is_public(), Demand::Absent),
    line(
        "/business_license_info/cert_type",
        is(Organization::Institution),
        Demand::Shape(
            |kind| kind == "CERTIFICATE_TYPE_2388",
            "must be CERTIFICATE_TYPE_2388 for an institution",
            "事业单位须为 CERTIFICATE_TYPE_2388",
        ),
    ),
    line(
        "/business_license_info/cert_type",
        is(Organization::Government),
        Demand::Shape(
            |kind| kind == "CERTIFICATE_TYPE_2389",
            "must be CERTIFICATE_TYPE_2389 for an authority",
            "政府机关须为 CERTIFICATE_TYPE_2389",
        ),
    ),
    line(
        "/business_license_info/cert_type",
        is(Organization::SocialOrganization),
        Demand::Shape(
            |kind| kind != "CERTIFICATE_TYPE_2388",
            "is an institution's, not a social organisation's",
            "CERTIFICATE_TYPE_2388 仅用于事业单位",
        ),
    ),
    line(
        "/business_license_info/business_license_number",
        |form, _| !form.organization.is_public(),
        Demand::Shape(
            is_licence_number,
            "must be 15 or 18 digits and upper-case letters",
            "须为 15 或 18 位数字、大写字母",
        ),
    ),
    line(
        "/business_license_info/merchant_name",
        always,
        Demand::Shape(is_merchant_name, "must have 2 to 110 characters", "须为 2 至 110 个字符"),
    ),
    line(
        "/business_license_info/merchant_name",
        |form, _| form.organization != Organization::Enterprise,
        Demand::Shape(is_no_company, "must not end like a company's", "非企业的名称不能以“公司”结尾"),
    ),
    line("/business_license_info/company_address", |form, _| form.organization.is_public(), Demand::Present),
    line("/business_license_info/business_time", |form, _| form.organization.is_public(), Demand::Present),
    line(
        "/business_license_info/business_time",
        always,
        Demand::Shape(
            is_term,
            "must be JSON text of two dates, the second later or forever",
            "须为两个日期的 JSON 文本，结束晚于开始，如 [\"2014-01-01\",\"长期\"]",
        ),
    ),
    line("/organization_cert_info", needs_code_certificate, Demand::Present),
    line("/finance_institution_info", |_, body| body["finance_institution"] == true, Demand::Present),
    line("/finance_institution_info", |_, body| body["finance_institution"] != true, Demand::Absent),
];

/// The document of the legal person or operator, or of the administrator in their place.
const DOCUMENT: &[Line] = &[
    line(
        "/id_holder_type",
        |form, _| !matches!(form.organization, Organization::Government | Organization::Institution),
        Demand::Shape(
            |holder| holder == "LEGAL",
            "may be SUPER for institutions and authorities only",
            "仅事业单位与政府机关可为 SUPER",
        ),
    ),
    line(
        "/id_doc_type",
        |form, _| form.organization.is_small() || form.organization == Organization::Government,
        Demand::Shape(|kind| kind.ends_with("_IDCARD"), "must be an id card here", "该主体类型仅支持身份证"),
    ),
    line("/authorize_letter_copy", |form, _| !form.holder.is_legal, Demand::Present),
    line(
        "/id_card_info",
        |form, body| form.holder.is_legal && is_card(body, "/id_doc_type"),
        Demand::Present,
    ),
    line(
        "/id_card_info",
        |form, body| !form.holder.is_legal || !is_card(body, "/id_doc_type"),
        Demand::Absent,
    ),
    line("/id_card_info/id_card_copy", always, Demand::Present),
    line("/id_card_info/id_card_national", always, Demand::Present),
    line("/id_card_info/id_card_name", always, PERSON),
    line("/id_card_info/id_card_number", always, ID_CARD),
    line("/id_card_info/id_card_address", is(Organization::Enterprise), Demand::Present),
    line("/id_card_info/id_card_valid_time_begin", always, DATE),
    line("/id_card_info/id_card_valid_time", always, END),
    line(
        "/id_doc_info",
        |form, body| form.holder.is_legal && !is_card(body, "/id_doc_type"),
        Demand::Present,
    ),
    line("/id_doc_info", |form, body| !form.holder.is_legal || is_card(body, "/id_doc_type"), Demand::Absent),
    line("/id_doc_info/id_doc_number", always, DOCUMENT_NUMBER),
    line("/id_doc_info/id_doc_address", is(Organization::Enterprise), Demand::Present),
    line("/id_doc_info/id_doc_copy", always, Demand::Present),
    line("/id_doc_info/id_doc_copy_back", |_, body| !is_passport(body, "/id_doc_type"), Demand::Present),
    line("/id_doc_info/doc_period_begin", always, DATE),
    line("/id_doc_info/doc_period_end", always, END),
    line("/owner", |form, _| form.organization != Organization::Enterprise, Demand::AbsentOr(UBO_WRONG)),
    line(
        "/ubo_info_list",
        |form, _| form.organization != Organization::Enterprise,
        Demand::AbsentOr(UBO_WRONG),
    ),
];

/// Where the money goes.
const ACCOUNT: &[Line] = &[
    line("/account_info", |_, body| body["need_account_info"] != false, Demand::Present),
    line(
        "/account_info/bank_account_type",
        |form, _| account_is(form, AccountKind::Corporate) && form.organization.is_small(),
        Demand::Never("must be a private account for this kind of applicant", "该主体类型仅支持对私账户"),
    ),
    line(
        "/account_info/bank_account_type",
        |form, _| {
            account_is(form, AccountKind::Private)
                && !form.organization.is_small()
                && form.organization != Organization::Individual
        },
        Demand::Never("must be a corporate account for this kind of applicant", "该主体类型仅支持对公账户"),
    ),
    line("/account_info/account_bank", always, Demand::ShapeOr(is_bank, UNKNOWN_BANK)),
    line(
        "/account_info/bank_address_code",
        always,
        Demand::Shape(is_region, "must be the six digits of a city", "须为 6 位地区编码，至少精确到市"),
    ),
    line(
        "/account_info/bank_name",
        |form, _| {
            form.account.as_ref().is_some_and(|account| {
                account.bank == OTHER_BANK && account.bank_name.is_none() && account.bank_branch_id.is_none()
            })
        },
        Demand::PresentOr(NO_BRANCH),
    ),
    line("/account_info/account_number", always, ACCOUNT_NUMBER),
];

/// The super administrator.
const CONTACT: &[Line] = &[
    line(
        "/contact_info/contact_type",
        |form, _| form.organization.is_small(),
        Demand::Shape(|kind| kind == "65", "must be 65 for this kind of applicant", "该主体类型仅支持 65"),
    ),
    line("/contact_info/contact_name", always, PERSON),
    // Left out, it is that of the legal person's document: where that is not sent, there is nothing to take it from.
    line(
        "/contact_info/contact_id_card_number",
        |form, body| agent(form, body) || !form.holder.is_legal,
        Demand::Present,
    ),
    line(
        "/contact_info/contact_id_card_number",
        |form, body| {
            form.contact.kind == ContactKind::Agent && is_card(body, "/contact_info/contact_id_doc_type")
        },
        ID_CARD,
    ),
    line(
        "/contact_info/contact_id_card_number",
        |form, body| {
            form.contact.kind == ContactKind::Agent && !is_card(body, "/contact_info/contact_id_doc_type")
        },
        DOCUMENT_NUMBER,
    ),
    line("/contact_info/contact_id_doc_copy", agent, Demand::Present),
    line(
        "/contact_info/contact_id_doc_copy_back",
        |form, body| {
            form.contact.kind == ContactKind::Agent && !is_passport(body, "/contact_info/contact_id_doc_type")
        },
        Demand::Present,
    ),
    line(
        "/contact_info/contact_period_begin",
        |form, body| agent(form, body) && body["contact_info"].get("contact_id_doc_period_begin").is_none(),
        Demand::Present,
    ),
    line("/contact_info/contact_period_begin", always, DATE),
    line("/contact_info/contact_id_doc_period_begin", always, DATE),
    line(
        "/contact_info/contact_period_end",
        |form, body| agent(form, body) && body["contact_info"].get("contact_id_doc_period_end").is_none(),
        Demand::Present,
    ),
    line("/contact_info/contact_period_end", always, END),
    line("/contact_info/contact_id_doc_period_end", always, END),
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

/// What is left.
const REST: &[Line] = &[line("/business_addition_desc", is_seller, Demand::Present)];

/// Lines that hold for one kind of subject.
const fn is(organization: Organization) -> fn(&Form, &Value) -> bool {
    match organization {
        Organization::Micro => |form, _| form.organization == Organization::Micro,
        Organization::PersonalSeller => is_seller,
        Organization::Individual => |form, _| form.organization == Organization::Individual,
        Organization::Enterprise => |form, _| form.organization == Organization::Enterprise,
        Organization::Institution => |form, _| form.organization == Organization::Institution,
        Organization::Government => |form, _| form.organization == Organization::Government,
        Organization::SocialOrganization => |form, _| form.organization == Organization::SocialOrganization,
    }
}

fn is_seller(form: &Form, _: &Value) -> bool {
    form.organization == Organization::PersonalSeller
}

/// 未三证合一: a licence number of the old form does not stand for the organisation's code too (AP-57).
fn needs_code_certificate(form: &Form, body: &Value) -> bool {
    let number = body.pointer("/business_license_info/business_license_number").and_then(Value::as_str);
    let has_code = form.organization.is_public() || form.organization == Organization::Enterprise;
    has_code && number.is_some_and(|number| number.len() != 18)
}

/// Documents end after they begin.
fn check_terms(body: &Value) -> Outcome<()> {
    let terms: [(&str, [&str; 2], [&str; 2]); 3] = [
        ("/id_card_info", ["id_card_valid_time_begin", ""], ["id_card_valid_time", ""]),
        ("/id_doc_info", ["doc_period_begin", ""], ["doc_period_end", ""]),
        (
            "/contact_info",
            ["contact_period_begin", "contact_id_doc_period_begin"],
            ["contact_period_end", "contact_id_doc_period_end"],
        ),
    ];
    for (object, begins, ends) in terms {
        let Some(members) = body.pointer(object) else { continue };
        if let (Some(begin), Some(end)) = (either(members, begins), either(members, ends))
            && !ends_later(begin, end)
        {
            let fault = FieldFault::Wrong("must be later than the beginning", "须晚于开始日期");
            return Err(refused(Family::Ecommerce, format!("{object}/{}", ends[0]), fault));
        }
    }
    Ok(())
}
