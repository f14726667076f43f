//! What follows a paid order: refunds, cancels, the completion, adjustments.

use serde::{Deserialize, Serialize};

use super::kind::TrxCode;
use super::order::number;
use crate::world::store::Record;
use crate::world::{Fen, Instant};

/// A trade upon a paid order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follow {
    /// The acquirer's number: 18 digits.
    pub trxid: String,
    /// Whose.
    pub cusid: String,
    /// The application that asked for it, or that placed the order.
    pub appid: String,
    /// The merchant's number of it; a completion and an adjustment have none.
    pub reqsn: Option<String>,
    /// The order's number at the acquirer.
    pub original: String,
    /// What it is. Of a refund that was made before its release became known it changes (AL-89).
    pub trxcode: TrxCode,
    /// How much, in fen.
    pub amount: Fen,
    /// The fee that was charged (completion), or came back less what the refund costs (refund), in fen.
    pub fee: Fen,
    /// The merchant's remark.
    pub remark: String,
    /// Where its notice goes.
    pub notify_url: Option<String>,
    /// The channel's number of it.
    pub chnltrxid: String,
    /// When it was asked for.
    pub at: Instant,
    /// How it stands.
    pub state: FollowState,
}

/// How a trade upon an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowState {
    /// Under way (AL-32).
    InProgress,
    /// Done.
    Done,
}

impl Record for Follow {
    const TABLE: &'static str = "allinpay_follow";
    const COLUMNS: &'static [&'static str] = &["key", "number", "original"];
    fn columns(&self) -> Vec<Option<String>> {
        let own = self.reqsn.as_ref().map(|reqsn| number(&self.cusid, reqsn));
        vec![Some(self.trxid.clone()), own, Some(self.original.clone())]
    }
}
