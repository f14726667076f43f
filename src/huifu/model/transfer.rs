//! Balances that pay (余额支付).

use serde::{Deserialize, Serialize};

use super::head::Head;
use super::payment::Share;
use crate::world::Fen;
use crate::world::ids::AcctId;
use crate::world::store::Record;

/// A payment out of a balance. It is done as soon as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalancePay {
    /// Its numbers; the member is the payer.
    pub head: Head,
    /// The account that paid.
    pub acct_id: AcctId,
    /// How much, fen.
    pub amount: Fen,
    /// Who got how much.
    pub shares: Vec<Share>,
}

impl Record for BalancePay {
    const TABLE: &'static str = "huifu_transfer";
    const COLUMNS: &'static [&'static str] = &["key", "by_request", "huifu_id"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(self.head.hf_seq_id.to_string()),
            Some(self.head.request()),
            Some(self.head.huifu_id.to_string()),
        ]
    }
}
