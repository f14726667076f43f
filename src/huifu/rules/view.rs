//! What Huifu tells of its trades: nested in notices, flattened in answers.

use serde_json::{Map, Value, json};

use super::notices::TIME;
use crate::huifu::model::confirm::Confirm;
use crate::huifu::model::member::{self, AcctKind, Member};
use crate::huifu::model::payment::{FeeMode, Freeze, Payment, Share};
use crate::huifu::model::refund::{Loan, Refund};
use crate::world::{Bug, Cx, Fen};

/// The members of a group that is being put together; what has no value is left out.
#[derive(Debug, Default)]
struct Group(Map<String, Value>);

impl Group {
    fn set(&mut self, name: &str, value: impl Into<Value>) -> &mut Group {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    fn maybe(&mut self, name: &str, value: Option<impl Into<Value>>) -> &mut Group {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }
}

/// `acct_split_bunch`.
#[must_use]
pub fn split(shares: &[Share]) -> Value {
    let line = |share: &Share| json!({ "huifu_id": share.huifu_id, "acct_id": share.acct_id, "div_amt": share.amount.yuan() });
    json!({ "acct_infos": shares.iter().map(line).collect::<Vec<_>>() })
}

/// The freeze mark with its times (HF-06, HF-18); nothing for money that was never held.
#[must_use]
pub fn freeze(freeze: Freeze) -> Map<String, Value> {
    let mut group = Group::default();
    group.maybe("fund_freeze_stat", freeze.literal());
    match freeze {
        Freeze::Never => {}
        Freeze::Frozen { at } => {
            group.set("freeze_time", at.format(TIME));
        }
        Freeze::Released { frozen_at, at, amount } => {
            group.set("freeze_time", frozen_at.format(TIME));
            group.set("unfreeze_time", at.format(TIME));
            group.set("unfreeze_amt", amount.yuan());
        }
    }
    group.0
}

/// What is told of a payment everywhere.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn payment(cx: &Cx<'_>, payment: &Payment) -> Result<Map<String, Value>, Bug> {
    let merchant = member::known(cx, &payment.head.huifu_id)?;
    let rate = merchant.fee_rate;
    let mut group = Group::default();
    group
        .set("huifu_id", payment.head.huifu_id.as_str())
        .set("party_order_id", payment.out_trade_no.as_str())
        .set("trans_amt", payment.amount.yuan())
        .set("trans_stat", payment.stat())
        .set("delay_acct_flag", if payment.delayed { "Y" } else { "N" })
        .set("acct_id", payment.acct_id.as_str())
        .set("goods_desc", payment.goods_desc.as_str())
        .set("mer_name", merchant.name)
        .set("atu_sub_mer_id", merchant.wechat_mchid.as_str())
        .maybe("remark", payment.remark.as_deref());
    if !payment.subsidies.is_empty() {
        let line = |share: &Share| json!({ "huifu_id": share.huifu_id, "acct_id": share.acct_id, "amount": share.amount.yuan() });
        let lines: Vec<Value> = payment.subsidies.iter().map(|subsidy| line(&subsidy.share)).collect();
        group.set("combinedpay_data", lines);
    }
    if payment.split {
        group.set("acct_split_bunch", split(&payment.shares));
    }
    let Some(settled) = payment.settled() else { return Ok(group.0) };
    let inside = if payment.fee_mode == FeeMode::Inside { settled.fee } else { Fen::ZERO };
    let credit = settled.bank_type.ends_with("_CREDIT");
    group
        .set("out_trans_id", settled.transaction_id.as_str())
        .set("pay_amt", payment.buyers_part()?.yuan())
        .set("settlement_amt", payment.amount.minus(inside)?.yuan())
        .set("end_time", settled.at.format(TIME))
        .set("acct_date", settled.at.format("%Y%m%d"))
        .set("acct_stat", "S")
        .set("debit_type", if credit { "C" } else { "D" })
        .set("bank_code", "SUCCESS")
        .set("bank_desc", "支付成功")
        .set("fee_amt", settled.fee.yuan())
        .set("fee_type", if payment.fee_mode == FeeMode::Inside { "INNER" } else { "OUTSIDE" })
        .set("wx_response", wx_response(payment));
    if payment.delayed {
        group
            .set("unconfirm_amt", payment.unconfirmed()?.yuan())
            .set("confirmed_amt", settled.confirmed.yuan());
    }
    let formula = json!([{ "fee_formula": format!("AMT*{rate}"), "fee_type": "TRANS_FEE" }]);
    group.set("fee_huifu_id", payment.head.huifu_id.as_str()).set("fee_formula_infos", formula);
    group.maybe("wx_user_id", settled.openid.as_ref().map(|openid| openid.as_str()));
    group.0.extend(freeze(settled.freeze));
    Ok(group.0)
}

