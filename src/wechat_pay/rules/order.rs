//! Placing an order (OR-01 to OR-07, OR-10, OR-14), single or as part of a combined one.

use serde::Deserialize;
use serde_json::Value;

use super::Outcome;
use super::refusal::Refusal;
use crate::wechat_pay::model::merchant::{self, Merchant, Permission};
use crate::wechat_pay::model::order::{LimitPay, Order, Payee, Payer, State, TradeType};
use crate::wechat_pay::model::prepay::{H5_URL_LIFE, PREPAY_LIFE, Prepay, Subject};
use crate::wechat_pay::model::switches::{self, UnknownOpenid};
use crate::wechat_pay::rules::timers::Timer;
use crate::world::buyer::KnownAs;
use crate::world::ids::{Appid, Mchid, Openid, OutTradeNo, PrepayId};
use crate::world::seed::ALPHANUMERIC;
use crate::world::{Bug, Cx, Fen, Instant, Span};

/// How long an unpaid order lives unless it says otherwise, and at most (OR-06).
pub const LONGEST_LIFE: Span = Span::days(7);
/// A shorter life is raised to this (OR-06).
pub const SHORTEST_LIFE: Span = Span::minutes(1);

/// What placing one order means, whichever API asked for it.
#[derive(Debug, Clone)]
pub struct Placement {
    /// Who initiates and who receives.
    pub payee: Payee,
    /// How it will be paid.
    pub trade_type: TradeType,
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// What is sold.
    pub description: String,
    /// The merchant's own words.
    pub attach: Option<String>,
    /// Where the notice goes.
    pub notify_url: String,
    /// The last moment of payment, as asked.
    pub time_expire: Option<Instant>,
    /// What is to be paid, in fen.
    pub total: Fen,
    /// How the money is settled.
    pub settle: SettleInfo,
    /// Who must pay, as far as the merchant says.
    pub payer: Payer,
    /// Excluded pay methods.
    pub limit_pay: Vec<LimitPay>,
    /// The device, if sent.
    pub device_id: Option<String>,
    /// The decoded, decrypted request.
    pub request: Value,
}

/// `settle_info` of an order (PAY-04).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SettleInfo {
    /// Whether the money freezes for splitting.
    pub profit_sharing: bool,
    /// The subsidy announced in advance, in fen.
    pub subsidy_amount: Fen,
}

/// Places a single order, or answers a repeat with a new session.
///
/// # Errors
/// A [`Refusal`], in the order of the checks below.
pub fn place(cx: &Cx<'_>, placement: Placement) -> Outcome<Prepay> {
    check_parties(cx, &placement.payee, &[placement.trade_type.permission()])?;
    check_payer(cx, &placement.payee, &placement.payer)?;
    check_settle(placement.settle)?;
    let key = Order::key_of(placement.payee.initiator(), &placement.out_trade_no);
    let subject = Subject::Order(key.clone());
    if let Some(order) = cx.get::<Order>(&key)? {
        check_repeat(&order, &placement)?;
        return Ok(open_session(cx, subject, order.trade_type)?);
    }
    let order = make(cx, placement, None);
    cx.put(&order)?;
    Timer::CloseOrder(key).set(cx, after(order.expires_at))?;
    Ok(open_session(cx, subject, order.trade_type)?)
}

/// The order that a placement makes.
#[must_use]
pub fn make(cx: &Cx<'_>, placement: Placement, combined: Option<String>) -> Order {
    let expires_at = life(cx.now(), placement.time_expire);
    Order {
        payee: placement.payee,
        out_trade_no: placement.out_trade_no,
        combined,
        trade_type: placement.trade_type,
        description: placement.description,
        attach: placement.attach,
        notify_url: placement.notify_url,
        device_id: placement.device_id,
        limit_pay: placement.limit_pay,
        total: placement.total,
        profit_sharing: placement.settle.profit_sharing,
        subsidy_amount: placement.settle.subsidy_amount,
        payer: placement.payer,
        placed_at: cx.now(),
        expires_at,
        state: State::NotPay,
        request: placement.request,
    }
}

/// The last moment of payment: as asked, but not under a minute and not over seven days from now (OR-06).
#[must_use]
pub fn life(now: Instant, asked: Option<Instant>) -> Instant {
    asked.unwrap_or(now.after(LONGEST_LIFE)).clamp(now.after(SHORTEST_LIFE), now.after(LONGEST_LIFE))
}

/// The first second after an inclusive end: when a timer may act on it.
#[must_use]
pub fn after(end: Instant) -> Instant {
    end.after(Span::seconds(1))
}

fn check_repeat(order: &Order, placement: &Placement) -> Result<(), Refusal> {
    let number = order.out_trade_no.to_string();
    match &order.state {
        State::Paid(_) => Err(Refusal::OrderPaid(number)),
        State::Closed { .. } => Err(Refusal::OrderClosed(number)),
        State::NotPay if order.combined.is_some() => Err(Refusal::OutTradeNoUsed(number)),
        State::NotPay if order.trade_type != placement.trade_type || order.request != placement.request => {
            Err(Refusal::OutTradeNoUsed(number))
        }
        State::NotPay => Ok(()),
    }
}

