//! `/wxa/sec/order/`: shipping information (SH-14 to SH-34).

use serde_json::{Map, Value, json};

use super::wire::{Call, Members, done};
use crate::mini_program::model::order::{Logistics, Mode, Order, Parcel, Shipping};
use crate::mini_program::rules::Ruled;
use crate::mini_program::rules::refusal::{Refusal, ShippingRefusal};
use crate::mini_program::rules::shipping::{self, MOST_PARCELS, Named, Upload};

/// The longest number of a parcel and code of a carrier, in bytes.
const LONGEST_CODE: usize = 128;
/// The longest description of a parcel, in characters.
const LONGEST_ITEM: usize = 120;
/// The longest telephone number, in bytes.
const LONGEST_CONTACT: usize = 1024;
/// The carrier whose parcels need a contact.
const NEEDS_CONTACT: &str = "SF";

/// upload_shipping_info. Its fields are checked before the order is looked for (SH-07).
pub(super) fn upload(call: &Call<'_>) -> Ruled<Value> {
    shipping::upload(call.cx, call.appid()?, read_upload(call.body)?)?;
    Ok(done())
}

/// get_order.
pub(super) fn get_order(call: &Call<'_>) -> Ruled<Value> {
    let order = shipping::find(call.cx, call.appid()?, &triple(call.body)?)?;
    let mut body = done();
    body["order"] = view(&order);
    Ok(body)
}

/// notify_confirm_receive (SH-33).
pub(super) fn remind(call: &Call<'_>) -> Ruled<Value> {
    let named = triple(call.body)?;
    let received_at = Members(call.body).number("received_time")?;
    let received_at = received_at.ok_or(ShippingRefusal::Parameter("received_time is missing"))?;
    shipping::remind(call.cx, call.appid()?, &named, received_at)?;
    Ok(done())
}

fn read_upload(body: &Map<String, Value>) -> Result<Upload, Refusal> {
    let body = Members(body);
    let order = order_key(&body.object("order_key")?)?;
    let logistics = match body.number("logistics_type")? {
        None | Some(0) => return Err(ShippingRefusal::LogisticsType.into()),
        Some(number) => Logistics::of(number)
            .ok_or_else(|| Refusal::DataFormat(format!("logistics_type is 1 to 4, not {number}")))?,
    };
    let mode = match body.get("delivery_mode") {
        Some(Value::String(name)) if name == "UNIFIED_DELIVERY" => Mode::Unified,
        Some(Value::String(name)) if name == "SPLIT_DELIVERY" => Mode::Split,
        _ => match body.number("delivery_mode")? {
            Some(1) => Mode::Unified,
            Some(2) => Mode::Split,
            _ => return Err(ShippingRefusal::DeliveryMode.into()),
        },
    };
    let parcels = body.list("shipping_list")?;
    match mode {
        Mode::Unified if parcels.len() != 1 => return Err(ShippingRefusal::NotOneEntry(parcels.len()).into()),
        Mode::Split if !(1..=MOST_PARCELS).contains(&parcels.len()) => {
            return Err(ShippingRefusal::TooManyParcels(parcels.len()).into());
        }
        Mode::Split if logistics != Logistics::Express => {
            return Err(ShippingRefusal::SplitWithoutExpress.into());
        }
        Mode::Unified | Mode::Split => {}
    }
    let last = match (mode, body.flag("is_all_delivered")?) {
        (Mode::Unified, _) => true,
        (Mode::Split, Some(last)) => last,
        (Mode::Split, None) => return Err(ShippingRefusal::NoAllDelivered.into()),
    };
    let mut parcels = parcels.iter().map(|one| parcel(one, logistics)).collect::<Result<Vec<_>, _>>()?;
    let time = body.text("upload_time")?;
    let time: jiff::Timestamp = time.parse().map_err(|_| ShippingRefusal::UploadTime(time.to_owned()))?;
    for parcel in &mut parcels {
        parcel.uploaded_at = time.as_second();
    }
    let payer = body.object("payer")?;
    let openid = Members(&payer).text("openid")?.to_owned();
    if openid.is_empty() {
        return Err(ShippingRefusal::Parameter("payer.openid is missing").into());
    }
    Ok(Upload { order, logistics, mode, last, parcels, uploaded_at: time.as_millisecond(), openid })
}

