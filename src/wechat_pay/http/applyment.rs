//! `/v3/ecommerce/applyments/*`.

use serde_json::{Map, Value, json};

use super::schema::APPLYMENT_SUBMIT;
use super::wire::{self, Call, Reply};
use crate::wechat_pay::model::applyment::{
    AccountKind, Added, Applyment, Contact, ContactKind, Family, Form, Holder, Organization, Person,
    Remittance, SettlementAccount, State,
};
use crate::wechat_pay::model::merchant::{AppidKind, BoundAppid, Merchant};
use crate::wechat_pay::model::switches::{self, CorporateAccount};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::applyment::submit::{self, Submission};
use crate::wechat_pay::rules::applyment::{ecommerce, pages, query, revoke, sign};
use crate::world::ids::{Appid, ApplymentId, ApplymentNumber};
use crate::world::{Bug, Cx};

/// Submits an application, or a rejected one again.
pub(super) fn submit(call: &Call<'_>) -> Outcome<Reply> {
    let (cx, body, provider) = (call.cx, &call.input.body, &call.caller.mchid);
    submit::check_permission(call.caller)?;
    let switches = switches::of(cx)?.applyment;
    let form = form(body, switches.corporate_account)?;
    ecommerce::check(&form, body)?;
    submit::check_media(cx, provider, &switches, &APPLYMENT_SUBMIT.media(body))?;
    let submission =
        Submission { family: Family::Ecommerce, number: number(body)?, form, request: body.clone() };
    Ok(numbers(&submit::submit(cx, provider, submission)?))
}

/// Tells what the platform found when it checked the signer's identity itself (1.8).
pub(super) fn sign_by_proxy(call: &Call<'_>) -> Outcome<Reply> {
    let body = &call.input.body;
    let applyment = match body["applyment_id"].as_number() {
        Some(id) => find_by_id(call, &id.to_string())?,
        None => query::by_number(call.cx, &call.caller.mchid, Family::Ecommerce, &number(body)?)?,
    };
    let found_right = body["proxy_verify_identity_info"]["verify_identity_result"] == true;
    let applyment = sign::by_proxy(call.cx, applyment, found_right)?;
    Ok(Reply::Json(json!({ "applyment_id": id(&applyment) })))
}

/// Answers an application by WeChat Pay's number.
pub(super) fn query_by_id(call: &Call<'_>) -> Outcome<Reply> {
    answer(call, &find_by_id(call, call.text("applyment_id").unwrap_or_default())?)
}

/// Answers an application by the platform's number.
pub(super) fn query_by_number(call: &Call<'_>) -> Outcome<Reply> {
    answer(call, &find_by_number(call)?)
}

/// Takes an application back by WeChat Pay's number.
pub(super) fn revoke_by_id(call: &Call<'_>) -> Outcome<Reply> {
    let applyment = find_by_id(call, call.text("applyment_id").unwrap_or_default())?;
    Ok(numbers(&revoke::revoke(call.cx, applyment)?))
}

/// Takes an application back by the platform's number.
pub(super) fn revoke_by_number(call: &Call<'_>) -> Outcome<Reply> {
    Ok(numbers(&revoke::revoke(call.cx, find_by_number(call)?)?))
}

fn find_by_id(call: &Call<'_>, text: &str) -> Outcome<Applyment> {
    // Any number of 64 bits passes the schema, and each of them is short enough.
    let id = ApplymentId::parse(text).map_err(Bug::Broken)?;
    query::by_id(call.cx, &call.caller.mchid, Family::Ecommerce, &id)
}

fn find_by_number(call: &Call<'_>) -> Outcome<Applyment> {
    let number = call.parameter::<ApplymentNumber>("out_request_no")?;
    query::by_number(call.cx, &call.caller.mchid, Family::Ecommerce, &number)
}

fn number(body: &Value) -> Outcome<ApplymentNumber> {
    // The schema's pattern allows nothing that this could refuse.
    Ok(ApplymentNumber::parse(body["out_request_no"].as_str().unwrap_or_default()).map_err(Bug::Broken)?)
}

/// `applyment_id` as the JSON number that it is on the wire.
pub(super) fn id(applyment: &Applyment) -> Value {
    applyment.applyment_id.as_str().parse::<u64>().map_or(Value::Null, Value::from)
}

fn numbers(applyment: &Applyment) -> Reply {
    Reply::Json(json!({ "applyment_id": id(applyment), "out_request_no": applyment.number }))
}

