//! Which notices the acquirer posts, and what they say (§3).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::timers::SYSTEM;
use crate::allinpay::model::assumed::Said;
use crate::allinpay::model::channel;
use crate::allinpay::model::follow::Follow;
use crate::allinpay::model::kind::TrxCode;
use crate::allinpay::model::merchant;
use crate::allinpay::model::order::{Order, State};
use crate::allinpay::model::sign_type::SignType;
use crate::world::outbox::{Notice, NoticeState};
use crate::world::{Bug, Cx, Fen, Instant};

/// What a notice says, before it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The merchant.
    pub cusid: String,
    /// The application whose keys it is signed for.
    pub appid: String,
    /// How it is signed.
    pub sign_type: SignType,
    /// Its members; empty ones are not sent (AL-43).
    pub members: BTreeMap<String, String>,
}

/// An order was paid.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn paid(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    let mut members = of_order(cx, order)?;
    let payment = order.payment.as_ref();
    set(&mut members, "trxid", &order.trxid);
    set(&mut members, "trxcode", order.trxcode.literal());
    set(&mut members, "trxamt", &order.amount.to_string());
    set(&mut members, "trxstatus", "0000");
    set(&mut members, "paytime", &time(payment.map_or(order.placed_at, |payment| payment.at)));
    // A pre-consumption costs nothing yet (AL-94): the live message has no fee.
    if order.state == State::Posted {
        set(&mut members, "fee", &payment.map_or(Fen::ZERO, |payment| payment.fee).to_string());
    }
    post(cx, order, &order.trxid, order.trxcode, order.notify_url.as_deref(), members)
}

/// The payment of an order failed (AL-43).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn failed(cx: &Cx<'_>, order: &Order, said: &Said) -> Result<(), Bug> {
    let mut members = of_order(cx, order)?;
    set(&mut members, "trxid", &order.trxid);
    set(&mut members, "trxcode", order.trxcode.literal());
    set(&mut members, "trxamt", &order.amount.to_string());
    set(&mut members, "trxstatus", &said.trxstatus);
    set(&mut members, "errmsg", &said.errmsg);
    set(&mut members, "paytime", &time(cx.now()));
    post(cx, order, &order.trxid, order.trxcode, order.notify_url.as_deref(), members)
}

/// A completion was booked (AL-77, AL-79), or a refund that asked for it is done.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn follow(cx: &Cx<'_>, order: &Order, follow: &Follow) -> Result<(), Bug> {
    let mut members = of_order(cx, order)?;
    set(&mut members, "trxid", &follow.trxid);
    set(&mut members, "trxcode", follow.trxcode.literal());
    set(&mut members, "trxamt", &follow.amount.to_string());
    set(&mut members, "trxstatus", "0000");
    set(&mut members, "paytime", &time(follow.at));
    set(&mut members, "trxdate", &follow.at.format("%Y%m%d"));
    set(&mut members, "fee", &follow.fee.to_string());
    if let Some(reqsn) = &follow.reqsn {
        // Only reversals name their original: a completion is none (AL-79).
        set(&mut members, "cusorderid", reqsn);
        set(&mut members, "outtrxid", reqsn);
        set(&mut members, "srctrxid", &follow.original);
        set(&mut members, "chnltrxid", &follow.chnltrxid);
        set(&mut members, "trxreserved", &follow.remark);
    }
    post(cx, order, &follow.trxid, follow.trxcode, follow.notify_url.as_deref(), members)
}

/// What every notice about an order says.
fn of_order(cx: &Cx<'_>, order: &Order) -> Result<BTreeMap<String, String>, Bug> {
    let mut members = BTreeMap::new();
    let mut add = |name: &str, value: &str| set(&mut members, name, value);
    add("appid", &order.appid);
    add("cusid", &order.cusid);
    add("cusorderid", &order.reqsn);
    add("outtrxid", &order.reqsn);
    add("initamt", &order.amount.to_string());
    add("trxdate", &order.placed_at.format("%Y%m%d"));
    add("trxreserved", &order.remark);
    if order.paytype.is_wechat() {
        add("chnlid", channel::at_wechat(cx)?.mchid.as_str());
        add("cmid", merchant::known(cx, &order.cusid)?.sub_mchid.as_str());
    }
    if let Some(payment) = &order.payment {
        add("acct", &payment.acct);
        add("accttype", &payment.accttype);
        add("bankcode", &payment.bankcode);
        add("chnltrxid", &payment.chnltrxid);
        add("termauthno", &payment.bankcode);
        add("termrefnum", &payment.chnltrxid);
        add("termtraceno", "0");
    }
    Ok(members)
}

fn set(members: &mut BTreeMap<String, String>, name: &str, value: &str) {
    members.insert(name.to_owned(), value.to_owned());
}

/// Instants on the wire: `yyyyMMddHHmmss`.
fn time(at: Instant) -> String {
    at.format("%Y%m%d%H%M%S")
}

fn post(
    cx: &Cx<'_>,
    order: &Order,
    id: &str,
    trxcode: TrxCode,
    url: Option<&str>,
    members: BTreeMap<String, String>,
) -> Result<(), Bug> {
    let Some(url) = url else { return Ok(()) };
    let content = Content {
        cusid: order.cusid.clone(),
        appid: order.appid.clone(),
        sign_type: order.sign_type,
        members,
    };
    cx.post_notice(&Notice {
        id: id.to_owned(),
        system: SYSTEM.to_owned(),
        subject: order.reqsn.clone(),
        event: trxcode.literal().to_owned(),
        url: url.to_owned(),
        state: NoticeState::Waiting,
        attempts: 0,
        data: serde_json::to_value(content)?,
    })
}
