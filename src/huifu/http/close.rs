//! Closing orders, and its query.

use super::read;
use super::wire::{Call, Reply};
use crate::huifu::model::payment::Payment;
use crate::huifu::rules::Ruled;
use crate::huifu::rules::close;

/// 扫码交易关单.
pub(super) fn close(call: &Call<'_>) -> Ruled<Reply> {
    let (_, asked) = read::asked(call)?;
    call.data.required_day("org_req_date")?;
    let (_, payment) = close::close(call.cx, &asked, &read::original(call)?)?;
    Ok(told(Reply::new("00000000", "关单成功"), &payment))
}

/// 扫码交易关单查询, by the order's numbers.
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    let (_, asked) = read::asked(call)?;
    call.data.required_day("org_req_date")?;
    let (_, payment) = close::query(call.cx, &asked, &read::original(call)?)?;
    Ok(told(Reply::new("00000000", "查询成功"), &payment))
}

fn told(reply: Reply, payment: &Payment) -> Reply {
    reply
        .set("org_req_date", payment.head.req_date.as_str())
        .set("org_req_seq_id", payment.head.req_seq_id.as_str())
        .set("org_hf_seq_id", payment.head.hf_seq_id.as_str())
        .set("org_trans_stat", payment.stat())
        .set("trans_stat", "S")
}
