//! Balances of accounts.

use serde_json::{Value, json};

use super::wire::{Call, Reply};
use crate::huifu::rules::books::{self, Place};
use crate::huifu::rules::{Ruled, members};

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
