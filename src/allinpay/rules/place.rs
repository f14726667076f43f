//! Placing orders: numbers, fund control, product, risk, the channel (§2.1, §5.2).

use super::refusal::{Refusal, TradeRefused, Why};
use super::timers::Timer;
use super::{Ruled, control, numbers, paid};
use crate::allinpay::model::assumed;
use crate::allinpay::model::channel;
use crate::allinpay::model::code::Then;
use crate::allinpay::model::follow::Follow;
use crate::allinpay::model::kind::{PayType, TrxCode};
use crate::allinpay::model::merchant::Merchant;
use crate::allinpay::model::order::{Order, State, number};
use crate::allinpay::model::share::Share;
use crate::allinpay::model::sign_type::SignType;
use crate::world::channel::{ChannelKind, ChannelOrder, ChannelRefused, ChannelSession};
use crate::world::ids::{Appid, Openid, OutTradeNo};
use crate::world::{Bug, Cx, Fen, Instant, Span, Stop};

/// What a merchant asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The application that asks.
    pub appid: String,
    /// The merchant's number.
    pub reqsn: String,
    /// What it is paid with.
    pub paytype: PayType,
    /// How much, in fen.
    pub amount: Fen,
    /// The title.
    pub body: String,
    /// The remark.
    pub remark: String,
    /// The payer.
    pub acct: Option<String>,
    /// The WeChat application.
    pub sub_appid: Option<Appid>,
    /// Where notices go.
    pub notify_url: Option<String>,
    /// Whether credit cards are excluded.
    pub no_credit: bool,
    /// How it is to be split.
    pub asinfo: Option<String>,
    /// How the request was signed, and so how notices are.
    pub sign_type: SignType,
    /// When it can no longer be paid.
    pub expires_at: Instant,
    /// The digest of all that.
    pub asked: String,
}

/// Places an order. Asked for once more, an unpaid one is answered as before (AL-22).
///
/// # Errors
/// A [`Why`], in the order: number, fund control, product, risk, payer.
pub fn place(cx: &Cx<'_>, merchant: &Merchant, wish: &Wish) -> Ruled<Order> {
    if let Some(again) = earlier(cx, merchant, wish)? {
        return Ok(again);
    }
    let sub_appid = wish.sub_appid.clone().or_else(|| default_appid(merchant, wish.paytype));
    let verdict = control::verdict(cx, merchant, wish.paytype, sub_appid.as_ref(), wish.amount)?;
    let trxcode = match &verdict {
        Ok(trxcode) => *trxcode,
        Err(_) => TrxCode::Pay(wish.paytype.family()),
    };
    let mut order = new_order(cx, merchant, wish, sub_appid, trxcode)?;
    if let Err(why) = verdict {
        return blocked(cx, order, why);
    }
    match payinfo(cx, merchant, &order) {
        Ok(payinfo) => order.payinfo = payinfo,
        Err(Stop::Refused(refused) | Stop::RefusedAndKept(refused)) => {
            return blocked(cx, order, Why::BadPayer(payer_of(&refused)));
        }
        Err(Stop::Bug(bug)) => return Err(bug.into()),
    }
    cx.put(&order)?;
    Timer::Expire(order.trxid.clone()).set(cx, order.expires_at.after(Span::seconds(1)))?;
    Ok(order)
}

