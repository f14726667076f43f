//! What a query answers and a notice says of an order (4.3, 4.7).

use serde_json::{Map, Value, json};

use crate::wechat_pay::model::order::{CombinedOrder, Order, Payee, Payment};

/// A single order. What only a payment brings appears only after it (OR-08).
#[must_use]
pub fn order(order: &Order) -> Value {
    let mut view = parties(order);
    let (state, description) = order.trade_state();
    view.insert("out_trade_no".into(), json!(order.out_trade_no));
    view.insert("trade_state".into(), json!(state));
    view.insert("trade_state_desc".into(), json!(description));
    let mut amount = json!({ "total": order.total, "currency": "CNY" });
    if let Some(payment) = order.payment() {
        paid(&mut view, order, payment);
        view.insert("payer".into(), payer(order, payment));
        amount["payer_total"] = json!(order.total);
        amount["payer_currency"] = json!("CNY");
    }
    view.insert("amount".into(), amount);
    if let Some(device_id) = &order.device_id {
        view.insert("scene_info".into(), json!({ "device_id": device_id }));
    }
    Value::Object(view)
}

/// A combined order with every sub order (CO-02).
#[must_use]
pub fn combined(combined: &CombinedOrder, subs: &[Order]) -> Value {
    let mut view = json!({
        "combine_appid": combined.combine_appid,
        "combine_mchid": combined.combine_mchid,
        "combine_out_trade_no": combined.combine_out_trade_no,
        "sub_orders": subs.iter().map(sub_order).collect::<Vec<_>>(),
    });
    if let Some(openid) =
        subs.first().and_then(Order::payment).and_then(|payment| payment.payer.openid.as_ref())
    {
        view["combine_payer_info"] = json!({ "openid": openid });
    }
    if let Some(device_id) = &combined.device_id {
        view["scene_info"] = json!({ "device_id": device_id });
    }
    view
}

/// The numbers by which people find orders again, for the answer of an act.
#[must_use]
pub fn handles(orders: &[Order]) -> Value {
    orders
        .iter()
        .map(|order| {
            let mut handle = json!({ "out_trade_no": order.out_trade_no, "total": order.total });
            if let Some(payment) = order.payment() {
                handle["transaction_id"] = json!(payment.transaction_id);
                handle["fee"] = json!(payment.fee);
            }
            handle
        })
        .collect()
}

fn sub_order(order: &Order) -> Value {
    let mut view = Map::new();
    view.insert("mchid".into(), json!(order.payee.initiator()));
    if let Payee::Partner { sub_mchid, sub_appid, .. } = &order.payee {
        view.insert("sub_mchid".into(), json!(sub_mchid));
        if let Some(sub_appid) = sub_appid {
            view.insert("sub_appid".into(), json!(sub_appid));
        }
    }
    view.insert("out_trade_no".into(), json!(order.out_trade_no));
    view.insert("trade_state".into(), json!(order.trade_state().0));
    let mut amount = json!({ "total_amount": order.total, "currency": "CNY" });
    if let Some(payment) = order.payment() {
        paid(&mut view, order, payment);
        if let Some(sub_openid) = &payment.payer.sub_openid {
            view.insert("sub_openid".into(), json!(sub_openid));
        }
        amount["payer_amount"] = json!(order.total);
        amount["payer_currency"] = json!("CNY");
    }
    view.insert("amount".into(), amount);
    Value::Object(view)
}

fn parties(order: &Order) -> Map<String, Value> {
    let mut view = Map::new();
    match &order.payee {
        Payee::Partner { sp_mchid, sp_appid, sub_mchid, sub_appid } => {
            view.insert("sp_mchid".into(), json!(sp_mchid));
            view.insert("sp_appid".into(), json!(sp_appid));
            view.insert("sub_mchid".into(), json!(sub_mchid));
            if let Some(sub_appid) = sub_appid {
                view.insert("sub_appid".into(), json!(sub_appid));
            }
        }
        Payee::Direct { mchid, appid } => {
            view.insert("mchid".into(), json!(mchid));
            view.insert("appid".into(), json!(appid));
        }
        Payee::Channel { mchid, sub_mchid, appid, in_page: _ } => {
            view.insert("mchid".into(), json!(mchid));
            view.insert("sub_mchid".into(), json!(sub_mchid));
            view.insert("appid".into(), json!(appid));
        }
    }
    view
}

fn paid(view: &mut Map<String, Value>, order: &Order, payment: &Payment) {
    view.insert("transaction_id".into(), json!(payment.transaction_id));
    view.insert("trade_type".into(), json!(order.trade_type.literal()));
    view.insert("bank_type".into(), json!(payment.bank_type));
    view.insert("attach".into(), json!(order.attach.as_deref().unwrap_or_default()));
    view.insert("success_time".into(), json!(payment.at));
}

fn payer(order: &Order, payment: &Payment) -> Value {
    let openid = &payment.payer.openid;
    match &order.payee {
        Payee::Direct { .. } | Payee::Channel { .. } => json!({ "openid": openid }),
        Payee::Partner { .. } => match &payment.payer.sub_openid {
            Some(sub_openid) => json!({ "sp_openid": openid, "sub_openid": sub_openid }),
            None => json!({ "sp_openid": openid }),
        },
    }
}
