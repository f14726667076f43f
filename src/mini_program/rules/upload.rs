//! What an upload says, its fields checked in the order of SH-14 before any order is looked for (SH-07).

use serde_json::{Map, Value};

use super::Ruled;
use super::combined::check_names;
use super::find::Named;
use super::members::Members;
use super::refusal::{Parameter, Refusal, ShippingRefusal};
use super::shipping::Upload;
use crate::mini_program::model::carrier::{self, Known, SF};
use crate::mini_program::model::order::{Logistics, Mode, Parcel, Scene};
use crate::mini_program::model::switches;
use crate::world::Cx;
use crate::world::journal::Note;

/// The longest number of a parcel and code of a carrier, in bytes.
const LONGEST_CODE: usize = 128;
/// The longest description of a parcel, in characters.
pub const LONGEST_ITEM: usize = 120;
/// The longest telephone number, in bytes.
const LONGEST_CONTACT: usize = 1024;

/// The upload of one order.
///
/// # Errors
/// [`ShippingRefusal`], in the order of SH-14.
pub fn single(cx: &Cx<'_>, body: Members<'_>) -> Ruled<Upload> {
    let order = order_key(&body.object("order_key")?)?;
    let goods = Goods::read(cx, body)?;
    Ok(joined(order, goods, Common::read(body)?))
}

/// The upload of a combined order: its own name, and an upload for each sub order.
///
/// # Errors
/// As [`single`], and [`super::refusal::CombinedRefusal`].
pub fn of_combined(cx: &Cx<'_>, body: Members<'_>) -> Ruled<(Named, Vec<Upload>)> {
    let main = order_key(&body.object("order_key")?)?;
    let mut subs = Vec::new();
    for sub in body.objects("sub_orders")? {
        subs.push((order_key(&sub.object("order_key")?)?, Goods::read(cx, sub)?));
    }
    if subs.is_empty() {
        return Err(ShippingRefusal::Parameter(Parameter::NoSubOrders).into());
    }
    check_names(&main, &subs.iter().map(|(order, _)| order).collect::<Vec<_>>())?;
    let common = Common::read(body)?;
    Ok((main, subs.into_iter().map(|(order, goods)| joined(order, goods, common.clone())).collect()))
}

/// What goes, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    /// How it goes.
    pub logistics: Logistics,
    /// In one upload or in several.
    pub mode: Mode,
    /// Whether this is the last upload.
    pub last: bool,
    /// The parcels, without their time.
    pub parcels: Vec<Parcel>,
}