/// A payment code that the merchant scanned: placed and paid in one (§2.4).
///
/// # Errors
/// A [`Why`].
pub fn scan(cx: &Cx<'_>, merchant: &Merchant, wish: &Wish, code: &str) -> Ruled<Order> {
    if let Some(again) = earlier(cx, merchant, wish)? {
        return Ok(again);
    }
    let found = super::payment_code::redeem(cx, code)?;
    let Some(found) = found else { return Err(Why::BadCode.into()) };
    let wish = Wish { paytype: PayType::Code(found.wallet), ..wish.clone() };
    let sub_appid = wish.sub_appid.clone().or_else(|| default_appid(merchant, wish.paytype));
    let verdict = control::verdict(cx, merchant, wish.paytype, sub_appid.as_ref(), wish.amount)?;
    let trxcode = match &verdict {
        Ok(trxcode) => *trxcode,
        Err(_) => TrxCode::Pay(wish.paytype.family()),
    };
    let mut order = new_order(cx, merchant, &wish, sub_appid, trxcode)?;
    order.shown_by = Some(found.buyer.clone());
    if let Err(why) = verdict {
        return blocked(cx, order, why);
    }
    if found.then == Then::Fails {
        let said = assumed::of(cx)?.payment_failed;
        order.state = State::Failed(said.errmsg);
        cx.put(&order)?;
        return refused_and_kept(&order, Why::PaymentFailed);
    }
    payinfo(cx, merchant, &order).map_err(|stop| match stop {
        Stop::Refused(other) | Stop::RefusedAndKept(other) => {
            Bug::Broken(format!("the order of a payment code met {other:?}"))
        }
        Stop::Bug(bug) => bug,
    })?;
    cx.put(&order)?;
    if found.then == Then::AsksPassword {
        Timer::Expire(order.trxid.clone()).set(cx, order.expires_at.after(Span::seconds(1)))?;
        return Ok(order);
    }
    paid::by_buyer(cx, &order, &found.buyer, None).map_err(|stop| match stop {
        Stop::Refused(refused) | Stop::RefusedAndKept(refused) => {
            Bug::Broken(format!("the payment code of {} met {refused}", order.trxid))
        }
        Stop::Bug(bug) => bug,
    })?;
    let found = cx.get::<Order>(&order.trxid)?;
    Ok(found.ok_or_else(|| Bug::Broken(format!("{} is gone", order.trxid)))?)
}

/// The order of the same number, where it may be sent again.
fn earlier(cx: &Cx<'_>, merchant: &Merchant, wish: &Wish) -> Ruled<Option<Order>> {
    let key = number(&merchant.cusid, &wish.reqsn);
    let Some(found) = cx.first::<Order>("number", &key)? else {
        check_unused(cx, merchant, &wish.reqsn)?;
        return Ok(None);
    };
    if found.state == State::Placed && found.asked == wish.asked {
        return Ok(Some(found));
    }
    Err(Why::Repeated(wish.reqsn.clone()).into())
}

/// That no trade of a merchant has a number yet.
///
/// # Errors
/// [`Why::Repeated`].
pub fn check_unused(cx: &Cx<'_>, merchant: &Merchant, reqsn: &str) -> Ruled<()> {
    if is_used(cx, &merchant.cusid, reqsn)? {
        return Err(Why::Repeated(reqsn.to_owned()).into());
    }
    Ok(())
}

/// Whether a trade of a merchant has a number: an order, a split, or what follows an order.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn is_used(cx: &Cx<'_>, cusid: &str, reqsn: &str) -> Result<bool, Bug> {
    let key = number(cusid, reqsn);
    Ok(cx.first::<Order>("number", &key)?.is_some()
        || cx.first::<Follow>("number", &key)?.is_some()
        || cx.get::<Share>(&key)?.is_some())
}

/// The application of an order that names none: only a mini program's order is judged by it (AL-63).
fn default_appid(merchant: &Merchant, paytype: PayType) -> Option<Appid> {
    if paytype == PayType::W06 { merchant.sub_appid.clone() } else { None }
}

fn new_order(
    cx: &Cx<'_>,
    merchant: &Merchant,
    wish: &Wish,
    sub_appid: Option<Appid>,
    trxcode: TrxCode,
) -> Result<Order, Bug> {
    Ok(Order {
        trxid: numbers::trxid(cx)?,
        cusid: merchant.cusid.clone(),
        appid: wish.appid.clone(),
        reqsn: wish.reqsn.clone(),
        paytype: wish.paytype,
        trxcode,
        converted: trxcode == TrxCode::PreConsumption && wish.paytype != PayType::W11,
        amount: wish.amount,
        body: if wish.body.is_empty() { merchant.name.clone() } else { wish.body.clone() },
        remark: wish.remark.clone(),
        acct: wish.acct.clone(),
        shown_by: None,
        no_credit: wish.no_credit,
        sub_appid,
        notify_url: wish.notify_url.clone(),
        sign_type: wish.sign_type,
        asinfo: wish.asinfo.clone(),
        placed_at: cx.now(),
        expires_at: wish.expires_at,
        payinfo: String::new(),
        asked: wish.asked.clone(),
        state: State::Placed,
        payment: None,
        refunded: Fen::ZERO,
        shared: Fen::ZERO,
    })
}

