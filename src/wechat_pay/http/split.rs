//! `/v3/ecommerce/profitsharing/*`, as far as the platform is the receiver.

use serde_json::{Map, Value, json};

use super::wire::{Call, Reply};
use crate::wechat_pay::model::split::{Detail, DetailResult, Kind, SplitOrder};
use crate::wechat_pay::rules::{Outcome, split};
use crate::world::ids::{Mchid, OutOrderNo, TransactionId};

/// Asks for a split.
pub(super) fn create(call: &Call<'_>) -> Outcome<Reply> {
    let split = split::create(call.cx, &call.caller.mchid, &call.body()?, call.input.body.clone())?;
    Ok(Reply::Json(view(&split)))
}

/// Asks for everything left to be unfrozen.
pub(super) fn finish(call: &Call<'_>) -> Outcome<Reply> {
    let finish = split::finish(call.cx, &call.caller.mchid, &call.body()?, call.input.body.clone())?;
    Ok(Reply::Json(Value::Object(numbers(&finish))))
}

/// Answers a split or finish.
pub(super) fn query(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let transaction_id = call.parameter::<TransactionId>("transaction_id")?;
    let number = call.parameter::<OutOrderNo>("out_order_no")?;
    let split = split::query(call.cx, &call.caller.mchid, &sub_mchid, &transaction_id, &number)?;
    Ok(Reply::Json(view(&split)))
}

/// Answers what is left to split.
pub(super) fn amounts(call: &Call<'_>) -> Outcome<Reply> {
    let transaction_id = call.parameter::<TransactionId>("transaction_id")?;
    let unsplit_amount = split::unsplit_amount(call.cx, &call.caller.mchid, &transaction_id)?;
    Ok(Reply::Json(json!({ "transaction_id": transaction_id, "unsplit_amount": unsplit_amount })))
}

fn numbers(split: &SplitOrder) -> Map<String, Value> {
    let mut view = Map::new();
    view.insert("sub_mchid".into(), json!(split.sub_mchid));
    view.insert("transaction_id".into(), json!(split.transaction_id));
    view.insert("out_order_no".into(), json!(split.out_order_no));
    view.insert("order_id".into(), json!(split.order_id));
    view
}

fn view(split: &SplitOrder) -> Value {
    let mut view = numbers(split);
    let status = if split.is_finished() { "FINISHED" } else { "PROCESSING" };
    view.insert("status".into(), json!(status));
    match &split.kind {
        Kind::Split { details, .. } => {
            let receivers: Vec<Value> = details.iter().map(|detail| receiver(detail, split)).collect();
            view.insert("receivers".into(), Value::Array(receivers));
        }
        Kind::Finish { amount, description } => {
            view.insert("finish_amount".into(), json!(amount));
            view.insert("finish_description".into(), json!(description));
        }
    }
    Value::Object(view)
}

fn receiver(detail: &Detail, split: &SplitOrder) -> Value {
    let (result, finish_time) = match detail.result {
        DetailResult::Pending { .. } => ("PENDING", split.created_at),
        DetailResult::Success { at } => ("SUCCESS", at),
    };
    json!({
        "type": "MERCHANT_ID",
        "receiver_mchid": detail.receiver,
        "receiver_account": detail.receiver,
        "amount": detail.amount,
        "description": detail.description,
        "result": result,
        "finish_time": finish_time,
        "detail_id": detail.detail_id,
    })
}
