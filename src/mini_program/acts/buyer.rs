//! A buyer logs in, confirms receipt, complains.

use serde_json::{Value, json};

use crate::mini_program::model::login::Scope;
use crate::mini_program::model::order::{Order, State};
use crate::mini_program::rules::{confirm, login};
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::{Cx, buyer};

/// A buyer logs in to an application.
pub(super) const LOGIN: Act = Act {
    name: "buyer.login",
    en: "a buyer logs in to a mini program, or on a web page of an official account: gives a one-time code (OI-03)",
    zh: "买家登录小程序或公众号网页，得到一次性 code（OI-03）",
    args: &[
        Arg::required("appid", ArgKind::Text, "where", "登录的应用"),
        Arg::optional("buyer", ArgKind::Text, "who; the first buyer if left out", "登录者；默认第一个买家"),
        Arg::optional(
            "scope",
            ArgKind::Choice(Scope::NAMES),
            "what they agree to on a web page; snsapi_userinfo if left out",
            "网页授权范围；默认 snsapi_userinfo",
        ),
    ],
    run: log_in,
};

fn log_in(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let app = super::app_named(cx, args)?;
    let buyer = match args.text("buyer") {
        Some(name) => buyer::called(cx, name)?,
        None => buyer::first(cx)?,
    };
    let code = login::begin(cx, &app, &buyer, Scope::named(args.text("scope")))?;
    Ok(json!({ "code": code.code, "buyer": buyer }))
}

/// A buyer has the goods and says so.
pub(super) const CONFIRM_RECEIPT: Act = Act {
    name: "buyer.confirm_receipt",
    en: "a buyer confirms receipt of a shipped order, of one sub order, or of all shipped ones of a combined order (SH-42)",
    zh: "买家对已发货的订单、合单中的一个子单或合单中全部已发货的子单确认收货（SH-42）",
    args: &[
        Arg::optional("transaction_id", ArgKind::Text, "which order, or sub order", "微信支付订单号"),
        Arg::optional(
            "combine_out_trade_no",
            ArgKind::Text,
            "which combined order, with combine_mchid",
            "合单商户订单号，与 combine_mchid 同用",
        ),
        Arg::optional("combine_mchid", ArgKind::Text, "who placed it", "合单发起方商户号"),
    ],
    run: confirm_receipt,
};

fn confirm_receipt(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let combined = (args.text("combine_mchid"), args.text("combine_out_trade_no"));
    let orders = match (args.text("transaction_id"), combined) {
        (Some(_), (None, None)) => return Ok(told(&confirm::by_buyer(cx, order_named(cx, args)?)?)),
        (None, (Some(mchid), Some(number))) => shipped(cx, &Order::number_of(mchid, number))?,
        _ => {
            return Err(ActRefused::new(
                "say which order by transaction_id, or by combine_mchid and combine_out_trade_no together",
                "请用 transaction_id 指定订单，或同时用 combine_mchid 与 combine_out_trade_no 指定合单",
            )
            .into());
        }
    };
    let confirmed: Result<Vec<Value>, ActStop> =
        orders.into_iter().map(|order| Ok(told(&confirm::by_buyer(cx, order)?))).collect();
    Ok(json!({ "orders": confirmed? }))
}

/// The shipped sub orders of a combined order.
fn shipped(cx: &Cx<'_>, combined: &str) -> Result<Vec<Order>, ActStop> {
    let all: Vec<Order> = cx.all("by_combined", combined)?;
    if all.is_empty() {
        return Err(ActRefused::new(
            format!("no mini program has orders of the combined order {combined}"),
            format!("没有小程序有合单 {combined} 的订单"),
        )
        .into());
    }
    let shipped: Vec<Order> = all.into_iter().filter(|order| order.state == State::Shipped).collect();
    if shipped.is_empty() {
        return Err(ActRefused::new(
            format!("no sub order of {combined} is shipped: nothing to confirm (SH-42)"),
            format!("合单 {combined} 没有已发货的子单，无法确认收货（SH-42）"),
        )
        .into());
    }
    Ok(shipped)
}

/// A buyer complains.
pub(super) const COMPLAIN: Act = Act {
    name: "buyer.complain",
    en: "a buyer complains about an order: its settlement waits until that is closed (SH-47)",
    zh: "买家投诉订单：未结案前不结算（SH-47）",
    args: &[TRANSACTION_ID],
    run: complain,
};

fn complain(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    Ok(told(&confirm::complain(cx, order_named(cx, args)?)?))
}

/// A buyer takes a complaint back.
pub(super) const WITHDRAW_COMPLAINT: Act = Act {
    name: "buyer.withdraw_complaint",
    en: "a buyer takes a complaint back: what was confirmed is settled (SH-47)",
    zh: "买家撤诉：已确认收货的订单恢复结算（SH-47）",
    args: &[TRANSACTION_ID],
    run: withdraw_complaint,
};

fn withdraw_complaint(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    Ok(told(&confirm::withdraw_complaint(cx, order_named(cx, args)?)?))
}

const TRANSACTION_ID: Arg = Arg::required("transaction_id", ArgKind::Text, "which order", "微信支付订单号");

/// The order that an act names as `transaction_id`.
fn order_named(cx: &Cx<'_>, args: &Args) -> Result<Order, ActStop> {
    let transaction_id = args.required_text("transaction_id")?;
    let found = cx.get::<Order>(transaction_id)?;
    Ok(found.ok_or_else(|| {
        ActRefused::new(
            format!(
                "no mini program has an order with the transaction_id {transaction_id}: it was paid elsewhere, or before \
                 its merchant number granted order management (SH-75)"
            ),
            format!("没有小程序有微信支付订单号为 {transaction_id} 的订单：可能在别处支付，或支付时商户号尚未授权订单管理（SH-75）"),
        )
    })?)
}

fn told(order: &Order) -> Value {
    json!({
        "transaction_id": order.transaction_id,
        "order_state": order.state.literal(),
        "in_complaint": order.in_complaint,
    })
}
