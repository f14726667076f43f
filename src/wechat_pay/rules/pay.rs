//! The cashier: a buyer pays an order, all of it at once (CO-01, OR-11).

use serde_json::{Map, Value, json};

use super::cashier::Seller;
use super::timers::Timer;
use super::{cashier, combine, limits, money, notices, settlement, view};
use crate::wechat_pay::model::merchant::{FeeBearer, Role};
use crate::wechat_pay::model::order::{
    CombinedOrder, LimitPay, Order, Payee, Payer, Payment, State, SubsidyState, TradeType,
};
use crate::wechat_pay::model::prepay::{Prepay, Subject};
use crate::wechat_pay::model::split::Family;
use crate::wechat_pay::model::{merchant, switches};
use crate::world::act::{ActRefused, ActStop};
use crate::world::buyer;
use crate::world::control::Control;
use crate::world::event::{Event, Paid};
use crate::world::ids::{Appid, Openid, TransactionId};
use crate::world::{Bug, Cx, FeeRate, Fen};

/// What a buyer pays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// 零钱
    Balance,
    /// A debit card.
    DebitCard,
    /// A credit card.
    CreditCard,
}

impl Method {
    /// Every method's name, for help.
    pub const NAMES: &'static [&'static str] = &["balance", "debit_card", "credit_card"];

    /// Reads a method's name; the balance when there is none.
    #[must_use]
    pub fn named(name: Option<&str>) -> Method {
        match name {
            Some("debit_card") => Method::DebitCard,
            Some("credit_card") => Method::CreditCard,
            _ => Method::Balance,
        }
    }

    /// The bank in WeChat's code; `OTHERS` for what is no card.
    const fn bank_type(self) -> &'static str {
        match self {
            Method::Balance => "OTHERS",
            Method::DebitCard => "CMB_DEBIT",
            Method::CreditCard => "CMB_CREDIT",
        }
    }

    const fn is_excluded_by(self, limit: LimitPay) -> bool {
        match limit {
            LimitPay::NoCredit => matches!(self, Method::CreditCard),
            LimitPay::NoDebit => matches!(self, Method::DebitCard),
            LimitPay::NoBalance => matches!(self, Method::Balance),
            LimitPay::BalanceOnly => !matches!(self, Method::Balance),
        }
    }
}

/// A buyer at the cashier.
#[derive(Debug, Clone)]
pub struct AtCashier<'a> {
    /// The buyer's name.
    pub buyer: &'a str,
    /// What they pay with.
    pub method: Method,
    /// What the client handed over to start the cashier, when it is to be checked (OR-11).
    pub sign: Option<&'a Map<String, Value>>,
    /// Why the payment fails, when it is to fail.
    pub fails: Option<&'a str>,
}

/// Pays what a session is for. Answers what the buyer's client would be told.
///
/// # Errors
/// Whatever the cashier would refuse; nothing is paid then, not even in part.
pub fn pay(cx: &Cx<'_>, session: &Prepay, at: &AtCashier<'_>) -> Result<Value, ActStop> {
    let (combined, orders) = what_is_paid(cx, session)?;
    check_session(cx, session)?;
    for order in &orders {
        check_order(cx, order, at.method)?;
    }
    if let Some(sign) = at.sign {
        cashier::check_sign(cx, session, &seller(combined.as_ref(), &orders)?, sign)?;
    }
    let payers: Vec<Payer> =
        orders.iter().map(|order| identify(cx, order, at.buyer)).collect::<Result<_, _>>()?;
    let controls: Vec<Control> = orders
        .iter()
        .zip(&payers)
        .map(|(order, payer)| control_over(cx, order, payer))
        .collect::<Result<_, _>>()?;
    if let Some(reason) = at.fails {
        let orders = view::handles(&orders);
        return Ok(told(combined.as_ref(), json!({ "paid": false, "reason": reason, "orders": orders })));
    }
    limits::take_in(cx, &orders, at.method == Method::CreditCard)?;
    let mut paid = Vec::with_capacity(orders.len());
    for ((order, payer), control) in orders.into_iter().zip(payers).zip(controls) {
        let payment = if order.payee.is_channel() {
            unbooked(cx, payer, at.method)?
        } else {
            book(cx, &order, payer, at.method, control)?
        };
        paid.push(conclude(cx, combined.as_ref(), order, payment, control)?);
    }
    match &combined {
        Some(combined) => {
            Timer::CloseCombined(combined.key()).call_off(cx)?;
            notices::combined_paid(cx, combined, &paid)?;
        }
        None => {
            for order in &paid {
                Timer::CloseOrder(order.key()).call_off(cx)?;
                if !order.payee.is_channel() {
                    notices::paid(cx, order)?;
                }
            }
        }
    }
    Ok(told(combined.as_ref(), json!({ "paid": true, "orders": view::handles(&paid) })))
}

