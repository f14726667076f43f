//! Delayed splits (交易确认), and what is taken back of them.

use serde::{Deserialize, Serialize};

use super::head::Head;
use super::payment::Share;
use super::refund::Loan;
use crate::world::Fen;
use crate::world::ids::HfSeqId;
use crate::world::store::Record;

/// A part of a delayed trade that was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    /// Its numbers.
    pub head: Head,
    /// The payment's number.
    pub payment: HfSeqId,
    /// How much in all, fen.
    pub amount: Fen,
    /// The fee that was taken for it, from the merchant's part or apart, fen.
    pub fee: Fen,
    /// Who got how much.
    pub shares: Vec<Share>,
    /// What each of them has given back, fen.
    pub given_back: Vec<Fen>,
    /// What was left to confirm right after it, fen.
    pub unconfirmed_after: Fen,
    /// What was confirmed in all right after it, fen.
    pub confirmed_after: Fen,
    /// Echoed.
    pub remark: Option<String>,
}

/// Confirmed money that went back to where it waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmRefund {
    /// Its numbers.
    pub head: Head,
    /// The payment's number.
    pub payment: HfSeqId,
    /// The number of the confirmation.
    pub confirm: HfSeqId,
    /// Who gave how much.
    pub shares: Vec<Share>,
    /// The money that somebody advanced for it.
    #[serde(default)]
    pub loan: Option<Loan>,
    /// Echoed.
    pub remark: Option<String>,
}

impl Record for Confirm {
    const TABLE: &'static str = "huifu_confirm";
    const COLUMNS: &'static [&'static str] = &["key", "by_request", "huifu_id", "payment"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(self.head.hf_seq_id.to_string()),
            Some(self.head.request()),
            Some(self.head.huifu_id.to_string()),
            Some(self.payment.to_string()),
        ]
    }
}

impl Record for ConfirmRefund {
    const TABLE: &'static str = "huifu_confirm_refund";
    const COLUMNS: &'static [&'static str] = &["key", "by_request", "payment"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.head.hf_seq_id.to_string()), Some(self.head.request()), Some(self.payment.to_string())]
    }
}
