//! Orders and what became of them: jspay, its version 4, the query.

use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::read;
use super::wire::{Call, Reply};
use crate::huifu::model::assumed;
use crate::huifu::model::payment::{FeeMode, TradeType};
use crate::huifu::rules::order::{self, Placed, Wish};
use crate::huifu::rules::refusal::{FieldRefusal, OrderRefusal};
use crate::huifu::rules::trades::{self, Locator};
use crate::huifu::rules::{Ruled, view};
use crate::world::control::Control;
use crate::world::ids::{AcctId, Appid, HuifuId, Openid};
use crate::world::{Fen, Instant};

/// Every `trade_type`, with what of WeChat Pay it is.
const TRADE_TYPES: &[(&str, Option<TradeType>)] = &[
    ("T_JSAPI", Some(TradeType::Jsapi)),
    ("T_MINIAPP", Some(TradeType::MiniApp)),
    ("T_APP", Some(TradeType::App)),
    ("T_H5", Some(TradeType::H5)),
    ("T_NATIVE", Some(TradeType::Native)),
    ("A_JSAPI", None),
    ("A_NATIVE", None),
    ("U_NATIVE", None),
    ("U_JSAPI", None),
    ("D_NATIVE", None),
];

/// 聚合正扫, versions 2 and 3; version 4 is trade/payment/create.
pub(super) fn order(call: &Call<'_>) -> Ruled<Reply> {
    let (merchant, asked) = read::asked(call)?;
    let data = call.data;
    let goods_desc = data.required("goods_desc", if call.version == 4 { 128 } else { 127 })?;
    let kind = data.choice("trade_type", TRADE_TYPES)?.ok_or_else(|| FieldRefusal::missing("trade_type"))?;
    let kind = kind.ok_or_else(|| OrderRefusal::OtherChannel(data.text("trade_type").unwrap_or_default()))?;
    let amount = data.required_amount("trans_amt")?;
    let expires_at = data
        .text("time_expire")
        .map(|text| instant(&text).ok_or_else(|| FieldRefusal::format("time_expire", "yyyyMMddHHmmss")));
    let wx = data.object(if call.version == 4 { "method_expand" } else { "wx_data" })?.unwrap_or_default();
    let wx = Fields(&wx);
    let wish = Wish {
        asked,
        kind,
        amount,
        acct_id: data.acct_id("acct_id")?,
        goods_desc,
        appid: appid(wx)?,
        openid: openid(wx, kind)?,
        delayed: data.flag("delay_acct_flag")?,
        fee_mode: data
            .choice("fee_flag", &[("1", FeeMode::Outside), ("2", FeeMode::Inside)])?
            .unwrap_or(FeeMode::Inside),
        bunch: read::bunch(data)?,
        subsidies: subsidies(data)?,
        no_credit: data.optional("limit_pay_type", 128)?.is_some_and(|limits| limits.contains("NO_CREDIT")),
        expires_at: expires_at.transpose()?,
        attach: wx.optional("attach", 127)?,
        remark: data.optional("remark", 255)?,
        notify_url: read::notify_url(call.cx, data, 504)?,
        told_elsewhere: false,
    };
    let placed = order::place(call.cx, &merchant, wish)?;
    let mark = assumed::of(call.cx)?.freeze_mark_in_order_answer && placed.control == Control::Controlled;
    Ok(order_reply(&placed, merchant.wechat_mchid.as_str())
        .maybe("fund_freeze_stat", mark.then_some("FREEZE")))
}

fn order_reply(placed: &Placed, mchid: &str) -> Reply {
    let Placed { payment, session, .. } = placed;
    let cashier = (!session.cashier.is_empty()).then(|| Value::Object(session.cashier.clone()).to_string());
    Reply::new("00000100", "下单成功")
        .set("hf_seq_id", payment.head.hf_seq_id.as_str())
        .set("trade_type", payment.kind.literal())
        .set("trans_amt", payment.amount.yuan())
        .set("trans_stat", payment.stat())
        .set("delay_acct_flag", if payment.delayed { "Y" } else { "N" })
        .set("party_order_id", payment.out_trade_no.as_str())
        .set("atu_sub_mer_id", mchid)
        .set("acct_id", payment.acct_id.as_str())
        .maybe("pay_info", cashier)
        .maybe("qr_code", session.url.clone())
        .maybe("remark", payment.remark.clone())
}

fn appid(wx: Fields<'_>) -> Result<Option<Appid>, FieldRefusal> {
    let text = wx.optional("sub_appid", 32)?;
    text.map(|text| Appid::parse(&text).map_err(|_| FieldRefusal::format("sub_appid", "APPID"))).transpose()
}

