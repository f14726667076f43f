//! `/v3/refund/domestic/refunds` and `/v3/ecommerce/refunds/*`: one rule, two wordings.

use serde::Deserialize;
use serde_json::{Value, json};

use super::wire::{Call, Reply};
use crate::wechat_pay::model::accounts::Purse;
use crate::wechat_pay::model::refund::{
    Advance, AdvanceReturn, Channel, Family, Refund, ReturnResult, Source, State,
};
use crate::wechat_pay::model::switches::{self, ClosedWord};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refund::{self, AbnormalRequest, Appids, RefundRequest, Wanted, Wish};
use crate::wechat_pay::rules::refusal::RefundRefusal;
use crate::world::ids::{Appid, Mchid, OutRefundNo, OutTradeNo, RefundId, TransactionId};
use crate::world::{Bug, Fen};

/// What both APIs ask for.
#[derive(Deserialize)]
struct Common {
    sub_mchid: Option<Mchid>,
    transaction_id: Option<TransactionId>,
    out_trade_no: Option<OutTradeNo>,
    out_refund_no: OutRefundNo,
    reason: Option<String>,
    notify_url: Option<String>,
    amount: Amount,
    funds_account: Option<FundsAccount>,
}

#[derive(Deserialize)]
struct Amount {
    refund: Fen,
    total: Fen,
    #[serde(default)]
    from: Vec<From>,
}

