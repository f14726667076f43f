//! Refunds of payments.

use serde::{Deserialize, Serialize};

use super::head::Head;
use super::payment::{Freeze, Share};
use crate::world::Fen;
use crate::world::ids::{HfSeqId, HuifuId};
use crate::world::store::Record;

/// A refund. It is done as soon as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Its numbers.
    pub head: Head,
    /// The payment's number.
    pub payment: HfSeqId,
    /// How much, fen.
    pub amount: Fen,
    /// The fee that came back with it, fen.
    pub fee_back: Fen,
    /// Who gave how much.
    pub shares: Vec<Share>,
    /// The money that somebody advanced for it.
    pub loan: Option<Loan>,
    /// Whether the payment's money was held at that moment.
    pub freeze: Freeze,
    /// Echoed.
    pub remark: Option<String>,
}

/// Money advanced for a refund (垫资).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loan {
    /// Who advances it; each giver for itself where it is nobody.
    pub undertaker: Option<HuifuId>,
    /// From which kind of account: `01` or `05`.
    pub acct_type: String,
    /// How much it was, fen.
    pub amount: Fen,
}

impl Record for Refund {
    const TABLE: &'static str = "huifu_refund";
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
