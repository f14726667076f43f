//! Delayed trades: confirmation, its refund, their queries.

use serde_json::{Value, json};

use super::read;
use super::wire::{Call, Reply};
use crate::huifu::model::confirm::{Confirm, ConfirmRefund};
use crate::huifu::model::payment::Share;
use crate::huifu::rules::confirm::{self, Wish};
use crate::huifu::rules::refusal::FieldRefusal;
use crate::huifu::rules::trades::{self, Locator};
use crate::huifu::rules::{Ruled, confirm_refund, view};

/// 交易确认.
pub(super) fn confirm(call: &Call<'_>) -> Ruled<Reply> {
    let (_, asked) = read::asked(call)?;
    let data = call.data;
    let original = read::original(call)?;
    let own = original.req_seq_id.clone();
    let locator = Locator { req_seq_id: own.or(data.optional("org_mer_ord_id", 128)?), ..original };
    let wish = Wish {
        asked,
        payment: locator,
        bunch: read::bunch(data)?,
        remark: data.optional("remark", 255)?,
        notify_url: read::notify_url(call.cx, data, 504)?,
    };
    let (made, payment) = confirm::confirm(call.cx, wish)?;
    Ok(Reply::new("00000000", "交易成功")
        .set("hf_seq_id", made.head.hf_seq_id.as_str())
        .set("trans_stat", "S")
        .set("unconfirm_amt", made.unconfirmed_after.yuan())
        .set("confirmed_amt", made.confirmed_after.yuan())
        .set("acct_resp_code", "00000000")
        .set("acct_resp_desc", "入账成功")
        .set("org_req_date", payment.head.req_date.as_str())
        .set("org_req_seq_id", payment.head.req_seq_id.as_str())
        .set("org_mer_ord_id", payment.head.req_seq_id.as_str())
        .set("org_hf_seq_id", payment.head.hf_seq_id.as_str()))
}

/// 交易确认查询: version 2 tells the shares as a list, version 3 as an object.
pub(super) fn confirm_query(call: &Call<'_>) -> Ruled<Reply> {
    let huifu_id = read::queried(call)?;
    let locator = read::original(call)?;
    let made = trades::find(call.cx, &huifu_id, &locator, "org_req_seq_id", |made: &Confirm| &made.head)?;
    let shares = if call.version == 2 { lines(&made.shares) } else { view::split(&made.shares) };
    Ok(Reply::new("00000000", "查询成功")
        .set("org_req_seq_id", made.head.req_seq_id.as_str())
        .set("org_req_date", made.head.req_date.as_str())
        .set("hf_seq_id", made.head.hf_seq_id.as_str())
        .set("trans_stat", "S")
        .set("unconfirm_amt", made.unconfirmed_after.yuan())
        .set("confirmed_amt", made.confirmed_after.yuan())
        .maybe("remark", made.remark.clone())
        .json("acct_split_bunch", &shares))
}

fn lines(shares: &[Share]) -> Value {
    let line = |share: &Share| {
        json!({
            "huifu_id": share.huifu_id,
            "acct_id": share.acct_id,
            "div_amt": share.amount.yuan(),
            "trans_stat": "S",
        })
    };
    Value::Array(shares.iter().map(line).collect())
}

/// 交易确认退款.
pub(super) fn refund(call: &Call<'_>) -> Ruled<Reply> {
    let (_, asked) = read::asked(call)?;
    let data = call.data;
    data.required_day("org_req_date")?;
    if data.text("org_req_seq_id").is_none() {
        return Err(FieldRefusal::missing("org_req_seq_id").into());
    }
    let wish = confirm_refund::Wish {
        asked,
        confirm: read::original(call)?,
        bunch: read::bunch(data)?,
        loan: read::loan(data)?,
        remark: data.optional("remark", 255)?,
    };
    let (made, payment) = confirm_refund::take_back(call.cx, wish)?;
    let confirmed = payment.settled().map(|settled| settled.confirmed.yuan());
    let loan = made.loan.iter().flat_map(view::loan).collect();
    Ok(Reply::new("00000000", "交易成功")
        .set("hf_seq_id", made.head.hf_seq_id.as_str())
        .set("trans_stat", "S")
        .maybe("org_req_date", data.text("org_req_date"))
        .maybe("org_req_seq_id", data.text("org_req_seq_id"))
        .set("org_hf_seq_id", made.confirm.as_str())
        .set("unconfirm_amt", payment.unconfirmed()?.yuan())
        .maybe("confirmed_amt", confirmed)
        .maybe("remark", made.remark.clone())
        .with(loan)
        .json("acct_split_bunch", &view::split(&made.shares)))
}

/// 交易确认退款查询.
pub(super) fn refund_query(call: &Call<'_>) -> Ruled<Reply> {
    let huifu_id = read::queried(call)?;
    let locator = read::original(call)?;
    let names = "org_req_seq_id,org_hf_seq_id";
    let made = trades::find(call.cx, &huifu_id, &locator, names, |made: &ConfirmRefund| &made.head)?;
    Ok(Reply::new("00000000", "查询成功")
        .set("org_req_seq_id", made.head.req_seq_id.as_str())
        .set("org_req_date", made.head.req_date.as_str())
        .set("org_hf_seq_id", made.head.hf_seq_id.as_str())
        .set("trans_stat", "S")
        .with(made.loan.iter().flat_map(view::loan).collect())
        .json("pay_confirm_acct_details", &lines(&made.shares))
        .json("acct_split_bunch", &view::split(&made.shares)))
}
