//! `/v3/pay/partner/transactions/*` and `/v3/pay/transactions/*`.

use serde::Deserialize;
use serde_json::json;

use super::wire::{Call, Reply};
use crate::wechat_pay::model::order::{LimitPay, Payee, Payer, TradeType};
use crate::wechat_pay::model::prepay::Prepay;
use crate::wechat_pay::rules::order::{self, Placement, SettleInfo};
use crate::wechat_pay::rules::{Outcome, close, query, view};
use crate::world::ids::{Appid, Mchid, Openid, OutTradeNo, TransactionId};
use crate::world::{Fen, Instant};

/// Whom a partner's order is for.
#[derive(Deserialize)]
struct PartnerParties {
    sp_appid: Appid,
    sp_mchid: Mchid,
    sub_appid: Option<Appid>,
    sub_mchid: Mchid,
    payer: Option<PartnerPayer>,
}

#[derive(Deserialize)]
struct PartnerPayer {
    sp_openid: Option<Openid>,
    sub_openid: Option<Openid>,
}

/// Whom a direct merchant's order is for.
#[derive(Deserialize)]
struct DirectParties {
    appid: Appid,
    mchid: Mchid,
    payer: Option<DirectPayer>,
}

#[derive(Deserialize)]
struct DirectPayer {
    openid: Option<Openid>,
}

/// What all single orders have in common.
#[derive(Deserialize)]
struct Common {
    description: String,
    out_trade_no: OutTradeNo,
    time_expire: Option<Instant>,
    attach: Option<String>,
    notify_url: String,
    #[serde(default)]
    settle_info: SettleInfo,
    #[serde(default)]
    limit_pay: Vec<LimitPay>,
    amount: Amount,
    scene_info: Option<SceneInfo>,
}

#[derive(Deserialize)]
struct Amount {
    total: Fen,
}

/// The part of `scene_info` that answers echo.
#[derive(Deserialize)]
pub(super) struct SceneInfo {
    pub(super) device_id: Option<String>,
}

/// Places a partner's order.
pub(super) fn partner(call: &Call<'_>, trade_type: TradeType) -> Outcome<Reply> {
    let PartnerParties { sp_appid, sp_mchid, sub_appid, sub_mchid, payer } = call.body()?;
    let payer = payer
        .map_or_else(Payer::default, |payer| Payer { openid: payer.sp_openid, sub_openid: payer.sub_openid });
    place(call, trade_type, Payee::Partner { sp_mchid, sp_appid, sub_mchid, sub_appid }, payer)
}

/// Places a direct merchant's order.
pub(super) fn direct(call: &Call<'_>, trade_type: TradeType) -> Outcome<Reply> {
    let DirectParties { appid, mchid, payer } = call.body()?;
    let payer = Payer { openid: payer.and_then(|payer| payer.openid), sub_openid: None };
    place(call, trade_type, Payee::Direct { mchid, appid }, payer)
}

fn place(call: &Call<'_>, trade_type: TradeType, payee: Payee, payer: Payer) -> Outcome<Reply> {
    let common: Common = call.body()?;
    let placement = Placement {
        payee,
        trade_type,
        out_trade_no: common.out_trade_no,
        description: common.description,
        attach: common.attach,
        notify_url: common.notify_url,
        time_expire: common.time_expire,
        total: common.amount.total,
        settle: common.settle_info,
        payer,
        limit_pay: common.limit_pay,
        device_id: common.scene_info.and_then(|scene| scene.device_id),
        request: call.input.body.clone(),
    };
    Ok(session(&order::place(call.cx, placement)?))
}

/// What the client is given to start the cashier with (OR-01).
pub(super) fn session(prepay: &Prepay) -> Reply {
    let body = match (prepay.trade_type, &prepay.code_url, &prepay.h5_url) {
        (TradeType::Native, Some(code_url), _) => json!({ "code_url": code_url }),
        (TradeType::H5, _, Some(h5_url)) => json!({ "h5_url": h5_url }),
        _ => json!({ "prepay_id": prepay.prepay_id }),
    };
    Reply::Json(body)
}

/// Answers an order by WeChat Pay's number.
pub(super) fn by_transaction(call: &Call<'_>) -> Outcome<Reply> {
    let (sub_mchid, number) = (sub_mchid(call)?, call.parameter::<TransactionId>("transaction_id")?);
    let order = query::by_transaction(call.cx, &call.caller.mchid, sub_mchid.as_ref(), &number)?;
    Ok(Reply::Json(view::order(&order)))
}

/// Answers an order by the merchant's number.
pub(super) fn by_number(call: &Call<'_>) -> Outcome<Reply> {
    let (sub_mchid, number) = (sub_mchid(call)?, call.parameter::<OutTradeNo>("out_trade_no")?);
    let order = query::by_number(call.cx, &call.caller.mchid, sub_mchid.as_ref(), &number)?;
    Ok(Reply::Json(view::order(&order)))
}

/// Closes an order.
pub(super) fn close(call: &Call<'_>) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Body {
        sub_mchid: Option<Mchid>,
    }
    let body: Body = call.body()?;
    let number = call.parameter::<OutTradeNo>("out_trade_no")?;
    close::single(call.cx, &call.caller.mchid, body.sub_mchid.as_ref(), &number)?;
    Ok(Reply::NoContent)
}

fn sub_mchid(call: &Call<'_>) -> Outcome<Option<Mchid>> {
    call.text("sub_mchid").map(|_| call.parameter("sub_mchid")).transpose()
}
