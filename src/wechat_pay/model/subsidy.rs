//! Subsidies (补差): what the platform adds to an order before the split, and what it takes back (3).

use serde::{Deserialize, Serialize};

use super::accounts::Purse;
use crate::world::ids::{
    Mchid, OutOrderNo, OutSubsidyNo, RefundId, SubsidyId, SubsidyRefundId, TransactionId,
};
use crate::world::store::Record;
use crate::world::{Fen, Instant};

/// A subsidy that was paid. An order has one at most (SUB-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subsidy {
    /// The platform that paid it.
    pub platform: Mchid,
    /// The sub-merchant whose order it joined.
    pub sub_mchid: Mchid,
    /// The order.
    pub transaction_id: TransactionId,
    /// The platform's number of it, if it gave one.
    pub out_subsidy_no: Option<OutSubsidyNo>,
    /// WeChat Pay's number of it.
    pub subsidy_id: SubsidyId,
    /// How much, in fen.
    pub amount: Fen,
    /// What of it went back, in fen.
    pub returned: Fen,
    /// Why, for the bill.
    pub description: String,
    /// The refund that made it smaller than announced (SUB-03).
    pub refund_id: Option<RefundId>,
    /// Which of the platform's accounts paid, and gets back what returns (SUB-06, LG-14).
    pub purse: Purse,
    /// When.
    pub paid_at: Instant,
}

/// A part of a subsidy that went back to the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubsidyReturn {
    /// The platform.
    pub platform: Mchid,
    /// The sub-merchant.
    pub sub_mchid: Mchid,
    /// The order.
    pub transaction_id: TransactionId,
    /// The platform's number of the return.
    pub out_order_no: OutOrderNo,
    /// WeChat Pay's number of the return.
    pub subsidy_refund_id: SubsidyRefundId,
    /// The refund that it follows (SUB-10).
    pub refund_id: Option<RefundId>,
    /// How much, in fen.
    pub amount: Fen,
    /// Why, for the bill.
    pub description: String,
    /// Which of the sub-merchant's money it was.
    pub from: Source,
    /// When.
    pub at: Instant,
}

/// Which of a sub-merchant's money pays (SUB-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Source {
    /// What it may dispose of.
    Available,
    /// What is still frozen with the order.
    Unavailable,
}

impl SubsidyReturn {
    /// The key of a return: the platform and its number.
    #[must_use]
    pub fn key_of(platform: &Mchid, out_order_no: &OutOrderNo) -> String {
        format!("{platform}/{out_order_no}")
    }
}

impl Record for Subsidy {
    const TABLE: &'static str = "subsidy";
    const COLUMNS: &'static [&'static str] = &["key", "subsidy_id", "number"];
    fn columns(&self) -> Vec<Option<String>> {
        let number = self.out_subsidy_no.as_ref().map(|number| Subsidy::number_of(&self.platform, number));
        vec![Some(self.transaction_id.to_string()), Some(self.subsidy_id.to_string()), number]
    }
}

impl Subsidy {
    /// The platform and its number of a subsidy, as the table has it.
    #[must_use]
    pub fn number_of(platform: &Mchid, out_subsidy_no: &OutSubsidyNo) -> String {
        format!("{platform}/{out_subsidy_no}")
    }
}

impl Record for SubsidyReturn {
    const TABLE: &'static str = "subsidy_return";
    const COLUMNS: &'static [&'static str] = &["key", "subsidy_refund_id", "transaction_id", "refund_id"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(SubsidyReturn::key_of(&self.platform, &self.out_order_no)),
            Some(self.subsidy_refund_id.to_string()),
            Some(self.transaction_id.to_string()),
            self.refund_id.as_ref().map(ToString::to_string),
        ]
    }
}
