//! Balances and withdrawals of sub-merchants and of the caller itself.

use serde_json::{Map, Value, json};

use super::wire::{Call, Reply};
use crate::wechat_pay::model::accounts::Purse;
use crate::wechat_pay::model::withdraw::Withdraw;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::fund::balance::{self, Holding};
use crate::wechat_pay::rules::fund::{day_end, view, withdraw};
use crate::world::Day;
use crate::world::ids::{Mchid, OutRequestNo, WithdrawId};

/// Answers what a sub-merchant's account holds now.
pub(super) fn balance(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let (name, purse) = asked_purse(call);
    let holding = balance::of_sub(call.cx, call.caller, &sub_mchid, purse)?;
    Ok(of_sub(&sub_mchid, name, holding))
}

/// Answers what a sub-merchant's account held at the end of a day.
pub(super) fn day_end_balance(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let day = call.parameter::<Day>("date")?;
    let (name, purse) = asked_purse(call);
    let holding = balance::of_sub_at_end(call.cx, call.caller, &sub_mchid, purse, day)?;
    Ok(of_sub(&sub_mchid, name, holding))
}

/// Answers what the caller's account holds now.
pub(super) fn own_balance(call: &Call<'_>) -> Outcome<Reply> {
    let purse = call.parameter::<Purse>("account_type")?;
    let holding = balance::own(call.cx, call.caller, purse)?;
    Ok(Reply::Json(Value::Object(amounts(holding))))
}

/// Answers what the caller's account held at the end of a day.
pub(super) fn own_day_end_balance(call: &Call<'_>) -> Outcome<Reply> {
    let purse = call.parameter::<Purse>("account_type")?;
    let day = call.parameter::<Day>("date")?;
    let holding = balance::own_at_end(call.cx, call.caller, purse, day)?;
    Ok(Reply::Json(Value::Object(amounts(holding))))
}

/// Asks for a withdrawal of a sub-merchant's money.
pub(super) fn withdraw(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = named_sub(call)?;
    let made = withdraw::of_sub(call.cx, call.caller, &sub_mchid, &call.body()?, call.body()?)?;
    Ok(Reply::Json(view::created(&made, &call.caller.mchid)))
}

/// Asks for a withdrawal of the caller's money.
pub(super) fn own_withdraw(call: &Call<'_>) -> Outcome<Reply> {
    let made = withdraw::own(call.cx, call.caller, &call.body()?, call.body()?)?;
    Ok(Reply::Json(view::created(&made, &call.caller.mchid)))
}

/// Asks for a withdrawal by day-end balance.
pub(super) fn day_end_withdraw(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = named_sub(call)?;
    let made = day_end::create(call.cx, call.caller, &sub_mchid, &call.body()?, call.body()?)?;
    Ok(shown(call, &made))
}

/// Answers a sub-merchant's withdrawal by WeChat Pay's number.
pub(super) fn by_id(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let withdraw_id = call.parameter::<WithdrawId>("withdraw_id")?;
    let found = withdraw::by_id(call.cx, &call.caller.mchid, &sub_mchid, &withdraw_id)?;
    Ok(shown(call, &found))
}

/// Answers a sub-merchant's withdrawal by the caller's number.
pub(super) fn by_number(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let number = call.parameter::<OutRequestNo>("out_request_no")?;
    let found = withdraw::by_number(call.cx, &call.caller.mchid, &sub_mchid, &number)?;
    Ok(shown(call, &found))
}

/// Answers the caller's withdrawal by WeChat Pay's number.
pub(super) fn own_by_id(call: &Call<'_>) -> Outcome<Reply> {
    let (own, withdraw_id) = (&call.caller.mchid, call.parameter::<WithdrawId>("withdraw_id")?);
    Ok(shown(call, &withdraw::by_id(call.cx, own, own, &withdraw_id)?))
}

/// Answers the caller's withdrawal by its number.
pub(super) fn own_by_number(call: &Call<'_>) -> Outcome<Reply> {
    let (own, number) = (&call.caller.mchid, call.parameter::<OutRequestNo>("out_request_no")?);
    Ok(shown(call, &withdraw::by_number(call.cx, own, own, &number)?))
}

/// Answers a withdrawal by day-end balance.
pub(super) fn day_end_by_number(call: &Call<'_>) -> Outcome<Reply> {
    let sub_mchid = call.parameter::<Mchid>("sub_mchid")?;
    let number = call.parameter::<OutRequestNo>("out_request_no")?;
    let found = day_end::query(call.cx, &call.caller.mchid, &sub_mchid, &number)?;
    Ok(shown(call, &found))
}

fn named_sub(call: &Call<'_>) -> Outcome<Mchid> {
    #[derive(serde::Deserialize)]
    struct Named {
        sub_mchid: Mchid,
    }
    Ok(call.body::<Named>()?.sub_mchid)
}

/// The account type that the query names, BASIC if it names none; only DEPOSIT is no account here.
fn asked_purse<'a>(call: &'a Call<'_>) -> (&'a str, Option<Purse>) {
    let name = call.text("account_type").unwrap_or(Purse::Basic.literal());
    (name, Purse::parse(name))
}

fn shown(call: &Call<'_>, withdraw: &Withdraw) -> Reply {
    Reply::Json(view::query(withdraw, &call.caller.mchid))
}

fn of_sub(sub_mchid: &Mchid, account_type: &str, holding: Holding) -> Reply {
    let mut view = amounts(holding);
    view.insert("sub_mchid".into(), json!(sub_mchid));
    view.insert("account_type".into(), json!(account_type));
    Reply::Json(Value::Object(view))
}

fn amounts(holding: Holding) -> Map<String, Value> {
    let mut view = Map::new();
    view.insert("available_amount".into(), json!(holding.available));
    view.insert("pending_amount".into(), json!(holding.pending));
    view
}
