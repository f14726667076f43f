//! Orders (聚合正扫): a payment begins.

use super::refusal::OrderRefusal;
use super::shares::{self, Bunch};
use super::timers::Timer;
use super::trades::{self, Asked, Sort};
use super::{Ruled, books};
use crate::huifu::model::assumed::{self, Assumed};
use crate::huifu::model::cause::Cause;
use crate::huifu::model::channel::{self, ChannelNumbers};
use crate::huifu::model::member::{AcctKind, Kind, Member};
use crate::huifu::model::payment::{FeeMode, Payment, Share, State, Subsidy, TradeType};
use crate::huifu::rules::books::{Bucket, Place};
use crate::world::channel::{ChannelKind, ChannelOrder, ChannelRefused, ChannelSession};
use crate::world::control::Control;
use crate::world::ids::{AcctId, Appid, HuifuId, Openid, OutTradeNo};
use crate::world::journal::Note;
use crate::world::ledger::Transfer;
use crate::world::{Bug, Cx, Fen, Instant, Span, Stop};

/// What an order asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its numbers.
    pub asked: Asked,
    /// How it is to be paid.
    pub kind: TradeType,
    /// `trans_amt`, fen.
    pub amount: Fen,
    /// The merchant's account; the basic one where left out.
    pub acct_id: Option<AcctId>,
    /// What is sold.
    pub goods_desc: String,
    /// The merchant's application.
    pub appid: Option<Appid>,
    /// Who is to pay.
    pub openid: Option<Openid>,
    /// `delay_acct_flag`.
    pub delayed: bool,
    /// `fee_flag`.
    pub fee_mode: FeeMode,
    /// `acct_split_bunch`.
    pub bunch: Option<Bunch>,
    /// `combinedpay_data`.
    pub subsidies: Vec<(HuifuId, Option<AcctId>, Fen)>,
    /// Whether credit cards are excluded.
    pub no_credit: bool,
    /// The last moment at which it can be paid.
    pub expires_at: Option<Instant>,
    /// `wx_data.attach`.
    pub attach: Option<String>,
    /// Echoed.
    pub remark: Option<String>,
    /// Where notices go.
    pub notify_url: Option<String>,
    /// Whether the platform through which it is ordered tells the merchant of it in its own way.
    pub told_elsewhere: bool,
}

/// An order that was taken.
pub struct Placed {
    /// The payment that began.
    pub payment: Payment,
    /// What the client opens the cashier with.
    pub session: ChannelSession,
    /// What a payment would meet now.
    pub control: Control,
}

/// Takes an order. It is the same call whether the application is controlled or not (HF-05).
///
/// # Errors
/// [`OrderRefusal`], and what [`trades::begin`] and [`shares::divide`] refuse.
pub fn place(cx: &Cx<'_>, merchant: &Member, wish: Wish) -> Ruled<Placed> {
    let assumed = assumed::of(cx)?;
    if merchant.kind != Kind::Merchant {
        return Err(OrderRefusal::NoMerchant(merchant.huifu_id.clone()).into());
    }
    let head = trades::begin(cx, &wish.asked, Sort::Payment)?;
    let acct_id = taking_account(merchant, wish.acct_id.as_ref())?;
    let expires_at = expiry(cx, &assumed, wish.expires_at)?;
    if wish.delayed && !merchant.business.delay {
        return Err(OrderRefusal::MayNotDelay.into());
    }
    let delayed = wish.delayed || merchant.business.forced_delay;
    let shares = split(cx, merchant, &acct_id, &wish)?;
    // The fee is taken where the merchant's share goes.
    let bearer = shares::bearer(&shares, &merchant.huifu_id);
    let acct_id = bearer.map_or(acct_id, |share| share.acct_id.clone());
    let numbers = channel::of(cx)?;
    let control = control_over(cx, merchant, &wish)?;
    let subsidies = subsidise(cx, &wish, control, head.hf_seq_id.as_str())?;
    let out_trade_no = new_out_trade_no(cx)?;
    let payment = Payment {
        head,
        kind: wish.kind,
        amount: wish.amount,
        acct_id,
        goods_desc: wish.goods_desc,
        appid: wish.appid,
        openid: wish.openid,
        delayed,
        fee_mode: wish.fee_mode,
        shares,
        split: wish.bunch.is_some(),
        subsidies,
        attach: wish.attach,
        remark: wish.remark,
        notify_url: wish.notify_url,
        told_elsewhere: wish.told_elsewhere,
        out_trade_no,
        expires_at,
        state: State::Open,
    };
    cx.put(&payment)?;
    Timer::Expire(payment.head.hf_seq_id.clone()).set(cx, expires_at.after(Span::seconds(1)))?;
    let session = open(cx, merchant, &payment, &numbers, wish.no_credit)?;
    Ok(Placed { payment, session, control })
}

/// The account that takes a payment: a basic or a cash account.
fn taking_account(merchant: &Member, named: Option<&AcctId>) -> Ruled<AcctId> {
    let acct_id = shares::account_of(merchant, named)?;
    if acct_id == *merchant.acct(AcctKind::Recharge)? {
        return Err(OrderRefusal::AccountKind(acct_id).into());
    }
    Ok(acct_id)
}

fn expiry(cx: &Cx<'_>, assumed: &Assumed, wished: Option<Instant>) -> Ruled<Instant> {
    match wished {
        Some(at) if at <= cx.now().after(Span::minutes(1)) => Err(OrderRefusal::ExpiresTooSoon.into()),
        Some(at) => Ok(at),
        None => Ok(cx.now().after(assumed.order_expires_after)),
    }
}

