//! Parts of orders that went to other merchants (`trxshare`).

use serde::{Deserialize, Serialize};

use super::order::number;
use crate::world::store::Record;
use crate::world::{Fen, Instant};

/// A split of an order, or its return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The acquirer's number: 18 digits.
    pub trxid: String,
    /// Whose order it splits.
    pub cusid: String,
    /// The merchant's number of it.
    pub reqsn: String,
    /// The order's number at the acquirer.
    pub original: String,
    /// Who got how much.
    pub parts: Vec<Part>,
    /// When.
    pub at: Instant,
    /// The number of the split that it takes back; none for a split itself.
    pub takes_back: Option<String>,
    /// Whether it was taken back.
    pub returned: bool,
}

/// What one receiver got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The receiver.
    pub cusid: String,
    /// How much, in fen.
    pub amount: Fen,
}

impl Record for Share {
    const TABLE: &'static str = "allinpay_share";
    const COLUMNS: &'static [&'static str] = &["key", "original", "trxid"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(number(&self.cusid, &self.reqsn)), Some(self.original.clone()), Some(self.trxid.clone())]
    }
}