/// What the client is told, with the number of the combined order if it is one.
fn told(combined: Option<&CombinedOrder>, mut result: Value) -> Value {
    if let Some(combined) = combined {
        result["combine_out_trade_no"] = json!(combined.combine_out_trade_no);
    }
    result
}

fn seller<'a>(combined: Option<&'a CombinedOrder>, orders: &'a [Order]) -> Result<Seller<'a>, Bug> {
    match (combined, orders.first()) {
        (Some(combined), _) => {
            Ok(Seller { mchid: &combined.combine_mchid, appids: vec![&combined.combine_appid] })
        }
        (None, Some(order)) => {
            let appids = std::iter::once(order.payee.appid()).chain(order.payee.sub_appid()).collect();
            Ok(Seller { mchid: order.payee.initiator(), appids })
        }
        (None, None) => Err(Bug::Broken("a session without an order".to_owned())),
    }
}

/// The orders that a session pays, with the combined order above them if there is one.
///
/// # Errors
/// [`Bug`] when they are gone.
pub fn what_is_paid(cx: &Cx<'_>, session: &Prepay) -> Result<(Option<CombinedOrder>, Vec<Order>), Bug> {
    let gone = |key: &str| Bug::Broken(format!("{key} of the session {} is gone", session.prepay_id));
    match &session.subject {
        Subject::Order(key) => Ok((None, vec![cx.get::<Order>(key)?.ok_or_else(|| gone(key))?])),
        Subject::Combined(key) => {
            let combined = cx.get::<CombinedOrder>(key)?.ok_or_else(|| gone(key))?;
            let orders = combine::sub_orders(cx, &combined)?;
            Ok((Some(combined), orders))
        }
    }
}

fn check_session(cx: &Cx<'_>, session: &Prepay) -> Result<(), ActRefused> {
    if session.replaced {
        return Err(ActRefused::new(
            "this code was replaced by a newer one of the same order; scan that (OR-03)",
            "该二维码已被同一订单的新二维码取代，请扫新码（OR-03）",
        ));
    }
    if cx.now() > session.expires_at {
        let at = session.expires_at;
        return Err(ActRefused::new(
            format!("the session expired at {at}; place the identical order again for a new one (OR-07)"),
            format!("支付会话已于 {at} 过期，请用相同参数重新下单（OR-07）"),
        ));
    }
    Ok(())
}

