//! Payment sessions: what a client is given to start the cashier with.

use serde::{Deserialize, Serialize};

use super::order::TradeType;
use crate::world::ids::PrepayId;
use crate::world::store::Record;
use crate::world::{Instant, Span};

/// How long prepay_id and code_url can be used (OR-07).
pub const PREPAY_LIFE: Span = Span::hours(2);
/// How long an h5_url can be used (OR-07).
pub const H5_URL_LIFE: Span = Span::minutes(5);

/// One payment session of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepay {
    /// Its id.
    pub prepay_id: PrepayId,
    /// What is paid with it.
    pub subject: Subject,
    /// In which kind of client it works.
    pub trade_type: TradeType,
    /// The code to scan, for Native.
    pub code_url: Option<String>,
    /// The page to open, for H5.
    pub h5_url: Option<String>,
    /// The last moment at which it works.
    pub expires_at: Instant,
    /// Whether a later session took its place (a re-order kills the old code).
    pub replaced: bool,
}

/// What a session pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A single order, by its key.
    Order(String),
    /// A combined order, by its key.
    Combined(String),
}

impl Subject {
    /// The text by which the sessions of one subject are found.
    #[must_use]
    pub fn handle(&self) -> String {
        match self {
            Subject::Order(key) => format!("order {key}"),
            Subject::Combined(key) => format!("combined {key}"),
        }
    }
}

impl Record for Prepay {
    const TABLE: &'static str = "prepay";
    const COLUMNS: &'static [&'static str] = &["key", "code_url", "subject"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.prepay_id.to_string()), self.code_url.clone(), Some(self.subject.handle())]
    }
}