fn openid(wx: Fields<'_>, kind: TradeType) -> Result<Option<Openid>, FieldRefusal> {
    let Some(text) = wx.optional("sub_openid", 128)? else {
        return if kind.needs_openid() { Err(FieldRefusal::missing("sub_openid")) } else { Ok(None) };
    };
    Openid::parse(&text).map(Some).map_err(|_| FieldRefusal::format("sub_openid", "openid"))
}

fn subsidies(data: Fields<'_>) -> Result<Vec<(HuifuId, Option<AcctId>, Fen)>, FieldRefusal> {
    let kinds = [("channel", ()), ("merchant", ()), ("agent", ()), ("mertomer", ())];
    let lines = data.list("combinedpay_data")?;
    let line = |line: &Map<String, Value>| {
        let fields = Fields(line);
        fields.choice("user_type", &kinds)?;
        Ok((
            fields.required_huifu_id("huifu_id")?,
            fields.acct_id("acct_id")?,
            fields.required_amount("amount")?,
        ))
    };
    lines.iter().map(line).collect()
}

/// An instant written yyyyMMddHHmmss, in Beijing.
fn instant(text: &str) -> Option<Instant> {
    if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| &text[from..to];
    let (date, hour, minute) =
        (format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8)), part(8, 10), part(10, 12));
    Instant::parse(&format!("{date}T{hour}:{minute}:{}+08:00", part(12, 14))).ok()
}

/// 扫码交易查询.
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    let huifu_id = read::queried(call)?;
    let data = call.data;
    let (date, number, own, names) = if call.version == 4 {
        ("req_date", "hf_seq_id", "req_seq_id", "out_ord_id,hf_seq_id,req_seq_id")
    } else {
        ("org_req_date", "org_hf_seq_id", "org_req_seq_id", "out_ord_id,org_hf_seq_id,org_req_seq_id")
    };
    let locator = Locator {
        req_date: data.day(date)?,
        req_seq_id: data.optional(own, 128)?,
        hf_seq_id: data.optional(number, 128)?,
        party_order_id: data.optional("out_ord_id", 64)?,
    };
    let payment = trades::payment(call.cx, &huifu_id, &locator, names)?;
    let told = view::payment(call.cx, &payment)?;
    let reply = Reply::new("00000000", "查询成功")
        .set("trans_time", payment.head.at.format("%H%M%S"))
        .maybe("bagent_id", call.caller.agent.as_ref().map(|agent| agent.as_str()));
    let numbers = [
        (date, payment.head.req_date.as_str()),
        (number, payment.head.hf_seq_id.as_str()),
        (own, payment.head.req_seq_id.as_str()),
    ];
    let reply = numbers.into_iter().fold(reply, |reply, (name, value)| reply.set(name, value));
    if call.version == 4 {
        return Ok(reply.set("trade_type", payment.kind.literal()).with(flat(packed(told))));
    }
    let flag = payment.fee_mode.literal();
    Ok(reply
        .set("trans_type", payment.kind.literal())
        .set("div_flag", if payment.split { "1" } else { "0" })
        .set("org_fee_flag", flag)
        .with(flat(told)))
}

/// Structured members as JSON text: signatures of nested ones differ from client to client.
pub(super) fn flat(told: Map<String, Value>) -> Map<String, Value> {
    let flat = |value: Value| match value {
        nested @ (Value::Array(_) | Value::Object(_)) => Value::String(nested.to_string()),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    };
    told.into_iter().map(|(name, value)| (name, flat(value))).collect()
}

/// The members as version 4 packs them.
fn packed(mut told: Map<String, Value>) -> Map<String, Value> {
    if let Some(words) = told.remove("bank_desc") {
        told.insert("bank_message".to_owned(), words);
    }
    if let Some(wechat) = told.remove("wx_response") {
        told.insert("method_expand".to_owned(), wechat);
    }
    if let Some(fee) = told.remove("fee_amt") {
        let kind = told.remove("fee_type").unwrap_or_default();
        told.insert("payment_fee".to_owned(), json!({ "fee_amount": fee, "fee_type": kind }));
    }
    let mut metadata = Map::new();
    for name in ["acct_split_bunch", "combinedpay_data"] {
        metadata.extend(told.remove(name).map(|value| (name.to_owned(), value)));
    }
    if !metadata.is_empty() {
        told.insert("tx_metadata".to_owned(), Value::Object(metadata));
    }
    told
}
