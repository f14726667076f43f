//! Switches of split returns.

use serde::{Deserialize, Serialize};

use crate::world::Span;

/// Switches of split returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SplitReturnSwitches {
    /// How many returns there may be (PS-42: 50, an older page says 20 for each receiver).
    pub max: u32,
    /// What `max` is counted for (PS-42).
    pub max_per: ReturnsPer,
    /// How long after the split a return is taken (PS-43).
    pub within: Span,
    /// How long a return waits for the receiver's money (PS-46).
    pub waits_for: Span,
    /// How the e-commerce family writes a return that failed (PS-49).
    pub failed_literal: FailedLiteral,
}

impl Default for SplitReturnSwitches {
    fn default() -> SplitReturnSwitches {
        SplitReturnSwitches {
            max: 50,
            max_per: ReturnsPer::Split,
            within: Span::days(180),
            waits_for: Span::days(5),
            failed_literal: FailedLiteral::Failed,
        }
    }
}

/// What the number of returns is counted for: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnsPer {
    /// All receivers of a split together.
    #[default]
    Split,
    /// Each receiver of a split.
    Receiver,
}

/// How a return that failed is written: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FailedLiteral {
    /// As the Java SDK has it.
    #[default]
    Failed,
    /// As older pages have it.
    Fail,
}

impl FailedLiteral {
    /// The word on the wire.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            FailedLiteral::Failed => "FAILED",
            FailedLiteral::Fail => "FAIL",
        }
    }
}
