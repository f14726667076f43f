//! Refunds, whichever API asked for them (RF, AD).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::accounts::Purse;
use crate::world::ids::{AdvanceReturnId, Mchid, OutRefundNo, OutTradeNo, RefundId, TransactionId};
use crate::world::store::Record;
use crate::world::{Bug, Fen, Instant};

/// A refund of one order, or of a part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refund {
    /// The API that asked for it: notices differ.
    pub family: Family,
    /// The merchant that asked: a platform, a service provider, or a direct merchant.
    pub initiator: Mchid,
    /// The sub-merchant whose order it is; none for a direct merchant's own.
    pub sub_mchid: Option<Mchid>,
    /// The order.
    pub transaction_id: TransactionId,
    /// The merchant's number of the order.
    pub out_trade_no: OutTradeNo,
    /// The merchant's number of the refund: unique per initiator.
    pub out_refund_no: OutRefundNo,
    /// WeChat Pay's number of it.
    pub refund_id: RefundId,
    /// What the buyer gets back, in fen.
    pub amount: Fen,
    /// What the order was, in fen.
    pub total: Fen,
    /// Where the money came from, at most one part of each source. They add up to `amount`.
    pub parts: Vec<Part>,
    /// Why, as the merchant says.
    pub reason: Option<String>,
    /// Where notices go; nowhere when the request named no place.
    pub notify_url: Option<String>,
    /// When it was accepted.
    pub created_at: Instant,
    /// How it stands.
    pub state: State,
    /// The way by which the buyer gets the money.
    pub channel: Channel,
    /// Where the buyer gets it, in words.
    pub received_account: String,
    /// What the platform paid in the sub-merchant's place.
    pub advance: Option<Advance>,
    /// The request, to tell a repeat from a change (RF-10).
    pub request: Value,
}

/// The two APIs that refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// `/v3/refund/domestic/refunds`.
    Domestic,
    /// `/v3/ecommerce/refunds/apply`.
    Ecommerce,
}

/// A part of a refund that one account pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The account.
    pub source: Source,
    /// What the buyer gets of it, in fen.
    pub amount: Fen,
    /// The fee that came back for it, in fen (LG-05); 0 when the fee was never charged.
    pub fee_back: Fen,
}

/// Where the money of a refund comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The order's frozen pot (LG-06).
    Pot,
    /// The merchant's available money (LG-07).
    Available,
    /// The platform's account of this type (LG-08).
    Advance(Purse),
}

/// How a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On its way to the buyer.
    Processing,
    /// The buyer has it.
    Success {
        /// Since when.
        at: Instant,
    },
    /// It cannot reach the buyer; another bank card may be named.
    Abnormal {
        /// Since when.
        at: Instant,
    },
    /// It is off for good, its money is back (LG-16).
    Closed {
        /// Since when.
        at: Instant,
    },
}

/// The way by which the buyer gets the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Channel {
    /// The way by which it was paid.
    Original,
    /// Another bank card, after the first way failed.
    OtherBankcard,
}

/// What a platform paid in its sub-merchant's place (4.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advance {
    /// The platform's account that paid.
    pub purse: Purse,
    /// What the sub-merchant owes for it, in fen. A claim is no money: it stands in no account.
    pub claim: Fen,
    /// The return, once it was asked for.
    pub returning: Option<AdvanceReturn>,
}

/// The return of an advance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceReturn {
    /// WeChat Pay's number of it.
    pub id: AdvanceReturnId,
    /// When it was first asked for.
    pub asked_at: Instant,
    /// How it stands.
    pub result: ReturnResult,
}

/// How the return of an advance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnResult {
    /// The sub-merchant does not have the money yet.
    Processing,
    /// The platform has it back.
    Success {
        /// Since when.
        at: Instant,
    },
    /// The sub-merchant never had it in time: final.
    Failed,
}

impl State {
    /// The state as most answers write it.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            State::Processing => "PROCESSING",
            State::Success { .. } => "SUCCESS",
            State::Abnormal { .. } => "ABNORMAL",
            State::Closed { .. } => "CLOSED",
        }
    }
}

impl Refund {
    /// The key of a refund: the initiator's number and its own.
    #[must_use]
    pub fn key_of(initiator: &Mchid, out_refund_no: &OutRefundNo) -> String {
        format!("{initiator}/{out_refund_no}")
    }

    /// This refund's key.
    #[must_use]
    pub fn key(&self) -> String {
        Refund::key_of(&self.initiator, &self.out_refund_no)
    }

    /// Whose account paid it, as the e-commerce API writes it.
    #[must_use]
    pub const fn refund_account(&self) -> &'static str {
        match self.advance {
            Some(_) => "REFUND_SOURCE_PARTNER_ADVANCE",
            None => "REFUND_SOURCE_SUB_MERCHANT",
        }
    }

    /// Whether it counts as refunded: every one that was not closed.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        !matches!(self.state, State::Closed { .. })
    }

    /// The fee that came back with it, in fen.
    ///
    /// # Errors
    /// [`Bug::Ledger`] past 2^63 fen.
    pub fn fee_back(&self) -> Result<Fen, Bug> {
        self.parts.iter().try_fold(Fen::ZERO, |sum, part| sum.plus(part.fee_back))
    }
}

impl Record for Refund {
    const TABLE: &'static str = "refund";
    const COLUMNS: &'static [&'static str] = &["key", "refund_id", "transaction_id", "state"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(self.key()),
            Some(self.refund_id.to_string()),
            Some(self.transaction_id.to_string()),
            Some(self.state.literal().to_owned()),
        ]
    }
}
