//! Why the shipping service refuses, in the order in which it checks (SH-14).

use super::Missing;
use crate::mini_program::model::order::State;
use crate::world::journal::Note;

/// Why the shipping service refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShippingRefusal {
    /// order_number_type is neither 1 nor 2.
    NumberType,
    /// Type 2 without transaction_id.
    NoTransactionId,
    /// Type 1 without mchid.
    NoMchid,
    /// Type 1 without out_trade_no.
    NoOutTradeNo,
    /// logistics_type is missing or 0.
    LogisticsType,
    /// delivery_mode is neither 1 nor 2.
    DeliveryMode,
    /// A unified shipping has not exactly one entry.
    NotOneEntry(usize),
    /// Too many parcels (SH-19).
    TooManyParcels {
        /// So many there are.
        found: usize,
        /// So many there may be.
        most: usize,
    },
    /// A split shipping that is no express.
    SplitWithoutExpress,
    /// A split shipping that does not say whether it is the last.
    NoAllDelivered,
    /// An express parcel without a tracking number.
    NoTrackingNo,
    /// An express parcel without a carrier.
    NoExpressCompany,
    /// A tracking number longer than 128 bytes.
    LongTrackingNo,
    /// A carrier's code longer than 128 bytes.
    LongExpressCompany,
    /// No item description.
    NoItemDesc,
    /// An item description longer than 120 characters.
    LongItemDesc,
    /// upload_time is no RFC 3339 time.
    UploadTime(String),
    /// Another parameter is not as it must be.
    Parameter(Parameter),
    /// No such order of this mini program.
    NoOrder(Missing),
    /// The order is another user's.
    OtherPayer,
    /// The order is past shipping.
    NotShippable(State),
    /// The chance to ship again is used up.
    AgainTwice,
    /// Nothing differs from what is there.
    Unchanged,
    /// A reminder for an order that is not in state 2.
    NotShipped(State),
    /// A reminder for what no carrier brings.
    NotExpress,
    /// A second reminder.
    RemindedTwice,
    /// received_time is not after the shipping, or no time in seconds.
    ReceivedTime,
}

/// A parameter without a code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// No parcels in a split shipping.
    NoParcels,
    /// A parcel by SF without a contact.
    NoContact,
    /// A contact that is not masked as it must be.
    Contact,
    /// No payer.
    NoPayer,
    /// Neither form of a query is complete.
    NoNumber,
    /// No received_time.
    NoReceivedTime,
    /// An upload_time that is not later than the last (SH-20).
    OlderUpload,
    /// No sub orders.
    NoSubOrders,
    /// A range of time that ends before it begins.
    EmptyRange,
    /// A page of no orders.
    PageSize,
}

impl Parameter {
    const fn explain(self) -> (&'static str, &'static str) {
        match self {
            Parameter::NoParcels => ("shipping_list is empty", "shipping_list 为空"),
            Parameter::NoContact => (
                "a parcel by SF needs contact.consignor_contact or contact.receiver_contact",
                "顺丰包裹须填 contact.consignor_contact 或 contact.receiver_contact",
            ),
            Parameter::Contact => (
                "a contact is digits, + and -, with * anywhere but in the last four digits: 189****1234",
                "联系方式为数字、+ 和 -，除最后四位外可用 *，如 189****1234",
            ),
            Parameter::NoPayer => ("payer.openid is missing", "缺少 payer.openid"),
            Parameter::NoNumber => (
                "send transaction_id, or merchant_id and merchant_trade_no, at the top of the body",
                "须在请求体顶层填 transaction_id，或 merchant_id 和 merchant_trade_no",
            ),
            Parameter::NoReceivedTime => (
                "received_time is missing: an integer, unix seconds (SH-33)",
                "缺少 received_time：整数，单位为秒（SH-33）",
            ),
            Parameter::OlderUpload => (
                "upload_time is not later than that of the last upload (SH-20)",
                "upload_time 不晚于上一次上传（SH-20）",
            ),
            Parameter::NoSubOrders => ("sub_orders is empty", "sub_orders 为空"),
            Parameter::EmptyRange => {
                ("pay_time_range ends before it begins", "pay_time_range 的结束早于开始")
            }
            Parameter::PageSize => ("page_size is at least 1", "page_size 至少为 1"),
        }
    }
}