impl Goods {
    /// Reads what goes.
    ///
    /// # Errors
    /// As [`single`].
    pub fn read(cx: &Cx<'_>, body: Members<'_>) -> Ruled<Goods> {
        let logistics = body.number("logistics_type")?.and_then(Logistics::of);
        let logistics = logistics.ok_or(ShippingRefusal::LogisticsType)?;
        let mode = match body.get("delivery_mode") {
            Some(Value::String(name)) if name == "UNIFIED_DELIVERY" => Mode::Unified,
            Some(Value::String(_)) => Mode::Split,
            _ => match body.number("delivery_mode")? {
                Some(1) => Mode::Unified,
                Some(2) => Mode::Split,
                _ => return Err(ShippingRefusal::DeliveryMode.into()),
            },
        };
        let parcels = body.objects("shipping_list")?;
        let (found, most) = (parcels.len(), switches::of(cx)?.shipping.parcel_cap.get());
        match mode {
            Mode::Unified if found != 1 => return Err(ShippingRefusal::NotOneEntry(found).into()),
            Mode::Split if found == 0 => return Err(ShippingRefusal::Parameter(Parameter::NoParcels).into()),
            Mode::Split if found > most => return Err(ShippingRefusal::TooManyParcels { found, most }.into()),
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
        let parcels: Vec<Parcel> =
            parcels.into_iter().map(|one| parcel(one, logistics)).collect::<Result<_, _>>()?;
        if logistics == Logistics::Express {
            let notes = parcels.iter().filter_map(|parcel| unknown_carrier(&parcel.express_company));
            notes.for_each(|note| cx.note(note));
        }
        Ok(Goods { logistics, mode, last, parcels })
    }
}

/// What every sub order of an upload shares.
#[derive(Clone)]
struct Common {
    time: jiff::Timestamp,
    openid: String,
}

impl Common {
    fn read(body: Members<'_>) -> Result<Common, Refusal> {
        let time = body.text("upload_time")?;
        let time = rfc3339(time).ok_or_else(|| ShippingRefusal::UploadTime(time.to_owned()))?;
        let payer = body.object("payer")?;
        let openid = Members(&payer).text("openid")?.to_owned();
        if openid.is_empty() {
            return Err(ShippingRefusal::Parameter(Parameter::NoPayer).into());
        }
        Ok(Common { time, openid })
    }
}

/// The time that a text in the form of RFC 3339 says: more is written in other forms of ISO 8601 than is taken here.
fn rfc3339(text: &str) -> Option<jiff::Timestamp> {
    let bytes = text.as_bytes();
    let has = |at: usize, mark: &[u8]| bytes.get(at).is_some_and(|byte| mark.contains(byte));
    let date = has(4, b"-") && has(7, b"-") && has(10, b"Tt ") && has(13, b":") && has(16, b":");
    let offset = text.ends_with(['Z', 'z'])
        || bytes.len().checked_sub(6).is_some_and(|at| has(at, b"+-") && has(at + 3, b":"));
    if date && offset && bytes.is_ascii() { text.parse().ok() } else { None }
}

fn joined(order: Named, goods: Goods, common: Common) -> Upload {
    let Goods { logistics, mode, last, mut parcels } = goods;
    let Common { time, openid } = common;
    for parcel in &mut parcels {
        parcel.uploaded_at = time.as_second();
    }
    Upload {
        order,
        logistics,
        mode,
        last,
        parcels,
        uploaded_at: time.as_millisecond(),
        openid,
        scene: Scene::Api,
    }
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

/// What is said about a carrier that get_delivery_list does not have: nothing is refused for it (SH-21).
fn unknown_carrier(written: &str) -> Option<Note> {
    match carrier::known(written) {
        Known::Code => None,
        Known::Name(carrier) => Some(Note::new(
            format!(
                "express_company is a delivery_id of get_delivery_list: {} rather than {written} (SH-21)",
                carrier.id
            ),
            format!(
                "express_company 应为 get_delivery_list 的 delivery_id：{}，而非 {written}（SH-21）",
                carrier.id
            ),
        )),
        Known::Stranger => Some(Note::new(
            format!("get_delivery_list here has no carrier {written}; it is taken as it is (SH-21)"),
            format!("本沙盒的 get_delivery_list 中没有物流公司 {written}；按原样保存（SH-21）"),
        )),
    }
}

fn parcel(members: Members<'_>, logistics: Logistics) -> Result<Parcel, Refusal> {
    let (tracking_no, express_company) = (members.text("tracking_no")?, members.text("express_company")?);
    let is_express = logistics == Logistics::Express;
    if is_express && tracking_no.is_empty() {
        return Err(ShippingRefusal::NoTrackingNo.into());
    }
    if is_express && express_company.is_empty() {
        return Err(ShippingRefusal::NoExpressCompany.into());
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
    if is_express && express_company == SF && sender.is_empty() && receiver.is_empty() {
        return Err(ShippingRefusal::Parameter(Parameter::NoContact).into());
    }
    if [sender, receiver].into_iter().any(|number| !number.is_empty() && !is_masked(number)) {
        return Err(ShippingRefusal::Parameter(Parameter::Contact).into());
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
    let end = number.bytes().rev().filter(|b| *b != b'-').take(4);
    let digits = end.filter(u8::is_ascii_digit).count();
    number.len() <= LONGEST_CONTACT && number.bytes().all(fine) && digits == 4
}

#[cfg(test)]
mod tests {
    use super::{is_masked, rfc3339};

    #[test]
    fn a_time_is_in_the_form_of_rfc_3339() {
        let at = |text| rfc3339(text).map(|time| time.as_millisecond());
        assert_eq!(at("2022-12-15T13:29:35.120+08:00"), Some(1_671_082_175_120));
        assert_eq!(at("2022-12-15T05:29:35Z"), Some(1_671_082_175_000));
        for wrong in [
            "",
            "1671082175",
            "2022-12-15",
            "2022-12-15T13:29:35",
            "2022-12-15 13:29:35",
            "20221215T132935Z",
            "2022-12-15T13:29:35+0800",
            "2022-12-15T13:29:35+08:00[Asia/Shanghai]",
            "2022-13-15T13:29:35Z",
            "２０２２-12-15T13:29:35Z",
        ] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_are_masked_anywhere_but_at_the_end() {
        for fine in [
            "189****1234",
            "+86-177****1234",
            "021-****1234",
            "****1234",
            "0**2-***1234",
            "0**2-******23-10",
            "****123-8008",
        ] {
            assert!(is_masked(fine), "{fine}");
        }
        for wrong in ["189****123*", "12*4", "123", "189****1234 ", "张三", "----", "*---", "1---", ""] {
            assert!(!is_masked(wrong), "{wrong}");
        }
    }
}
