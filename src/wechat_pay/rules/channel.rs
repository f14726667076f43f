//! Orders that acquirers place for their merchants: kept here, their money in the acquirer's books.

use serde_json::{Map, Value};

use super::order::{self, Placement, SettleInfo};
use super::pay::{self, AtCashier, Method};
use super::refusal::Refusal;
use super::{cashier, close};
use crate::wechat_pay::WechatPay;
use crate::wechat_pay::model::order::{LimitPay, Order, Payee, Payer, State, TradeType};
use crate::wechat_pay::model::prepay::{Prepay, Subject};
use crate::wechat_pay::rules::timers::Timer;
use crate::world::act::ActStop;
use crate::world::channel::{Channel, ChannelKind, ChannelOrder, ChannelRefused, ChannelSession};
use crate::world::event::Event;
use crate::world::ids::{Mchid, OutTradeNo, TransactionId};
use crate::world::{Bug, Cx, Fen, Stop};

impl Channel for WechatPay {
    fn place(&self, cx: &Cx<'_>, asked: &ChannelOrder) -> Result<ChannelSession, Stop<ChannelRefused>> {
        let key = Order::key_of(&asked.mchid, &asked.out_trade_no);
        if cx.get::<Order>(&key)?.is_some() {
            return Err(Stop::Refused(ChannelRefused::NumberUsed(asked.out_trade_no.clone())));
        }
        let placement = placement(asked);
        order::check_payer(cx, &placement.payee, &placement.payer).map_err(told)?;
        let mut order = order::make(cx, placement, None);
        // How long it lives is the acquirer's to say.
        order.expires_at = asked.expires_at;
        cx.put(&order)?;
        Timer::CloseOrder(key.clone()).set(cx, order::after(order.expires_at))?;
        let mut session = order::open_session(cx, Subject::Order(key), order.trade_type)?;
        session.expires_at = order.expires_at;
        cx.put(&session)?;
        let cashier = match asked.kind {
            ChannelKind::Jsapi { .. } | ChannelKind::Page { .. } | ChannelKind::App => {
                cashier::block(cx, &order, &session)?
            }
            ChannelKind::H5 | ChannelKind::Native | ChannelKind::Code => Map::new(),
        };
        let Prepay { prepay_id, code_url, h5_url, .. } = session;
        Ok(ChannelSession { prepay_id: prepay_id.to_string(), url: code_url.or(h5_url), cashier })
    }

    fn close(&self, cx: &Cx<'_>, mchid: &Mchid, out_trade_no: &OutTradeNo) -> Result<bool, Bug> {
        let order = known(cx, mchid, out_trade_no)?;
        if matches!(order.state, State::Paid(_)) {
            return Ok(false);
        }
        Timer::CloseOrder(order.key()).call_off(cx)?;
        close::shut(cx, order)?;
        Ok(true)
    }

    fn pay(&self, cx: &Cx<'_>, mchid: &Mchid, out_trade_no: &OutTradeNo, buyer: &str) -> Result<(), ActStop> {
        let subject = Subject::Order(known(cx, mchid, out_trade_no)?.key());
        let session = cx.all::<Prepay>("subject", &subject.handle())?.pop();
        let session = session.ok_or_else(|| Bug::Broken(format!("{out_trade_no} has no session")))?;
        let at = AtCashier { buyer, method: Method::Balance, sign: None, fails: None };
        pay::pay(cx, &session, &at).map(|_| ())
    }

    fn refund(&self, cx: &Cx<'_>, transaction_id: &TransactionId, amount: Fen) -> Result<(), Bug> {
        let found = cx.first::<Order>("transaction_id", transaction_id.as_str())?;
        let mut order = found
            .filter(|order| order.payee.is_channel())
            .ok_or_else(|| Bug::Broken(format!("no acquirer's order is {transaction_id}")))?;
        let State::Paid(payment) = &mut order.state else {
            return Err(Bug::Broken(format!("{transaction_id} is unpaid")));
        };
        payment.refunded = true;
        payment.channel_refunded = payment.channel_refunded.plus(amount)?;
        let is_all = order.total.minus(payment.channel_refunded)?.is_zero();
        cx.put(&order)?;
        if is_all {
            cx.raise(&Event::RefundedInFull(transaction_id.clone()))?;
        }
        Ok(())
    }
}

fn known(cx: &Cx<'_>, mchid: &Mchid, out_trade_no: &OutTradeNo) -> Result<Order, Bug> {
    let key = Order::key_of(mchid, out_trade_no);
    cx.get::<Order>(&key)?.ok_or_else(|| Bug::Broken(format!("no acquirer placed {key}")))
}

fn placement(asked: &ChannelOrder) -> Placement {
    let (trade_type, openid) = match &asked.kind {
        ChannelKind::Jsapi { openid } | ChannelKind::Page { openid } => {
            (TradeType::Jsapi, Some(openid.clone()))
        }
        ChannelKind::App => (TradeType::App, None),
        ChannelKind::H5 => (TradeType::H5, None),
        // The session of a shown code is told to nobody.
        ChannelKind::Native | ChannelKind::Code => (TradeType::Native, None),
    };
    Placement {
        payee: Payee::Channel {
            mchid: asked.mchid.clone(),
            sub_mchid: asked.sub_mchid.clone(),
            appid: asked.appid.clone(),
            in_page: matches!(asked.kind, ChannelKind::Page { .. }),
        },
        trade_type,
        out_trade_no: asked.out_trade_no.clone(),
        description: asked.description.clone(),
        attach: None,
        notify_url: String::new(),
        time_expire: None,
        total: asked.amount,
        settle: SettleInfo::default(),
        payer: Payer { openid, sub_openid: None },
        limit_pay: if asked.no_credit { vec![LimitPay::NoCredit] } else { Vec::new() },
        device_id: None,
        request: Value::Null,
    }
}

/// The refusals that an acquirer can meet; all others are about merchants of WeChat Pay.
fn told(stop: Stop<Refusal>) -> Stop<ChannelRefused> {
    match stop {
        Stop::Refused(Refusal::OpenidOfOtherAppid(openid, appid)) => {
            Stop::Refused(ChannelRefused::OtherAppid(openid, appid))
        }
        Stop::Refused(Refusal::UnknownOpenid(openid)) => Stop::Refused(ChannelRefused::UnknownOpenid(openid)),
        Stop::Refused(other) | Stop::RefusedAndKept(other) => {
            Stop::Bug(Bug::Broken(format!("an acquirer's order met {other:?}")))
        }
        Stop::Bug(bug) => Stop::Bug(bug),
    }
}
