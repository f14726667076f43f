//! Switches of refunds.

use serde::{Deserialize, Serialize};

use crate::world::Span;

/// Switches of refunds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RefundSwitches {
    /// How long a refund is PROCESSING.
    pub result_after: Span,
    /// How long after payment an order can be refunded (RF-01).
    pub within: Span,
    /// How many refunds an order takes (RF-02).
    pub max_refunds: u32,
    /// Whether an order takes one refund a minute only (RF-03).
    pub frequency_limit: bool,
    /// Whether frozen money must cover the whole refund, as reported in 2022, and not only what leaves it (RF-07).
    pub strict_2022: bool,
    /// What available money must cover (LG-07).
    pub available_covers: Covers,
    /// How the e-commerce API spells the closed state.
    pub closed_word: ClosedWord,
    /// Whether a split order is refunded only after something of the split was returned (RF-12).
    pub require_split_return: bool,
    /// How often the return of an advance is tried again (AD-03).
    pub advance_retry_every: Span,
    /// For how long (AD-03).
    pub advance_retry_for: Span,
}

impl Default for RefundSwitches {
    fn default() -> RefundSwitches {
        RefundSwitches {
            result_after: Span::minutes(5),
            within: Span::days(365),
            max_refunds: 50,
            frequency_limit: false,
            strict_2022: false,
            available_covers: Covers::default(),
            closed_word: ClosedWord::default(),
            require_split_return: false,
            advance_retry_every: Span::days(1),
            advance_retry_for: Span::days(90),
        }
    }
}

/// What available money must cover before a refund is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// What leaves the account: the refund less the fee that comes back.
    #[default]
    Net,
    /// The whole refund, as the server's text says.
    Gross,
}

/// How the e-commerce API spells the closed state: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ClosedWord {
    /// As most pages and SDKs have it.
    #[default]
    Closed,
    /// As the public API description has it.
    Close,
    /// As a public client reads the query.
    RefundClose,
}
