//! `/v3/ecommerce/subsidies/*`. There is no query and no notice: the answer is the result.

use serde_json::json;

use super::wire::{Call, Reply};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::subsidy::{self, CancelAsk};

/// Pays a subsidy.
pub(super) fn create(call: &Call<'_>) -> Outcome<Reply> {
    let paid = subsidy::create(call.cx, call.caller, &call.body()?)?;
    // SUB-14: one that went back in full says so when it is asked for again.
    let result = if paid.returned == paid.amount { "REFUND" } else { "SUCCESS" };
    Ok(Reply::Json(json!({
        "sub_mchid": paid.sub_mchid,
        "transaction_id": paid.transaction_id,
        "subsidy_id": paid.subsidy_id,
        "description": paid.description,
        "amount": paid.amount,
        "result": result,
        "success_time": paid.paid_at,
    })))
}

/// Takes a subsidy back.
pub(super) fn give_back(call: &Call<'_>) -> Outcome<Reply> {
    let given_back = subsidy::give_back(call.cx, call.caller, &call.body()?)?;
    let mut view = json!({
        "sub_mchid": given_back.sub_mchid,
        "transaction_id": given_back.transaction_id,
        "subsidy_refund_id": given_back.subsidy_refund_id,
        "out_order_no": given_back.out_order_no,
        "amount": given_back.amount,
        "description": given_back.description,
        "result": "SUCCESS",
        "success_time": given_back.at,
    });
    if let Some(refund_id) = &given_back.refund_id {
        view["refund_id"] = json!(refund_id);
    }
    Ok(Reply::Json(view))
}

/// Declares that no subsidy comes.
pub(super) fn cancel(call: &Call<'_>) -> Outcome<Reply> {
    let asked: CancelAsk = call.body()?;
    subsidy::cancel(call.cx, call.caller, &asked)?;
    Ok(Reply::Json(json!({
        "sub_mchid": asked.sub_mchid,
        "transaction_id": asked.transaction_id,
        "result": "SUCCESS",
        "description": asked.description,
    })))
}
