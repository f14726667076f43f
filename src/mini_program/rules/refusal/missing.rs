//! Why an order that was asked for does not exist here: one code, many causes (SH-26, SH-30).

use crate::world::Instant;
use crate::world::ids::{Appid, Mchid, TransactionId};
use crate::world::journal::Note;

/// Why an order that was asked for does not exist here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Nothing of that kind is known.
    Unknown,
    /// It was paid, and is seen from an instant on.
    NotYet(Instant),
    /// It was paid in another mini program.
    OtherApp(Appid),
    /// The merchant number is that of the provider, not of the merchant that received the money.
    Provider(Mchid),
    /// The number is that of another provider's order, or of an order without one.
    OtherMerchants(Mchid, Option<Mchid>),
    /// A transaction_id was expected, and a merchant's number was sent.
    MerchantNumber(Mchid),
    /// A merchant's number was expected, and a transaction_id was sent.
    TransactionNumber,
    /// The number is that of a combined order.
    Combined,
    /// A combined order was expected, and this one stands alone.
    NotCombined,
    /// A combined order was expected, and this is one of its sub orders.
    SubOrder(String),
    /// It is no sub order of that combined order.
    ElseWhere(TransactionId),
}

impl Missing {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            Missing::Unknown => Note::new(
                "this mini program has no such paid order; only what was paid in it is there, no app, H5 or QR-code payment, nothing from before its merchant number granted (SH-26)",
                "该小程序没有此已支付订单；只有在其中支付的订单，不含 APP、H5、扫码支付，也不含商户号授权前的支付（SH-26）",
            ),
            Missing::NotYet(from) => Note::new(
                format!(
                    "the payment is seen here from {from} on: try again after 10 s, for up to a minute (SH-26)"
                ),
                format!("该支付从 {from} 起可见：请 10 秒后重试，最长一分钟（SH-26）"),
            ),
            Missing::OtherApp(appid) => Note::new(
                format!("the order was paid in {appid}; use its token (SH-26)"),
                format!("该订单在 {appid} 内支付，请使用其 token（SH-26）"),
            ),
            Missing::Provider(recipient) => Note::new(
                format!("with a provider mchid is the sub-merchant's: {recipient} (SH-26)"),
                format!("服务商模式下 mchid 为子商户号：{recipient}（SH-26）"),
            ),
            Missing::OtherMerchants(mchid, Some(sub_mchid)) => Note::new(
                format!("that number is of merchant_id {mchid} with sub_merchant_id {sub_mchid} (SH-26)"),
                format!("该单号属于 merchant_id {mchid}、sub_merchant_id {sub_mchid}（SH-26）"),
            ),
            Missing::OtherMerchants(mchid, None) => Note::new(
                format!(
                    "that number is of merchant_id {mchid}, a direct merchant: leave sub_merchant_id out (SH-26)"
                ),
                format!("该单号属于直连商户 merchant_id {mchid}，不填 sub_merchant_id（SH-26）"),
            ),
            Missing::MerchantNumber(mchid) => Note::new(
                format!(
                    "that is a merchant's number: order_number_type 1 with mchid {mchid} and out_trade_no; 2 is for the transaction_id (SH-15)"
                ),
                format!(
                    "这是商户订单号：应使用 order_number_type 1，并填 mchid {mchid} 和 out_trade_no；2 用于 transaction_id（SH-15）"
                ),
            ),
            Missing::TransactionNumber => Note::new(
                "that is a transaction_id: order_number_type 2 with transaction_id; 1 is for the merchant's number (SH-15)",
                "这是微信支付订单号：应使用 order_number_type 2 并填 transaction_id；1 用于商户订单号（SH-15）",
            ),
            Missing::Combined => Note::new(
                "that is a combined order: upload_combined_shipping_info takes it, or upload each sub order by itself (SH-30)",
                "这是合单订单：请使用 upload_combined_shipping_info，或逐个上传子单（SH-30）",
            ),
            Missing::NotCombined => Note::new(
                "this payment was not combined: upload_shipping_info takes it, in split mode for several parcels (SH-30)",
                "该支付不是合单支付：请使用 upload_shipping_info，多个包裹用分拆发货（SH-30）",
            ),
            Missing::SubOrder(combined) => Note::new(
                format!(
                    "that is a sub order; the main key is the combined order {combined}: its mchid and combine_out_trade_no, with order_number_type 1 (SH-30)"
                ),
                format!(
                    "这是子单；主单为合单 {combined}，应填其 mchid 和 combine_out_trade_no，order_number_type 为 1（SH-30）"
                ),
            ),
            Missing::ElseWhere(transaction_id) => Note::new(
                format!("{transaction_id} is no sub order of this combined order (SH-28)"),
                format!("{transaction_id} 不是该合单的子单（SH-28）"),
            ),
        }
    }
}
