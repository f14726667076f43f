//! Whether the account that an applicant named is its own (1.3).

use serde::{Deserialize, Serialize};

use crate::world::{Fen, Instant};

/// Whether the account is the applicant's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// Nobody asks (AP-30, AP-31), or nobody asked yet: the check is still running.
    NotNeeded,
    /// It must be shown, within a time.
    Open(Box<Remittance>),
    /// It was shown.
    Done {
        /// When.
        at: Instant,
        /// Whose account it is: another name must be verified anew.
        account_name: String,
    },
}

/// What must be remitted to show it, or scanned instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remittance {
    /// From whose account.
    pub account_name: String,
    /// From which account, where the settlement account is a private one.
    pub account_number: Option<String>,
    /// How much exactly, in fen.
    pub amount: Fen,
    /// To where.
    pub to: Destination,
    /// What to write into the transfer.
    pub remark: String,
    /// Until when (AP-34).
    pub deadline: Instant,
    /// Whether the legal person may scan a code instead (AP-32, AP-58).
    pub scan: bool,
    /// Whether a remittance counts at all; else only the scan does (AS-11).
    pub accepted: bool,
}

/// The account that is remitted to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub name: String,
    /// At which bank.
    pub bank: String,
    /// In which city.
    pub city: String,
}

impl Verification {
    /// Whether it holds an application up no longer.
    #[must_use]
    pub fn is_done(&self) -> bool {
        match self {
            Verification::NotNeeded | Verification::Done { .. } => true,
            Verification::Open(_) => false,
        }
    }

    /// What is still to be remitted.
    #[must_use]
    pub fn open(&self) -> Option<&Remittance> {
        match self {
            Verification::Open(remittance) => Some(remittance),
            Verification::NotNeeded | Verification::Done { .. } => None,
        }
    }
}
