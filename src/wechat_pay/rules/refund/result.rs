//! How a refund ends: by time, by act, or on another bank card (5.1, 5.4, LG-16).

use serde::Deserialize;

use super::sources::Books;
use super::{Wish, fee, notice, query};
use crate::wechat_pay::model::merchant::Merchant;
use crate::wechat_pay::model::order::Order;
use crate::wechat_pay::model::refund::{Channel, Family, Refund, State};
use crate::wechat_pay::model::switches;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::RefundRefusal;
use crate::wechat_pay::rules::timers::Timer;
use crate::world::act::{ActRefused, ActStop};
use crate::world::event::Event;
use crate::world::ids::{Mchid, OutRefundNo};
use crate::world::journal::Note;
use crate::world::{Bug, Cx};

/// How a refund fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// It cannot reach the buyer; another bank card may be named.
    Abnormal,
    /// It is off for good, its money goes back.
    Closed,
}

/// A request to send an abnormal refund to another bank card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AbnormalRequest {
    /// Whose order it is; none for a direct merchant's own.
    pub sub_mchid: Option<Mchid>,
    /// The merchant's number of the refund.
    pub out_refund_no: OutRefundNo,
    /// Whose card it is.
    #[serde(rename = "type")]
    pub kind: CardKind,
    /// The bank, in WeChat's code.
    pub bank_type: Option<String>,
    /// The card's number, decrypted.
    pub bank_account: Option<String>,
    /// Its holder, decrypted.
    pub real_name: Option<String>,
}

/// Whose bank card an abnormal refund goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CardKind {
    /// The buyer's: the request says which.
    UserBankCard,
    /// The merchant's own: it pays the buyer itself.
    MerchantBankCard,
}

/// The time of a refund is over: the buyer has the money.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn fall_due(cx: &Cx<'_>, key: &str) -> Result<Option<Note>, Bug> {
    let Some(refund) = cx.get::<Refund>(key)?.filter(|refund| refund.state == State::Processing) else {
        return Ok(None);
    };
    let refund = arrive(cx, refund)?;
    let (number, amount) = (&refund.out_refund_no, refund.amount);
    Ok(Some(Note::new(
        format!("refund {number}: the buyer has {amount} fen back"),
        format!("退款单 {number}：{amount} 分已退回买家"),
    )))
}

/// Brings a refund to the buyer now (act).
///
/// # Errors
/// Unless it is PROCESSING.
pub fn succeed(cx: &Cx<'_>, refund: Refund) -> Result<Refund, ActStop> {
    if refund.state != State::Processing {
        return Err(over(&refund).into());
    }
    Timer::RefundResult(refund.key()).call_off(cx)?;
    Ok(arrive(cx, refund)?)
}

/// Lets a refund fail (act). A closed one gives its money back to the account that it came from: to the frozen pot if that
/// still is frozen, else to the available money (LG-16).
///
/// # Errors
/// Unless it is PROCESSING, or ABNORMAL and to be closed; when the platform's FEES account cannot pay the fee again.
pub fn fail(cx: &Cx<'_>, mut refund: Refund, failure: Failure) -> Result<Refund, ActStop> {
    let possible = match failure {
        Failure::Abnormal => refund.state == State::Processing,
        Failure::Closed => matches!(refund.state, State::Processing | State::Abnormal { .. }),
    };
    if !possible {
        return Err(over(&refund).into());
    }
    Timer::RefundResult(refund.key()).call_off(cx)?;
    let at = cx.now();
    if failure == Failure::Closed {
        take_back(cx, &refund)?;
        Timer::RetryAdvance(refund.key()).call_off(cx)?;
        if fee::refunded(cx, &refund.transaction_id)? == refund.total {
            let transaction_id = refund.transaction_id.clone();
            cx.raise(&Event::Refunding { transaction_id, in_full: false })?;
        }
        refund.state = State::Closed { at };
    } else {
        refund.state = State::Abnormal { at };
    }
    cx.put(&refund)?;
    notice::post(cx, &refund)?;
    Ok(refund)
}

