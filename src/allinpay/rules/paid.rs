//! A buyer pays: what is booked, and who is told (AL-70, AL-94, AL-100).

use super::books::{self, Cause, Paper};
use super::timers::Timer;
use super::{completion, notices, numbers};
use crate::allinpay::model::assumed;
use crate::allinpay::model::channel;
use crate::allinpay::model::kind::{PayType, TrxCode};
use crate::allinpay::model::merchant;
use crate::allinpay::model::order::{Order, Payment, State};
use crate::world::account::Account;
use crate::world::act::{ActRefused, ActStop};
use crate::world::event::Paid;
use crate::world::ids::OutTradeNo;
use crate::world::{Bug, Cx, Fen};

/// WeChat tells that an order of the channel was paid.
///
/// # Errors
/// [`Bug`] when the books do not fit.
pub fn heard(cx: &Cx<'_>, paid: &Paid) -> Result<(), Bug> {
    if !channel::is_ours(cx, &paid.mchid)? {
        return Ok(());
    }
    let order = cx.get::<Order>(paid.out_trade_no.as_str())?;
    let order =
        order.ok_or_else(|| Bug::Broken(format!("{} was paid and is no order", paid.out_trade_no)))?;
    let accttype = match paid.bank_type.rsplit_once('_') {
        Some((_, "DEBIT")) => "00",
        Some((_, "CREDIT")) => CREDIT,
        _ => "99",
    };
    let acct = paid.payers.first().map(|(_, openid)| openid.to_string());
    let payment = Payment {
        at: paid.paid_at,
        chnltrxid: paid.transaction_id.to_string(),
        acct: acct.or_else(|| order.acct.clone()).unwrap_or_else(|| NOBODY.to_owned()),
        accttype: accttype.to_owned(),
        bankcode: paid.bank_type.clone(),
        fee: Fen::ZERO,
    };
    conclude(cx, order, payment, paid.frozen)
}

/// A credit card, as `accttype` says it.
pub const CREDIT: &str = "02";
/// How the payer is written where the channel does not tell (§2.5).
const NOBODY: &str = "000000";

/// A buyer pays an order: through WeChat where WeChat has it, else in the channel that is not imitated.
///
/// # Errors
/// A payer who did not show the order's code, a credit card where these are excluded, whatever WeChat's cashier refuses.
pub fn by_buyer(cx: &Cx<'_>, order: &Order, buyer: &str, accttype: Option<&str>) -> Result<(), ActStop> {
    check_payer(order, buyer, accttype)?;
    if order.paytype.is_wechat() {
        let channel = channel::at_wechat(cx)?;
        let number = OutTradeNo::parse(&order.trxid).map_err(Bug::Broken)?;
        return cx.channel()?.pay(cx, &channel.mchid, &number, buyer);
    }
    let payment = Payment {
        at: cx.now(),
        chnltrxid: numbers::channel_number(cx)?,
        acct: order.acct.clone().unwrap_or_else(|| buyer.to_owned()),
        accttype: accttype.unwrap_or("99").to_owned(),
        bankcode: "OTHERS".to_owned(),
        fee: Fen::ZERO,
    };
    Ok(conclude(cx, order.clone(), payment, false)?)
}

fn check_payer(order: &Order, buyer: &str, accttype: Option<&str>) -> Result<(), ActRefused> {
    let reqsn = &order.reqsn;
    if let Some(shown_by) = order.shown_by.as_deref().filter(|shown_by| *shown_by != buyer) {
        return Err(ActRefused::new(
            format!("{reqsn} was placed with a payment code of {shown_by}: {buyer} cannot pay it"),
            format!("{reqsn} 由 {shown_by} 的付款码下单，{buyer} 不能支付"),
        ));
    }
    if order.no_credit && accttype == Some(CREDIT) {
        return Err(ActRefused::new(
            format!("{reqsn} excludes credit cards (limit_pay)"),
            format!("{reqsn} 不支持信用卡（limit_pay）"),
        ));
    }
    Ok(())
}

/// The payment of an order fails; the merchant is told that too (AL-43).
///
/// # Errors
/// A refusal for an order that does not wait for its payment.
pub fn failed(cx: &Cx<'_>, mut order: Order) -> Result<Order, ActStop> {
    check_open(&order)?;
    if order.paytype.is_wechat() {
        let channel = channel::at_wechat(cx)?;
        let number = OutTradeNo::parse(&order.trxid).map_err(Bug::Broken)?;
        cx.channel()?.close(cx, &channel.mchid, &number)?;
    }
    Timer::Expire(order.trxid.clone()).call_off(cx)?;
    let said = assumed::of(cx)?.payment_failed;
    order.state = State::Failed(said.errmsg.clone());
    cx.put(&order)?;
    notices::failed(cx, &order, &said)?;
    Ok(order)
}

/// That an order waits for its payment.
///
/// # Errors
/// A refusal that says how it stands.
pub fn check_open(order: &Order) -> Result<(), ActStop> {
    if order.state == State::Placed {
        return Ok(());
    }
    let (trxid, state) = (&order.trxid, order.state.words());
    Err(ActRefused::new(
        format!("{trxid} does not wait for a payment: it is {}", state.0),
        format!("{trxid} 不是待支付状态：{}", state.1),
    )
    .into())
}

/// Books a payment and tells the merchant.
fn conclude(cx: &Cx<'_>, mut order: Order, payment: Payment, frozen: bool) -> Result<(), Bug> {
    Timer::Expire(order.trxid.clone()).call_off(cx)?;
    let merchant = merchant::known(cx, &order.cusid)?;
    let trxid = order.trxid.clone();
    let paper = Paper { order: &trxid, document: &trxid };
    order.payment = Some(payment);
    if frozen || order.trxcode == TrxCode::PreConsumption {
        // Whatever it is called, WeChat froze it: it is nobody's until released (AL-100).
        paper.transfer(
            cx,
            &Account::buyers(),
            &books::frozen(&order.cusid),
            order.amount,
            Cause::PayFrozen,
        )?;
        order.state = State::Frozen;
    } else {
        let fee = merchant.fee_rate.of(order.amount);
        paper.post(cx, &merchant, &Account::buyers(), order.amount, fee, Cause::Pay)?;
        if let Some(payment) = &mut order.payment {
            payment.fee = fee;
        }
        order.state = State::Posted;
    }
    cx.put(&order)?;
    if !matches!(order.paytype, PayType::Code(_)) {
        notices::paid(cx, &order)?;
    }
    if order.state == State::Posted {
        return super::share::at_payment(cx, &mut order);
    }
    if frozen {
        return Ok(());
    }
    // Control ended between ordering and payment: nothing waits, so the completion follows at once (assumed).
    completion::complete(cx, order, &[])
}
