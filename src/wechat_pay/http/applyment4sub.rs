//! `/v3/applyment4sub/applyment/*`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::applyment::id;
use super::schema::APPLYMENT4SUB_SUBMIT;
use super::wire::{Call, Reply};
use crate::wechat_pay::model::applyment::{
    AccountKind, Added, Applyment, Contact, ContactKind, Family, Form, Holder, Organization, Person,
    SettlementAccount,
};
use crate::wechat_pay::model::merchant::{AppidKind, BoundAppid, MAX_APPIDS, Permission};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::applyment::submit::Submission;
use crate::wechat_pay::rules::applyment::{ordinary, ordinary_members, pages};
use crate::world::ids::{Appid, ApplymentId, ApplymentNumber};
use crate::world::{Bug, FeeRate};

/// Submits an application, or a rejected one again.
pub(super) fn submit(call: &Call<'_>) -> Outcome<Reply> {
    let (cx, body, provider) = (call.cx, &call.input.body, &call.caller.mchid);
    ordinary::check_caller(call.caller)?;
    ordinary::check_blanks(cx, &call.input.blanks)?;
    let form = form(body)?;
    ordinary::check_subject(cx, provider, &form)?;
    ordinary_members::check(&form, body)?;
    ordinary::check_media(cx, provider, &APPLYMENT4SUB_SUBMIT.media(body))?;
    // The schema's pattern allows nothing that this could refuse.
    let number = ApplymentNumber::parse(body["business_code"].as_str().unwrap_or_default());
    let number = number.map_err(Bug::Broken)?;
    let submission = Submission { family: Family::Ordinary, number, form, request: body.clone() };
    let applyment = ordinary::submit(cx, provider, submission)?;
    Ok(Reply::Json(json!({ "applyment_id": id(&applyment) })))
}

/// Answers an application by WeChat Pay's number.
pub(super) fn query_by_id(call: &Call<'_>) -> Outcome<Reply> {
    // Any number of 64 bits passes the schema, and each of them is short enough.
    let id = ApplymentId::parse(call.text("applyment_id").unwrap_or_default()).map_err(Bug::Broken)?;
    answer(call, &ordinary::by_id(call.cx, &call.caller.mchid, &id)?)
}

/// Answers an application by the provider's number.
pub(super) fn query_by_number(call: &Call<'_>) -> Outcome<Reply> {
    let number = call.parameter::<ApplymentNumber>("business_code")?;
    answer(call, &ordinary::by_number(call.cx, &call.caller.mchid, &number)?)
}

fn answer(call: &Call<'_>, applyment: &Applyment) -> Outcome<Reply> {
    let standing = ordinary::standing(applyment);
    let details: Vec<Value> = applyment
        .audit_detail
        .iter()
        .map(|detail| {
            json!({
                "field": detail.param_name,
                "field_name": APPLYMENT4SUB_SUBMIT.label_of(&detail.param_name),
                "reject_reason": detail.reject_reason,
            })
        })
        .collect();
    let mut view = json!({
        "business_code": applyment.number,
        "applyment_id": id(applyment),
        "sign_url": pages::sign_url(&call.origin, applyment),
        "applyment_state": standing.literal,
        "applyment_state_msg": standing.message,
        "audit_detail": details,
    });
    if let Some(sub_mchid) = applyment.sub_mchid.as_ref().filter(|_| standing.has_number) {
        view["sub_mchid"] = json!(sub_mchid);
    }
    Ok(Reply::Json(view))
}

/// What the rules need of the request.
fn form(body: &Value) -> Result<Form, Bug> {
    let subject_type = at(body, "/subject_info/subject_type").unwrap_or_default();
    let organization =
        organization(subject_type).ok_or_else(|| Bug::Broken(format!("subject_type {subject_type}")))?;
    let either = |first: &str, second: &str| at(body, first).or_else(|| at(body, second)).unwrap_or_default();
    let document = Person {
        name: either(
            "/subject_info/identity_info/id_card_info/id_card_name",
            "/subject_info/identity_info/id_doc_info/id_doc_name",
        )
        .to_owned(),
        id_number: either(
            "/subject_info/identity_info/id_card_info/id_card_number",
            "/subject_info/identity_info/id_doc_info/id_doc_number",
        )
        .to_owned(),
    };
    let contact = contact(body, &document);
    let is_legal = at(body, "/subject_info/identity_info/id_holder_type") != Some("SUPER");
    let holder = Holder { person: if is_legal { document } else { contact.person.clone() }, is_legal };
    let subject = |name: &str| {
        let found = ["business_license_info", "certificate_info"].iter();
        found.filter_map(|object| at(body, &format!("/subject_info/{object}/{name}"))).next()
    };
    let named = |name: &str| subject(name).unwrap_or(&holder.person.name).to_owned();
    let number = subject("license_number").or_else(|| subject("cert_number"));
    Ok(Form {
        organization,
        merchant_name: named("merchant_name"),
        legal_person: named("legal_person"),
        contact,
        account: Some(account(body, organization)),
        short_name: at(body, "/business_info/merchant_shortname").unwrap_or_default().to_owned(),
        settlement_id: at(body, "/settlement_info/settlement_id").map(ToOwned::to_owned),
        proxy_sign: false,
        appids: appids(body),
        added: Added {
            letter: at(body, "/subject_info/certificate_letter_copy").is_some(),
            products: products(body, organization),
            rate: campaign_rate(body),
            subject_number: number.unwrap_or(&holder.person.id_number).to_owned(),
        },
        holder,
    })
}

