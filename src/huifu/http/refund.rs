//! Refunds and their query.

use serde_json::json;

use super::payment::flat;
use super::read;
use super::wire::{Call, Reply};
use crate::huifu::model::refund::Refund;
use crate::huifu::rules::refund::{self, Wish};
use crate::huifu::rules::trades::{self, Locator};
use crate::huifu::rules::{Ruled, view};

/// 扫码交易退款. The freeze mark is the payment's at this moment (HF-13).
pub(super) fn refund(call: &Call<'_>) -> Ruled<Reply> {
    let (_, asked) = read::asked(call)?;
    let data = call.data;
    let amount = data.required_amount("ord_amt")?;
    data.required_day("org_req_date")?;
    let wish = Wish {
        asked,
        payment: read::original(call)?,
        amount,
        bunch: read::bunch(data)?,
        from_confirmed: read::names_confirmed(data)?,
        loan: read::loan(data)?,
        remark: data.optional("remark", 84)?,
        notify_url: read::notify_url(call.cx, data, 512)?,
    };
    let (made, payment) = refund::refund(call.cx, wish)?;
    let left = payment.delayed.then(|| payment.unconfirmed().map(crate::world::Fen::yuan)).transpose()?;
    let kind = (call.version == 4).then_some("TRANS_REFUND");
    let told = view::refund(&made);
    // Version 4 packs splits as its query does, and tells the fee.
    let (fee, packed) = match (kind, told.get("acct_split_bunch")) {
        (Some(_), Some(split)) => {
            (Some(made.fee_back.yuan()), Some(json!({ "acct_split_bunch": split }).to_string()))
        }
        _ => (None, None),
    };
    Ok(Reply::new("00000100", "交易正在处理中")
        .set("product_id", call.caller.product_id.as_str())
        .set("hf_seq_id", made.head.hf_seq_id.as_str())
        .set("org_req_date", payment.head.req_date.as_str())
        .set("org_req_seq_id", payment.head.req_seq_id.as_str())
        .set("org_hf_seq_id", payment.head.hf_seq_id.as_str())
        .set("trans_stat", "P")
        .maybe("trade_type", kind)
        .maybe("unconfirm_amt", left)
        .maybe("fee_amount", fee)
        .maybe("tx_metadata", packed)
        .with(flat(told)))
}

/// 扫码交易退款查询: the numbers are the refund's.
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    let huifu_id = read::queried(call)?;
    let locator = Locator {
        req_seq_id: match call.data.optional("org_req_seq_id", 128)? {
            Some(number) => Some(number),
            None => call.data.optional("mer_ord_id", 128)?,
        },
        ..read::original(call)?
    };
    let names = "org_hf_seq_id,org_req_seq_id,mer_ord_id";
    let made = trades::find(call.cx, &huifu_id, &locator, names, |refund: &Refund| &refund.head)?;
    let (fee, kind) =
        if call.version == 4 { ("fee_amount", "trade_type") } else { ("fee_amt", "trans_type") };
    Ok(Reply::new("00000000", "查询成功")
        .set("org_req_date", made.head.req_date.as_str())
        .set("org_req_seq_id", made.head.req_seq_id.as_str())
        .set("org_hf_seq_id", made.head.hf_seq_id.as_str())
        .set("trans_stat", "S")
        .set(kind, "TRANS_REFUND")
        .set(fee, made.fee_back.yuan())
        .with(flat(view::refund(&made))))
}
