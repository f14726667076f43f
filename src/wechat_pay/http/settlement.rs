//! Settlement accounts of sub-merchants.

use serde_json::{Map, Value, json};

use super::wire::{Call, Reply};
use crate::wechat_pay::model::applyment::AccountKind;
use crate::wechat_pay::model::card::{ChangeState, Mask, SettlementCard, VerifyResult, masked_name};
use crate::wechat_pay::model::merchant::Role;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::settlement::{self, CardWish};
use crate::world::ids::{ApplicationNo, Mchid};

/// The card in force.
pub(super) fn query(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let card = settlement::in_force(call.cx, &call.caller.mchid, &sub_mchid)?;
    let mut view = card_view(&card, mask(call));
    if says_result(&call.caller.role, &card) {
        view.insert("verify_result".into(), json!(card.verify_result));
        view.insert("verify_fail_reason".into(), json!(card.verify_fail_reason.unwrap_or_default()));
    }
    Ok(Reply::Json(Value::Object(view)))
}

/// An ordinary provider reads a result only of a card that was changed or failed (AS-35).
fn says_result(caller: &Role, card: &SettlementCard) -> bool {
    match caller {
        Role::ServiceProvider => card.changed || card.verify_result == VerifyResult::VerifyFail,
        Role::Platform | Role::Direct | Role::Sub { .. } => true,
    }
}

/// Asks for another card.
pub(super) fn modify(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let change = settlement::ask(call.cx, &call.caller.mchid, &sub_mchid, &call.body::<CardWish>()?)?;
    Ok(Reply::Json(json!({ "application_no": change.application_no })))
}

/// How a request for another card stands.
pub(super) fn application(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let number = call.parameter::<ApplicationNo>("application_no")?;
    let (sub, change) = settlement::change(call.cx, &call.caller.mchid, &sub_mchid, &number)?;
    let mut view = card_view(&change.card, mask(call));
    let name = change.card.account_name.as_ref().unwrap_or(&sub.name);
    view.insert("account_name".into(), json!(masked_name(name)));
    let (result, reason, finished) = match &change.state {
        ChangeState::Auditing => ("AUDITING", "", None),
        ChangeState::Success { at } => ("AUDIT_SUCCESS", "", Some(at)),
        ChangeState::Fail { at, reason } => ("AUDIT_FAIL", reason.as_str(), Some(at)),
    };
    view.insert("verify_result".into(), json!(result));
    view.insert("verify_fail_reason".into(), json!(reason));
    if let Some(at) = finished {
        view.insert("verify_finish_time".into(), json!(at));
    }
    Ok(Reply::Json(Value::Object(view)))
}

fn mask(call: &Call<'_>) -> Mask {
    match call.text("account_number_rule") {
        Some("ACCOUNT_NUMBER_RULE_MASK_V2") => Mask::V2,
        _ => Mask::V1,
    }
}

fn card_view(card: &SettlementCard, mask: Mask) -> Map<String, Value> {
    let kind = match card.kind {
        AccountKind::Corporate => "ACCOUNT_TYPE_BUSINESS",
        AccountKind::Private => "ACCOUNT_TYPE_PRIVATE",
    };
    let mut view = Map::new();
    view.insert("account_type".into(), json!(kind));
    view.insert("account_bank".into(), json!(card.account_bank));
    for (name, text) in [("bank_name", &card.bank_name), ("bank_branch_id", &card.bank_branch_id)] {
        if let Some(text) = text {
            view.insert(name.into(), json!(text));
        }
    }
    view.insert("account_number".into(), json!(mask.apply(&card.account_number)));
    view
}
