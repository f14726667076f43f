//! The back office 发货信息管理: orders by state, shipped by hand one by one or many at once (SH-92).

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::find::{self, Named};
use super::members::Members;
use super::refusal::{Refusal, ShippingRefusal};
use super::shipping::{self, Upload};
use super::upload::Goods;
use super::{Ruled, view};
use crate::mini_program::model::order::{Filing, Order, Scene};
use crate::mini_program::model::profile::Profile;
use crate::world::ids::{Appid, TransactionId};
use crate::world::store::Page;
use crate::world::{Bug, Cx};

/// A row of a batch, after it was worked off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its order, as it was written.
    pub transaction_id: String,
    /// Whether it is shipped now.
    pub shipped: bool,
    /// Why not, in English; empty when it is.
    pub en: String,
    /// Why not, in Chinese.
    pub zh: String,
}

/// Ships one order in one parcel. The row has the words of the API: `logistics_type` (express where left out),
/// `tracking_no`, `express_company`, `item_desc`, `contact`; and it does what the API does, with the same checks.
///
/// # Errors
/// As `upload_shipping_info`: [`ShippingRefusal`].
pub fn ship(cx: &Cx<'_>, transaction_id: &str, row: &Map<String, Value>) -> Ruled<Order> {
    let parcel = |name: &str| row.get(name).cloned().unwrap_or(Value::Null);
    let written = json!({
        "logistics_type": row.get("logistics_type").filter(|value| !value.is_null()).unwrap_or(&json!(1)),
        "delivery_mode": 1,
        "shipping_list": [{
            "tracking_no": parcel("tracking_no"),
            "express_company": parcel("express_company"),
            "item_desc": parcel("item_desc"),
            "contact": parcel("contact"),
        }],
    });
    let Value::Object(written) = written else {
        return Err(Bug::Broken("an object is none".to_owned()).into());
    };
    let Goods { logistics, mode, last, mut parcels } = Goods::read(cx, Members(&written))?;
    let unknown = ShippingRefusal::NoOrder(super::refusal::Missing::Unknown);
    let order = cx.get::<Order>(transaction_id)?.ok_or(unknown)?;
    let named = Named::Transaction(transaction_id.to_owned());
    let order = find::find(cx, &order.appid, &named)?;
    // By hand there is no upload_time: it is now, and later than what was uploaded.
    let before = order.shipping.as_ref().map_or(0, |shipping| shipping.uploaded_at);
    let uploaded_at = (cx.now().unix() * 1000).max(before + 1);
    for parcel in &mut parcels {
        parcel.uploaded_at = uploaded_at / 1000;
    }
    let openid = order.openid.to_string();
    let goods_desc = parcels.iter().map(|parcel| parcel.item_desc.as_str()).collect::<Vec<_>>().join("；");
    let scene = Scene::BackOffice { goods_desc };
    let upload = Upload { order: named, logistics, mode, last, parcels, uploaded_at, openid, scene };
    shipping::ship(cx, order, upload)?;
    shipped(cx, transaction_id)
}

fn shipped(cx: &Cx<'_>, transaction_id: &str) -> Ruled<Order> {
    let order = cx.get::<Order>(transaction_id)?;
    Ok(order.ok_or_else(|| Bug::Broken(format!("the order {transaction_id} is gone")))?)
}

/// Ships many orders: each row by itself, so that one that fails holds up no other.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn ship_all(cx: &Cx<'_>, rows: &[(String, Map<String, Value>)]) -> Result<Vec<Row>, Bug> {
    rows.iter()
        .map(|(transaction_id, row)| {
            let outcome = cx.attempt(|| ship(cx, transaction_id, row))?;
            let why = outcome.err().map(|refusal: Refusal| refusal.explain());
            let shipped = why.is_none();
            let (en, zh) = why.map(|note| (note.en, note.zh)).unwrap_or_default();
            Ok(Row { transaction_id: transaction_id.clone(), shipped, en, zh })
        })
        .collect()
}

/// An order as the back office shows it: what get_order answers, with its filing and the page its messages open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The mini program.
    pub appid: Appid,
    /// WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// What get_order answers.
    pub order: Value,
    /// The special filing that stands.
    pub filing: Option<Filing>,
    /// The page of the mini program that its messages open; none for the platform's own (SH-35).
    pub message_page: Option<String>,
}

/// Orders of one mini program or of all, of one state or of any, in the order of payment.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn list(cx: &Cx<'_>, wanted: &[(&'static str, &str)], page: Page) -> Result<Vec<Shown>, Bug> {
    let orders: Vec<Order> = cx.page_by("paid_at", wanted, page)?;
    orders
        .into_iter()
        .map(|order| {
            Ok(Shown {
                message_page: Profile::of(cx, &order.appid)?.page_of(&order),
                order: view::order(&order),
                appid: order.appid,
                transaction_id: order.transaction_id,
                filing: order.filing,
            })
        })
        .collect()
}