/// Sends an abnormal refund to another bank card. Asking again while it is on its way changes nothing.
///
/// # Errors
/// [`RefundRefusal::NotAbnormal`], [`RefundRefusal::CardRequired`], or as [`query`].
pub fn abnormal(
    cx: &Cx<'_>,
    caller: &Merchant,
    family: Family,
    wish: &Wish,
    asked: &AbnormalRequest,
) -> Outcome<Refund> {
    let mut refund = query(cx, caller, family, asked.sub_mchid.as_ref(), wish)?;
    if refund.out_refund_no != asked.out_refund_no {
        return Err(RefundRefusal::NotFound(asked.out_refund_no.to_string()).into());
    }
    let account = destination(asked)?;
    match refund.state {
        State::Abnormal { .. } => {}
        State::Processing | State::Success { .. }
            if refund.channel == Channel::OtherBankcard && refund.received_account == account =>
        {
            return Ok(refund);
        }
        State::Processing | State::Success { .. } | State::Closed { .. } => {
            return Err(RefundRefusal::NotAbnormal(refund.state.literal()).into());
        }
    }
    refund.state = State::Processing;
    refund.channel = Channel::OtherBankcard;
    refund.received_account = account;
    cx.put(&refund)?;
    let due = cx.now().after(switches::of(cx)?.refund.result_after);
    Timer::RefundResult(refund.key()).set(cx, due)?;
    Ok(refund)
}

/// The card in the words that answers use.
fn destination(asked: &AbnormalRequest) -> Outcome<String> {
    if asked.kind == CardKind::MerchantBankCard {
        return Ok("商户结算银行卡".to_owned());
    }
    let required = |text: &Option<String>, name| text.clone().ok_or(RefundRefusal::CardRequired(name));
    let bank = required(&asked.bank_type, "bank_type")?;
    let number = required(&asked.bank_account, "bank_account")?;
    required(&asked.real_name, "real_name")?;
    let digits: Vec<char> = number.chars().collect();
    let tail: String = digits[digits.len().saturating_sub(4)..].iter().collect();
    Ok(format!("{}借记卡{tail}", bank_name(&bank)))
}

fn bank_name(bank_type: &str) -> &'static str {
    match bank_type {
        "CMB_DEBIT" => "招商银行",
        "COMM_DEBIT" => "交通银行",
        "ABC_DEBIT" => "农业银行",
        "CCB_DEBIT" => "建设银行",
        "ICBC_DEBIT" => "工商银行",
        "BOC_DEBIT" => "中国银行",
        "PAB_DEBIT" => "平安银行",
        "SPDB_DEBIT" => "浦发银行",
        "CITIC_DEBIT" => "中信银行",
        "CEB_DEBIT" => "光大银行",
        "CMBC_DEBIT" => "民生银行",
        "CIB_DEBIT" => "兴业银行",
        "GDB_DEBIT" => "广发银行",
        "PSBC_DEBIT" => "邮储银行",
        "NBCB_DEBIT" => "宁波银行",
        _ => "银行",
    }
}

fn arrive(cx: &Cx<'_>, mut refund: Refund) -> Result<Refund, Bug> {
    refund.state = State::Success { at: cx.now() };
    cx.put(&refund)?;
    notice::post(cx, &refund)?;
    if fee::arrived(cx, &refund.transaction_id)? == refund.total {
        cx.raise(&Event::RefundedInFull(refund.transaction_id.clone()))?;
    }
    Ok(refund)
}

fn take_back(cx: &Cx<'_>, refund: &Refund) -> Result<(), ActStop> {
    let order = cx.first::<Order>("transaction_id", refund.transaction_id.as_str())?;
    let order =
        order.ok_or_else(|| Bug::Broken(format!("the order of refund {} is gone", refund.refund_id)))?;
    let payment = order.payment();
    let payment =
        payment.ok_or_else(|| Bug::Broken(format!("the order of refund {} is unpaid", refund.refund_id)))?;
    let books = Books { cx, order: &order, payment };
    let Some(short) = books.take_back(refund)? else { return Ok(()) };
    let platform = &refund.initiator;
    Err(ActRefused::new(
        format!(
            "the FEES account of {platform} is {short} fen short of the fee that is charged again; act merchant.top_up fills it (LG-16)"
        ),
        format!("{platform} 的手续费账户不足以重新扣费，差 {short} 分；可用 merchant.top_up 充值（LG-16）"),
    )
    .into())
}

fn over(refund: &Refund) -> ActRefused {
    let (number, state) = (&refund.out_refund_no, refund.state.literal());
    ActRefused::new(
        format!("refund {number} is {state}: only one that is on its way has a result to come"),
        format!("退款单 {number} 状态为 {state}，不能再更改结果"),
    )
}
