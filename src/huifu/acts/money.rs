//! Buyers pay, days are settled, banks send money back, risk control holds it.

use serde_json::{Value, json};

use crate::huifu::model::channel;
use crate::huifu::model::member::AcctKind;
use crate::huifu::model::payment::Payment;
use crate::huifu::rules::books::{Bucket, Place};
use crate::huifu::rules::payout;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::ledger::Transfer;
use crate::world::{Bug, Cx, Fen, buyer};

/// A buyer pays.
pub(super) const PAY: Act = Act {
    name: "huifu.pay",
    en: "a buyer pays an order that was placed with Huifu; buyer.pay does the same by prepay_id",
    zh: "买家支付汇付订单；buyer.pay 用 prepay_id 效果相同",
    args: &[
        Arg::required("hf_seq_id", ArgKind::Text, "the order, by Huifu's number", "汇付全局流水号"),
        Arg::optional("buyer", ArgKind::Text, "who; the first buyer if left out", "付款人；默认第一个买家"),
    ],
    run: pay,
};

fn pay(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let number = args.required_text("hf_seq_id")?;
    let payment = cx.get::<Payment>(number)?;
    let payment = payment.ok_or_else(|| {
        ActRefused::new(format!("huifu has no order {number}"), format!("汇付没有订单 {number}"))
    })?;
    let buyer = match args.text("buyer") {
        Some(name) => buyer::called(cx, name)?,
        None => buyer::first(cx)?,
    };
    cx.channel()?.pay(cx, &channel::of(cx)?.mchid, &payment.out_trade_no, &buyer)?;
    let paid = cx.get::<Payment>(number)?.and_then(|payment| payment.settled().cloned());
    let paid = paid.ok_or_else(|| Bug::Broken(format!("{number} was paid, and nobody heard of it")))?;
    Ok(json!({
        "transaction_id": paid.transaction_id,
        "fund_freeze_stat": paid.freeze.literal(),
    }))
}

/// A member's day is settled now.
pub(super) const SETTLE_DAY: Act = Act {
    name: "huifu.settle_day",
    en: "automatic settlement pays out what a member can spend, now; controlled money stays (HF-09)",
    zh: "立即执行自动结算，打款客户的可用余额；管控资金不参与（HF-09）",
    args: &[Arg::required("huifu_id", ArgKind::Text, "the member", "客户")],
    run: settle,
};

fn settle(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let member = super::member_named(cx, args)?;
    let acct_id = member.acct(AcctKind::Basic)?;
    let amount = Place { huifu_id: &member.huifu_id, acct_id }.available(cx)?;
    let paid = if amount.is_zero() {
        None
    } else {
        Some(payout::of_itself(cx, &member, acct_id, amount, crate::huifu::model::payout::Reason::Daily)?)
    };
    Ok(json!({ "amount": amount, "hf_seq_id": paid }))
}

/// The bank sends a payout back.
pub(super) const RETURN_PAYOUT: Act = Act {
    name: "huifu.return_payout",
    en: "the bank sends back a payout that is still on its way",
    zh: "银行退回仍在途中的出金",
    args: &[Arg::required("hf_seq_id", ArgKind::Text, "which", "出金的汇付全局流水号")],
    run: return_payout,
};

fn return_payout(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let number = args.required_text("hf_seq_id")?;
    let payout = payout::send_back(cx, number)?.ok_or_else(|| {
        ActRefused::new(format!("no payout {number} is on its way"), format!("没有在途的出金 {number}"))
    })?;
    Ok(json!({ "hf_seq_id": payout.head.hf_seq_id, "acct_status": payout.state.literal() }))
}

/// Risk control holds a part of a balance, or lets go of it.
pub(super) const HOLD_BALANCE: Act = Act {
    name: "huifu.hold_balance",
    en: "risk control holds a part of a member's basic account (frz_bal), or lets go of it",
    zh: "风控冻结客户基本户的部分余额（frz_bal），或解除冻结",
    args: &[
        Arg::required("huifu_id", ArgKind::Text, "the member", "客户"),
        Arg::required("amount", ArgKind::Fen, "how much", "金额（分）"),
        Arg::optional("release", ArgKind::Flag, "let go instead", "改为解除冻结"),
    ],
    run: hold_balance,
};

fn hold_balance(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let member = super::member_named(cx, args)?;
    let place = Place { huifu_id: &member.huifu_id, acct_id: member.acct(AcctKind::Basic)? };
    let (available, held) = (place.bucket(Bucket::Available), place.bucket(Bucket::Frozen));
    let (debit, credit) = if args.flag("release") { (&held, &available) } else { (&available, &held) };
    let amount = args.fen("amount").unwrap_or(Fen::ZERO);
    let has = cx.balance(debit)?.free();
    if has < amount {
        return Err(ActRefused::new(
            format!("{debit} has {has} fen, not {amount}"),
            format!("{debit} 只有 {has} 分，不足 {amount} 分"),
        )
        .into());
    }
    let subject = member.huifu_id.as_str();
    cx.transfer(&Transfer { debit, credit, amount, cause: "huifu_risk", subject, document: subject })?;
    Ok(json!({ "avl": cx.balance(&available)?.free(), "frz": cx.balance(&held)?.balance }))
}
