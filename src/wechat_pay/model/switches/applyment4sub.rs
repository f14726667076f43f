//! Switches of onboarding by ordinary service providers. Who reviews and signs is said by those of onboarding in general.

use serde::{Deserialize, Serialize};

use crate::world::Span;

/// Switches of onboarding by ordinary service providers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Applyment4subSwitches {
    /// Whether providers may bring in micro merchants: only some are granted that (AS-03).
    pub micro: bool,
    /// After how many working days the clock approves: 1 to 3 (B6).
    pub audit_days: WorkingDays,
    /// How long there is to verify the account (AS-12).
    pub verify_within: Span,
    /// How long an application waits for its signature, or rejected for another submission (AS-13).
    pub sign_within: Span,
    /// How long permissions take to be opened after the signature (AS-14).
    pub open_after: Span,
    /// What a running application answers when it is submitted unchanged (AS-17).
    pub repeat: Repeat,
    /// The code for a number that nobody knows (AS-20, AS-21).
    pub not_found: NotFound,
    /// What members that are sent empty do (AS-34).
    pub empty_members: EmptyMembers,
    /// How many numbers one subject or person gets; 0 for any number (AS-06).
    pub merchants_per_subject: u32,
}

impl Default for Applyment4subSwitches {
    fn default() -> Applyment4subSwitches {
        Applyment4subSwitches {
            micro: false,
            audit_days: WorkingDays(1),
            verify_within: Span::days(10),
            sign_within: Span::days(30),
            open_after: Span::minutes(30),
            repeat: Repeat::SameId,
            not_found: NotFound::ParamError,
            empty_members: EmptyMembers::Absent,
            merchants_per_subject: 0,
        }
    }
}

/// One to three working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct WorkingDays(u32);

impl TryFrom<u32> for WorkingDays {
    type Error = String;
    fn try_from(days: u32) -> Result<WorkingDays, String> {
        if (1..=3).contains(&days) {
            return Ok(WorkingDays(days));
        }
        Err(format!("applyment4sub.audit_days is {days}; an audit takes 1 to 3 working days (B6)"))
    }
}

impl From<WorkingDays> for u32 {
    fn from(days: WorkingDays) -> u32 {
        days.0
    }
}

/// What a running application answers when it is submitted unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Its number.
    #[default]
    SameId,
    /// 400 PROCESSING, as for another body.
    Processing,
}

/// The code for a number that nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NotFound {
    /// As two real answers have it.
    #[default]
    ParamError,
    /// As the table of the page for micro merchants has it.
    ApplymentNotexist,
}

/// What members that are sent empty do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmptyMembers {
    /// They count as absent.
    #[default]
    Absent,
    /// They end in 500 SYSTEM_ERROR, as users have seen.
    Error,
}
