//! Split returns: a receiver gives back what it got by a split (2.5).

use serde::{Deserialize, Serialize};

use super::split::Family;
use crate::world::ids::{Mchid, OrderId, OutOrderNo, OutReturnNo, ReturnNo, TransactionId};
use crate::world::store::Record;
use crate::world::{Fen, Instant};

/// One return. It exists from its first acceptance on, also while the receiver is short of money (PS-45).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitReturn {
    /// Whose API asked for it: the answer's members differ.
    pub family: Family,
    /// The merchant that asked.
    pub initiator: Mchid,
    /// The merchant that was split from, and gets the money back.
    pub payer: Mchid,
    /// The order that was split.
    pub transaction_id: TransactionId,
    /// WeChat Pay's number of the split.
    pub order_id: OrderId,
    /// The initiator's number of the split.
    pub out_order_no: OutOrderNo,
    /// The initiator's number of the return.
    pub out_return_no: OutReturnNo,
    /// WeChat Pay's number of the return.
    pub return_no: ReturnNo,
    /// The receiver that gives the money back.
    pub return_mchid: Mchid,
    /// How much, in fen.
    pub amount: Fen,
    /// Why, for the bill.
    pub description: String,
    /// When it was accepted.
    pub created_at: Instant,
    /// How it stands.
    pub state: ReturnState,
}

/// How a return stands (PS-45, PS-46, PS-49).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnState {
    /// It waits for the receiver's money.
    Processing,
    /// The money is back.
    Success {
        /// Since when.
        at: Instant,
    },
    /// It failed for good; a further try needs a new number.
    Failed {
        /// Since when.
        at: Instant,
        /// Why.
        reason: FailReason,
    },
}

/// Why a return failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FailReason {
    /// 原分账接收方账户异常
    AccountAbnormal,
    /// 原分账分出方账户异常
    PayerAccountAbnormal,
    /// 余额不足
    BalanceNotEnough,
    /// 描述参数设置失败
    InvalidRequest,
    /// 超时关单 (PS-46)
    TimeOutClosed,
}

impl FailReason {
    /// Every reason, in the order of the page.
    pub const ALL: &'static [FailReason] = &[
        FailReason::AccountAbnormal,
        FailReason::PayerAccountAbnormal,
        FailReason::BalanceNotEnough,
        FailReason::InvalidRequest,
        FailReason::TimeOutClosed,
    ];

    /// Every reason's name, for help.
    pub const NAMES: &'static [&'static str] = &[
        "ACCOUNT_ABNORMAL",
        "PAYER_ACCOUNT_ABNORMAL",
        "BALANCE_NOT_ENOUGH",
        "INVALID_REQUEST",
        "TIME_OUT_CLOSED",
    ];

    /// As answers write it.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            FailReason::AccountAbnormal => "ACCOUNT_ABNORMAL",
            FailReason::PayerAccountAbnormal => "PAYER_ACCOUNT_ABNORMAL",
            FailReason::BalanceNotEnough => "BALANCE_NOT_ENOUGH",
            FailReason::InvalidRequest => "INVALID_REQUEST",
            FailReason::TimeOutClosed => "TIME_OUT_CLOSED",
        }
    }

    /// Reads a reason as answers write it.
    #[must_use]
    pub fn read(text: &str) -> Option<FailReason> {
        FailReason::ALL.iter().copied().find(|reason| reason.literal() == text)
    }
}

impl SplitReturn {
    /// The key of a return: the initiator's number and its own.
    #[must_use]
    pub fn key_of(initiator: &Mchid, out_return_no: &OutReturnNo) -> String {
        format!("{initiator}/{out_return_no}")
    }

    /// This return's key.
    #[must_use]
    pub fn key(&self) -> String {
        SplitReturn::key_of(&self.initiator, &self.out_return_no)
    }

    /// What it takes of the receiver's part, in fen: a failed return takes nothing (PS-41).
    #[must_use]
    pub fn counts(&self) -> Fen {
        match self.state {
            ReturnState::Processing | ReturnState::Success { .. } => self.amount,
            ReturnState::Failed { .. } => Fen::ZERO,
        }
    }
}

impl Record for SplitReturn {
    const TABLE: &'static str = "split_return";
    const COLUMNS: &'static [&'static str] = &["key", "return_no", "order_id", "transaction_id"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(self.key()),
            Some(self.return_no.to_string()),
            Some(self.order_id.to_string()),
            Some(self.transaction_id.to_string()),
        ]
    }
}
