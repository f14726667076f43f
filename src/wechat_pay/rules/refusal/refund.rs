//! Why refunds refuse.

use crate::world::ids::Mchid;
use crate::world::journal::Note;
use crate::world::{Fen, Instant};

/// Why a refund, its query, its other bank card or the return of an advance is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundRefusal {
    /// The e-commerce API is the platforms' alone.
    NotAPlatform(Mchid),
    /// The platform may not advance refunds (4.2).
    NoAdvance(Mchid),
    /// No such sub-merchant.
    UnknownMerchant(Mchid),
    /// No such order.
    NoOrder(String),
    /// Nobody paid the order.
    NotPaid(String),
    /// A part of the request is not as the order has it.
    OrderDiffers(&'static str),
    /// The number came again with other amounts (RF-10).
    AmountDiffers,
    /// The year is over (RF-01).
    TooLate(Instant),
    /// Less than a minute after the last refund of the order (RF-03).
    TooOften {
        /// From when on it works.
        from: Instant,
        /// Whether the order is older than a month.
        old: bool,
    },
    /// Everything went back already.
    AllRefunded,
    /// More than is left of the payment (INV-4).
    OverPaid {
        /// What was asked, in fen.
        asked: Fen,
        /// What is left, in fen.
        left: Fen,
    },
    /// The order had as many refunds as it takes (RF-02).
    TooMany(u32),
    /// `amount.from` is not the whole refund.
    AccountsDiffer {
        /// What it lists, in fen.
        listed: Fen,
        /// What the refund is, in fen.
        refund: Fen,
    },
    /// `amount.from` and `funds_account` came together.
    AccountsTwice,
    /// A split was not returned first, and must be (RF-12).
    SplitNotReturned,
    /// More than is frozen of the order (RF-05).
    OverUnsplit {
        /// What would leave, in fen.
        needed: Fen,
        /// What is frozen and not promised, in fen.
        left: Fen,
    },
    /// More than the account has (RF-06).
    NotEnough {
        /// What would leave, in fen.
        needed: Fen,
        /// What is there, in fen.
        there: Fen,
    },
    /// No such refund.
    NotFound(String),
    /// Only an ABNORMAL refund goes to another card (5.4).
    NotAbnormal(&'static str),
    /// A buyer's card without this part of it (5.4).
    CardRequired(&'static str),
    /// Nothing was advanced for it (AD-01).
    NotAdvanced(String),
    /// The return of the advance was not asked for.
    NoReturn(String),
}

impl RefundRefusal {
    /// The explanation in both languages.
    #[must_use]
    #[allow(clippy::too_many_lines)] // one entry a refusal: the table is the documentation
    pub(in crate::wechat_pay::rules) fn explain(&self) -> Note {
        let note = |en: String, zh: String| Note { en, zh };
        let fixed = |en: &str, zh: &str| Note::new(en, zh);
        match self {
            RefundRefusal::NotAPlatform(mchid) => note(
                format!("{mchid} is no e-commerce platform; use /v3/refund/domestic/refunds"),
                format!("{mchid} 不是平台收付通平台；请使用 /v3/refund/domestic/refunds"),
            ),
            RefundRefusal::NoAdvance(mchid) => note(
                format!("refund_advance of {mchid} is switched off; act merchant.set_permission turns it on"),
                format!("{mchid} 的垫付退款权限已关闭；可用 merchant.set_permission 开通"),
            ),
            RefundRefusal::UnknownMerchant(mchid) => note(
                format!("this world has no merchant {mchid}; add it under given.sub_merchants"),
                format!("该世界没有商户 {mchid}；请在 given.sub_merchants 中添加"),
            ),
            RefundRefusal::NoOrder(number) => note(
                format!(
                    "this world has no order {} of the caller; a combined order is refunded by its sub orders' numbers",
                    number.escape_default()
                ),
                format!("该世界没有调用方的订单 {number}；合单须用子单号退款"),
            ),
            RefundRefusal::NotPaid(number) => note(
                format!("{} was not paid; act buyer.pay pays it", number.escape_default()),
                format!("{number} 未支付；可用 buyer.pay 支付"),
            ),
            RefundRefusal::OrderDiffers(field) => {
                note(format!("{field} is not that of the order"), format!("{field} 与订单信息不一致"))
            }
            RefundRefusal::AmountDiffers => fixed(
                "this out_refund_no was used with other amounts; use a new one or repeat the first request (RF-10)",
                "该退款单号已用于其他金额；请换单号，或原样重发首次请求（RF-10）",
            ),
            RefundRefusal::TooLate(until) => note(
                format!("the order could be refunded until {until}; switches.refund.within (RF-01)"),
                format!("该订单的退款截止时间为 {until}；开关 switches.refund.within（RF-01）"),
            ),
            RefundRefusal::TooOften { from, .. } => note(
                format!("one refund a minute and order, the next from {from} on (RF-03)"),
                format!("同一订单每分钟只能退款一次，{from} 起可再次申请（RF-03）"),
            ),
            RefundRefusal::AllRefunded => fixed("all of the order was refunded", "该订单已全额退款"),
            RefundRefusal::OverPaid { asked, left } => note(
                format!("{asked} fen asked, {left} fen of the payment are left to refund (INV-4)"),
                format!("申请退款 {asked} 分，订单剩余可退 {left} 分（INV-4）"),
            ),
            RefundRefusal::TooMany(limit) => note(
                format!("the order was refunded {limit} times; switches.refund.max_refunds (RF-02)"),
                format!("该订单已退款 {limit} 次；开关 switches.refund.max_refunds（RF-02）"),
            ),
            RefundRefusal::AccountsDiffer { listed, refund } => note(
                format!("amount.from lists {listed} fen, the refund is {refund} fen"),
                format!("amount.from 合计 {listed} 分，退款金额为 {refund} 分"),
            ),
            RefundRefusal::AccountsTwice => fixed(
                "send amount.from or funds_account, not both",
                "amount.from 与 funds_account 不能同时传",
            ),
            RefundRefusal::SplitNotReturned => fixed(
                "the order was split and nothing was returned: the split guide returns first and refunds then (RF-12)",
                "该订单已分账且未回退；分账指引建议先分账回退、再退款（RF-12）",
            ),
            RefundRefusal::OverUnsplit { needed, left } => note(
                format!(
                    "{needed} fen would leave, {left} fen of the order are frozen and not promised; finish the order first, or refund less (RF-05)"
                ),
                format!("需扣 {needed} 分，订单剩余未分账 {left} 分；请先完结分账，或减少退款金额（RF-05）"),
            ),
            RefundRefusal::NotEnough { needed, there } => note(
                format!(
                    "{needed} fen would leave, {there} fen are there; act merchant.top_up fills it (RF-06)"
                ),
                format!("需扣 {needed} 分，余额 {there} 分；可用 merchant.top_up 充值（RF-06）"),
            ),
            RefundRefusal::NotFound(number) => note(
                format!("the caller has no refund {} for this sub_mchid", number.escape_default()),
                format!("调用方在该 sub_mchid 下没有退款单 {number}"),
            ),
            RefundRefusal::NotAbnormal(state) => note(
                format!("the refund is {state}, not ABNORMAL; act refund.fail makes it so"),
                format!("退款单状态为 {state}，不是 ABNORMAL；可用 refund.fail 置为异常"),
            ),
            RefundRefusal::CardRequired(field) => note(
                format!("type USER_BANK_CARD needs {field}"),
                format!("type 为 USER_BANK_CARD 时必须传 {field}"),
            ),
            RefundRefusal::NotAdvanced(id) => note(
                format!("nothing was advanced for refund {id}, or it was closed (AD-01)"),
                format!("退款单 {id} 没有垫付，或已关闭（AD-01）"),
            ),
            RefundRefusal::NoReturn(id) => note(
                format!("the return of the advance for refund {id} was not asked for"),
                format!("退款单 {id} 尚未申请垫付回补"),
            ),
        }
    }
}
