//! `/v3/profitsharing/*`: profit sharing of ordinary service providers and direct merchants.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::wire::{self, Call, Reply};
use crate::wechat_pay::model::split::{Detail, DetailResult, Family, Kind, Receiver, SplitOrder};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::SplitRefusal;
use crate::wechat_pay::rules::split::{self, About, Appids, FinishAsk, ReceiverAsk, Share, SplitAsk, family};
use crate::world::ids::{Appid, Mchid, OutOrderNo, TransactionId};
use crate::world::{Bug, Fen, Instant};

const FAMILY: Family = Family::Ordinary;

#[derive(Deserialize)]
struct SplitBody {
    sub_mchid: Option<Mchid>,
    appid: Option<Appid>,
    sub_appid: Option<Appid>,
    transaction_id: TransactionId,
    out_order_no: OutOrderNo,
    receivers: Vec<ShareBody>,
    unfreeze_unsplit: bool,
}

#[derive(Deserialize)]
struct ShareBody {
    #[serde(rename = "type")]
    kind: String,
    account: String,
    name: Option<String>,
    amount: Fen,
    description: String,
}

#[derive(Deserialize)]
struct UnfreezeBody {
    sub_mchid: Option<Mchid>,
    transaction_id: TransactionId,
    out_order_no: OutOrderNo,
    description: String,
}

#[derive(Deserialize)]
struct ReceiverBody {
    sub_mchid: Option<Mchid>,
    appid: Appid,
    sub_appid: Option<Appid>,
    #[serde(rename = "type")]
    kind: String,
    account: String,
    name: Option<String>,
    relation_type: Option<String>,
    custom_relation: Option<String>,
}

impl From<ShareBody> for Share {
    fn from(body: ShareBody) -> Share {
        let ShareBody { kind, account, name, amount, description } = body;
        Share { kind, account, name, amount, description }
    }
}

impl ReceiverBody {
    fn asked(&self) -> ReceiverAsk {
        ReceiverAsk {
            sub_mchid: self.sub_mchid.clone(),
            appids: Appids { appid: Some(self.appid.clone()), sub_appid: self.sub_appid.clone() },
            kind: self.kind.clone(),
            account: self.account.clone(),
        }
    }
}

/// Asks for a split.
pub(super) fn create(call: &Call<'_>) -> Outcome<Reply> {
    let body: SplitBody = call.body()?;
    let asked = SplitAsk {
        sub_mchid: body.sub_mchid,
        appids: Appids { appid: body.appid, sub_appid: body.sub_appid },
        transaction_id: body.transaction_id,
        out_order_no: body.out_order_no,
        shares: body.receivers.into_iter().map(Share::from).collect(),
        finish: body.unfreeze_unsplit,
        request: call.input.body.clone(),
    };
    Ok(Reply::Json(view(&split::create(call.cx, FAMILY, call.caller, &asked)?)))
}

/// Asks for everything left to be unfrozen.
pub(super) fn unfreeze(call: &Call<'_>) -> Outcome<Reply> {
    let body: UnfreezeBody = call.body()?;
    let asked = FinishAsk {
        sub_mchid: body.sub_mchid,
        transaction_id: body.transaction_id,
        out_order_no: body.out_order_no,
        description: body.description,
        request: call.input.body.clone(),
    };
    Ok(Reply::Json(view(&split::finish(call.cx, FAMILY, call.caller, &asked)?)))
}

/// Answers a split or an unfreezing.
pub(super) fn query(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.optional::<Mchid>("sub_mchid")?;
    let transaction_id = call.parameter::<TransactionId>("transaction_id")?;
    let number = call.parameter::<OutOrderNo>("out_order_no")?;
    family::admit(FAMILY, call.caller)?;
    let caller = &call.caller.mchid;
    let payer = if call.caller.is_provider() { sub_mchid } else { Some(caller.clone()) };
    let payer = payer.ok_or(SplitRefusal::NoMerchant)?;
    Ok(Reply::Json(view(&split::query(call.cx, caller, &payer, &transaction_id, &number)?)))
}