/// The order_key of an upload: type 2 ignores the merchant's number, type 1 WeChat Pay's (SH-15).
fn order_key(key: &Map<String, Value>) -> Result<Named, Refusal> {
    let key = Members(key);
    match key.number("order_number_type")? {
        Some(1) => {
            let (mchid, out_trade_no) = (key.text("mchid")?.to_owned(), key.text("out_trade_no")?.to_owned());
            if mchid.is_empty() {
                return Err(ShippingRefusal::NoMchid.into());
            }
            if out_trade_no.is_empty() {
                return Err(ShippingRefusal::NoOutTradeNo.into());
            }
            Ok(Named::Recipient { mchid, out_trade_no })
        }
        Some(2) => match key.text("transaction_id")? {
            "" => Err(ShippingRefusal::NoTransactionId.into()),
            id => Ok(Named::Transaction(id.to_owned())),
        },
        _ => Err(ShippingRefusal::NumberType.into()),
    }
}

/// The flat numbers of a query; not the order_key of an upload.
fn triple(body: &Map<String, Value>) -> Result<Named, Refusal> {
    let body = Members(body);
    let (id, mchid, number) =
        (body.text("transaction_id")?, body.text("merchant_id")?, body.text("merchant_trade_no")?);
    if !id.is_empty() {
        return Ok(Named::Transaction(id.to_owned()));
    }
    if mchid.is_empty() || number.is_empty() {
        let what = "send transaction_id, or merchant_id and merchant_trade_no; order_key is for uploads";
        return Err(ShippingRefusal::Parameter(what).into());
    }
    let sub = body.text("sub_merchant_id")?;
    let (mchid, out_trade_no) = (mchid.to_owned(), number.to_owned());
    Ok(match sub {
        "" | "0" => Named::Either { mchid, out_trade_no },
        sub => Named::Recipient { mchid: sub.to_owned(), out_trade_no },
    })
}

fn parcel(value: &Value, logistics: Logistics) -> Result<Parcel, Refusal> {
    let Value::Object(members) = value else {
        return Err(Refusal::DataFormat(format!("an entry of shipping_list is an object, not {value}")));
    };
    let members = Members(members);
    let (tracking_no, express_company) = (members.text("tracking_no")?, members.text("express_company")?);
    if logistics == Logistics::Express {
        if tracking_no.is_empty() {
            return Err(ShippingRefusal::NoTrackingNo.into());
        }
        if express_company.is_empty() {
            return Err(ShippingRefusal::NoExpressCompany.into());
        }
    }
    if tracking_no.len() > LONGEST_CODE {
        return Err(ShippingRefusal::LongTrackingNo.into());
    }
    if express_company.len() > LONGEST_CODE {
        return Err(ShippingRefusal::LongExpressCompany.into());
    }
    let item_desc = members.text("item_desc")?;
    match item_desc.chars().count() {
        0 => return Err(ShippingRefusal::NoItemDesc.into()),
        count if count > LONGEST_ITEM => return Err(ShippingRefusal::LongItemDesc.into()),
        _ => {}
    }
    let contact = members.object("contact")?;
    let contact = Members(&contact);
    let (sender, receiver) = (contact.text("consignor_contact")?, contact.text("receiver_contact")?);
    if logistics == Logistics::Express
        && express_company == NEEDS_CONTACT
        && sender.is_empty()
        && receiver.is_empty()
    {
        return Err(ShippingRefusal::Parameter("a parcel by SF needs a contact").into());
    }
    for number in [sender, receiver] {
        if !number.is_empty() && !is_masked(number) {
            let what = "a contact is digits, + and -, with * anywhere but in the last four digits";
            return Err(ShippingRefusal::Parameter(what).into());
        }
    }
    Ok(Parcel {
        tracking_no: tracking_no.to_owned(),
        express_company: express_company.to_owned(),
        item_desc: item_desc.to_owned(),
        consignor_contact: sender.to_owned(),
        receiver_contact: receiver.to_owned(),
        uploaded_at: 0,
    })
}

/// Whether a telephone number is written as the mask rule allows: `189****1234`, `021-****1234`, `0**2-******23-10`.
fn is_masked(number: &str) -> bool {
    let fine = |b: u8| b.is_ascii_digit() || matches!(b, b'*' | b'+' | b'-');
    let mut end = number.bytes().rev().filter(|b| *b != b'-').take(4);
    let digits = end.by_ref().all(|b| b.is_ascii_digit());
    number.len() <= LONGEST_CONTACT && number.len() >= 4 && number.bytes().all(fine) && digits
}

/// An order as get_order shows it.
fn view(order: &Order) -> Value {
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
        "order_state": order.state.literal(),
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
    json!({
        "delivery_mode": shipping.mode.literal(),
        "logistics_type": shipping.logistics.literal(),
        "finish_shipping": shipping.finished_at.is_some(),
        "finish_shipping_count": shipping.finish_count(),
        "upload_scene": 2,
        "shipping_list": shipping.parcels.iter().map(parcel).collect::<Vec<_>>(),
    })
}
