//! 批量查询订单信息 (4.10), 查询订单信息 (4.11), 门店交易数据列表 (4.19).

use serde_json::Value;

use super::payment::pay_type;
use super::wire::{Call, Reply};
use crate::ipos::rules::list::{self, Row};
use crate::ipos::rules::{Ruled, find, view};
use crate::world::Bug;

/// A merchant's day (HF-43).
pub(super) fn of_day(call: &Call<'_>) -> Ruled<Reply> {
    let day = call.node.required_day("trans_date")?;
    let rows = list::of_day(call.cx, &call.asking.merchant, day)?;
    let rows: Vec<Value> =
        rows.iter().map(|row| Value::Object(view::row_with_release(call.assumed, row))).collect();
    Ok(Reply::done(call).maybe("trans_date", call.node.text("trans_date")).set("trans_list", rows))
}

/// An order and its refunds (HF-44).
pub(super) fn of_order(call: &Call<'_>) -> Ruled<Reply> {
    let number = call.node.required("org_pos_seq", 32)?;
    let (trade, payment) = find::payment(call.cx, &call.asking.merchant, &number)?;
    let refunds = list::refunds(call.cx, &trade)?;
    let pay_type = trade.pay_type.clone();
    let lost = || Bug::Broken(format!("{number} is no payment any more"));
    let order = list::row(call.cx, trade)?.ok_or_else(lost)?;
    let mut info = view::row_with_release(call.assumed, &order);
    info.insert("seller_account".to_owned(), payment.acct_id.as_str().into());
    let rows: Vec<Value> = refunds.iter().map(|row| Value::Object(view::row(call.assumed, row))).collect();
    Ok(Reply::done(call).paid_by(&pay_type).set("order_info", info).set("reverse_list", rows))
}

/// A store's trades, in pages (HF-45).
pub(super) fn of_store(call: &Call<'_>) -> Ruled<Reply> {
    let node = call.node;
    let store = node.required("store_id", 20)?;
    let day = node.required_day("trans_date")?;
    let begin = node.time("trans_time_begin")?.unwrap_or_else(|| "000000".to_owned());
    let end = node.time("trans_time_end")?.unwrap_or_else(|| "235959".to_owned());
    let (number, way) = (node.text("pos_seq"), pay_type(node)?);
    let transaction = node.text("transaction_id");
    let page = node.count("page", 1_000_000)?.unwrap_or(1);
    let size = node.count("size", 1000)?.unwrap_or(20);
    let wanted = |row: &Row| {
        let time = row.trade.at.format("%H%M%S");
        let settled = row.payment.settled();
        row.trade.store_id.as_ref() == Some(&store)
            && begin <= time
            && time <= end
            && number.as_ref().is_none_or(|number| row.trade.pos_seq.as_str() == number)
            && way.as_ref().is_none_or(|way| row.trade.pay_type == *way)
            && transaction.as_ref().is_none_or(|id| settled.is_some_and(|s| s.transaction_id.as_str() == id))
    };
    let rows = list::of_day(call.cx, &call.asking.merchant, day)?;
    let rows: Vec<Row> = rows.into_iter().filter(wanted).collect();
    let (skip, take) = (u64::from(page - 1) * u64::from(size), size as usize);
    let shown = rows.iter().skip(usize::try_from(skip).unwrap_or(usize::MAX)).take(take).map(|row| {
        let mut members = view::row_with_release(call.assumed, row);
        members.insert("pos_id".to_owned(), row.trade.pos_id.clone().into());
        Value::Object(members)
    });
    Ok(Reply::done(call)
        .set("page", page)
        .set("size", size)
        .set("total", rows.len())
        .set("list", shown.collect::<Vec<Value>>()))
}
