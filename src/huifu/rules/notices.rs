//! Which notices Huifu posts, where, and what they say.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::view;
use crate::huifu::SYSTEM;
use crate::huifu::model::assumed;
use crate::huifu::model::confirm::Confirm;
use crate::huifu::model::head::Head;
use crate::huifu::model::payment::Payment;
use crate::huifu::model::payout::{Payout, Reason, State};
use crate::huifu::model::refund::Refund;
use crate::huifu::model::transfer::BalancePay;
use crate::world::ids::HfSeqId;
use crate::world::journal::Note;
use crate::world::outbox::{Notice, NoticeState};
use crate::world::{Bug, Cx, Fen, Instant, Span};

/// How instants are written.
pub const TIME: &str = "%Y%m%d%H%M%S";

/// A notice, before it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// `resp_data`, to the letter: the signature covers it as it stands.
    pub resp_data: String,
    /// What the receiver answers.
    pub ack: String,
    /// How often it is tried in all.
    pub attempts: u32,
    /// The gap between two attempts.
    pub gap: Span,
}

/// The payment was made: channel result (1) or accounting result (2).
///
/// # Errors
/// [`Bug`] when the database fails; so for all below.
pub fn paid(cx: &Cx<'_>, payment: &Payment, kind: u8, payout: Option<&HfSeqId>) -> Result<(), Bug> {
    let mut data = view::payment_notice(cx, payment)?;
    data.insert("notify_type".to_owned(), json!(kind));
    // 秒转 is an ordinary payout: only TS settlement is told of here (HF-24).
    let payout = payout.map(|number| cx.get::<Payout>(number.as_str())).transpose()?.flatten();
    if let Some(Payout { head, .. }) = payout.filter(|payout| payout.reason == Reason::Ts) {
        data.insert("ts_encash_detail".to_owned(), json!([{ "hf_seq_id": head.hf_seq_id }]));
    }
    post(cx, "payment", payment.notify_url.as_deref(), &payment.head, data)
}

/// Fund control let go of a payment (HF-18).
pub fn unfrozen(cx: &Cx<'_>, payment: &Payment, frozen_at: Instant, amount: Fen) -> Result<(), Bug> {
    let Head { hf_seq_id, huifu_id, req_date, req_seq_id, .. } = &payment.head;
    if payment.notify_url.is_none() && !payment.told_elsewhere {
        cx.note(Note::new(
            format!("{hf_seq_id} was ordered without notify_url: no unfreeze notice (HF-48)"),
            format!("{hf_seq_id} 下单时未传 notify_url，不发送解冻通知（HF-48）"),
        ));
    }
    let data = json!({
        "resp_code": "00000000",
        "resp_desc": "解冻成功",
        "hf_seq_id": hf_seq_id,
        "req_seq_id": req_seq_id,
        "req_date": req_date,
        "huifu_id": huifu_id,
        "notify_type": 3,
        "fund_freeze_stat": "UNFREEZE",
        "unfreeze_amt": amount.yuan(),
        "freeze_time": frozen_at.format(TIME),
        "unfreeze_time": cx.now().format(TIME),
    });
    post(cx, "unfreeze", payment.notify_url.as_deref(), &payment.head, members(data))
}

/// A refund was made.
pub fn refunded(cx: &Cx<'_>, payment: &Payment, refund: &Refund, url: Option<&str>) -> Result<(), Bug> {
    post(cx, "refund", url, &refund.head, view::refund_notice(cx, payment, refund)?)
}

/// A delayed trade was confirmed.
pub fn confirmed(cx: &Cx<'_>, confirm: &Confirm, url: Option<&str>) -> Result<(), Bug> {
    post(cx, "confirm", url, &confirm.head, members(view::confirm_notice(cx, confirm)?))
}

/// A balance paid.
pub fn balance_paid(cx: &Cx<'_>, paid: &BalancePay, url: Option<&str>) -> Result<(), Bug> {
    let head = &paid.head;
    let data = json!({
        "resp_code": "00000000",
        "resp_desc": "交易成功",
        "trans_type": "ACCT_PAYMENT",
        "req_seq_id": head.req_seq_id,
        "req_date": head.req_date,
        "hf_seq_id": head.hf_seq_id,
        "out_huifu_id": head.huifu_id,
        "out_acct_id": paid.acct_id,
        "ord_amt": paid.amount.yuan(),
        "trans_stat": "S",
        "trans_finish_time": head.at.format(TIME),
        "acct_split_bunch": view::split(&paid.shares),
    });
    post(cx, "balance_pay", url, head, members(data))
}

/// A payout ended.
pub fn paid_out(cx: &Cx<'_>, payout: &Payout) -> Result<(), Bug> {
    let head = &payout.head;
    let stat = payout.state.literal();
    // assumed: no page shows the sub code of what the bank sent back
    let (code, words) = match payout.state {
        State::Returned { .. } => ("90000000", "银行退票"),
        State::Pending | State::Done { .. } => ("00000000", "交易成功"),
    };
    let data = json!({
        "resp_code": "00000000",
        "resp_desc": words,
        "sub_resp_code": code,
        "sub_resp_desc": words,
        "req_seq_id": head.req_seq_id,
        "req_date": head.req_date,
        "hf_seq_id": head.hf_seq_id,
        "trans_status": stat,
        "acct_status": stat,
        "channel_status": stat,
        "fee_amt": "0.00",
        "cash_amt": payout.amount.yuan(),
        "msg_type": "02",
        "huifu_id": head.huifu_id,
        "acct_id": payout.acct_id,
        "trans_type": payout.reason.literal(),
    });
    post(cx, "encashment", payout.notify_url.as_deref(), head, members(data))
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

fn post(
    cx: &Cx<'_>,
    event: &str,
    url: Option<&str>,
    head: &Head,
    data: Map<String, Value>,
) -> Result<(), Bug> {
    let Some(url) = url else { return Ok(()) };
    let assumed = assumed::of(cx)?;
    let content = Content {
        resp_data: Value::Object(data).to_string(),
        ack: format!("RECV_ORD_ID_{}", head.req_seq_id),
        attempts: assumed.notice_attempts,
        gap: assumed.notice_gap,
    };
    cx.post_notice(&Notice {
        id: format!("huifu-{}", hex::encode(cx.random("huifu notice")?.bytes::<12>())),
        system: SYSTEM.to_owned(),
        subject: head.req_seq_id.to_string(),
        event: event.to_owned(),
        url: url.to_owned(),
        state: NoticeState::Waiting,
        attempts: 0,
        data: serde_json::to_value(content)?,
    })
}
