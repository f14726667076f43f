//! Orders as they are shown.

use serde_json::{Value, json};

use super::upload::LONGEST_ITEM;
use crate::mini_program::model::order::{Order, Parcel, Scene, Shipping};

/// An order as get_order shows it.
#[must_use]
pub fn order(order: &Order) -> Value {
    let parcels = order.shipping.iter().flat_map(|shipping| &shipping.parcels);
    let descriptions: Vec<&str> = parcels.map(|parcel| parcel.item_desc.as_str()).collect();
    json!({
        "transaction_id": order.transaction_id,
        "merchant_id": order.mchid,
        "sub_merchant_id": order.sub_mchid.as_ref().map_or("", |mchid| mchid.as_str()),
        "merchant_trade_no": order.out_trade_no,
        "description": shortened(&descriptions.join("；")),
        "paid_amount": order.amount,
        "openid": order.openid,
        "trade_create_time": order.placed_at.unix(),
        "pay_time": order.paid_at.unix(),
        "order_state": order.shown_state().literal(),
        "in_complaint": order.in_complaint,
        "shipping": order.shipping.as_ref().map_or_else(|| json!({}), shipping_view),
    })
}

/// A description of 120 characters at most; a longer one is cut and ends with dots.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_ITEM {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST_ITEM).collect();
    format!("{kept}...")
}

fn shipping_view(shipping: &Shipping) -> Value {
    let parcel = |parcel: &Parcel| {
        json!({
            "tracking_no": parcel.tracking_no,
            "express_company": parcel.express_company,
            "goods_desc": parcel.item_desc,
            "upload_time": parcel.uploaded_at,
            "contact": {
                "consignor_contact": parcel.consignor_contact,
                "receiver_contact": parcel.receiver_contact,
            },
        })
    };
    let mut view = json!({
        "delivery_mode": shipping.mode.literal(),
        "logistics_type": shipping.logistics.literal(),
        "finish_shipping": shipping.finished_at.is_some(),
        "finish_shipping_count": shipping.finish_count(),
        "upload_scene": shipping.scene.literal(),
        "shipping_list": shipping.parcels.iter().map(parcel).collect::<Vec<_>>(),
    });
    if let Scene::BackOffice { goods_desc } = &shipping.scene {
        view["goods_desc"] = json!(goods_desc);
    }
    view
}
