//! Orders: `unitorder/pay` and `unitorder/scanqrpay` (§2.1, §2.4).

use super::query;
use super::wire::{Call, Members};
use super::{fields, form};
use crate::allinpay::model::assumed;
use crate::allinpay::model::kind::{PayType, Wallet};
use crate::allinpay::model::order::Order;
use crate::allinpay::rules::Ruled;
use crate::allinpay::rules::place::{self, Wish};
use crate::allinpay::rules::refusal::Refusal;
use crate::crypto::sha256;
use crate::world::ids::{Appid, Openid};
use crate::world::{Instant, Span};

/// How long an order can be paid where the merchant does not say, in minutes.
const VALID: u32 = 5;

/// An order (§2.1).
pub(super) fn pay(call: &Call<'_>) -> Ruled<Members> {
    let paytype = PayType::read(call.required("paytype")?)
        .ok_or_else(|| Refusal::malformed("paytype", "a paytype such as W11"))?;
    check_kind(call, paytype)?;
    let order = place::place(call.cx, call.merchant, &wish(call, paytype)?)?;
    // 0000 says that the order was placed, not that it is paid (AL-20).
    let mut members = vec![
        ("trxid", order.trxid.clone()),
        ("reqsn", order.reqsn.clone()),
        ("trxstatus", "0000".to_owned()),
        ("payinfo", order.payinfo.clone()),
    ];
    if order.is_pre_consumption() && assumed::of(call.cx)?.trxcode_in_pay_answer {
        members.push(("trxcode", order.trxcode.literal().to_owned()));
    }
    Ok(members)
}

/// A payment code that the merchant scanned (§2.4).
pub(super) fn scan(call: &Call<'_>) -> Ruled<Members> {
    let order: Order = place::scan(
        call.cx,
        call.merchant,
        &wish(call, PayType::Code(Wallet::Wechat))?,
        call.required("authcode")?,
    )?;
    query::of_order(call, &order)
}

/// What fields need each other in one kind of order.
fn check_kind(call: &Call<'_>, paytype: PayType) -> Result<(), Refusal> {
    if paytype == PayType::W11 {
        call.required("sub_appid")?;
    }
    if paytype.needs_payer() {
        let acct = call.required("acct")?;
        if paytype.is_wechat() && Openid::parse(acct).is_err() {
            return Err(Refusal::malformed("acct", "an openid"));
        }
    }
    if paytype == PayType::U02 {
        call.required("cusip")?;
    }
    if call.get("fqnum").is_some() && !matches!(paytype, PayType::A01 | PayType::A02) {
        return Err(Refusal::malformed("fqnum", "left out: only A01 and A02 take it"));
    }
    let of_native = ["goods_tag", "benefitdetail"].into_iter().find(|name| call.get(name).is_some());
    if let (PayType::W01, Some(name)) = (paytype, of_native) {
        return Err(Refusal::malformed(name, "left out: W01 does not take it"));
    }
    if call.get("front_url").is_some() && !matches!(paytype, PayType::U02 | PayType::W02) {
        return Err(Refusal::malformed("front_url", "left out: only U02 and W02 take it"));
    }
    if paytype == PayType::W06 && call.get("sub_appid").is_none() && call.merchant.sub_appid.is_none() {
        // Nothing says in which mini program it is to be paid (AL-63).
        return Err(Refusal::Missing("sub_appid".to_owned()));
    }
    Ok(())
}

fn wish(call: &Call<'_>, paytype: PayType) -> Result<Wish, Refusal> {
    let sub_appid = call.get("sub_appid").map(|text| {
        let read = Appid::parse(text).ok().filter(Appid::is_issued_form);
        read.ok_or_else(|| Refusal::malformed("sub_appid", "an appid: wx and 16 lower-case hex digits"))
    });
    Ok(Wish {
        appid: call.appid.to_owned(),
        reqsn: call.number()?,
        paytype,
        amount: call.amount("trxamt")?,
        body: call.text("body"),
        remark: call.text("remark"),
        acct: call.get("acct").map(str::to_owned),
        sub_appid: sub_appid.transpose()?,
        notify_url: call.get("notify_url").map(str::to_owned),
        no_credit: call.get("limit_pay").is_some(),
        asinfo: call.get("asinfo").map(str::to_owned),
        sign_type: call.sign_type,
        expires_at: expires_at(call)?,
        asked: asked(call),
    })
}

fn expires_at(call: &Call<'_>) -> Result<Instant, Refusal> {
    let now = call.cx.now();
    if let Some(text) = call.get("expiretime") {
        let future = fields::instant(text).filter(|at| *at > now);
        return future.ok_or_else(|| {
            Refusal::malformed("expiretime", format!("a time after {now}, the business time"))
        });
    }
    let minutes = call.get("validtime").and_then(|text| text.parse().ok()).unwrap_or(VALID);
    Ok(now.after(Span::minutes(minutes)))
}

/// The digest of all that was asked for: nonce and signature differ from one try to the next.
fn asked(call: &Call<'_>) -> String {
    let mut fields = call.fields.clone();
    fields.retain(|name, _| !matches!(name.as_str(), "sign" | "randomstr"));
    hex::encode(sha256(form::write(&fields).as_bytes()))
}
