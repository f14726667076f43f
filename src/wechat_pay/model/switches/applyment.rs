//! Switches of onboarding.

use serde::{Deserialize, Serialize};

use crate::world::Span;

/// Switches of onboarding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ApplymentSwitches {
    /// How long an application is CHECKING: three seconds at most (AP-07).
    pub check_after: CheckTime,
    /// Who approves what was not decided by hand (AP-09).
    pub review: Review,
    /// After how many working days the clock approves (AP-09).
    pub audit_days: AuditDays,
    /// Who signs (AP-10).
    pub sign: Signing,
    /// When the address of the signing page is shown: the two guides disagree (AP-42).
    pub sign_url: SignUrl,
    /// Whether the system's own check lets the legal person scan a code instead of remitting (AP-58).
    pub legal_scan: bool,
    /// How long there is to verify the account (AP-34).
    pub verify_within: Span,
    /// How long a remittance travels (AP-36).
    pub remittance_after: Span,
    /// How long an application waits for its signature (1.4).
    pub sign_within: Span,
    /// How long after the last step the application is FINISH (AP-41).
    pub finish_after: Span,
    /// What 74 and 75 mean: two pages disagree (1.5).
    pub corporate_account: CorporateAccount,
    /// Whether media ids must come from an upload of the same merchant (AP-54).
    pub check_media: bool,
}

impl Default for ApplymentSwitches {
    fn default() -> ApplymentSwitches {
        ApplymentSwitches {
            check_after: CheckTime(Span::seconds(3)),
            review: Review::ByClock,
            audit_days: AuditDays(3),
            sign: Signing::ByHand,
            sign_url: SignUrl::Unsigned,
            legal_scan: true,
            verify_within: Span::days(30),
            remittance_after: Span::days(1),
            sign_within: Span::days(30),
            finish_after: Span::seconds(0),
            corporate_account: CorporateAccount::SeventyFour,
            check_media: true,
        }
    }
}

/// How long an application is CHECKING.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Span", into = "Span")]
pub struct CheckTime(Span);

impl TryFrom<Span> for CheckTime {
    type Error = String;
    fn try_from(span: Span) -> Result<CheckTime, String> {
        if span <= Span::seconds(3) {
            return Ok(CheckTime(span));
        }
        Err(format!("`{span}` is too long: an application is checked within 3s (AP-07)"))
    }
}

impl From<CheckTime> for Span {
    fn from(time: CheckTime) -> Span {
        time.0
    }
}

/// A number of working days that an audit takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct AuditDays(u32);

impl TryFrom<u32> for AuditDays {
    type Error = String;
    fn try_from(days: u32) -> Result<AuditDays, String> {
        if (3..=7).contains(&days) {
            return Ok(AuditDays(days));
        }
        Err(format!("{days} is not 3 to 7 working days (AP-09)"))
    }
}

impl From<AuditDays> for u32 {
    fn from(days: AuditDays) -> u32 {
        days.0
    }
}

/// Who approves what was not decided by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// The clock, after some working days.
    #[default]
    ByClock,
    /// Nobody: the reviewer's acts alone.
    ByHand,
}

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// Nobody, until somebody signs on the page or by an act.
    #[default]
    ByHand,
    /// The super administrator, as soon as it can be signed.
    ByItself,
}

/// When the address of the signing page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUrl {
    /// While it is unsigned and verified, audited or waiting for the signature, as the product guide recommends.
    #[default]
    Unsigned,
    /// In NEED_SIGN only, as the API page has it.
    NeedSign,
}

/// Which code of `bank_account_type` is a corporate account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CorporateAccount {
    /// 74 对公, 75 对私.
    #[default]
    #[serde(rename = "code_74")]
    SeventyFour,
    /// The reverse.
    #[serde(rename = "code_75")]
    SeventyFive,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_the_guide_bounds_are_bounded() {
        for days in [3, 7] {
            assert_eq!(u32::from(AuditDays::try_from(days).unwrap()), days);
        }
        for days in [0, 2, 8] {
            assert!(AuditDays::try_from(days).is_err(), "{days}");
        }
        assert!(CheckTime::try_from(Span::seconds(3)).is_ok());
        assert!(CheckTime::try_from(Span::seconds(4)).is_err());
    }
}
