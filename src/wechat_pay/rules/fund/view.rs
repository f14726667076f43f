//! What queries and notices say of a withdrawal (4.4).

use serde_json::{Map, Value, json};

use crate::wechat_pay::model::withdraw::{Sizing, State, Withdraw};
use crate::world::Fen;
use crate::world::ids::Mchid;

/// A withdrawal as the merchant that asked for it sees it: its own, a sub-merchant's, or one by day-end balance.
#[must_use]
pub fn query(withdraw: &Withdraw, caller: &Mchid) -> Value {
    match withdraw.sizing {
        Sizing::DayEnd { .. } => day_end(withdraw, caller),
        Sizing::Named if withdraw.owner == *caller => own(withdraw),
        Sizing::Named => of_sub(withdraw, caller),
    }
}

/// What the answer to the request says of a sub-merchant's withdrawal.
#[must_use]
pub fn created(withdraw: &Withdraw, caller: &Mchid) -> Value {
    let mut view = Map::new();
    view.insert("withdraw_id".into(), json!(withdraw.withdraw_id));
    view.insert("out_request_no".into(), json!(withdraw.number()));
    if withdraw.owner != *caller {
        view.insert("sub_mchid".into(), json!(withdraw.owner));
        view.insert("account_type".into(), json!(withdraw.purse));
    }
    Value::Object(view)
}

/// A withdrawal by day-end balance. It is one payment to the bank, so one of the three amounts is all or nothing.
#[must_use]
pub fn day_end(withdraw: &Withdraw, caller: &Mchid) -> Value {
    let amount = withdraw.amount;
    let (status, success, fail, refund) = match &withdraw.state {
        State::Init => ("CREATED", Fen::ZERO, Fen::ZERO, Fen::ZERO),
        State::Accepted => ("PROCESSING", Fen::ZERO, Fen::ZERO, Fen::ZERO),
        State::Success { .. } => ("FINISHED", amount, Fen::ZERO, Fen::ZERO),
        State::Failed(_) | State::Closed(_) => ("ABNORMAL", Fen::ZERO, amount, Fen::ZERO),
        State::Returned(_) => ("ABNORMAL", Fen::ZERO, Fen::ZERO, amount),
    };
    let mut view = common(withdraw);
    view.insert("status".into(), json!(status));
    view.insert("sp_mchid".into(), json!(caller));
    view.insert("sub_mchid".into(), json!(withdraw.owner));
    view.insert("total_amount".into(), json!(amount));
    view.insert("success_amount".into(), json!(success));
    view.insert("fail_amount".into(), json!(fail));
    view.insert("refund_amount".into(), json!(refund));
    with_card(&mut view, withdraw);
    Value::Object(view)
}

fn own(withdraw: &Withdraw) -> Value {
    let mut view = common(withdraw);
    view.insert("status".into(), json!(withdraw.state.literal()));
    view.insert("amount".into(), json!(withdraw.amount));
    if let Some(why) = withdraw.state.mishap() {
        view.insert("solution".into(), json!(why.solution));
    }
    Value::Object(view)
}

fn of_sub(withdraw: &Withdraw, caller: &Mchid) -> Value {
    let mut view = common(withdraw);
    view.insert("status".into(), json!(withdraw.state.literal()));
    view.insert("amount".into(), json!(withdraw.amount));
    view.insert("sp_mchid".into(), json!(caller));
    view.insert("sub_mchid".into(), json!(withdraw.owner));
    with_card(&mut view, withdraw);
    Value::Object(view)
}

fn common(withdraw: &Withdraw) -> Map<String, Value> {
    let mut view = Map::new();
    view.insert("withdraw_id".into(), json!(withdraw.withdraw_id));
    view.insert("out_request_no".into(), json!(withdraw.number()));
    view.insert("create_time".into(), json!(withdraw.created_at));
    view.insert("update_time".into(), json!(withdraw.changed_at));
    view.insert("account_type".into(), json!(withdraw.purse));
    let reason = withdraw.state.mishap().map(|why| &why.reason);
    let told = [
        ("remark", withdraw.remark.as_ref()),
        ("bank_memo", withdraw.bank_memo.as_ref()),
        ("reason", reason),
    ];
    for (name, text) in told {
        if let Some(text) = text {
            view.insert(name.into(), json!(text));
        }
    }
    view
}

fn with_card(view: &mut Map<String, Value>, withdraw: &Withdraw) {
    let Some(card) = &withdraw.card else { return };
    view.insert("account_number".into(), json!(card.last_four()));
    view.insert("account_bank".into(), json!(card.account_bank));
    if let Some(bank_name) = &card.bank_name {
        view.insert("bank_name".into(), json!(bank_name));
    }
}