fn check_order(cx: &Cx<'_>, order: &Order, method: Method) -> Result<(), ActRefused> {
    let number = &order.out_trade_no;
    match &order.state {
        State::NotPay => {}
        State::Closed { at } => {
            return Err(ActRefused::new(
                format!("{number} was closed at {at}"),
                format!("{number} 已于 {at} 关闭"),
            ));
        }
        State::Paid(payment) => {
            let at = payment.at;
            return Err(ActRefused::new(
                format!("{number} was paid at {at}"),
                format!("{number} 已于 {at} 支付"),
            ));
        }
    }
    if cx.now() > order.expires_at {
        let at = order.expires_at;
        return Err(ActRefused::new(
            format!("{number} could be paid until {at} (OR-06)"),
            format!("{number} 的支付截止时间为 {at}（OR-06）"),
        ));
    }
    if order.total > Fen::MOST {
        let most = Fen::MOST;
        return Err(ActRefused::new(
            format!("{number} is larger than any payment: at most {most} fen (assumed)"),
            format!("{number} 超过单笔支付上限 {most} 分（本沙盒设定）"),
        ));
    }
    if order.limit_pay.iter().any(|limit| method.is_excluded_by(*limit)) {
        return Err(ActRefused::new(
            format!("{number} excludes this pay method (limit_pay)"),
            format!("{number} 不支持该支付方式（limit_pay）"),
        ));
    }
    Ok(())
}

/// Who pays, under each appid of the order: the very user that the order names, if it names one.
fn identify(cx: &Cx<'_>, order: &Order, buyer: &str) -> Result<Payer, ActStop> {
    let openid = buyer::openid_of(cx, buyer, order.payee.appid())?;
    let sub_openid = order.payee.sub_appid().map(|appid| buyer::openid_of(cx, buyer, appid)).transpose()?;
    let payer = Payer { openid: Some(openid), sub_openid };
    let pairs = [(&order.payer.openid, &payer.openid), (&order.payer.sub_openid, &payer.sub_openid)];
    for (wanted, found) in pairs {
        let Some(wanted) = wanted.as_ref().filter(|wanted| Some(*wanted) != found.as_ref()) else { continue };
        let number = &order.out_trade_no;
        return Err(ActRefused::new(
            format!("{number} can only be paid by {wanted}, which is not {buyer}"),
            format!("{number} 只能由 {wanted} 支付，{buyer} 不是该用户"),
        )
        .into());
    }
    Ok(payer)
}

/// What the payment meets in the application that it is made in: fund control is decided here, once (SH-77).
fn control_over(cx: &Cx<'_>, order: &Order, payer: &Payer) -> Result<Control, ActStop> {
    let known = applications(order, payer);
    let appids: Vec<&Appid> = known.iter().map(|(appid, _)| appid).collect();
    let control = cx.control_over(&appids, order.payee.recipient())?;
    if let Control::Barred(barred) = control {
        let (number, recipient) = (&order.out_trade_no, order.payee.recipient());
        let (en, zh) = barred.words();
        return Err(ActRefused::new(
            format!("{number} cannot be paid to {recipient}: its mini program {en}"),
            format!("{number} 无法向 {recipient} 支付：其小程序{zh}"),
        )
        .into());
    }
    Ok(control)
}

/// A payment whose money lies in an acquirer's books.
fn unbooked(cx: &Cx<'_>, payer: Payer, method: Method) -> Result<Payment, Bug> {
    Ok(Payment {
        transaction_id: new_transaction_id(cx, false)?,
        at: cx.now(),
        payer,
        bank_type: method.bank_type().to_owned(),
        fee: Fen::ZERO,
        fee_rate: FeeRate::ZERO,
        fee_bearer: FeeBearer::Sub,
        settled: true,
        fee_came_late: false,
        refunded: false,
        channel_refunded: Fen::ZERO,
        subsidy: SubsidyState::NotAnnounced,
    })
}

