//! Why the shipping service refuses, in the order in which it checks (SH-14).

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
    /// So many parcels are too many, or none at all.
    TooManyParcels(usize),
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
    Parameter(&'static str),
    /// No such order of this mini program.
    NoOrder,
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
            ShippingRefusal::Parameter(what) => Note::new(*what, format!("参数错误：{what}")),
            ShippingRefusal::NoOrder => Note::new(
                "this mini program has no such paid order; with a provider mchid is the sub-merchant's (SH-26)",
                "该小程序没有此已支付订单；服务商模式下 mchid 为子商户号（SH-26）",
            ),
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
            ShippingRefusal::NotOneEntry(found) | ShippingRefusal::TooManyParcels(found) => Note::new(
                format!("{found} parcels: one when unified, 1 to 15 in all when split (SH-19)"),
                format!("共 {found} 个包裹：统一发货为 1 个，分拆发货合计 1 至 15 个（SH-19）"),
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
