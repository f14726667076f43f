//! Orders as buyers and QA see them, and the story of their money.

use serde::Serialize;
use serde_json::{Value, json};

use super::error::ApiError;
use super::wire::{Call, Reply, ok, paged};
use crate::wechat_pay::model::merchant;
use crate::wechat_pay::model::order::{CombinedOrder, Order};
use crate::wechat_pay::model::pot::Pot;
use crate::wechat_pay::rules::combine;
use crate::wechat_pay::rules::view;
use crate::world::books::Chapter;
use crate::world::ids::Mchid;
use crate::world::{Bug, Cx, Fen, Instant};

/// What a buyer's bill shows of one payment (PAY-02): who it went to, in all, and the parts of a combined one.
#[derive(Serialize)]
struct Bill {
    kind: Kind,
    number: String,
    mchid: Mchid,
    payee: String,
    total: Fen,
    trade_state: &'static str,
    trade_type: &'static str,
    placed_at: Instant,
    parts: Vec<Part>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Single,
    Combined,
}

/// One order of a bill.
#[derive(Serialize)]
struct Part {
    out_trade_no: String,
    mchid: Mchid,
    payee: String,
    description: String,
    total: Fen,
    trade_state: &'static str,
    transaction_id: Option<String>,
    /// What is still frozen of it, in fen; none when it never was.
    frozen: Option<Fen>,
}

/// Single and combined orders in the order of placing; sub orders stand inside their combined order.
pub(super) fn list(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    let bills = call.read(|cx| {
        let heads = cx.heads::<Order>("combined", page)?;
        heads.iter().map(|head| bill_of(cx, head)).collect::<Result<Vec<_>, _>>()
    })?;
    ok(&paged(bills, page))
}

/// One order, single or combined or part of a combined one, with the story of its money.
pub(super) fn show(call: &Call<'_>) -> Reply {
    let order = one(call, |cx, found| match found {
        Found::Single(order) => single(cx, order),
        Found::Combined(combined, subs) => whole(cx, combined, subs),
    })?;
    ok(&order)
}

/// What a number names.
pub(super) enum Found {
    /// A single order, or one of a combined one.
    Single(Box<Order>),
    /// A combined order with its sub orders.
    Combined(Box<CombinedOrder>, Vec<Order>),
}

impl Found {
    /// The key of the order.
    pub(super) fn key(&self) -> String {
        match self {
            Found::Single(order) => order.key(),
            Found::Combined(combined, _) => combined.key(),
        }
    }

    /// The numbers of its payments.
    pub(super) fn transactions(&self) -> Vec<String> {
        let orders = match self {
            Found::Single(order) => std::slice::from_ref(&**order),
            Found::Combined(_, subs) => subs.as_slice(),
        };
        orders.iter().filter_map(Order::payment).map(|payment| payment.transaction_id.to_string()).collect()
    }
}

