//! Switches of profit sharing.

use serde::{Deserialize, Serialize};

use crate::world::{FeeRate, Span};

/// Switches of profit sharing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SplitSwitches {
    /// How long after payment a split is refused (PS-04).
    pub opens_after: Span,
    /// How long unsplit money stays frozen (PS-03).
    pub frozen_for: Span,
    /// The same for ordinary service providers and direct merchants (30 days).
    pub frozen_for_ordinary: Span,
    /// How long a split is PROCESSING (PS-21).
    pub result_after: Span,
    /// The largest share of an order that others may get (PS-05).
    pub max_ratio: FeeRate,
    /// How many split requests an order takes (PS-06: 20, a newer page says 50).
    pub max_requests: u32,
    /// How many receivers a request takes (PS-06: 5, a newer page says 50).
    pub max_receivers: u32,
    /// The code of a split over the largest share (PS-05).
    pub ratio_code: RatioCode,
}

impl Default for SplitSwitches {
    fn default() -> SplitSwitches {
        SplitSwitches {
            opens_after: Span::seconds(30),
            frozen_for: Span::days(180),
            frozen_for_ordinary: Span::days(30),
            result_after: Span::seconds(1),
            max_ratio: FeeRate::THIRTY_PERCENT,
            max_requests: 20,
            max_receivers: 5,
            ratio_code: RatioCode::InvalidRequest,
        }
    }
}

/// The code of a split over the largest share: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RatioCode {
    /// As a real answer of 2025 has it.
    #[default]
    InvalidRequest,
    /// As the table of the twin API has it.
    RuleLimit,
}
