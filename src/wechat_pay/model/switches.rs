//! Switches: one for every line where the sources disagree, or where a world may differ from another.

use serde::{Deserialize, Serialize};

use crate::world::{Bug, Cx, FeeRate, Span};

const SETTING: &str = "wechat_pay.switches";

/// The world's switches. Every one has a default; `given.switches` names only those that differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Switches {
    /// Profit sharing.
    pub split: SplitSwitches,
    /// `GET /v3/certificates`.
    pub certificates: CertificateSwitches,
    /// Buyers.
    pub openid: OpenidSwitches,
}

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

/// Switches of `GET /v3/certificates`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CertificateSwitches {
    /// The code when a merchant has no platform certificate (CE-02).
    pub none_code: NoCertificateCode,
}

/// The code when a merchant has no platform certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoCertificateCode {
    /// As seen in logs.
    #[default]
    ResourceNotExists,
    /// As the Java SDK looks for.
    NotFound,
}

/// Switches of buyers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OpenidSwitches {
    /// What happens to an openid that the world has never seen (OR-10).
    pub unknown: UnknownOpenid,
}

/// What happens to an openid that the world has never seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownOpenid {
    /// Refused, as the real server does: 无效的openid.
    #[default]
    Refuse,
    /// A buyer of that openid appears.
    Accept,
}

/// The world's switches.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of(cx: &Cx<'_>) -> Result<Switches, Bug> {
    Ok(cx.setting(SETTING)?.unwrap_or_default())
}

/// Sets the world's switches.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set(cx: &Cx<'_>, switches: &Switches) -> Result<(), Bug> {
    cx.set_setting(SETTING, switches)
}
