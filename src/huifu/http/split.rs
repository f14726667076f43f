//! The splits of a trade.

use serde_json::{Value, json};

use super::read;
use super::wire::{Call, Reply};
use crate::huifu::rules::splits::SplitLine;
use crate::huifu::rules::trades::{self, Locator};
use crate::huifu::rules::{Ruled, splits, view};

/// 交易分账明细查询, with each receiver's freeze mark (HF-25).
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    let huifu_id = read::queried(call)?;
    let data = call.data;
    let locator = Locator { hf_seq_id: Some(data.required("hf_seq_id", 128)?), ..Locator::default() };
    data.required("ord_type", 32)?;
    let payment = trades::payment(call.cx, &huifu_id, &locator, "hf_seq_id")?;
    let rows: Vec<Value> = splits::of(call.cx, &payment)?.iter().map(row).collect();
    let count = rows.len().to_string();
    Ok(Reply::new("00000000", "查询成功")
        .set("hf_seq_id", payment.head.hf_seq_id.as_str())
        .set("trans_amt", payment.amount.yuan())
        .set("total_count", count)
        .json("split_list", &Value::Array(rows)))
}

fn row(line: &SplitLine) -> Value {
    let mut row = json!({
        "huifu_id": line.share.huifu_id,
        "acct_id": line.share.acct_id,
        "div_amt": line.share.amount.yuan(),
        "trans_stat": "S",
        "trans_time": line.at.format("%Y%m%d%H%M%S"),
    });
    for (name, value) in view::freeze(line.freeze) {
        row[name] = value;
    }
    row
}
