//! Why subsidies refuse.

use crate::world::Fen;
use crate::world::ids::{OutOrderNo, RefundId, TransactionId};
use crate::world::journal::Note;

/// Why a subsidy, its return or its cancellation is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubsidyRefusal {
    /// No such paid order of this sub-merchant.
    NoOrder(TransactionId),
    /// The order announced no subsidy (SUB-08).
    NotAnnounced,
    /// The platform declared that none comes (SUB-20).
    Cancelled,
    /// The order has its subsidy (SUB-04, SUB-07).
    Second,
    /// The subsidy was paid: it goes back by a return (SUB-21).
    Paid,
    /// The order was split or finished, or its time was over (SUB-02, SUB-20).
    Split,
    /// More than any order may get (SUB-05).
    TooLarge {
        /// What was asked, in fen.
        asked: Fen,
        /// The most there may be, in fen.
        limit: Fen,
    },
    /// Another amount than announced (SUB-03).
    NotAsAnnounced {
        /// What was asked, in fen.
        asked: Fen,
        /// What the order announced, in fen.
        announced: Fen,
    },
    /// A refund is needed and there is none, or not the one named (SUB-03, SUB-10, SUB-20).
    NoRefund(Option<RefundId>),
    /// Nothing was paid that could go back, or it has another number.
    NotPaid,
    /// The refund has its return already (SUB-11).
    RefundUsed(OutOrderNo),
    /// More goes back than was paid (SUB-11).
    ReturnTooLarge {
        /// What was asked, in fen.
        asked: Fen,
        /// What can still go back, in fen.
        left: Fen,
    },
    /// `from` names several accounts, or another sum (SUB-13).
    FromDiffers,
    /// The paying account is short (SUB-06, SUB-13).
    Short {
        /// The account.
        account: String,
        /// What was asked, in fen.
        asked: Fen,
        /// What is there, in fen.
        there: Fen,
    },
}

impl SubsidyRefusal {
    /// The explanation in both languages.
    #[must_use]
    #[allow(clippy::too_many_lines)] // one line a refusal: the table is the documentation
    pub(super) fn explain(&self) -> Note {
        let note = |en: String, zh: String| Note { en, zh };
        let fixed = |en: &str, zh: &str| Note::new(en, zh);
        match self {
            SubsidyRefusal::NoOrder(id) => note(
                format!("this world has no paid order {id} of that sub-merchant"),
                format!("该世界没有该二级商户已支付的订单 {id}"),
            ),
            SubsidyRefusal::NotAnnounced => fixed(
                "the order was placed without settle_info.subsidy_amount (SUB-08)",
                "下单时未传 settle_info.subsidy_amount（SUB-08）",
            ),
            SubsidyRefusal::Cancelled => {
                fixed("this order's subsidy was cancelled (SUB-20)", "该订单的补差已取消（SUB-20）")
            }
            SubsidyRefusal::Second => fixed(
                "the order has its subsidy already; one order, one subsidy (SUB-04, SUB-07)",
                "该订单已补差；一笔订单只能补差一次（SUB-04、SUB-07）",
            ),
            SubsidyRefusal::Paid => fixed(
                "the subsidy was paid; return it instead of cancelling (SUB-21)",
                "补差已到账；请使用补差回退，不能取消（SUB-21）",
            ),
            SubsidyRefusal::Split => fixed(
                "the order was split or finished already (SUB-02, SUB-20)",
                "该订单已分账或已完结（SUB-02、SUB-20）",
            ),
            SubsidyRefusal::TooLarge { asked, limit } => note(
                format!(
                    "{asked} fen asked, at most {limit} fen an order; switches.subsidy.max_amount (SUB-05)"
                ),
                format!(
                    "请求补差 {asked} 分，每单最多 {limit} 分；开关 switches.subsidy.max_amount（SUB-05）"
                ),
            ),
            SubsidyRefusal::NotAsAnnounced { asked, announced } => note(
                format!(
                    "{asked} fen asked, {announced} fen announced: it must be that much, or less with the refund_id of a refund of the order (SUB-03)"
                ),
                format!(
                    "请求补差 {asked} 分，下单声明 {announced} 分：须一致，退款后可减少且必传 refund_id（SUB-03）"
                ),
            ),
            SubsidyRefusal::NoRefund(None) => fixed(
                "the order needs a refund first; name it with refund_id (SUB-10, SUB-20)",
                "须先发生退款，并以 refund_id 指明（SUB-10、SUB-20）",
            ),
            SubsidyRefusal::NoRefund(Some(id)) => note(
                format!("{id} is no refund of this order, or it was closed (SUB-03, SUB-10)"),
                format!("{id} 不是该订单的退款，或已关闭（SUB-03、SUB-10）"),
            ),
            SubsidyRefusal::NotPaid => {
                fixed("the order has no such paid subsidy (SUB-11)", "该订单没有此笔已到账的补差（SUB-11）")
            }
            SubsidyRefusal::RefundUsed(number) => note(
                format!("return {number} followed this refund already; one return a refund (SUB-11)"),
                format!("该退款已有补差回退 {number}；一笔退款只能回退一次（SUB-11）"),
            ),
            SubsidyRefusal::ReturnTooLarge { asked, left } => note(
                format!("{asked} fen asked, {left} fen of the subsidy can still go back (SUB-11)"),
                format!("请求回退 {asked} 分，补差剩余可回退 {left} 分（SUB-11）"),
            ),
            SubsidyRefusal::FromDiffers => fixed(
                "`from` takes one account, with the amount of the return (SUB-13)",
                "from 只能传一个账户，且金额等于回退金额（SUB-13）",
            ),
            SubsidyRefusal::Short { account, asked, there } => note(
                format!(
                    "{account} has {there} fen of {asked}; act merchant.top_up fills it (SUB-06, SUB-13)"
                ),
                format!(
                    "账户 {account} 可用 {there} 分，需 {asked} 分；可用 merchant.top_up 充值（SUB-06、SUB-13）"
                ),
            ),
        }
    }
}