impl ShippingRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            ShippingRefusal::NumberType => Note::new(
                "order_number_type is 1 (mchid and out_trade_no) or 2 (transaction_id)",
                "order_number_type 为 1（mchid 和 out_trade_no）或 2（transaction_id）",
            ),
            ShippingRefusal::NoTransactionId | ShippingRefusal::NoMchid | ShippingRefusal::NoOutTradeNo => {
                Note::new(
                    "type 1 needs mchid and out_trade_no, type 2 transaction_id; are the two types swapped? (SH-15)",
                    "类型 1 须有 mchid 和 out_trade_no，类型 2 须有 transaction_id；是否写反？（SH-15）",
                )
            }
            ShippingRefusal::SplitWithoutExpress => {
                Note::new("only express may be shipped in parts", "只有物流快递可以分拆发货")
            }
            ShippingRefusal::UploadTime(text) => Note::new(
                format!("`{text}` is not RFC 3339, such as 2022-12-15T13:29:35.120+08:00"),
                format!("`{text}` 不符合 RFC 3339，例如 2022-12-15T13:29:35.120+08:00"),
            ),
            ShippingRefusal::Parameter(what) => {
                let (en, zh) = what.explain();
                Note::new(en, zh)
            }
            ShippingRefusal::NoOrder(missing) => missing.explain(),
            ShippingRefusal::OtherPayer => Note::new(
                "payer.openid is not who paid, under this appid",
                "payer.openid 不是该 appid 下的付款人",
            ),
            ShippingRefusal::NotShippable(state) | ShippingRefusal::NotShipped(state) => Note::new(
                format!("the order is in state {} (SH-52)", state.literal()),
                format!("订单状态为 {}（SH-52）", state.literal()),
            ),
            ShippingRefusal::AgainTwice => {
                Note::new("an order is shipped again once (SH-22)", "每单只能重新发货一次（SH-22）")
            }
            ShippingRefusal::Unchanged => {
                Note::new("the same was uploaded before; treat it as done", "与已上传内容相同，可视为成功")
            }
            ShippingRefusal::NotExpress | ShippingRefusal::RemindedTwice | ShippingRefusal::ReceivedTime => {
                Note::new(
                    "one reminder per order, express only, received_time in seconds and after shipping (SH-33)",
                    "每单提醒一次，仅限物流快递，received_time 单位为秒且晚于发货时间（SH-33）",
                )
            }
            ShippingRefusal::LogisticsType
            | ShippingRefusal::DeliveryMode
            | ShippingRefusal::NoAllDelivered => Note::new(
                "logistics_type is 1 to 4, delivery_mode 1 or 2; a split shipping says is_all_delivered",
                "logistics_type 为 1 至 4，delivery_mode 为 1 或 2；分拆发货须有 is_all_delivered",
            ),
            ShippingRefusal::NotOneEntry(found) => Note::new(
                format!(
                    "{found} entries: a unified shipping has one; several parcels are shipped with delivery_mode 2 (SH-19)"
                ),
                format!("共 {found} 项：统一发货只有 1 项；多个包裹请用 delivery_mode 2（SH-19）"),
            ),
            ShippingRefusal::TooManyParcels { found, most } => Note::new(
                format!("{found} parcels: an order has {most} at most over all its uploads (SH-19)"),
                format!("共 {found} 个包裹：每单各次上传合计最多 {most} 个（SH-19）"),
            ),
            ShippingRefusal::NoTrackingNo
            | ShippingRefusal::NoExpressCompany
            | ShippingRefusal::LongTrackingNo
            | ShippingRefusal::LongExpressCompany
            | ShippingRefusal::NoItemDesc
            | ShippingRefusal::LongItemDesc => Note::new(
                "express needs tracking_no and express_company, 1 to 128 bytes; item_desc has 1 to 120 characters",
                "物流快递须有 tracking_no 和 express_company，1 至 128 字节；item_desc 为 1 至 120 字",
            ),
        }
    }
}
