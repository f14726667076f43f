//! What messages say to people. No source shows these texts: all of them are assumed.

use crate::world::Instant;

/// The title of a card about an order in a buyer's inbox.
pub const CARD_TITLE: &str = "收货提醒";
/// The title of the card of a presale (SH-39).
pub const CARD_TITLE_PRESALE: &str = "预售发货通知";
/// The card of an order that was shipped (SH-25).
pub const CARD_SHIPPED: &str = "您的商品已发货，收到商品后请确认收货";
/// The card of an order whose merchant reminds the buyer (SH-33).
pub const CARD_REMINDER: &str = "您的商品已签收，请确认收货";
/// `msg` of trade_manage_remind_access_api (SH-53).
pub const REMIND_ACCESS_API: &str = "您的小程序已产生交易，请尽快接入发货信息录入接口";
/// `msg` of trade_manage_remind_shipping (SH-53).
pub const REMIND_SHIPPING: &str = "您有订单超过48小时未发货，请尽快发货并录入发货信息";

/// The card of an order that was filed as a presale (SH-39).
#[must_use]
pub fn card_presale(planned_at: Instant) -> String {
    let at = planned_at.format("%Y年%m月%d日 %H:%M:%S");
    format!("您购买的是预售商品，商家预计于{at}发货")
}

/// `msg` of wxa_trade_controlled: control begins at an instant (SH-95).
#[must_use]
pub fn controlled(from: Instant) -> String {
    let at = from.format("%Y年%m月%d日 %H:%M:%S");
    format!("您的小程序交易将自{at}起受资金管控，请接入订单发货管理")
}