/// Looks at the one order that the path names.
pub(super) fn one(
    call: &Call<'_>,
    look: impl Fn(&Cx<'_>, &Found) -> Result<Value, Bug>,
) -> Result<Value, ApiError> {
    let (number, mchid) = (call.variable("number"), call.parameter("mchid"));
    let found = call.read(|cx| {
        let end = format!("/{number}");
        let is_wanted = |owner: &Mchid| mchid.is_empty() || owner.as_str() == mchid;
        let mut found = Vec::new();
        for combined in cx.ending_with::<CombinedOrder>(&end)? {
            if is_wanted(&combined.combine_mchid) {
                let (owner, subs) = (combined.combine_mchid.to_string(), combine::sub_orders(cx, &combined)?);
                found.push((owner, look(cx, &Found::Combined(Box::new(combined), subs))?));
            }
        }
        for order in cx.ending_with::<Order>(&end)? {
            if is_wanted(order.payee.initiator()) {
                let owner = order.payee.initiator().to_string();
                found.push((owner, look(cx, &Found::Single(Box::new(order)))?));
            }
        }
        Ok(found)
    })?;
    let owners: Vec<String> = found.iter().map(|(owner, _)| owner.clone()).collect();
    match <[(String, Value); 1]>::try_from(found) {
        Ok([(_, order)]) => Ok(order),
        Err(found) if found.is_empty() => Err(ApiError::new(
            404,
            "NO_ORDER",
            format!("this world has no order {number}"),
            format!("该世界没有订单 {number}"),
        )
        .hint("GET …/orders lists all orders")),
        Err(_) => Err(ApiError::new(
            409,
            "SEVERAL_ORDERS",
            format!("several orders are called {number}; their merchants: {}", owners.join(", ")),
            format!("有多个订单号为 {number} 的订单，商户：{}", owners.join(", ")),
        )
        .hint(format!("add ?mchid={}", owners.first().map_or("", String::as_str)))),
    }
}

fn single(cx: &Cx<'_>, order: &Order) -> Result<Value, Bug> {
    let (details, story) = (view::order(order), story(cx, std::slice::from_ref(order))?);
    let (key, combined) = (order.key(), order.combined.clone());
    let parts = vec![part(cx, order)?];
    let bill = Bill { parts, ..head(cx, order)? };
    Ok(json!({ "key": key, "combined": combined, "bill": bill, "order": details, "story": story }))
}

fn whole(cx: &Cx<'_>, combined: &CombinedOrder, subs: &[Order]) -> Result<Value, Bug> {
    let (details, story) = (view::combined(combined, subs), story(cx, subs)?);
    let bill = combined_bill(cx, combined, subs)?;
    Ok(json!({ "key": combined.key(), "bill": bill, "order": details, "story": story }))
}

fn bill_of(cx: &Cx<'_>, order: &Order) -> Result<Bill, Bug> {
    match &order.combined {
        Some(key) => {
            let combined = cx.get::<CombinedOrder>(key)?;
            let combined =
                combined.ok_or_else(|| Bug::Broken(format!("the combined order {key} is gone")))?;
            let subs = combine::sub_orders(cx, &combined)?;
            combined_bill(cx, &combined, &subs)
        }
        None => Ok(Bill { parts: vec![part(cx, order)?], ..head(cx, order)? }),
    }
}

/// An ordinary order shows its recipient directly (PAY-02).
fn head(cx: &Cx<'_>, order: &Order) -> Result<Bill, Bug> {
    Ok(Bill {
        kind: Kind::Single,
        number: order.out_trade_no.to_string(),
        mchid: order.payee.recipient().clone(),
        payee: name_of(cx, order.payee.recipient())?,
        total: order.total,
        trade_state: order.trade_state().0,
        trade_type: order.trade_type.literal(),
        placed_at: order.placed_at,
        parts: Vec::new(),
    })
}

/// A combined order shows the platform first, and its sub orders in the detail (PAY-02).
fn combined_bill(cx: &Cx<'_>, combined: &CombinedOrder, subs: &[Order]) -> Result<Bill, Bug> {
    let first = subs.first().ok_or_else(|| Bug::Broken(format!("{} has no orders", combined.key())))?;
    let total = subs.iter().try_fold(Fen::ZERO, |sum, order| sum.plus(order.total))?;
    Ok(Bill {
        kind: Kind::Combined,
        number: combined.combine_out_trade_no.to_string(),
        mchid: combined.combine_mchid.clone(),
        payee: merchant::known(cx, &combined.combine_mchid)?.name,
        total,
        trade_state: first.trade_state().0,
        trade_type: combined.trade_type.literal(),
        placed_at: first.placed_at,
        parts: subs.iter().map(|order| part(cx, order)).collect::<Result<_, _>>()?,
    })
}

/// A merchant's name. An acquirer's merchants have none here: their number is shown.
fn name_of(cx: &Cx<'_>, mchid: &Mchid) -> Result<String, Bug> {
    Ok(merchant::find(cx, mchid)?.map_or_else(|| mchid.to_string(), |merchant| merchant.name))
}

fn part(cx: &Cx<'_>, order: &Order) -> Result<Part, Bug> {
    let transaction_id = order.payment().map(|payment| payment.transaction_id.to_string());
    let pot = transaction_id.as_deref().map(|id| cx.get::<Pot>(id)).transpose()?.flatten();
    let frozen = pot.map(|pot| cx.balance(&pot.account())).transpose()?;
    Ok(Part {
        out_trade_no: order.out_trade_no.to_string(),
        mchid: order.payee.recipient().clone(),
        payee: name_of(cx, order.payee.recipient())?,
        description: order.description.clone(),
        total: order.total,
        trade_state: order.trade_state().0,
        transaction_id,
        frozen: frozen.map(|balance| balance.balance),
    })
}

fn story(cx: &Cx<'_>, orders: &[Order]) -> Result<Vec<Chapter>, Bug> {
    let mut story = Vec::new();
    for payment in orders.iter().filter_map(Order::payment) {
        story.extend(cx.story(payment.transaction_id.as_str())?);
    }
    story.sort_by_key(|chapter| chapter.posting.entry);
    Ok(story)
}
