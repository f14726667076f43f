//! Cross-border payment of sub-merchants: a portal flow that no API shows (XB-01 to XB-08).

use serde::{Deserialize, Serialize};

use crate::world::Instant;
use crate::world::ids::Mchid;
use crate::world::store::Record;

/// A platform whose super administrator asked for cross-border payment (XB-02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossBorderAccess {
    /// The platform.
    pub platform: Mchid,
    /// Since when.
    pub since: Instant,
}

/// A sub-merchant's application. There is one of each, which is edited after a rejection (XB-01, XB-08).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossBorder {
    /// The sub-merchant.
    pub sub_mchid: Mchid,
    /// Its platform.
    pub platform: Mchid,
    /// What was filled in.
    pub form: CrossBorderForm,
    /// Who filled it in.
    pub by: Administrator,
    /// How it stands.
    pub state: CrossBorderState,
    /// When it was submitted last.
    pub submitted_at: Instant,
    /// Those whom the sub-merchant may pay abroad, in the order of entry.
    pub payees: Vec<Payee>,
}

/// What an application says (XB-03 to XB-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossBorderForm {
    /// The customs category, 进出口货物收发货人.
    pub customs_category: String,
    /// How large the company is.
    pub company_size: String,
    /// For how many years it has been in business.
    pub years_in_business: u32,
    /// What type of company it is.
    pub company_type: String,
    /// The texts of the sanctions questionnaire.
    pub answers: Vec<String>,
}

/// Who of the platform's people does something in the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Administrator {
    /// 超级管理员
    SuperAdministrator,
    /// 管理员
    Administrator,
    /// Anybody else with a login.
    Operator,
}

/// How an application stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CrossBorderState {
    /// The sub-merchant is to sign the agreement on its phone (XB-06).
    Signing,
    /// It did not sign.
    SigningFailed,
    /// It is reviewed (XB-07).
    InReview,
    /// It was rejected.
    Rejected {
        /// Why.
        reason: String,
    },
    /// Approved: the permission is open.
    Approved {
        /// Since when.
        at: Instant,
    },
}

/// Somebody abroad whom the sub-merchant may pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payee {
    /// Their name.
    pub name: String,
    /// Their bank.
    pub bank: String,
    /// Their account.
    pub account_number: String,
    /// How the entry stands.
    pub state: PayeeState,
}

/// How the entry of a payee stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PayeeState {
    /// It is reviewed (XB-07).
    InReview,
    /// It was rejected.
    Rejected {
        /// Why.
        reason: String,
    },
    /// They may be paid.
    Approved {
        /// Since when.
        at: Instant,
    },
}

impl Administrator {
    /// Everyone's name, for help.
    pub const NAMES: &'static [&'static str] = &["super_administrator", "administrator", "operator"];

    /// Reads a name; the super administrator when there is none.
    #[must_use]
    pub fn named(name: Option<&str>) -> Administrator {
        match name {
            Some("administrator") => Administrator::Administrator,
            Some("operator") => Administrator::Operator,
            _ => Administrator::SuperAdministrator,
        }
    }
}

impl CrossBorderState {
    /// What it is called, English first.
    #[must_use]
    pub const fn names(&self) -> (&'static str, &'static str) {
        match self {
            CrossBorderState::Signing => ("in signing", "签约中"),
            CrossBorderState::SigningFailed => ("signing failed", "签约失败"),
            CrossBorderState::InReview => ("in review", "审核中"),
            CrossBorderState::Rejected { .. } => ("rejected", "已驳回"),
            CrossBorderState::Approved { .. } => ("approved", "已通过"),
        }
    }

    /// Whether the form may be edited and submitted again; else it may only be viewed (XB-08).
    #[must_use]
    pub const fn is_editable(&self) -> bool {
        match self {
            CrossBorderState::SigningFailed | CrossBorderState::Rejected { .. } => true,
            CrossBorderState::Signing | CrossBorderState::InReview | CrossBorderState::Approved { .. } => {
                false
            }
        }
    }
}

impl Record for CrossBorderAccess {
    const TABLE: &'static str = "cross_border_access";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.platform.to_string())]
    }
}

impl Record for CrossBorder {
    const TABLE: &'static str = "cross_border";
    const COLUMNS: &'static [&'static str] = &["key", "platform"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.sub_mchid.to_string()), Some(self.platform.to_string())]
    }
}
