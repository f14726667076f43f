//! Queries (§2.5).

use super::wire::{Call, Members, time};
use crate::allinpay::model::assumed::{self, Said};
use crate::allinpay::model::channel;
use crate::allinpay::model::follow::Follow;
use crate::allinpay::model::merchant;
use crate::allinpay::model::order::Order;
use crate::allinpay::rules::Ruled;
use crate::allinpay::rules::query::{self, Found};

/// How a trade stands (§2.5).
pub(super) fn query(call: &Call<'_>) -> Ruled<Members> {
    let named = call.named("trxid", "reqsn")?;
    match query::find(call.cx, call.merchant, &named)? {
        Some(Found::Order(order)) => of_order(call, &order),
        Some(Found::Follow(follow)) => of_follow(call, &follow),
        // The communication succeeded: only its trade is not there.
        None => Ok(vec![
            ("trxstatus", "1001".to_owned()),
            ("errmsg", "交易不存在".to_owned()),
            ("reqsn", call.text("reqsn")),
        ]),
    }
}

/// An order as a query shows it: by its own number always the order, whatever followed (AL-81).
pub(super) fn of_order(call: &Call<'_>, order: &Order) -> Ruled<Members> {
    let Said { trxstatus, errmsg } =
        query::status(&Found::Order(Box::new(order.clone())), &assumed::of(call.cx)?);
    let mut members = vec![
        ("trxid", order.trxid.clone()),
        ("reqsn", order.reqsn.clone()),
        ("trxcode", order.trxcode.literal().to_owned()),
        ("initamt", order.amount.to_string()),
        ("trxamt", order.amount.to_string()),
        ("trxstatus", trxstatus),
        ("errmsg", errmsg),
        ("trxreserve", order.remark.clone()),
    ];
    if order.paytype.is_wechat() {
        members.push(("chnlid", channel::at_wechat(call.cx)?.mchid.to_string()));
        members.push(("cmid", merchant::known(call.cx, &order.cusid)?.sub_mchid.to_string()));
    }
    if let Some(payment) = &order.payment {
        members.push(("chnltrxid", payment.chnltrxid.clone()));
        members.push(("fintime", time(payment.at)));
        members.push(("acct", payment.acct.clone()));
        members.push(("accttype", payment.accttype.clone()));
        members.push(("bankcode", payment.bankcode.clone()));
        // A pre-consumption itself costs nothing: its completion does (AL-94).
        if !order.is_pre_consumption() {
            members.push(("fee", payment.fee.to_string()));
        }
    }
    Ok(members)
}

/// A refund, cancel, completion or adjustment as a query shows it (AL-82).
pub(super) fn of_follow(call: &Call<'_>, follow: &Follow) -> Ruled<Members> {
    let Said { trxstatus, errmsg } =
        query::status(&Found::Follow(Box::new(follow.clone())), &assumed::of(call.cx)?);
    Ok(vec![
        ("trxid", follow.trxid.clone()),
        ("reqsn", follow.reqsn.clone().unwrap_or_default()),
        ("trxcode", follow.trxcode.literal().to_owned()),
        ("trxamt", follow.amount.to_string()),
        ("initamt", follow.amount.to_string()),
        ("trxstatus", trxstatus),
        ("errmsg", errmsg),
        ("fintime", time(follow.at)),
        ("chnltrxid", follow.chnltrxid.clone()),
        ("trxreserve", follow.remark.clone()),
        ("fee", follow.fee.to_string()),
    ])
}
