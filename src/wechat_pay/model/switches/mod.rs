//! Switches: one for every line where the sources disagree, or where a world may differ from another.

mod applyment;
mod applyment4sub;
mod cross_border;
mod limits;
mod media;
mod receivers;
mod refund;
mod split;
mod split_return;
mod subsidy;
mod verify;
mod withdraw;

pub use applyment::{ApplymentSwitches, AuditDays, CheckTime, CorporateAccount, Review, SignUrl, Signing};
pub use applyment4sub::{Applyment4subSwitches, EmptyMembers, NotFound, Repeat, WorkingDays};
pub use cross_border::CrossBorderSwitches;
pub use limits::{LimitSwitches, MicroLimits, SellerLimits};
pub use media::{MediaCode, MediaSwitches};
pub use receivers::ReceiverSwitches;
pub use refund::{ClosedWord, Covers, RefundSwitches};
pub use split::{
    EndedAnswer, NothingLeft, RateCode, RatioCode, ReusedNumber, SplitSwitches, Terms, UnfreezeSwitches,
};
pub use split_return::{FailedLiteral, ReturnsPer, SplitReturnSwitches};
pub use subsidy::SubsidySwitches;
pub use verify::VerifySwitches;
pub use withdraw::{Arrival, WithdrawSwitches};

use serde::{Deserialize, Serialize};

use crate::world::{Bug, Cx};

const SETTING: &str = "wechat_pay.switches";

/// The world's switches. Every one has a default; `given.switches` names only those that differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Switches {
    /// Onboarding.
    pub applyment: ApplymentSwitches,
    /// Profit sharing.
    pub split: SplitSwitches,
    /// Split returns.
    pub split_return: SplitReturnSwitches,
    /// Subsidies.
    pub subsidy: SubsidySwitches,
    /// Withdrawals.
    pub withdraw: WithdrawSwitches,
    /// Unfreezing in the ordinary family.
    pub unfreeze: UnfreezeSwitches,
    /// Lists of receivers.
    pub receivers: ReceiverSwitches,
    /// Refunds.
    pub refund: RefundSwitches,
    /// What sub-merchants may take in.
    pub limits: LimitSwitches,
    /// How long cross-border reviews take.
    pub cross_border: CrossBorderSwitches,
    /// Onboarding by ordinary service providers.
    pub applyment4sub: Applyment4subSwitches,
    /// Settlement cards.
    pub verify: VerifySwitches,
    /// Uploads.
    pub media: MediaSwitches,
    /// `GET /v3/certificates`.
    pub certificates: CertificateSwitches,
    /// The code of a 429, for which three spellings are known (AS-38).
    pub frequency_code: FrequencyCode,
    /// Buyers.
    pub openid: OpenidSwitches,
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

/// The code of a 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FrequencyCode {
    /// As most pages have it.
    #[default]
    FrequencyLimited,
    /// As the tables of a public client have it.
    RatelimitExceed,
    /// As the page for micro merchants has it.
    RateLimited,
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
