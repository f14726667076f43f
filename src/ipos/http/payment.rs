//! Orders (4.13, 4.14, 4.21) and the query of payments (4.4).

use serde_json::Value;

use super::fields::Fields;
use super::wire::{Call, Reply};
use crate::huifu::model::payment::TradeType;
use crate::huifu::rules::order::Placed;
use crate::ipos::rules::list::{self, Status};
use crate::ipos::rules::order::{self, Split, Wish};
use crate::ipos::rules::refusal::{FieldRefusal, Refusal, TradeRefusal};
use crate::ipos::rules::{Ruled, find, view};
use crate::world::Span;
use crate::world::ids::{Appid, Openid};

/// Every `pay_type`, and whether it goes through WeChat Pay.
const PAY_TYPES: &[(&str, bool)] = &[
    ("502", false),
    ("503", true),
    ("504", false),
    ("507", false),
    ("508", false),
    ("512", false),
    ("514", false),
    ("515", true),
    ("516", false),
    ("517", false),
    ("519", false),
    ("521", false),
];

/// The `pay_type` that a request names, if it names one of WeChat Pay's.
///
/// # Errors
/// [`FieldRefusal`], [`TradeRefusal::OtherPayType`].
pub(super) fn pay_type(node: Fields<'_>) -> Result<Option<String>, Refusal> {
    let Some(word) = node.text("pay_type") else { return Ok(None) };
    match PAY_TYPES.iter().find(|(known, _)| *known == word) {
        Some((_, true)) => Ok(Some(word)),
        Some((_, false)) => Err(TradeRefusal::OtherPayType(word).into()),
        None => Err(FieldRefusal::UnknownWord { name: "pay_type".to_owned(), word }.into()),
    }
}

/// 微信小程序支付 (统一下单).
pub(super) fn unified(call: &Call<'_>) -> Ruled<Reply> {
    let pay_type = pay_type(call.node)?.ok_or_else(|| FieldRefusal::missing("pay_type"))?;
    let kind = call.node.required("trade_type", 16)?;
    if kind != "JSAPI" {
        return Err(FieldRefusal::UnknownWord { name: "trade_type".to_owned(), word: kind }.into());
    }
    let kind = if pay_type == "515" { TradeType::MiniApp } else { TradeType::Jsapi };
    place(call, kind, &pay_type)
}

/// jsapi.
pub(super) fn jsapi(call: &Call<'_>) -> Ruled<Reply> {
    let pay_type = pay_type(call.node)?.unwrap_or_else(|| "503".to_owned());
    let kind = if pay_type == "515" { TradeType::MiniApp } else { TradeType::Jsapi };
    place(call, kind, &pay_type)
}

/// 聚合动态码.
pub(super) fn qr_code(call: &Call<'_>) -> Ruled<Reply> {
    let pay_type = pay_type(call.node)?.unwrap_or_else(|| "503".to_owned());
    place(call, TradeType::Native, &pay_type)
}

fn place(call: &Call<'_>, kind: TradeType, pay_type: &str) -> Ruled<Reply> {
    let node = call.node;
    let amount = node.required_amount("tx_amt")?;
    let wish = Wish {
        kind,
        amount,
        appid: appid(node, kind)?,
        openid: openid(node, kind)?,
        body: node.required("body", 127)?,
        // Minutes, of at most a day (assumed).
        expires_at: node
            .count("valid_time", 1440)?
            .map(|minutes| call.cx.now().after(Span::minutes(minutes))),
        split: split(call)?,
        notify_url: node.notify_url()?,
        pay_type: pay_type.to_owned(),
    };
    let (_, placed) = order::place(call.cx, call.asking, wish)?;
    let Placed { payment, session, .. } = &placed;
    let cashier = (!session.cashier.is_empty()).then(|| Value::Object(session.cashier.clone()).to_string());
    Ok(Reply::of(&call.assumed.pending)
        .paid_by(pay_type)
        .set("status", view::status(&call.assumed.status, Status::Processing))
        .set("tx_amt", amount.get())
        .set("wxpay_res_info", view::wechat(payment))
        .maybe("pay_info", cashier)
        .maybe("qr_code", session.url.clone()))
}

/// `extend_params.split_flag` and what belongs to it.
fn split(call: &Call<'_>) -> Result<Split, FieldRefusal> {
    let node = call.node;
    let flag = match node.object("extend_params")? {
        Some(extend) => extend.text("split_flag"),
        None => None,
    };
    match flag {
        None => Ok(Split::None),
        Some(flag) if flag == "R" => {
            let division = node.division()?.ok_or_else(|| FieldRefusal::missing("split_info"))?;
            Ok(Split::Instant(division))
        }
        Some(flag) if flag == call.assumed.delayed_split => Ok(Split::Delayed),
        Some(word) => Err(FieldRefusal::UnknownWord { name: "split_flag".to_owned(), word }),
    }
}

fn appid(node: Fields<'_>, kind: TradeType) -> Result<Option<Appid>, FieldRefusal> {
    let Some(text) = node.optional("sub_appid", 32)? else {
        return if kind == TradeType::MiniApp { Err(FieldRefusal::missing("sub_appid")) } else { Ok(None) };
    };
    Appid::parse(&text).map(Some).map_err(|_| FieldRefusal::format("sub_appid", "APPID"))
}

fn openid(node: Fields<'_>, kind: TradeType) -> Result<Option<Openid>, FieldRefusal> {
    let Some(text) = node.optional("buyer_id", 128)? else {
        return if kind.needs_openid() { Err(FieldRefusal::missing("buyer_id")) } else { Ok(None) };
    };
    Openid::parse(&text).map(Some).map_err(|_| FieldRefusal::format("buyer_id", "openid"))
}

/// 支付查询 (HF-41).
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    pay_type(call.node)?;
    let number = call.node.required("org_pos_seq", 32)?;
    let (trade, payment) = find::payment(call.cx, &call.asking.merchant, &number)?;
    let pending = list::status(&payment) == Status::Processing;
    let result = if pending { &call.assumed.pending } else { &call.assumed.done };
    let told = view::payment(call.assumed, &trade, &payment);
    Ok(Reply::of(result).paid_by(&trade.pay_type).with(told))
}
