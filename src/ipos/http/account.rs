//! Balances (4.51 and its twin for all accounts), and what is spent of them.

use serde_json::{Value, json};

use super::wire::{Call, Reply};
use crate::huifu::model::member::{Acct, AcctKind, Member};
use crate::huifu::model::payout::State;
use crate::huifu::rules::books::{self, Place};
use crate::ipos::rules::list::Status;
use crate::ipos::rules::refusal::FieldRefusal;
use crate::ipos::rules::view::Members;
use crate::ipos::rules::{Ruled, account, find, view};
use crate::world::{Bug, Cx};

/// 单账户余额查询 (HF-47).
pub(super) fn balance(call: &Call<'_>) -> Ruled<Reply> {
    let merchant_id = call.node.required_huifu_id("merchant_id")?;
    let member = account::own(call.cx, &call.asking.merchant, &merchant_id)?;
    let kind = call.node.text("type").unwrap_or_else(|| AcctKind::Basic.literal().to_owned());
    let acct = member.accounts.iter().find(|acct| acct.kind.literal() == kind);
    let unknown = || FieldRefusal::UnknownWord { name: "type".to_owned(), word: kind.clone() };
    let told = row(call.cx, &member, acct.ok_or_else(unknown)?)?;
    Ok(Reply::done(call).with(told))
}

/// All accounts of all the merchant's members.
pub(super) fn balances(call: &Call<'_>) -> Ruled<Reply> {
    let mut rows: Vec<Value> = Vec::new();
    let mut seen = Vec::new();
    for huifu_id in call.asking.merchant.members() {
        if seen.contains(&huifu_id) {
            continue;
        }
        seen.push(huifu_id);
        let member = account::own(call.cx, &call.asking.merchant, huifu_id)?;
        for acct in &member.accounts {
            rows.push(Value::Object(row(call.cx, &member, acct)?));
        }
    }
    Ok(Reply::done(call).set("list", rows))
}

fn row(cx: &Cx<'_>, member: &Member, acct: &Acct) -> Result<Members, Bug> {
    let holdings = books::holdings(cx, Place { huifu_id: &member.huifu_id, acct_id: &acct.acct_id })?;
    let row = json!({
        "merchant_id": member.huifu_id,
        "type": acct.kind.literal(),
        "balance_amt": holdings.balance()?.get(),
        "avl_amt": holdings.available.get(),
        "frz_amt": holdings.frozen.get(),
        "control_amt": holdings.controlled.get(),
        "last_avl_amt": holdings.last_available.get(),
        "status": "N",
        "update_time": cx.now().format("%Y-%m-%d %H:%M:%S"),
    });
    Ok(row.as_object().cloned().unwrap_or_default())
}

/// A balance pays others; controlled money cannot (HF-08).
pub(super) fn pay(call: &Call<'_>) -> Ruled<Reply> {
    let node = call.node;
    let payer = node.required_huifu_id("merchant_id")?;
    let amount = node.required_amount("tx_amt")?;
    let parts = match node.split_info()? {
        Some(info) => info.parts()?,
        None => Vec::new(),
    };
    if parts.is_empty() {
        return Err(FieldRefusal::missing("split_list").into());
    }
    let (trade, _) = account::pay(call.cx, call.asking, &payer, amount, &parts)?;
    Ok(success(call).set("tx_amt", trade.amount.get()))
}

/// What a balance paid comes back.
pub(super) fn refund(call: &Call<'_>) -> Ruled<Reply> {
    let node = call.node;
    let of = node.required("org_pos_seq", 32)?;
    let amount = node.required_amount("tx_amt")?;
    let division = match node.split_info()? {
        Some(info) => Some(info.parts()?),
        None => None,
    };
    let trade = account::take_back(call.cx, call.asking, &of, amount, division.as_deref())?;
    Ok(success(call).set("org_pos_seq", of).set("tx_amt", trade.amount.get()))
}

fn success(call: &Call<'_>) -> Reply {
    Reply::done(call).set("status", view::status(&call.assumed.status, Status::Success))
}

/// A balance is paid out; controlled money stays (HF-09).
pub(super) fn withdraw(call: &Call<'_>) -> Ruled<Reply> {
    let merchant_id = call.node.required_huifu_id("merchant_id")?;
    let amount = call.node.required_amount("amount")?;
    let (trade, made) = account::withdraw(call.cx, call.asking, &merchant_id, amount)?;
    Ok(withdrawn(Reply::of(&call.assumed.pending), trade.sys_seq.as_str(), amount.get(), &made.state))
}

/// Its query.
pub(super) fn withdraw_query(call: &Call<'_>) -> Ruled<Reply> {
    let number = call.node.required("withdraw_seq", 32)?;
    let (trade, made) = find::withdraw(call.cx, &call.asking.merchant, &number)?;
    let result = match made.state {
        State::Pending => &call.assumed.pending,
        State::Done { .. } | State::Returned { .. } => &call.assumed.done,
    };
    let reply = withdrawn(Reply::of(result), &number, made.amount.get(), &made.state);
    Ok(reply.set("trans_date", trade.at.format("%Y%m%d")))
}

fn withdrawn(reply: Reply, number: &str, amount: i64, state: &State) -> Reply {
    let (word, text) = match state {
        State::Pending => ("p", "处理中"),
        State::Done { .. } => ("s", "交易成功"),
        State::Returned { .. } => ("f", "银行退票"),
    };
    reply
        .set("withdraw_seq", number)
        .set("trans_status", word)
        .set("acct_status", word)
        .set("trans_desc", text)
        .set("amount", amount)
        .set("fee", 0)
}
