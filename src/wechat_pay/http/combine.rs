//! `/v3/combine-transactions/*`.

use serde::Deserialize;
use serde_json::Value;

use super::orders::{self, SceneInfo};
use super::wire::{Call, Reply};
use crate::wechat_pay::model::order::{LimitPay, Payee, Payer, TradeType};
use crate::wechat_pay::rules::close::CloseLine;
use crate::wechat_pay::rules::combine::{self, CombinedPlacement};
use crate::wechat_pay::rules::order::{Placement, SettleInfo};
use crate::wechat_pay::rules::{Outcome, close as closing, query as queries, view};
use crate::world::ids::{Appid, CombineOutTradeNo, Mchid, Openid, OutTradeNo};
use crate::world::{Fen, Instant};

#[derive(Deserialize)]
struct Body {
    combine_appid: Appid,
    combine_mchid: Mchid,
    combine_out_trade_no: CombineOutTradeNo,
    scene_info: Option<SceneInfo>,
    sub_orders: Vec<SubOrder>,
    combine_payer_info: Option<PayerInfo>,
    time_expire: Option<Instant>,
    notify_url: String,
    #[serde(default)]
    limit_pay: Vec<LimitPay>,
}

#[derive(Deserialize)]
struct SubOrder {
    mchid: Mchid,
    sub_mchid: Option<Mchid>,
    sub_appid: Option<Appid>,
    out_trade_no: OutTradeNo,
    attach: String,
    description: String,
    amount: Amount,
    settle_info: Option<SettleInfo>,
    /// The old place of the flag; `settle_info` outranks it (PAY-04).
    profit_sharing: Option<bool>,
}

#[derive(Deserialize)]
struct Amount {
    total_amount: Fen,
}

#[derive(Deserialize, Default)]
struct PayerInfo {
    openid: Option<Openid>,
    sub_openid: Option<Openid>,
}

/// Places a combined order.
pub(super) fn place(call: &Call<'_>, trade_type: TradeType) -> Outcome<Reply> {
    let body: Body = call.body()?;
    let device_id = body.scene_info.and_then(|scene| scene.device_id);
    let payer = body.combine_payer_info.unwrap_or_default();
    let common = Common {
        trade_type,
        appid: &body.combine_appid,
        notify_url: &body.notify_url,
        time_expire: body.time_expire,
        limit_pay: &body.limit_pay,
        payer: &payer,
    };
    let placement = CombinedPlacement {
        sub_orders: body.sub_orders.into_iter().map(|sub| common.placement(sub)).collect(),
        combine_mchid: body.combine_mchid,
        combine_appid: body.combine_appid.clone(),
        combine_out_trade_no: body.combine_out_trade_no,
        trade_type,
        notify_url: body.notify_url.clone(),
        time_expire: body.time_expire,
        device_id,
        request: call.input.body.clone(),
    };
    Ok(orders::session(&combine::place(call.cx, placement)?))
}

/// What the sub orders take from the combined order.
struct Common<'a> {
    trade_type: TradeType,
    appid: &'a Appid,
    notify_url: &'a str,
    time_expire: Option<Instant>,
    limit_pay: &'a [LimitPay],
    payer: &'a PayerInfo,
}

impl Common<'_> {
    fn placement(&self, sub: SubOrder) -> Placement {
        let old_flag = sub.profit_sharing.unwrap_or_default();
        let settle =
            sub.settle_info.unwrap_or(SettleInfo { profit_sharing: old_flag, subsidy_amount: Fen::ZERO });
        let payee = match sub.sub_mchid {
            Some(sub_mchid) => Payee::Partner {
                sp_mchid: sub.mchid,
                sp_appid: self.appid.clone(),
                sub_mchid,
                sub_appid: sub.sub_appid,
            },
            None => Payee::Direct { mchid: sub.mchid, appid: self.appid.clone() },
        };
        Placement {
            payee,
            trade_type: self.trade_type,
            out_trade_no: sub.out_trade_no,
            description: sub.description,
            attach: Some(sub.attach),
            notify_url: self.notify_url.to_owned(),
            time_expire: self.time_expire,
            total: sub.amount.total_amount,
            settle,
            payer: Payer { openid: self.payer.openid.clone(), sub_openid: self.payer.sub_openid.clone() },
            limit_pay: self.limit_pay.to_vec(),
            device_id: None,
            // The combined order keeps the whole request.
            request: Value::Null,
        }
    }
}

/// Answers a combined order with all its sub orders (CO-02).
pub(super) fn query(call: &Call<'_>) -> Outcome<Reply> {
    let number = call.parameter::<CombineOutTradeNo>("combine_out_trade_no")?;
    let (combined, subs) = queries::combined(call.cx, &call.caller.mchid, &number)?;
    Ok(Reply::Json(view::combined(&combined, &subs)))
}

/// Closes a combined order (CO-03).
pub(super) fn close(call: &Call<'_>) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Body {
        combine_appid: Appid,
        sub_orders: Vec<CloseLine>,
    }
    let body: Body = call.body()?;
    let number = call.parameter::<CombineOutTradeNo>("combine_out_trade_no")?;
    closing::combined(call.cx, &call.caller.mchid, &body.combine_appid, &number, &body.sub_orders)?;
    Ok(Reply::NoContent)
}
