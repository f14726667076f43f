//! What is told of trades everywhere, in the names that the world's table of assumed values gives.

use serde_json::{Map, Value, json};

use super::list::{self, Row, Status};
use crate::huifu::model::payment::{Freeze, Payment};
use crate::ipos::model::assumed::{Assumed, Statuses};
use crate::ipos::model::trade::Trade;
use crate::world::Instant;

/// How instants are written.
pub const TIME: &str = "%Y%m%d%H%M%S";

/// Members under their names.
pub type Members = Map<String, Value>;

/// The word for how a trade stands.
#[must_use]
pub fn status(statuses: &Statuses, status: Status) -> &str {
    match status {
        Status::Processing => &statuses.processing,
        Status::Success => &statuses.success,
        Status::Failed => &statuses.failed,
    }
}

/// The freeze mark, for money that fund control holds or held.
#[must_use]
pub fn mark(assumed: &Assumed, freeze: Freeze) -> Members {
    let mark = freeze.literal().map(|mark| (assumed.names.freeze_mark.clone(), mark.into()));
    mark.into_iter().collect()
}

/// The time of release, once there is one.
#[must_use]
pub fn release(assumed: &Assumed, released_at: Option<Instant>) -> Members {
    let time = released_at.map(|at| (assumed.names.unfreeze_time.clone(), at.format(TIME).into()));
    time.into_iter().collect()
}

/// What WeChat Pay knows of a payment (`wxpay_res_info`).
#[must_use]
pub fn wechat(payment: &Payment) -> Value {
    let mut members = json!({ "out_trade_no": payment.out_trade_no });
    if let Some(settled) = payment.settled() {
        members["trade_no"] = json!(settled.transaction_id);
        members["openid"] = json!(settled.openid);
        members["bank_type"] = json!(settled.bank_type);
    }
    members
}

/// A row of a list.
#[must_use]
pub fn row(assumed: &Assumed, row: &Row) -> Members {
    let trade = &row.trade;
    let mut members = Members::new();
    let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
    set("trans_type", if row.forward { "1" } else { "2" }.into());
    set("trans_time", trade.at.format(TIME).into());
    set("pos_seq", trade.pos_seq.as_str().into());
    set("pay_type", trade.pay_type.as_str().into());
    set("status", status(&assumed.status, row.status).into());
    set("tx_amt", trade.amount.get().into());
    set("buss_discount_amt", 0.into());
    set("platform_discount_amt", 0.into());
    members.extend(mark(assumed, row.freeze));
    members
}

/// The same with the time of release.
#[must_use]
pub fn row_with_release(assumed: &Assumed, one: &Row) -> Members {
    let mut members = row(assumed, one);
    members.extend(release(assumed, one.released_at()));
    members
}

/// What a query tells of a payment (HF-41).
#[must_use]
pub fn payment(assumed: &Assumed, trade: &Trade, payment: &Payment) -> Members {
    let mut members = Members::new();
    let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
    set("org_pos_seq", trade.pos_seq.as_str().into());
    set("status", status(&assumed.status, list::status(payment)).into());
    set("tx_amt", trade.amount.get().into());
    set("wxpay_res_info", wechat(payment));
    members.extend(mark(assumed, payment.freeze()));
    members.extend(release(assumed, list::released_at(payment)));
    members
}
