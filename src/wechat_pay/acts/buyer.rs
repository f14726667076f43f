//! The buyer pays.

use serde_json::Value;

use crate::wechat_pay::model::order::{CombinedOrder, Order, Payer};
use crate::wechat_pay::model::prepay::{Prepay, Subject};
use crate::wechat_pay::rules::pay::{self, AtCashier, Method};
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::buyer::{self, KnownAs};
use crate::world::{Bug, Cx};

/// A buyer pays an order, or fails to.
pub(super) const PAY: Act = Act {
    name: "buyer.pay",
    en: "a buyer pays an order, single or combined (PAY-01, CO-01)",
    zh: "买家支付订单（普通或合单）（PAY-01、CO-01）",
    args: &[
        Arg::optional(
            "prepay_id",
            ArgKind::Text,
            "which: by the session's id",
            "按预支付交易会话标识指定订单",
        ),
        Arg::optional("code_url", ArgKind::Text, "which: by the scanned code", "按扫描的二维码链接指定订单"),
        Arg::optional(
            "out_trade_no",
            ArgKind::Text,
            "which: by the merchant's number",
            "按商户订单号指定订单",
        ),
        Arg::optional(
            "combine_out_trade_no",
            ArgKind::Text,
            "which: by the combined order's number",
            "按合单商户订单号指定订单",
        ),
        Arg::optional(
            "mchid",
            ArgKind::Text,
            "whose number it is, where two merchants used the same",
            "订单号所属商户号（多个商户使用同一单号时）",
        ),
        Arg::optional(
            "buyer",
            ArgKind::Text,
            "who pays; whom the order names, else the first buyer",
            "付款人；默认订单指定的用户，否则第一个买家",
        ),
        Arg::optional(
            "method",
            ArgKind::Choice(Method::NAMES),
            "what they pay with; balance if left out",
            "支付方式；默认零钱",
        ),
        Arg::optional(
            "pay_sign",
            ArgKind::Object,
            "the block that the client hands the cashier, to be checked (OR-11)",
            "客户端调起支付的参数块，按收银台规则校验（OR-11）",
        ),
        Arg::optional(
            "fail",
            ArgKind::Choice(&["cancelled", "insufficient_funds", "bank_refused"]),
            "why the payment fails; nothing moves then",
            "支付失败的原因；失败时资金不动",
        ),
    ],
    run: pay_order,
};

fn pay_order(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let session = session(cx, args)?;
    let (_, orders) = pay::what_is_paid(cx, &session)?;
    let buyer = match args.text("buyer") {
        Some(name) => buyer::called(cx, name)?,
        None => default_buyer(cx, orders.first().map(|order| &order.payer))?,
    };
    let at = AtCashier {
        buyer: &buyer,
        method: Method::named(args.text("method")),
        sign: args.object("pay_sign"),
        fails: args.text("fail"),
    };
    pay::pay(cx, &session, &at)
}

/// The session that the arguments name: itself, or the latest one of the order they name.
fn session(cx: &Cx<'_>, args: &Args) -> Result<Prepay, ActStop> {
    let ways = ["prepay_id", "code_url", "out_trade_no", "combine_out_trade_no"];
    let named: Vec<(&str, &str)> = ways.iter().filter_map(|name| Some((*name, args.text(name)?))).collect();
    let [(way, value)] = named.as_slice() else {
        let list = ways.join(", ");
        return Err(ActRefused::new(
            format!("say which order by exactly one of {list}"),
            format!("请用且仅用其中一个参数指定订单：{list}"),
        )
        .into());
    };
    let found = match *way {
        "prepay_id" => cx.get::<Prepay>(value)?,
        "code_url" => cx.first::<Prepay>("code_url", value)?,
        "out_trade_no" => {
            let order = super::by_number::<Order>(cx, args, value)?;
            match order {
                Some(Order { combined: Some(key), .. }) => latest(cx, &Subject::Combined(key))?,
                Some(order) => latest(cx, &Subject::Order(order.key()))?,
                None => None,
            }
        }
        _ => match super::by_number::<CombinedOrder>(cx, args, value)? {
            Some(combined) => latest(cx, &Subject::Combined(combined.key()))?,
            None => None,
        },
    };
    Ok(found.ok_or_else(|| {
        ActRefused::new(
            format!("this world has no order with {way} {value}"),
            format!("该世界没有 {way} 为 {value} 的订单"),
        )
    })?)
}

fn latest(cx: &Cx<'_>, subject: &Subject) -> Result<Option<Prepay>, Bug> {
    Ok(cx.all::<Prepay>("subject", &subject.handle())?.pop())
}

fn default_buyer(cx: &Cx<'_>, payer: Option<&Payer>) -> Result<String, ActStop> {
    let named = payer.and_then(|payer| payer.openid.as_ref().or(payer.sub_openid.as_ref()));
    if let Some(openid) = named
        && let Some(known) = cx.get::<KnownAs>(openid.as_str())?
    {
        return Ok(known.buyer);
    }
    buyer::first(cx)
}