fn wx_response(payment: &Payment) -> Value {
    let mut group = Group::default();
    let Some(settled) = payment.settled() else { return Value::Object(group.0) };
    group
        .set("bank_type", settled.bank_type.as_str())
        .set("cash_fee", payment.buyers_part().unwrap_or_default().yuan())
        .set("coupon_fee", "0.00")
        .set("promotion_detail", Vec::<Value>::new())
        .maybe("attach", payment.attach.as_deref())
        .maybe("sub_appid", payment.appid.as_ref().map(|appid| appid.as_str()))
        .maybe("sub_openid", settled.openid.as_ref().map(|openid| openid.as_str()))
        .maybe("openid", settled.openid.as_ref().map(|openid| openid.as_str()));
    Value::Object(group.0)
}

/// The `resp_data` of a payment's notice.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn payment_notice(cx: &Cx<'_>, paid: &Payment) -> Result<Map<String, Value>, Bug> {
    let merchant = member::known(cx, &paid.head.huifu_id)?;
    let mut group = Group(payment(cx, paid)?);
    let fee = paid.settled().map_or(Fen::ZERO, |settled| settled.fee);
    group
        .set("resp_code", "00000000")
        .set("resp_desc", "交易成功[000]")
        .set("req_date", paid.head.req_date.as_str())
        .set("req_seq_id", paid.head.req_seq_id.as_str())
        .set("hf_seq_id", paid.head.hf_seq_id.as_str())
        .set("trans_type", paid.kind.literal())
        .set("trade_type", paid.kind.literal())
        .set("fee_flag", paid.fee_mode.literal())
        .set("fee_amount", fee.yuan())
        .set("is_div", if paid.split { "1" } else { "0" })
        .set("is_delay_acct", if paid.delayed { "1" } else { "0" })
        .set("bank_message", "支付成功")
        .set("trans_date", paid.head.at.format("%Y%m%d"))
        .set("trans_time", paid.head.at.format("%H%M%S"))
        .set("product_id", merchant.product_id)
        .set("ts_encash_detail", Vec::<Value>::new());
    Ok(group.0)
}

/// What is told of a refund everywhere.
#[must_use]
pub fn refund(refund: &Refund) -> Map<String, Value> {
    let mut group = Group::default();
    group
        .set("huifu_id", refund.head.huifu_id.as_str())
        .set("ord_amt", refund.amount.yuan())
        .set("actual_ref_amt", refund.amount.yuan())
        .set("trans_date", refund.head.at.format("%Y%m%d"))
        .set("trans_time", refund.head.at.format("%H%M%S"))
        .set("trans_finish_time", refund.head.at.format(TIME))
        .set("bank_code", "SUCCESS")
        .set("bank_message", "退款成功")
        .set("pay_channel", "T")
        .set("acct_split_bunch", split(&refund.shares))
        .maybe("remark", refund.remark.as_deref())
        .maybe("fund_freeze_stat", refund.freeze.literal());
    group.0.extend(refund.loan.iter().flat_map(loan));
    group.0
}

/// What is told of advanced money.
#[must_use]
pub fn loan(loan: &Loan) -> Map<String, Value> {
    let mut group = Group::default();
    group
        .set("loan_flag", "Y")
        .set("loan_acct_type", loan.acct_type.as_str())
        .maybe("loan_undertaker", loan.undertaker.as_ref().map(|id| id.as_str()));
    group.0
}