/// Keeps an order that was refused: its number is spent (AL-68).
fn blocked(cx: &Cx<'_>, mut order: Order, why: Why) -> Ruled<Order> {
    let said = why.said(&assumed::of(cx)?);
    order.state = State::Blocked { trxstatus: said.trxstatus, errmsg: said.errmsg };
    cx.put(&order)?;
    refused_and_kept(&order, why)
}

fn refused_and_kept(order: &Order, why: Why) -> Ruled<Order> {
    let shown = vec![("trxid", order.trxid.clone())];
    Err(Stop::RefusedAndKept(Refusal::Trade(TradeRefused { why, shown })))
}

/// What the buyer's client is handed (§2.2): for WeChat's kinds a real order stands behind it.
fn payinfo(cx: &Cx<'_>, merchant: &Merchant, order: &Order) -> Result<String, Stop<ChannelRefused>> {
    if !order.paytype.is_wechat() {
        return Ok(imitated(cx, order)?);
    }
    let channel = channel::at_wechat(cx)?;
    let kind = match order.paytype {
        PayType::W02 | PayType::W06 | PayType::W11 => {
            let acct = order.acct.clone().unwrap_or_default();
            let openid = Openid::parse(&acct).map_err(Bug::Broken)?;
            // W02 is paid in a page: WeChat does not control it, unless this world says so (AL-63).
            if order.paytype == PayType::W02 && !order.is_pre_consumption() {
                ChannelKind::Page { openid }
            } else {
                ChannelKind::Jsapi { openid }
            }
        }
        PayType::W03 => ChannelKind::App,
        PayType::Code(_) => ChannelKind::Code,
        PayType::W01
        | PayType::A01
        | PayType::A02
        | PayType::A03
        | PayType::Q01
        | PayType::Q02
        | PayType::U01
        | PayType::U02
        | PayType::U03
        | PayType::S01
        | PayType::S03
        | PayType::N03 => ChannelKind::Native,
    };
    let session = cx.channel()?.place(
        cx,
        &ChannelOrder {
            mchid: channel.mchid,
            sub_mchid: merchant.sub_mchid.clone(),
            out_trade_no: OutTradeNo::parse(&order.trxid).map_err(Bug::Broken)?,
            description: order.body.clone(),
            amount: order.amount,
            appid: order.sub_appid.clone().unwrap_or(channel.appid),
            kind,
            no_credit: order.no_credit,
            expires_at: order.expires_at,
        },
    )?;
    let ChannelSession { url, cashier, .. } = session;
    Ok(url.unwrap_or_else(|| serde_json::Value::Object(cashier).to_string()))
}

/// What stands for the payment of a channel that is not imitated: in its form, and payable by act alone.
fn imitated(cx: &Cx<'_>, order: &Order) -> Result<String, Bug> {
    let token = cx.random("allinpay payinfo")?.text(crate::world::seed::ALPHANUMERIC, 24);
    Ok(match order.paytype {
        PayType::A01 => format!("https://qr.alipay.com/{token}"),
        PayType::A02 => numbers::channel_number(cx)?,
        PayType::A03 => format!("app_id=2021000000000000&method=alipay.trade.app.pay&trade={token}"),
        PayType::Q01 => format!("https://qpay.qq.com/qr/{token}"),
        PayType::Q02 => format!("https://qpay.qq.com/page/{token}"),
        PayType::U01 => format!("https://qr.95516.com/{token}"),
        PayType::U02 => format!("https://qr.95516.com/page/{token}"),
        PayType::S01 => format!("https://qr.ecny.example/{token}"),
        PayType::S03 => format!("https://h5.ecny.example/{token}"),
        PayType::U03
        | PayType::N03
        | PayType::Code(_)
        | PayType::W01
        | PayType::W02
        | PayType::W03
        | PayType::W06
        | PayType::W11 => String::new(),
    })
}

fn payer_of(refused: &ChannelRefused) -> String {
    match refused {
        ChannelRefused::OtherAppid(openid, _) | ChannelRefused::UnknownOpenid(openid) => openid.to_string(),
        ChannelRefused::NumberUsed(out_trade_no) => out_trade_no.to_string(),
    }
}