/// Answers what is left to split.
pub(super) fn amounts(call: &Call<'_>) -> Outcome<Reply> {
    family::admit(FAMILY, call.caller)?;
    let transaction_id = call.parameter::<TransactionId>("transaction_id")?;
    let unsplit_amount = split::unsplit_amount(call.cx, &call.caller.mchid, &transaction_id)?;
    Ok(Reply::Json(json!({ "transaction_id": transaction_id, "unsplit_amount": unsplit_amount })))
}

/// Adds a receiver for one payer. The answer's name is encrypted for the caller, as the request's was for WeChat Pay.
pub(super) fn add_receiver(call: &Call<'_>) -> Outcome<Reply> {
    let body: ReceiverBody = call.body()?;
    let asked = body.asked();
    let about = About {
        name: body.name,
        relation_type: body.relation_type.unwrap_or_default(),
        custom_relation: body.custom_relation,
    };
    let added = split::add_receiver(call.cx, FAMILY, call.caller, &asked, &about)?;
    let mut view = receiver_view(asked.sub_mchid.as_ref(), call, &added.receiver);
    view.insert("relation_type".into(), json!(added.relation_type));
    if let Some(custom) = &added.custom_relation {
        view.insert("custom_relation".into(), json!(custom));
    }
    if let Some(name) = &added.name {
        view.insert("name".into(), json!(sealed(call, name)?));
    }
    Ok(Reply::Json(Value::Object(view)))
}

/// Deletes a receiver of one payer.
pub(super) fn delete_receiver(call: &Call<'_>) -> Outcome<Reply> {
    let body: ReceiverBody = call.body()?;
    let asked = body.asked();
    let deleted = split::delete_receiver(call.cx, FAMILY, call.caller, &asked)?;
    Ok(Reply::Json(Value::Object(receiver_view(asked.sub_mchid.as_ref(), call, &deleted))))
}

fn receiver_view(sub_mchid: Option<&Mchid>, call: &Call<'_>, receiver: &Receiver) -> Map<String, Value> {
    let mut view = Map::new();
    if let Some(sub_mchid) = sub_mchid.filter(|_| call.caller.is_provider()) {
        view.insert("sub_mchid".into(), json!(sub_mchid));
    }
    view.insert("type".into(), json!(receiver.literal()));
    view.insert("account".into(), json!(receiver.id()));
    view
}

/// A name that only the caller can read.
fn sealed(call: &Call<'_>, plain: &str) -> Result<String, Bug> {
    wire::encrypt_for(call.cx, call.caller, "sealed name", plain)
}

fn view(split: &SplitOrder) -> Value {
    let mut view = json!({
        "transaction_id": split.transaction_id,
        "out_order_no": split.out_order_no,
        "order_id": split.order_id,
        "state": if split.is_finished() { "FINISHED" } else { "PROCESSING" },
        "receivers": rows(split),
    });
    if split.caller != split.payer {
        view["sub_mchid"] = json!(split.payer);
    }
    view
}

fn rows(split: &SplitOrder) -> Vec<Value> {
    match &split.kind {
        Kind::Split { details, .. } => details.iter().map(|detail| row(detail, split)).collect(),
        // What was unfrozen stands as a part that the payer got.
        Kind::Finish { detail_id, amount, description } => {
            let result = DetailResult::Success { at: split.created_at };
            let (receiver, description) = (Receiver::Merchant(split.payer.clone()), description.clone());
            let detail =
                Detail { detail_id: detail_id.clone(), receiver, amount: *amount, description, result };
            vec![row(&detail, split)]
        }
    }
}

fn row(detail: &Detail, split: &SplitOrder) -> Value {
    let mut row = json!({
        "type": detail.receiver.literal(),
        "account": detail.receiver.id(),
        "amount": detail.amount,
        "description": detail.description,
        "detail_id": detail.detail_id,
        "create_time": precise(split.created_at),
    });
    // A part that is on its way has the time of its creation there (assumed).
    let (result, finish_time) = match detail.result {
        DetailResult::Pending { .. } => ("PENDING", split.created_at),
        DetailResult::Success { at } => ("SUCCESS", at),
        DetailResult::Closed { at, reason } => {
            row["fail_reason"] = json!(reason);
            ("CLOSED", at)
        }
    };
    row["result"] = json!(result);
    row["finish_time"] = json!(precise(finish_time));
    row
}

/// A time with the milliseconds that this family writes.
fn precise(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%S.000%:z")
}