/// Who gets what. The fee is the merchant's, so it has a share, and one that bears it.
fn split(cx: &Cx<'_>, merchant: &Member, acct_id: &AcctId, wish: &Wish) -> Ruled<Vec<Share>> {
    let own = |amount: Fen| Share { huifu_id: merchant.huifu_id.clone(), acct_id: acct_id.clone(), amount };
    let shares = match &wish.bunch {
        None => vec![own(wish.amount)],
        Some(_) if !merchant.business.split => return Err(OrderRefusal::MayNotSplit.into()),
        Some(bunch) => {
            let shares = shares::divide(cx, bunch, wish.amount)?;
            if !shares.iter().any(|share| share.huifu_id == merchant.huifu_id) {
                return Err(OrderRefusal::MerchantNotListed.into());
            }
            let sum = shares::sum(&shares)?;
            if sum != wish.amount {
                return Err(OrderRefusal::SharesDiffer { sum, whole: wish.amount }.into());
            }
            shares
        }
    };
    let share = shares::bearer(&shares, &merchant.huifu_id).map_or(Fen::ZERO, |share| share.amount);
    let fee = merchant.fee_rate.of(wish.amount);
    if wish.fee_mode == FeeMode::Inside && fee > share {
        return Err(OrderRefusal::FeeTooHigh { fee, share }.into());
    }
    Ok(shares)
}

/// What a payment in the order's application would meet now. One that cannot be paid is taken all the same, because
/// WeChat Pay tells only the buyer; the caller is told why in a hint.
fn control_over(cx: &Cx<'_>, merchant: &Member, wish: &Wish) -> Result<Control, Bug> {
    let Some(appid) = &wish.appid else { return Ok(Control::Free) };
    let control = cx.control_over(&[appid], &merchant.wechat_mchid)?;
    if let Control::Barred(why) = control {
        let (en, zh) = why.words();
        let mchid = &merchant.wechat_mchid;
        cx.note(Note::new(
            format!("nobody will be able to pay this: {appid} {en} (merchant number {mchid})"),
            format!("该订单将无法支付：{appid} {zh}（商户号 {mchid}）"),
        ));
    }
    Ok(control)
}

/// Keeps the money of those who pay a part. Controlled trades have none such (HF-21).
fn subsidise(cx: &Cx<'_>, wish: &Wish, control: Control, document: &str) -> Ruled<Vec<Subsidy>> {
    if wish.subsidies.is_empty() {
        return Ok(Vec::new());
    }
    if let (Control::Controlled, Some(appid)) = (control, &wish.appid) {
        return Err(OrderRefusal::SubsidyControlled(appid.clone()).into());
    }
    let mut subsidies = Vec::new();
    let mut left = wish.amount;
    for (huifu_id, acct_id, amount) in &wish.subsidies {
        let acct_id = shares::account(cx, huifu_id, acct_id.as_ref())?;
        left = left.minus(*amount)?;
        if left.is_zero() || left.is_negative() {
            return Err(OrderRefusal::SubsidyTooLarge.into());
        }
        let place = Place { huifu_id, acct_id: &acct_id };
        if place.available(cx)? < *amount {
            return Err(OrderRefusal::SubsidyShort(acct_id).into());
        }
        let reservation = cx.reserve(&Transfer {
            debit: &place.bucket(Bucket::Available),
            credit: &books::clearing(),
            amount: *amount,
            cause: Cause::Subsidy.word(),
            subject: document,
            document,
        })?;
        let share = Share { huifu_id: huifu_id.clone(), acct_id, amount: *amount };
        subsidies.push(Subsidy { share, reservation: Some(reservation) });
    }
    Ok(subsidies)
}

/// The number on the buyer's bill: `03`, the day and random digits.
fn new_out_trade_no(cx: &Cx<'_>) -> Result<OutTradeNo, Bug> {
    let number = format!("03{}{}", cx.now().format("%y%m%d%H%M%S"), cx.random("party_order_id")?.digits(10));
    OutTradeNo::parse(&number).map_err(Bug::Broken)
}

fn open(
    cx: &Cx<'_>,
    merchant: &Member,
    payment: &Payment,
    numbers: &ChannelNumbers,
    no_credit: bool,
) -> Ruled<ChannelSession> {
    let appid = payment.appid.clone().unwrap_or_else(|| numbers.appid.clone());
    let kind = match (payment.kind, &payment.openid) {
        (TradeType::Jsapi | TradeType::MiniApp, Some(openid)) => {
            ChannelKind::Jsapi { openid: openid.clone() }
        }
        (TradeType::Jsapi | TradeType::MiniApp, None) => {
            return Err(Bug::Broken("an order without a payer came through".to_owned()).into());
        }
        (TradeType::App, _) => ChannelKind::App,
        (TradeType::H5, _) => ChannelKind::H5,
        (TradeType::Native, _) => ChannelKind::Native,
    };
    let order = ChannelOrder {
        mchid: numbers.mchid.clone(),
        sub_mchid: merchant.wechat_mchid.clone(),
        out_trade_no: payment.out_trade_no.clone(),
        description: payment.goods_desc.clone(),
        amount: payment.buyers_part()?,
        appid: appid.clone(),
        kind,
        no_credit,
        expires_at: payment.expires_at,
    };
    cx.channel()?.place(cx, &order).map_err(|stop| match stop {
        Stop::Refused(refused) | Stop::RefusedAndKept(refused) => match refused {
            ChannelRefused::OtherAppid(openid, _) | ChannelRefused::UnknownOpenid(openid) => {
                OrderRefusal::Openid(openid, appid).into()
            }
            ChannelRefused::NumberUsed(number) => {
                Bug::Broken(format!("the number {number} was made twice")).into()
            }
        },
        Stop::Bug(bug) => Stop::Bug(bug),
    })
}
