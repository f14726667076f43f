//! Switches of profit sharing.

use serde::{Deserialize, Serialize};

use crate::wechat_pay::model::split::Family;
use crate::world::{FeeRate, Fen, Span};

/// Switches of profit sharing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SplitSwitches {
    /// How long after payment a split is refused (PS-04).
    pub opens_after: Span,
    /// The same for ordinary service providers and direct merchants (PP-08).
    pub opens_after_ordinary: Span,
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
    /// How many split requests an order of an ordinary provider or direct merchant takes (PP-10: 50, a client says 20).
    pub max_requests_ordinary: u32,
    /// How many receivers a request of theirs takes (PP-10).
    pub max_receivers_ordinary: u32,
    /// Whether the money of a failed part of a last split stays frozen in the ordinary family (PP-26).
    pub failed_stays_frozen: bool,
    /// What one person takes in a calendar month at most, in fen (PP-19).
    pub person_monthly_limit: Fen,
    /// Whether splits are counted by the second (PS-26).
    pub rate_limited: bool,
    /// How many a caller may ask for in a second of business time.
    pub rate_per_caller: u32,
    /// How many it may ask for on behalf of one sub-merchant.
    pub rate_per_payer: u32,
    /// The code of one too many.
    pub rate_code: RateCode,
    /// The code of a split over the largest share (PS-05).
    pub ratio_code: RatioCode,
    /// What a split of an order that a request ended gets in the ordinary family (PP-23).
    pub ended_ordinary: EndedAnswer,
}

impl Default for SplitSwitches {
    fn default() -> SplitSwitches {
        SplitSwitches {
            opens_after: Span::seconds(30),
            opens_after_ordinary: Span::minutes(1),
            frozen_for: Span::days(180),
            frozen_for_ordinary: Span::days(30),
            result_after: Span::seconds(1),
            max_ratio: FeeRate::THIRTY_PERCENT,
            max_requests: 20,
            max_receivers: 5,
            max_requests_ordinary: 50,
            max_receivers_ordinary: 50,
            failed_stays_frozen: false,
            person_monthly_limit: Fen::new(20_000_000),
            rate_limited: false,
            rate_per_caller: 2000,
            rate_per_payer: 300,
            rate_code: RateCode::FrequencyLimited,
            ratio_code: RatioCode::InvalidRequest,
            ended_ordinary: EndedAnswer::InvalidRequest,
        }
    }
}

/// The limits of one family of APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How long after payment a split is refused.
    pub opens_after: Span,
    /// How long unsplit money stays frozen.
    pub frozen_for: Span,
    /// How many split requests an order takes.
    pub max_requests: u32,
    /// How many receivers a request takes.
    pub max_receivers: u32,
}

impl SplitSwitches {
    /// The limits of a family.
    #[must_use]
    pub fn terms(&self, family: Family) -> Terms {
        match family {
            Family::Ecommerce => Terms {
                opens_after: self.opens_after,
                frozen_for: self.frozen_for,
                max_requests: self.max_requests,
                max_receivers: self.max_receivers,
            },
            Family::Ordinary => Terms {
                opens_after: self.opens_after_ordinary,
                frozen_for: self.frozen_for_ordinary,
                max_requests: self.max_requests_ordinary,
                max_receivers: self.max_receivers_ordinary,
            },
        }
    }
}

/// The code of a request too many: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RateCode {
    /// As newer pages have it.
    #[default]
    FrequencyLimited,
    /// As a client's tables have it.
    RatelimitExceed,
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

/// What a split of an ended order gets: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EndedAnswer {
    /// 订单已完结分账，不支持分账, as support tickets quote it.
    #[default]
    InvalidRequest,
    /// 分账金额不足, as the FAQ says.
    NotEnough,
}

/// Switches of unfreezing in the ordinary family.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UnfreezeSwitches {
    /// What an unfreezing with the number of a split gets (PP-25).
    pub reused_number: ReusedNumber,
    /// What it gets when nothing is left (PP-52).
    pub nothing_left: NothingLeft,
}

/// What an unfreezing gets when nothing is left: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NothingLeft {
    /// 分账金额为0, as the table has it.
    #[default]
    Zero,
    /// 分账金额不足, as the FAQ says.
    NotEnough,
}

/// What an unfreezing with the number of a split gets: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReusedNumber {
    /// Refused, as a real answer has it.
    #[default]
    Refuse,
    /// Answered with the split, and nothing is unfrozen, as support tickets say.
    Answer,
}
