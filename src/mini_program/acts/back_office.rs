//! What a merchant does in the back office of its mini program.

use serde_json::{Map, Value, json};

use crate::mini_program::rules::back_office;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::{Cx, Stop};

/// What a row of a batch has.
const MEMBERS: [&str; 6] =
    ["transaction_id", "logistics_type", "tracking_no", "express_company", "item_desc", "contact"];

/// Ships orders by hand.
pub(super) const SHIP: Act = Act {
    name: "merchant.ship",
    en: "a merchant ships an order, or many, in the back office; each of many has its own result (SH-92)",
    zh: "商户在发货信息管理后台发货，单笔或批量，批量时逐行给出结果（SH-92）",
    args: &[
        Arg::optional("transaction_id", ArgKind::Text, "the one order", "单笔发货的微信支付订单号"),
        Arg::optional(
            "logistics_type",
            ArgKind::Count,
            "1 express, 2 same-city, 3 virtual, 4 pick-up; 1 if left out",
            "物流类型 1 至 4；默认 1",
        ),
        Arg::optional("tracking_no", ArgKind::Text, "the parcel's number", "物流单号"),
        Arg::optional("express_company", ArgKind::Text, "the carrier's code", "物流公司编码"),
        Arg::optional("item_desc", ArgKind::Text, "what is in it", "商品描述"),
        Arg::optional(
            "contact",
            ArgKind::Object,
            "consignor_contact or receiver_contact, masked",
            "联系方式（掩码）",
        ),
        Arg::optional(
            "orders",
            ArgKind::Objects,
            "many orders, each with transaction_id and the arguments above",
            "批量发货：每项含 transaction_id 和上述参数",
        ),
    ],
    run: ship,
};

fn ship(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    match (args.text("transaction_id"), args.objects("orders")) {
        (Some(transaction_id), None) => {
            let row: Map<String, Value> =
                MEMBERS.iter().filter_map(|name| Some(((*name).to_owned(), args.value(name)?))).collect();
            let order = back_office::ship(cx, transaction_id, &row).map_err(|stop| match stop {
                Stop::Refused(refusal) | Stop::RefusedAndKept(refusal) => {
                    let note = refusal.explain();
                    ActStop::Refused(ActRefused::new(note.en, note.zh))
                }
                Stop::Bug(bug) => ActStop::Bug(bug),
            })?;
            Ok(json!({ "transaction_id": order.transaction_id, "order_state": order.state.literal() }))
        }
        (None, Some(rows)) => {
            let rows: Vec<_> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
            Ok(json!({ "orders": back_office::ship_all(cx, &rows)? }))
        }
        (None, None) | (Some(_), Some(_)) => {
            Err(ActRefused::new("either transaction_id or orders", "transaction_id 与 orders 须填且只填其一")
                .into())
        }
    }
}

fn read(row: &Map<String, Value>) -> Result<(String, Map<String, Value>), ActRefused> {
    if let Some(name) = row.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        let list = MEMBERS.join(", ");
        return Err(ActRefused::new(
            format!("a row takes no `{name}` (it takes: {list})"),
            format!("行中没有 `{name}`（可用：{list}）"),
        ));
    }
    let transaction_id = row.get("transaction_id").and_then(Value::as_str).unwrap_or_default();
    Ok((transaction_id.to_owned(), row.clone()))
}
