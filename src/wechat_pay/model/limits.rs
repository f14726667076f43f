//! How much a sub-merchant may take in (AP-20 to AP-24), and what it has taken in so far.

use serde::{Deserialize, Serialize};

use super::applyment::Organization;
use super::switches::LimitSwitches;
use crate::world::ids::Mchid;
use crate::world::store::Record;
use crate::world::{Bug, Cx, Fen};

/// How WeChat Pay's risk control thinks of a sub-merchant's trade (AP-24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LimitState {
    /// As any other.
    #[default]
    Normal,
    /// Good: the limit is raised.
    Good,
    /// Abnormal: the limit is lowered.
    Abnormal,
}

impl LimitState {
    /// Every state's name, for help.
    pub const NAMES: &'static [&'static str] = &["NORMAL", "GOOD", "ABNORMAL"];

    /// The state's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            LimitState::Normal => "NORMAL",
            LimitState::Good => "GOOD",
            LimitState::Abnormal => "ABNORMAL",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<LimitState> {
        [LimitState::Normal, LimitState::Good, LimitState::Abnormal]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// What a sub-merchant may take in, in fen; nothing where there is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Limits {
    /// In a day, by any method.
    pub day: Option<Fen>,
    /// In a day, by credit cards.
    pub credit_day: Option<Fen>,
    /// In a month, by credit cards.
    pub credit_month: Option<Fen>,
}

impl Limits {
    /// The limits of an organization in a state; nothing for those that have none (AP-23).
    #[must_use]
    pub fn of(organization: Organization, state: LimitState, figures: &LimitSwitches) -> Option<Limits> {
        match organization {
            Organization::Micro => Some(Limits {
                day: Some(match state {
                    LimitState::Normal => figures.micro.normal,
                    LimitState::Good => figures.micro.good,
                    LimitState::Abnormal => figures.micro.abnormal,
                }),
                credit_day: Some(figures.micro.credit_day),
                credit_month: Some(figures.micro.credit_month),
            }),
            Organization::PersonalSeller => Some(Limits {
                day: Some(match state {
                    LimitState::Normal => figures.personal_seller.normal,
                    LimitState::Good => figures.personal_seller.good,
                    LimitState::Abnormal => figures.personal_seller.abnormal,
                }),
                ..Limits::default()
            }),
            Organization::Individual
            | Organization::Enterprise
            | Organization::Institution
            | Organization::Government
            | Organization::SocialOrganization => None,
        }
    }
}

/// What a sub-merchant with limits took in during a day or a month of the business clock. Refunds do not lessen it (assumed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takings {
    /// The sub-merchant.
    pub payee: Mchid,
    /// A day like 2026-01-05, or a month like 2026-01.
    pub period: String,
    /// All that was paid, in fen.
    pub total: Fen,
    /// The part that credit cards paid, in fen.
    pub credit: Fen,
}

impl Takings {
    /// The takings of a period: those counted so far, or none yet.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn of(cx: &Cx<'_>, payee: &Mchid, period: String) -> Result<Takings, Bug> {
        let found = cx.get::<Takings>(&Takings::key_of(payee, &period))?;
        Ok(found.unwrap_or(Takings { payee: payee.clone(), period, total: Fen::ZERO, credit: Fen::ZERO }))
    }

    fn key_of(payee: &Mchid, period: &str) -> String {
        format!("{payee}/{period}")
    }
}

impl Record for Takings {
    const TABLE: &'static str = "takings";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(Takings::key_of(&self.payee, &self.period))]
    }
}
