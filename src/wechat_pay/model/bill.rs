//! Bills: what they are told of, and the tickets by which they are downloaded (BI).

use serde::{Deserialize, Serialize};

use super::accounts::Purse;
use crate::world::Instant;
use crate::world::day::Day;
use crate::world::ids::{BillToken, Mchid};
use crate::world::store::Record;

/// The hour of the next day from which a day's bill is there; until then it changes (BI-02).
const READY_HOUR: u8 = 10;

/// The same for the bill of withdrawals that came back (WD-13).
const WITHDRAWN_READY_HOUR: u8 = 9;

/// One day of one merchant's business, told in one way. The books up to the cut-off decide every byte of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// The merchant that asks.
    pub owner: Mchid,
    /// The day.
    pub day: Day,
    /// What is told of it.
    pub kind: BillKind,
}

/// What a bill tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillKind {
    /// Payments and refunds of the orders that the owner placed.
    Trade {
        /// Which of them.
        part: TradePart,
        /// Only those of one sub-merchant.
        sub_mchid: Option<Mchid>,
    },
    /// What came to and went from one account.
    FundFlow {
        /// Whose: the owner's, or that of a sub-merchant of it.
        mchid: Mchid,
        /// Which account.
        account: FlowAccount,
    },
    /// What came to and went from all accounts of all sub-merchants of the owner.
    AllFundFlow,
    /// What was split from orders that the owner placed, and what was given back.
    Sharing {
        /// Only those of one sub-merchant.
        sub_mchid: Option<Mchid>,
    },
    /// Withdrawals that the owner asked for and that came back (WD-13).
    Withdrawn,
}

/// Which rows a trade bill has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TradePart {
    /// Payments and refunds.
    All,
    /// Payments.
    Success,
    /// Refunds.
    Refund,
}

/// An account type of fund-flow bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowAccount {
    /// One that merchants here have. Frozen money is part of BASIC.
    Purse(Purse),
    /// 保证金账户: nobody here has one, so it never moves.
    Deposit,
}

/// What lets a merchant download a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The text in the download's URL.
    pub token: BillToken,
    /// The bill. Only its owner may download it (BI-04).
    pub bill: Bill,
    /// Whether it is sent compressed.
    pub gzip: bool,
    /// How it is encrypted, where it is (BI-06).
    pub sealing: Option<Sealing>,
    /// The last instant at which it can be used (BI-04).
    pub until: Instant,
}

/// How one bill is encrypted with AEAD_AES_256_GCM (BI-06).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealing {
    /// The file's key: 32 letters and digits, because clients make a text of what they decrypt.
    pub key: String,
    /// The file's nonce: 12 letters and digits.
    pub nonce: String,
}

impl Bill {
    /// The first instant at which it is there: its rows tell how things stood then, whatever happens later (BI-02).
    #[must_use]
    pub fn cut_off(&self) -> Instant {
        let hour = match self.kind {
            BillKind::Withdrawn => WITHDRAWN_READY_HOUR,
            BillKind::Trade { .. }
            | BillKind::FundFlow { .. }
            | BillKind::AllFundFlow
            | BillKind::Sharing { .. } => READY_HOUR,
        };
        self.day.next().at(hour)
    }
}

impl FlowAccount {
    /// Reads the type as the API writes it.
    #[must_use]
    pub fn parse(text: &str) -> Option<FlowAccount> {
        if text == "DEPOSIT" {
            Some(FlowAccount::Deposit)
        } else {
            Purse::parse(text).map(FlowAccount::Purse)
        }
    }
}

impl Record for Ticket {
    const TABLE: &'static str = "bill_ticket";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.token.to_string())]
    }
}