fn answer(call: &Call<'_>, applyment: &Applyment) -> Outcome<Reply> {
    let (cx, state) = (call.cx, applyment.state());
    let mut view = Map::new();
    let mut put = |name: &str, value: Value| view.insert(name.to_owned(), value);
    put("applyment_state", json!(state));
    put("applyment_state_desc", json!(state.description()));
    put("out_request_no", json!(applyment.number));
    put("applyment_id", id(applyment));
    put("sign_state", json!(applyment.sign_state()));
    put("audit_detail", json!(applyment.audit_detail));
    if sign::shows_url(applyment, &switches::of(cx)?.applyment) {
        put("sign_url", json!(pages::sign_url(&call.origin, applyment)));
    }
    if let (State::NeedSign | State::Finish, Some(sub_mchid)) = (state, &applyment.sub_mchid) {
        put("sub_mchid", json!(sub_mchid));
    }
    if let (State::AccountNeedVerify, Some(remittance)) = (state, applyment.verification.open()) {
        put("account_validation", account_validation(cx, call.caller, remittance)?);
        if remittance.scan {
            put("legal_validation_url", json!(pages::legal_validation_url(&call.origin, applyment)));
        }
    }
    Ok(Reply::Json(Value::Object(view)))
}

fn account_validation(cx: &Cx<'_>, merchant: &Merchant, wanted: &Remittance) -> Result<Value, Bug> {
    let mut view = json!({
        "account_name": wire::encrypt_for(cx, merchant, "account validation", &wanted.account_name)?,
        "pay_amount": wanted.amount,
        "destination_account_number": wanted.to.number,
        "destination_account_name": wanted.to.name,
        "destination_account_bank": wanted.to.bank,
        "city": wanted.to.city,
        "remark": wanted.remark,
        "deadline": wanted.deadline.format("%Y-%m-%d %H:%M:%S"),
    });
    if let Some(number) = &wanted.account_number {
        view["account_no"] = json!(wire::encrypt_for(cx, merchant, "account validation", number)?);
    }
    Ok(view)
}

/// What the rules need of the request.
fn form(body: &Value, corporate: CorporateAccount) -> Result<Form, Bug> {
    let code = body["organization_type"].as_str().unwrap_or_default();
    let organization = Organization::of_code(code);
    let organization = organization.ok_or_else(|| Bug::Broken(format!("organization_type {code}")))?;
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).map(ToOwned::to_owned);
    let or_empty = |pointer: &str| text(pointer).unwrap_or_default();
    let document = Person {
        name: text("/id_card_info/id_card_name").unwrap_or_else(|| or_empty("/id_doc_info/id_doc_name")),
        id_number: text("/id_card_info/id_card_number")
            .unwrap_or_else(|| or_empty("/id_doc_info/id_doc_number")),
    };
    let contact = Contact {
        kind: match body["contact_info"]["contact_type"].as_str() {
            Some("66") => ContactKind::Agent,
            _ => ContactKind::Legal,
        },
        person: Person {
            name: or_empty("/contact_info/contact_name"),
            // For the legal person it may be left out: it is that of the document.
            id_number: text("/contact_info/contact_id_card_number")
                .unwrap_or_else(|| document.id_number.clone()),
        },
        mobile: or_empty("/contact_info/mobile_phone"),
        email: text("/contact_info/contact_email"),
    };
    let is_legal = body["id_holder_type"] != "SUPER";
    let holder = Holder { person: if is_legal { document } else { contact.person.clone() }, is_legal };
    let named = |pointer: &str| text(pointer).unwrap_or_else(|| holder.person.name.clone());
    Ok(Form {
        organization,
        merchant_name: named("/business_license_info/merchant_name"),
        legal_person: named("/business_license_info/legal_person"),
        contact,
        account: account(body, corporate),
        short_name: or_empty("/merchant_shortname"),
        appids: own_appid(body).into_iter().collect(),
        settlement_id: text("/settlement_info/settlement_id"),
        proxy_sign: body["proxy_sign_verify_mode"] == true,
        added: Added::default(),
        holder,
    })
}

/// The merchant's own mini program, where what it wrote looks like one.
fn own_appid(body: &Value) -> Option<BoundAppid> {
    let text = body["sales_scene_info"]["mini_program_sub_appid"].as_str()?;
    let appid = Appid::parse(text).ok().filter(Appid::is_issued_form)?;
    Some(BoundAppid { appid, kind: AppidKind::MiniProgram })
}

fn account(body: &Value, corporate: CorporateAccount) -> Option<SettlementAccount> {
    // Whatever is sent besides: who says that none is given has none.
    if body["need_account_info"] == false {
        return None;
    }
    let account = body.get("account_info")?;
    let text = |name: &str| account[name].as_str().map(ToOwned::to_owned);
    let kind = match (text("bank_account_type").as_deref(), corporate) {
        (Some("74"), CorporateAccount::SeventyFour) | (Some("75"), CorporateAccount::SeventyFive) => {
            AccountKind::Corporate
        }
        _ => AccountKind::Private,
    };
    Some(SettlementAccount {
        kind,
        bank: text("account_bank").unwrap_or_default(),
        bank_name: text("bank_name"),
        bank_branch_id: text("bank_branch_id"),
        name: text("account_name").unwrap_or_default(),
        number: text("account_number").unwrap_or_default(),
        vouched: account.get("account_cert_info").is_some()
            && matches!(body["organization_type"].as_str(), Some("3" | "2502")),
    })
}
