//! Why a trade fails though the request was understood (AL-04).

use crate::world::control::Barred;
use crate::world::ids::Appid;
use crate::world::{self, Fen};

/// A trade that fails, and what its answer has beside code and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeRefused {
    /// Why.
    pub why: Why,
    /// Members of the answer: the number that was issued all the same, the kind of the trade.
    pub shown: Vec<(&'static str, String)>,
}

/// Why a trade fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The merchant's number is used already (AL-22, AL-33).
    Repeated(String),
    /// Pre-consumption in an application that is not controlled, as far as the acquirer knows (AL-68).
    NotControlled(Appid),
    /// WeChat bars payments in this application (AL-64).
    NotJoined(Appid, Barred),
    /// The product is not open (AL-73).
    NotOpened,
    /// Caught by the 10-yuan group (AL-72).
    RiskLimited {
        /// The ceiling in fen; none in the strict reading.
        limit: Option<Fen>,
    },
    /// The named payer is no user of the application.
    BadPayer(String),
    /// A payment code is used, too old or nobody's.
    BadCode,
    /// The wallet does not pay.
    PaymentFailed,
    /// There is no such original (AL-33).
    UnknownOriginal,
    /// The original was not paid.
    NotPaid,
    /// The original was taken back already (§2.7).
    AlreadyCancelled,
    /// More than is left (AL-31): what is left, in fen.
    OverRefund(Fen),
    /// Less than the refund costs, in fen (AL-34).
    BelowFee(Fen),
    /// A refund that quotes the completion (AL-84).
    QuotesCompletion,
    /// A part before the release, which this world does not allow (AL-87).
    NoPartial,
    /// A cancel of pre-consumption (AL-74).
    NoCancel,
    /// A cancel on a later day, of another amount, or after a refund (§2.7).
    CancelRefused,
    /// A close of a paid order (§2.8).
    ClosePaid,
    /// A close too soon (§2.8).
    CloseEarly,
    /// A split of pre-consumption (AL-75).
    NoShare,
    /// A split of money that WeChat holds (AL-100).
    ShareFrozen,
    /// A split that does not fit: why, in English.
    Share(String),
}

impl world::Refusal for TradeRefused {}

impl From<Why> for TradeRefused {
    fn from(why: Why) -> TradeRefused {
        TradeRefused { why, shown: Vec::new() }
    }
}

impl From<Why> for world::Stop<super::Refusal> {
    fn from(why: Why) -> world::Stop<super::Refusal> {
        TradeRefused::from(why).into()
    }
}