fn book(cx: &Cx<'_>, order: &Order, payer: Payer, method: Method, control: Control) -> Result<Payment, Bug> {
    let initiator = merchant::known(cx, order.payee.initiator())?;
    let recipient = merchant::known(cx, order.payee.recipient())?;
    let (fee_rate, fee_bearer) = money::fee_on(order, &recipient, &initiator);
    // Only a platform has the API that pays a subsidy; what another provider announces holds nothing up.
    let announced = if initiator.role == Role::Platform { order.subsidy_amount } else { Fen::ZERO };
    let mut payment = Payment {
        transaction_id: new_transaction_id(cx, order.combined.is_some())?,
        at: cx.now(),
        payer,
        bank_type: method.bank_type().to_owned(),
        fee: fee_rate.of(order.total),
        fee_rate,
        fee_bearer,
        settled: true,
        fee_came_late: false,
        refunded: false,
        channel_refunded: Fen::ZERO,
        subsidy: SubsidyState::announced(announced),
    };
    payment.settled = money::book_payment(cx, order, &payment, control)?;
    payment.fee_came_late = !payment.settled;
    settlement::traded(cx, recipient)?;
    if order.profit_sharing {
        let family = Family::of(&initiator.role);
        let due = payment.at.after(switches::of(cx)?.split.terms(family).frozen_for);
        Timer::Unfreeze(payment.transaction_id.clone()).set(cx, due)?;
    }
    Ok(payment)
}

fn conclude(
    cx: &Cx<'_>,
    combined: Option<&CombinedOrder>,
    mut order: Order,
    payment: Payment,
    control: Control,
) -> Result<Order, Bug> {
    let event = Event::Paid(told_to_others(combined, &order, &payment, control));
    order.state = State::Paid(payment);
    cx.put(&order)?;
    cx.raise(&event)?;
    Ok(order)
}

/// In which applications an order is paid, the sub-merchant's first, and as whom: only what is paid in a page or mini
/// program is paid in an application of api.weixin.qq.com (SH-26), in the one whose user the order names if it names one.
fn applications(order: &Order, payer: &Payer) -> Vec<(Appid, Openid)> {
    let Payer { openid, sub_openid } = payer;
    let sub = order.payee.sub_appid().cloned().zip(sub_openid.clone());
    let own = openid.clone().map(|openid| (order.payee.appid().clone(), openid));
    if matches!(order.payee, Payee::Channel { in_page: true, .. }) {
        // The acquirer knows that its order was paid in no mini program (AL-63).
        return Vec::new();
    }
    match order.trade_type {
        TradeType::Jsapi => match (&order.payer.openid, &order.payer.sub_openid) {
            (Some(_), None) => own.into_iter().collect(),
            (None, Some(_)) => sub.into_iter().collect(),
            (Some(_), Some(_)) | (None, None) => sub.into_iter().chain(own).collect(),
        },
        TradeType::App | TradeType::H5 | TradeType::Native => Vec::new(),
    }
}

/// A payment as other systems are told of it.
fn told_to_others(
    combined: Option<&CombinedOrder>,
    order: &Order,
    payment: &Payment,
    control: Control,
) -> Paid {
    let sub_mchid = Some(order.payee.recipient()).filter(|mchid| *mchid != order.payee.initiator());
    Paid {
        transaction_id: payment.transaction_id.clone(),
        mchid: order.payee.initiator().clone(),
        sub_mchid: sub_mchid.cloned(),
        out_trade_no: order.out_trade_no.clone(),
        combined: combined.map(|one| (one.combine_mchid.clone(), one.combine_out_trade_no.clone())),
        payers: applications(order, &payment.payer),
        bank_type: payment.bank_type.clone(),
        amount: order.total,
        frozen: control == Control::Controlled,
        placed_at: order.placed_at,
        paid_at: payment.at,
    }
}

/// `4200`, six digits, the day, ten digits; sub orders of a combined one begin with `43` (OR-13, GEN-05).
fn new_transaction_id(cx: &Cx<'_>, combined: bool) -> Result<TransactionId, Bug> {
    let mut draw = cx.random("transaction_id")?;
    let lead = if combined { "4300" } else { "4200" };
    let (six, day, ten) = (draw.digits(6), cx.now().format("%Y%m%d"), draw.digits(10));
    TransactionId::parse(&format!("{lead}{six}{day}{ten}")).map_err(Bug::Broken)
}
