//! Balances of accounts, and what is spent of them: balance pay and payouts.

use serde_json::{Value, json};

use super::read;
use super::wire::{Call, Reply};
use crate::huifu::model::payout::{Payout, State};
use crate::huifu::rules::balance_pay::{self, Wish};
use crate::huifu::rules::books::{self, Place};
use crate::huifu::rules::refusal::FieldRefusal;
use crate::huifu::rules::{Ruled, members, payout, trades, view};

/// 账户余额信息查询: every account of a member. `balance_amt` is the sum of the three buckets (HF-35).
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    call.data.required_day("req_date")?;
    let member = members::own(call.cx, call.caller, &call.data.required_huifu_id("huifu_id")?)?;
    let mut rows = Vec::new();
    for acct in &member.accounts {
        let place = Place { huifu_id: &member.huifu_id, acct_id: &acct.acct_id };
        let holdings = books::holdings(call.cx, place)?;
        rows.push(json!({
            "huifu_id": member.huifu_id,
            "acct_id": acct.acct_id,
            "acct_type": acct.kind.literal(),
            "balance_amt": holdings.balance()?.yuan(),
            "avl_bal": holdings.available.yuan(),
            "frz_bal": holdings.frozen.yuan(),
            "control_bal": holdings.controlled.yuan(),
            "last_avl_bal": holdings.last_available.yuan(),
            "acct_stat": "N",
        }));
    }
    Ok(Reply::new("00000000", "查询成功").json("acctInfo_list", &Value::Array(rows)))
}

/// 余额支付: what can be spent pays (HF-08, HF-12).
pub(super) fn pay(call: &Call<'_>) -> Ruled<Reply> {
    let (payer, asked) = read::asked_as(call, "out_huifu_id")?;
    let data = call.data;
    let wish = Wish {
        asked,
        acct_id: data.acct_id("out_acct_id")?,
        amount: data.required_amount("ord_amt")?,
        receiver: data.huifu_id("huifu_id")?,
        bunch: read::bunch(data)?,
        delayed: data.flag("delay_acct_flag")?,
        notify_url: read::notify_url(call.cx, data, 504)?,
    };
    let paid = balance_pay::pay(call.cx, &payer, &wish)?;
    Ok(Reply::new("00000000", "交易成功")
        .set("hf_seq_id", paid.head.hf_seq_id.as_str())
        .set("trans_stat", "S")
        .set("ord_amt", paid.amount.yuan())
        .set("out_huifu_id", paid.head.huifu_id.as_str())
        .set("out_acct_id", paid.acct_id.as_str())
        .set("trans_finish_time", paid.head.at.format("%Y%m%d%H%M%S"))
        .json("acct_split_bunch", &view::split(&paid.shares)))
}

/// 取现: a payout of what can be spent (HF-09, HF-12).
pub(super) fn encash(call: &Call<'_>) -> Ruled<Reply> {
    let (member, asked) = read::asked(call)?;
    let data = call.data;
    let speeds = [("T0", "T0"), ("T1", "T1"), ("D0", "D0"), ("D1", "D1"), ("DM", "DM")];
    let speed = data.choice("into_acct_date_type", &speeds)?;
    let speed = speed.ok_or_else(|| FieldRefusal::missing("into_acct_date_type"))?.to_owned();
    let wish = payout::Wish {
        asked,
        acct_id: data.acct_id("acct_id")?,
        amount: data.required_amount("cash_amt")?,
        speed,
        token_no: data.required("token_no", 32)?,
        remark: data.optional("remark", 100)?,
        notify_url: read::notify_url(call.cx, data, 128)?,
    };
    let made = payout::pay_out(call.cx, &member, wish)?;
    Ok(Reply::new("00000100", "交易正在处理中")
        .set("hf_seq_id", made.head.hf_seq_id.as_str())
        .set("trans_stat", made.state.literal())
        .set("acct_id", made.acct_id.as_str()))
}

/// 出金交易查询.
pub(super) fn encash_query(call: &Call<'_>) -> Ruled<Reply> {
    let huifu_id = read::queried(call)?;
    let (locator, names) = (read::original(call)?, "org_req_seq_id,org_hf_seq_id");
    let made = trades::find(call.cx, &huifu_id, &locator, names, |made: &Payout| &made.head)?;
    let (status, words) = match made.state {
        State::Pending => ("P", "处理中"),
        State::Done { .. } => ("S", "交易成功"),
        State::Returned { .. } => ("F", "银行退票"),
    };
    Ok(Reply::new("00000000", "查询成功")
        .set("org_req_seq_id", made.head.req_seq_id.as_str())
        .set("org_req_date", made.head.req_date.as_str())
        .set("org_hf_seq_id", made.head.hf_seq_id.as_str())
        .set("trans_status", status)
        .set("trans_desc", words)
        .set("cash_amt", made.amount.yuan())
        .set("fee_amt", "0.00")
        .set("re_exchange", if status == "F" { "Y" } else { "N" }))
}