#[derive(Deserialize)]
struct From {
    account: Account,
    amount: Fen,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Account {
    Available,
    Unavailable,
}

/// UNSETTLED asks for the money where the order's is, as saying nothing does (assumed).
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum FundsAccount {
    Available,
    Unsettled,
}

/// What only the e-commerce API asks for.
#[derive(Deserialize)]
struct Ecommerce {
    sp_appid: Appid,
    sub_appid: Option<Appid>,
    refund_account: Option<RefundAccount>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum RefundAccount {
    RefundSourceSubMerchant,
    RefundSourcePartnerAdvance,
}

/// Refunds by the API of service providers and direct merchants.
pub(super) fn domestic(call: &Call<'_>) -> Outcome<Reply> {
    let asked = request(call, None, false)?;
    let refund = refund::apply(call.cx, call.caller, asked)?;
    Ok(Reply::Json(domestic_view(&refund)?))
}

/// Refunds by the API of platforms. Its answer has no status.
pub(super) fn ecommerce(call: &Call<'_>) -> Outcome<Reply> {
    let own: Ecommerce = call.body()?;
    let may_advance = own.refund_account == Some(RefundAccount::RefundSourcePartnerAdvance);
    let appids = Appids { sp_appid: own.sp_appid, sub_appid: own.sub_appid };
    let asked = request(call, Some(appids), may_advance)?;
    let refund = refund::apply(call.cx, call.caller, asked)?;
    Ok(Reply::Json(accepted(&refund)))
}

/// Answers a refund by the merchant's number.
pub(super) fn by_number(call: &Call<'_>, family: Family) -> Outcome<Reply> {
    let wish = Wish::Number(call.parameter("out_refund_no")?);
    answer(call, family, &wish)
}

/// Answers a refund by WeChat Pay's number.
pub(super) fn by_id(call: &Call<'_>) -> Outcome<Reply> {
    let wish = Wish::Id(call.parameter("refund_id")?);
    answer(call, Family::Ecommerce, &wish)
}

/// Sends an abnormal refund to another bank card (5.4).
pub(super) fn abnormal(call: &Call<'_>, family: Family) -> Outcome<Reply> {
    let asked: AbnormalRequest = call.body()?;
    let wish = Wish::Id(call.parameter("refund_id")?);
    let refund = refund::abnormal(call.cx, call.caller, family, &wish, &asked)?;
    view(call, family, &refund)
}

/// Asks a sub-merchant for what its platform advanced (AD-02).
pub(super) fn return_advance(call: &Call<'_>) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Body {
        sub_mchid: Mchid,
    }
    let body: Body = call.body()?;
    let refund_id = call.parameter::<RefundId>("refund_id")?;
    let (refund, advance, returning) =
        refund::return_advance(call.cx, call.caller, &body.sub_mchid, &refund_id)?;
    Ok(Reply::Json(return_view(&refund, &advance, &returning)))
}

/// Answers the return of an advance.
pub(super) fn query_advance(call: &Call<'_>) -> Outcome<Reply> {
    let (sub_mchid, refund_id) =
        (call.parameter::<Mchid>("sub_mchid")?, call.parameter::<RefundId>("refund_id")?);
    let (refund, advance, returning) = refund::query_return(call.cx, call.caller, &sub_mchid, &refund_id)?;
    Ok(Reply::Json(return_view(&refund, &advance, &returning)))
}

fn request(call: &Call<'_>, ecommerce: Option<Appids>, may_advance: bool) -> Outcome<RefundRequest> {
    let common: Common = call.body()?;
    Ok(RefundRequest {
        wanted: wanted(&common, may_advance)?,
        sub_mchid: common.sub_mchid,
        transaction_id: common.transaction_id,
        out_trade_no: common.out_trade_no,
        out_refund_no: common.out_refund_no,
        reason: common.reason,
        notify_url: common.notify_url,
        refund: common.amount.refund,
        total: common.amount.total,
        ecommerce,
        request: call.input.body.clone(),
    })
}

fn wanted(common: &Common, may_advance: bool) -> Outcome<Wanted> {
    if common.amount.from.is_empty() {
        return Ok(match common.funds_account {
            Some(FundsAccount::Available) => Wanted::Available { may_advance },
            Some(FundsAccount::Unsettled) | None => Wanted::WhereItIs { may_advance },
        });
    }
    if common.funds_account.is_some() {
        return Err(RefundRefusal::AccountsTwice.into());
    }
    // A sum past 2^63 differs from any refund.
    let of = |account| {
        let listed = common.amount.from.iter().filter(|from| from.account == account);
        listed.fold(Fen::ZERO, |sum, from| sum.plus(from.amount).unwrap_or(Fen::new(i64::MAX)))
    };
    Ok(Wanted::Listed { frozen: of(Account::Unavailable), available: of(Account::Available) })
}

fn answer(call: &Call<'_>, family: Family, wish: &Wish) -> Outcome<Reply> {
    let sub_mchid = call.text("sub_mchid").map(|_| call.parameter::<Mchid>("sub_mchid")).transpose()?;
    let refund = refund::query(call.cx, call.caller, family, sub_mchid.as_ref(), wish)?;
    view(call, family, &refund)
}

fn view(call: &Call<'_>, family: Family, refund: &Refund) -> Outcome<Reply> {
    let view = match family {
        Family::Domestic => domestic_view(refund)?,
        Family::Ecommerce => ecommerce_view(refund, switches::of(call.cx)?.refund.closed_word),
    };
    Ok(Reply::Json(view))
}

/// The refund as the domestic API answers it, when it is accepted and ever after (5.2).
fn domestic_view(refund: &Refund) -> Result<Value, Bug> {
    let mut view = facts(refund);
    view["amount"] = json!({
        "total": refund.total,
        "refund": refund.amount,
        "from": from(refund),
        "payer_total": refund.total,
        "payer_refund": refund.amount,
        "settlement_total": refund.total,
        "settlement_refund": refund.amount,
        "discount_refund": 0,
        "currency": "CNY",
        "refund_fee": refund.fee_back()?,
    });
    view["status"] = json!(refund.state.literal());
    Ok(view)
}

/// The refund as the e-commerce API answers a query (5.3).
fn ecommerce_view(refund: &Refund, closed: ClosedWord) -> Value {
    let mut view = facts(refund);
    view["amount"] = ecommerce_amount(refund);
    view["refund_account"] = json!(refund.refund_account());
    view["status"] = json!(match (refund.state, closed) {
        (State::Closed { .. }, ClosedWord::Close) => "CLOSE",
        (State::Closed { .. }, ClosedWord::RefundClose) => "REFUNDCLOSE",
        (state, _) => state.literal(),
    });
    view
}

/// What the e-commerce API answers when it accepts a refund: few things, and no status (4.1).
fn accepted(refund: &Refund) -> Value {
    json!({
        "refund_id": refund.refund_id,
        "out_refund_no": refund.out_refund_no,
        "create_time": refund.created_at,
        "amount": ecommerce_amount(refund),
        "promotion_detail": [],
        "refund_account": refund.refund_account(),
    })
}

fn ecommerce_amount(refund: &Refund) -> Value {
    let mut amount = json!({
        "refund": refund.amount,
        "from": from(refund),
        "payer_refund": refund.amount,
        "discount_refund": 0,
        "currency": "CNY",
    });
    if let Some(advance) = &refund.advance {
        amount["advance"] = json!(advance.claim);
    }
    amount
}

/// What both APIs say of a refund.
fn facts(refund: &Refund) -> Value {
    let mut view = json!({
        "refund_id": refund.refund_id,
        "out_refund_no": refund.out_refund_no,
        "transaction_id": refund.transaction_id,
        "out_trade_no": refund.out_trade_no,
        "channel": match refund.channel {
            Channel::Original => "ORIGINAL",
            Channel::OtherBankcard => "OTHER_BANKCARD",
        },
        "user_received_account": refund.received_account,
        "create_time": refund.created_at,
        "funds_account": funds_account(refund),
        "promotion_detail": [],
    });
    if let State::Success { at } = refund.state {
        view["success_time"] = json!(at);
    }
    view
}

/// The accounts that the request listed; none listed, none told (assumed).
fn from(refund: &Refund) -> Value {
    let listed = refund.request["amount"]["from"].as_array();
    json!(listed.cloned().unwrap_or_default())
}

/// The account that paid, or the first of two: frozen money is UNAVAILABLE (assumed).
fn funds_account(refund: &Refund) -> &'static str {
    match refund.parts.first().map(|part| part.source) {
        Some(Source::Pot) => "UNAVAILABLE",
        Some(Source::Advance(purse)) => purse.literal(),
        Some(Source::Available) | None => "AVAILABLE",
    }
}

fn return_view(refund: &Refund, advance: &Advance, returning: &AdvanceReturn) -> Value {
    let result = match returning.result {
        ReturnResult::Processing => "PROCESSING",
        ReturnResult::Success { .. } => "SUCCESS",
        ReturnResult::Failed => "FAILED",
    };
    let mut view = json!({
        "refund_id": refund.refund_id,
        "advance_return_id": returning.id,
        "return_amount": advance.claim,
        "payer_mchid": refund.sub_mchid,
        "payer_account": Purse::Basic.literal(),
        "payee_mchid": refund.initiator,
        "payee_account": advance.purse.literal(),
        "result": result,
    });
    if let ReturnResult::Success { at } = returning.result {
        view["success_time"] = json!(at);
    }
    view
}
