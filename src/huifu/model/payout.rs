//! Payouts to banks (出金), asked for or automatic.

use serde::{Deserialize, Serialize};

use super::head::Head;
use crate::world::ids::AcctId;
use crate::world::ledger::Reservation;
use crate::world::store::Record;
use crate::world::{Fen, Instant};

/// A payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    /// Its numbers.
    pub head: Head,
    /// The account that it leaves.
    pub acct_id: AcctId,
    /// How much, fen.
    pub amount: Fen,
    /// Why it was made.
    pub reason: Reason,
    /// `into_acct_date_type`.
    pub speed: String,
    /// The money on its way.
    pub reservation: Reservation,
    /// Where its notice goes.
    pub notify_url: Option<String>,
    /// Echoed.
    pub remark: Option<String>,
    /// How it stands.
    pub state: State,
}

/// Why a payout was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Somebody asked for it.
    Asked,
    /// It settles one trade at once (秒转, HF-23).
    QuickTransfer,
    /// It settles one trade (TS, HF-24).
    Ts,
    /// It settles the day (HF-09).
    Daily,
}

impl Reason {
    /// The `trans_type` of its notice.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            Reason::Ts => "TSENCHASHMENT",
            Reason::Asked | Reason::QuickTransfer | Reason::Daily => "ENCHASHMENT",
        }
    }
}

/// How a payout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On its way, P.
    Pending,
    /// The bank has it, S.
    Done {
        /// Since when.
        at: Instant,
    },
    /// The bank sent it back, B.
    Returned {
        /// When.
        at: Instant,
    },
}

impl State {
    /// The `acct_status` on the wire.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            State::Pending => "P",
            State::Done { .. } => "S",
            State::Returned { .. } => "B",
        }
    }
}

impl Record for Payout {
    const TABLE: &'static str = "huifu_payout";
    const COLUMNS: &'static [&'static str] = &["key", "by_request", "huifu_id"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(self.head.hf_seq_id.to_string()),
            Some(self.head.request()),
            Some(self.head.huifu_id.to_string()),
        ]
    }
}