/// The `resp_data` of a refund's notice.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn refund_notice(cx: &Cx<'_>, payment: &Payment, made: &Refund) -> Result<Map<String, Value>, Bug> {
    let merchant = member::known(cx, &payment.head.huifu_id)?;
    let mut group = Group(refund(made));
    let (total, count) = payment.settled().map_or((Fen::ZERO, 0), |s| (s.refunded, s.refunds));
    let (charged, returned) = fees(cx, payment, &merchant)?;
    group
        .set("resp_code", "00000000")
        .set("resp_desc", "交易成功[000]")
        .set("req_date", made.head.req_date.as_str())
        .set("req_seq_id", made.head.req_seq_id.as_str())
        .set("hf_seq_id", made.head.hf_seq_id.as_str())
        .set("org_req_date", payment.head.req_date.as_str())
        .set("org_req_seq_id", payment.head.req_seq_id.as_str())
        .set("org_hf_seq_id", payment.head.hf_seq_id.as_str())
        .set("org_ord_amt", payment.amount.yuan())
        .set("org_fee_amt", charged.yuan())
        .set("fee_amt", made.fee_back.yuan())
        .set("total_ref_fee_amt", returned.yuan())
        .set("trans_type", "TRANS_REFUND")
        .set("trans_stat", "S")
        .set("total_ref_amt", total.yuan())
        .set("ref_cut", count.to_string())
        // What of a delayed trade is confirmed comes back by confirmrefund alone.
        .set("is_confirm_refund_flag", "N")
        .set("product_id", merchant.product_id);
    if payment.delayed {
        group.set("unconfirm_amt", payment.unconfirmed()?.yuan());
    }
    Ok(group.0)
}

/// The fee that was charged on a payment, and what of it came back with its refunds, fen.
fn fees(cx: &Cx<'_>, payment: &Payment, merchant: &Member) -> Result<(Fen, Fen), Bug> {
    let number = payment.head.hf_seq_id.as_str();
    let add = |sum: Result<Fen, Bug>, fee: Fen| sum.and_then(|sum| sum.plus(fee));
    let refunds: Vec<Refund> = cx.all("payment", number)?;
    let returned = refunds.iter().map(|refund| refund.fee_back).fold(Ok(Fen::ZERO), add)?;
    if !payment.delayed {
        return Ok((merchant.fee_rate.of(payment.amount), returned));
    }
    // A delayed trade is charged as it is confirmed.
    let confirms: Vec<Confirm> = cx.all("payment", number)?;
    Ok((confirms.iter().map(|confirm| confirm.fee).fold(Ok(Fen::ZERO), add)?, returned))
}

/// The `resp_data` of a confirmation's notice.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn confirm_notice(cx: &Cx<'_>, confirm: &Confirm) -> Result<Value, Bug> {
    let merchant = member::known(cx, &confirm.head.huifu_id)?;
    // The fee is told once, on the first line of the merchant that bears it.
    let bearer = confirm.shares.iter().position(|share| share.huifu_id == merchant.huifu_id);
    let fee_acct_id = match bearer.and_then(|place| confirm.shares.get(place)) {
        Some(share) => &share.acct_id,
        None => merchant.acct(AcctKind::Basic)?,
    };
    let detail = |(place, share): (usize, &Share)| {
        let fee = if bearer == Some(place) { confirm.fee } else { Fen::ZERO };
        json!({
            "huifu_id": share.huifu_id,
            "acct_id": share.acct_id,
            "div_amt": share.amount.yuan(),
            "fee_huifu_id": merchant.huifu_id,
            "fee_acct_id": fee_acct_id,
            "fee_amt": fee.yuan(),
            "trans_stat": "S",
        })
    };
    Ok(json!({
        "resp_code": "00000000",
        "resp_desc": "交易成功",
        "req_seq_id": confirm.head.req_seq_id,
        "req_date": confirm.head.req_date,
        "huifu_id": confirm.head.huifu_id,
        "hf_seq_id": confirm.head.hf_seq_id,
        "trans_stat": "S",
        "unconfirm_amt": confirm.unconfirmed_after.yuan(),
        "confirmed_amt": confirm.confirmed_after.yuan(),
        "pay_confirm_details": confirm.shares.iter().enumerate().map(detail).collect::<Vec<_>>(),
    }))
}
