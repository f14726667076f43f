//! Why a special filing is not taken.

use crate::mini_program::model::order::State;
use crate::world::Instant;
use crate::world::journal::Note;

/// Why a special filing is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilingRefusal {
    /// type is neither 1 nor 2.
    Type,
    /// delay_to is missing, or outside what the order allows (SH-39).
    Delay {
        /// Later than this; unknown where it is missing.
        after: Option<Instant>,
        /// Not later than this.
        until: Option<Instant>,
    },
    /// No unshipped order has this number; its state where there is one (SH-38).
    Order(Option<State>),
}

impl FilingRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(self) -> Note {
        match self {
            FilingRefusal::Type => {
                Note::new("type is 1 (presale) or 2 (test order)", "type 为 1（预售）或 2（测试订单）")
            }
            FilingRefusal::Delay { after: Some(after), until: Some(until) } => Note::new(
                format!(
                    "delay_to is in seconds, later than {after} and not later than {until}: 15 and 330 days after the payment (SH-39)"
                ),
                format!(
                    "delay_to 单位为秒，须晚于 {after} 且不晚于 {until}，即支付后 15 天与 330 天（SH-39）"
                ),
            ),
            FilingRefusal::Delay { .. } => Note::new(
                "a presale needs delay_to, in seconds (SH-39)",
                "预售须填 delay_to，单位为秒（SH-39）",
            ),
            FilingRefusal::Order(None) => Note::new(
                "order_id is the transaction_id or the merchant's number of an order paid in this mini program (SH-38)",
                "order_id 为在该小程序支付的订单的微信支付订单号或商户订单号（SH-38）",
            ),
            FilingRefusal::Order(Some(state)) => Note::new(
                format!(
                    "the order is in state {}; only an unshipped one, state 1, is filed (SH-38, SH-52)",
                    state.literal()
                ),
                format!("订单状态为 {}，只有待发货（1）的订单可以报备（SH-38、SH-52）", state.literal()),
            ),
        }
    }
}