/// Whether the merchants of an order may trade with each other, and with these appids.
///
/// # Errors
/// A [`Refusal`] about merchants, products or appids.
pub fn check_parties(cx: &Cx<'_>, payee: &Payee, products: &[Permission]) -> Outcome<()> {
    let initiator = required(cx, payee.initiator())?;
    match payee {
        Payee::Direct { .. } if initiator.is_provider() => return Err(Refusal::SubMchidRequired.into()),
        Payee::Direct { .. } => {}
        // Who an acquirer's merchants are is the acquirer's to know.
        Payee::Channel { .. } => return Ok(()),
        Payee::Partner { sp_mchid, sub_mchid, .. } => {
            if sp_mchid == sub_mchid {
                return Err(Refusal::SubMchidIsSelf.into());
            }
            let sub = required(cx, sub_mchid)?;
            if sub.provider() != Some(sp_mchid) {
                return Err(Refusal::NoRelation(sub_mchid.clone()).into());
            }
            if let Some(closed) = products.iter().find(|product| !sub.may(**product)) {
                return Err(Refusal::SubProductClosed(sub_mchid.clone(), *closed).into());
            }
        }
    }
    if let Some(closed) = products.iter().find(|product| !initiator.may(**product)) {
        return Err(Refusal::ProductClosed(initiator.mchid, *closed).into());
    }
    check_appids(cx, payee, &initiator)
}

fn check_appids(cx: &Cx<'_>, payee: &Payee, initiator: &Merchant) -> Outcome<()> {
    if !initiator.has_appid(payee.appid()) {
        return Err(Refusal::AppidNotBound(payee.appid().clone(), initiator.mchid.clone()).into());
    }
    if let Some(sub_appid) = payee.sub_appid() {
        let sub = required(cx, payee.recipient())?;
        if !sub.has_appid(sub_appid) {
            return Err(Refusal::SubAppidNotBound(sub_appid.clone(), sub.mchid).into());
        }
    }
    Ok(())
}

/// Whether the openids belong to the appids they are sent with (OR-10).
///
/// # Errors
/// A [`Refusal`] about an openid.
pub fn check_payer(cx: &Cx<'_>, payee: &Payee, payer: &Payer) -> Outcome<()> {
    if let Some(openid) = &payer.openid {
        check_openid(cx, openid, payee.appid(), Refusal::OpenidOfOtherAppid)?;
    }
    if let Some(sub_openid) = &payer.sub_openid {
        let sub_appid = payee.sub_appid().ok_or(Refusal::SubAppidRequired)?;
        check_openid(cx, sub_openid, sub_appid, Refusal::SubOpenidOfOtherAppid)?;
    }
    Ok(())
}

/// Whether an application knows this openid (OR-10).
///
/// # Errors
/// `other` for an openid of another application; [`Refusal::UnknownOpenid`] unless a switch takes it in.
pub fn check_openid(
    cx: &Cx<'_>,
    openid: &Openid,
    appid: &Appid,
    other: fn(Openid, Appid) -> Refusal,
) -> Outcome<()> {
    match cx.get::<KnownAs>(openid.as_str())? {
        Some(known) if known.appid == *appid => Ok(()),
        Some(_) => Err(other(openid.clone(), appid.clone()).into()),
        None => match switches::of(cx)?.openid.unknown {
            UnknownOpenid::Refuse => Err(Refusal::UnknownOpenid(openid.clone()).into()),
            UnknownOpenid::Accept => {
                let buyer = format!("buyer of {openid}");
                cx.put(&crate::world::buyer::Buyer { name: buyer.clone(), real_name: None })?;
                cx.put(&KnownAs { openid: openid.clone(), appid: appid.clone(), buyer })?;
                Ok(())
            }
        },
    }
}

/// Whether the settlement asked for is possible (PAY-05).
///
/// # Errors
/// [`Refusal::SubsidyWithoutSharing`].
pub fn check_settle(settle: SettleInfo) -> Result<(), Refusal> {
    if settle.subsidy_amount > Fen::ZERO && !settle.profit_sharing {
        return Err(Refusal::SubsidyWithoutSharing);
    }
    Ok(())
}

/// Opens a payment session. Earlier ones of the same order stop working where a new code was made (OR-03).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn open_session(cx: &Cx<'_>, subject: Subject, trade_type: TradeType) -> Result<Prepay, Bug> {
    let earlier: Vec<Prepay> = cx.all("subject", &subject.handle())?;
    for mut session in earlier.into_iter().filter(|s| s.code_url.is_some() && !s.replaced) {
        session.replaced = true;
        cx.put(&session)?;
    }
    let now = cx.now();
    let mut draw = cx.random("prepay")?;
    let id = format!("wx{}{}", now.format("%Y%m%d%H%M%S"), draw.text(b"0123456789abcdef", 20));
    let code = match (&subject, trade_type) {
        (Subject::Order(_), TradeType::Native) => {
            Some(format!("weixin://wxpay/bizpayurl?pr={}", draw.text(ALPHANUMERIC, 9)))
        }
        (Subject::Combined(_), TradeType::Native) => {
            let pr = draw.text(ALPHANUMERIC, 7);
            Some(format!("weixin://pay.weixin.qq.com/bizpayurl/up?pr={pr}&groupid=00"))
        }
        (_, TradeType::Jsapi | TradeType::App | TradeType::H5) => None,
    };
    let h5_url = (trade_type == TradeType::H5).then(|| {
        let package = draw.digits(10);
        format!("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={id}&package={package}")
    });
    let life = if h5_url.is_some() { H5_URL_LIFE } else { PREPAY_LIFE };
    let prepay_id = PrepayId::parse(&id).map_err(Bug::Broken)?;
    let session = Prepay {
        prepay_id,
        subject,
        trade_type,
        code_url: code,
        h5_url,
        expires_at: now.after(life),
        replaced: false,
    };
    cx.put(&session)?;
    Ok(session)
}

fn required(cx: &Cx<'_>, mchid: &Mchid) -> Outcome<Merchant> {
    merchant::find(cx, mchid)?.ok_or_else(|| Refusal::UnknownMerchant(mchid.clone()).into())
}
