//! Splits and finishes: they share one number space (2.3).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::world::ids::{Mchid, OrderId, OutOrderNo, TransactionId};
use crate::world::ledger::Reservation;
use crate::world::store::Record;
use crate::world::{Fen, Instant};

/// A request to split or to finish an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SplitOrder {
    /// The platform that asked.
    pub platform: Mchid,
    /// The sub-merchant whose money it is.
    pub sub_mchid: Mchid,
    /// The order.
    pub transaction_id: TransactionId,
    /// The platform's number of it.
    pub out_order_no: OutOrderNo,
    /// WeChat Pay's number of it.
    pub order_id: OrderId,
    /// What was asked.
    pub kind: Kind,
    /// When it was accepted.
    pub created_at: Instant,
    /// The request, to tell a repeat from a change (PS-32).
    pub request: Value,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Give parts to receivers.
    Split {
        /// The parts.
        details: Vec<Detail>,
        /// Whether the rest goes to the sub-merchant and the order is done (PS-13).
        finish: bool,
    },
    /// Give everything that is left to the sub-merchant.
    Finish {
        /// How much that was, in fen.
        amount: Fen,
        /// Why, for the bill.
        description: String,
    },
}

/// One part of a split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// WeChat Pay's number of the part.
    pub detail_id: String,
    /// The receiver's merchant number.
    pub receiver: Mchid,
    /// How much, in fen.
    pub amount: Fen,
    /// Why, for the bill.
    pub description: String,
    /// How it stands.
    pub result: DetailResult,
}

/// How one part of a split stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetailResult {
    /// The money is promised and not yet moved.
    Pending {
        /// The promise.
        reservation: Reservation,
    },
    /// The receiver has it.
    Success {
        /// Since when.
        at: Instant,
    },
}

impl SplitOrder {
    /// The key of a split: the platform and its number.
    #[must_use]
    pub fn key_of(platform: &Mchid, out_order_no: &OutOrderNo) -> String {
        format!("{platform}/{out_order_no}")
    }

    /// Whether every part is final.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        match &self.kind {
            Kind::Split { details, .. } => {
                details.iter().all(|detail| matches!(detail.result, DetailResult::Success { .. }))
            }
            Kind::Finish { .. } => true,
        }
    }
}

impl Record for SplitOrder {
    const TABLE: &'static str = "split_order";
    const COLUMNS: &'static [&'static str] = &["key", "order_id", "transaction_id"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(SplitOrder::key_of(&self.platform, &self.out_order_no)),
            Some(self.order_id.to_string()),
            Some(self.transaction_id.to_string()),
        ]
    }
}
