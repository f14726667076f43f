//! `/v3/ecommerce/profitsharing/*`: profit sharing of the e-commerce platform.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::wire::{Call, Reply};
use crate::wechat_pay::model::split::{Detail, DetailResult, Family, Kind, SplitOrder};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::split::{self, Appids, FinishAsk, Share, SplitAsk, family};
use crate::world::Fen;
use crate::world::ids::{Appid, Mchid, OutOrderNo, TransactionId};

#[derive(Deserialize)]
struct SplitBody {
    appid: Option<Appid>,
    sub_mchid: Mchid,
    transaction_id: TransactionId,
    out_order_no: OutOrderNo,
    receivers: Vec<ReceiverBody>,
    finish: bool,
}

#[derive(Deserialize)]
struct ReceiverBody {
    #[serde(rename = "type")]
    kind: String,
    receiver_account: Option<String>,
    receiver_mchid: Option<String>,
    receiver_name: Option<String>,
    amount: Fen,
    description: String,
}

#[derive(Deserialize)]
struct FinishBody {
    sub_mchid: Mchid,
    transaction_id: TransactionId,
    out_order_no: OutOrderNo,
    description: String,
}

impl From<ReceiverBody> for Share {
    fn from(body: ReceiverBody) -> Share {
        Share {
            kind: body.kind,
            account: body.receiver_account.or(body.receiver_mchid).unwrap_or_default(),
            name: body.receiver_name,
            amount: body.amount,
            description: body.description,
        }
    }
}

/// Asks for a split.
pub(super) fn create(call: &Call<'_>) -> Outcome<Reply> {
    let body: SplitBody = call.body()?;
    let asked = SplitAsk {
        sub_mchid: Some(body.sub_mchid),
        appids: Appids { appid: body.appid, sub_appid: None },
        transaction_id: body.transaction_id,
        out_order_no: body.out_order_no,
        shares: body.receivers.into_iter().map(Share::from).collect(),
        finish: body.finish,
        request: call.input.body.clone(),
    };
    Ok(Reply::Json(view(&split::create(call.cx, Family::Ecommerce, call.caller, &asked)?)))
}

/// Asks for everything left to be unfrozen.
pub(super) fn finish(call: &Call<'_>) -> Outcome<Reply> {
    let body: FinishBody = call.body()?;
    let asked = FinishAsk {
        sub_mchid: Some(body.sub_mchid),
        transaction_id: body.transaction_id,
        out_order_no: body.out_order_no,
        description: body.description,
        request: call.input.body.clone(),
    };
    let finish = split::finish(call.cx, Family::Ecommerce, call.caller, &asked)?;
    Ok(Reply::Json(Value::Object(numbers(&finish))))
}

/// Answers a split or finish.
pub(super) fn query(call: &Call<'_>) -> Outcome<Reply> {
    family::admit(Family::Ecommerce, call.caller)?;
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let transaction_id = call.parameter::<TransactionId>("transaction_id")?;
    let number = call.parameter::<OutOrderNo>("out_order_no")?;
    let split = split::query(call.cx, &call.caller.mchid, &sub_mchid, &transaction_id, &number)?;
    Ok(Reply::Json(view(&split)))
}

/// Answers what is left to split.
pub(super) fn amounts(call: &Call<'_>) -> Outcome<Reply> {
    family::admit(Family::Ecommerce, call.caller)?;
    let transaction_id = call.parameter::<TransactionId>("transaction_id")?;
    let unsplit_amount = split::unsplit_amount(call.cx, &call.caller.mchid, &transaction_id)?;
    Ok(Reply::Json(json!({ "transaction_id": transaction_id, "unsplit_amount": unsplit_amount })))
}

/// Answers the largest share of a sub-merchant, in parts of 10 000. Both families call the same path.
pub(super) fn max_ratio(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let ratio = split::max_ratio(call.cx, call.caller, &sub_mchid)?;
    Ok(Reply::Json(json!({ "sub_mchid": sub_mchid, "max_ratio": ratio.ten_thousandths() })))
}

fn numbers(split: &SplitOrder) -> Map<String, Value> {
    let mut view = Map::new();
    view.insert("sub_mchid".into(), json!(split.payer));
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
        Kind::Finish { amount, description, .. } => {
            view.insert("finish_amount".into(), json!(amount));
            view.insert("finish_description".into(), json!(description));
        }
    }
    Value::Object(view)
}

fn receiver(detail: &Detail, split: &SplitOrder) -> Value {
    let mut row = json!({
        "type": detail.receiver.literal(),
        "receiver_mchid": detail.receiver.id(),
        "receiver_account": detail.receiver.id(),
        "amount": detail.amount,
        "description": detail.description,
        "detail_id": detail.detail_id,
    });
    let (result, finish_time) = match detail.result {
        DetailResult::Pending { .. } => ("PENDING", split.created_at),
        DetailResult::Success { at } => ("SUCCESS", at),
        DetailResult::Closed { at, reason } => {
            row["fail_reason"] = json!(reason);
            ("CLOSED", at)
        }
    };
    row["result"] = json!(result);
    row["finish_time"] = json!(finish_time);
    row
}