/// The text at a JSON pointer.
fn at<'a>(body: &'a Value, pointer: &str) -> Option<&'a str> {
    body.pointer(pointer).and_then(Value::as_str)
}

/// The kind of subject; a leftover of the public description stands for an institution (assumed).
fn organization(subject_type: &str) -> Option<Organization> {
    match subject_type {
        "SUBJECT_TYPE_MICRO" => Some(Organization::Micro),
        "SUBJECT_TYPE_INDIVIDUAL" => Some(Organization::Individual),
        "SUBJECT_TYPE_ENTERPRISE" => Some(Organization::Enterprise),
        "SUBJECT_TYPE_GOVERNMENT" => Some(Organization::Government),
        "SUBJECT_TYPE_INSTITUTIONS" | "SUBJECT_TYPE_INSTITUTIONS_CLONED" => Some(Organization::Institution),
        "SUBJECT_TYPE_OTHERS" => Some(Organization::SocialOrganization),
        _ => None,
    }
}

/// The super administrator. For the legal person the number may be left out, or an openid stand for it: then it is that of the
/// document.
fn contact(body: &Value, document: &Person) -> Contact {
    let number = at(body, "/contact_info/contact_id_number");
    Contact {
        kind: match at(body, "/contact_info/contact_type") {
            Some("SUPER") => ContactKind::Agent,
            _ => ContactKind::Legal,
        },
        person: Person {
            name: at(body, "/contact_info/contact_name").unwrap_or_default().to_owned(),
            id_number: number.unwrap_or(&document.id_number).to_owned(),
        },
        mobile: at(body, "/contact_info/mobile_phone").unwrap_or_default().to_owned(),
        email: at(body, "/contact_info/contact_email").map(ToOwned::to_owned),
    }
}

fn account(body: &Value, organization: Organization) -> SettlementAccount {
    let text = |name: &str| at(body, &format!("/bank_account_info/{name}")).map(ToOwned::to_owned);
    let kind = match text("bank_account_type").as_deref() {
        Some("BANK_ACCOUNT_TYPE_CORPORATE") => AccountKind::Corporate,
        _ => AccountKind::Private,
    };
    SettlementAccount {
        kind,
        bank: text("account_bank").unwrap_or_default(),
        bank_name: text("bank_name"),
        bank_branch_id: text("bank_branch_id"),
        name: text("account_name").unwrap_or_default(),
        number: text("account_number").unwrap_or_default(),
        vouched: body.pointer("/bank_account_info/account_cert_info").is_some()
            && matches!(organization, Organization::Government | Organization::Institution),
    }
}

/// The merchant's own appids that its sales scenes name: they are bound when it is finished, three at most (AS-15).
fn appids(body: &Value) -> Vec<BoundAppid> {
    let scenes = [
        ("biz_store_info/biz_sub_appid", AppidKind::OfficialAccount),
        ("mp_info/mp_sub_appid", AppidKind::OfficialAccount),
        ("mini_program_info/mini_program_sub_appid", AppidKind::MiniProgram),
        ("app_info/app_sub_appid", AppidKind::App),
        ("web_info/web_appid", AppidKind::OfficialAccount),
    ];
    let mut bound: Vec<BoundAppid> = Vec::new();
    for (pointer, kind) in scenes {
        let found = at(body, &format!("/business_info/sales_info/{pointer}"));
        let Some(appid) = found.and_then(|text| Appid::parse(text).ok()) else { continue };
        if bound.len() < MAX_APPIDS && bound.iter().all(|known| known.appid != appid) {
            bound.push(BoundAppid { appid, kind });
        }
    }
    bound
}

/// The products that come with the sales scenes (AS-14); a micro merchant gets JSAPI (assumed).
fn products(body: &Value, organization: Organization) -> Option<BTreeSet<Permission>> {
    if organization == Organization::Micro {
        return Some([Permission::Jsapi].into());
    }
    let scenes = body.pointer("/business_info/sales_info/sales_scenes_type").and_then(Value::as_array)?;
    let mut products = BTreeSet::new();
    for scene in scenes.iter().filter_map(Value::as_str) {
        let opened: &[Permission] = match scene {
            "SALES_SCENES_STORE" | "SALES_SCENES_MP" | "SALES_SCENES_MINI_PROGRAM" => &[Permission::Jsapi],
            "SALES_SCENES_APP" => &[Permission::App],
            "SALES_SCENES_WEB" => &[Permission::Jsapi, Permission::Native],
            _ => &[],
        };
        products.extend(opened);
    }
    Some(products)
}

/// The rate of a campaign; of the two for card kinds the one for debit cards, whatever is paid with (assumed, AS-59).
fn campaign_rate(body: &Value) -> Option<FeeRate> {
    at(body, "/settlement_info/activities_id")?;
    let rate = at(body, "/settlement_info/debit_activities_rate")
        .or_else(|| at(body, "/settlement_info/activities_rate"))?;
    FeeRate::try_from(format!("{rate}%")).ok()
}
