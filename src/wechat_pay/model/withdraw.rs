//! Withdrawals: money on its way from an account to a bank (4.4).

use serde::{Deserialize, Serialize};

use super::accounts::Purse;
use super::card::SettlementCard;
use crate::world::ids::{Mchid, OutRequestNo, WithdrawId};
use crate::world::store::Record;
use crate::world::{Fen, Instant};

/// One withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    /// Whose account it leaves.
    pub owner: Mchid,
    /// Who asked for it.
    pub origin: Origin,
    /// WeChat Pay's number of it.
    pub withdraw_id: WithdrawId,
    /// Which account it leaves.
    pub purse: Purse,
    /// How much, in fen.
    pub amount: Fen,
    /// How the amount was found.
    pub sizing: Sizing,
    /// What the merchant noted.
    pub remark: Option<String>,
    /// What the bank's statement shows.
    pub bank_memo: Option<String>,
    /// Where its notices go.
    pub notify_url: Option<String>,
    /// The card it goes to, as it was when it was asked for.
    pub card: Option<SettlementCard>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When its state changed last.
    pub changed_at: Instant,
    /// How it stands.
    pub state: State,
}

/// Who asked for a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A merchant that calls the API: the owner's provider, or the owner itself.
    Api {
        /// Who.
        caller: Mchid,
        /// Its number of it.
        out_request_no: OutRequestNo,
    },
    /// The owner in its own back office, past its provider (WD-11).
    BackOffice,
}

/// How the amount of a withdrawal was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sizing {
    /// The request names it.
    Named,
    /// From the balance at the end of the day before.
    DayEnd {
        /// What counts when there is less now.
        by: DayEndAmount,
        /// What stays on the account, in fen.
        reserve: Fen,
    },
}

impl Sizing {
    /// Whether both take the balance of the day before by the same rule, whatever is to stay.
    #[must_use]
    pub fn is_by_same_rule(self, other: Sizing) -> bool {
        match (self, other) {
            (Sizing::DayEnd { by, .. }, Sizing::DayEnd { by: others, .. }) => by == others,
            (Sizing::Named, Sizing::Named) => true,
            (Sizing::Named, Sizing::DayEnd { .. }) | (Sizing::DayEnd { .. }, Sizing::Named) => false,
        }
    }
}

/// What counts when an account holds less than at the end of the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DayEndAmount {
    /// The end of the day before all the same: the withdrawal is refused.
    OnlyDayEndBalance,
    /// What there is.
    AllowCurrentBalance,
}

/// How a withdrawal stands (WD-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for money on the account; nothing moved.
    Init,
    /// The money left the account and is on its way.
    Accepted,
    /// The bank has it.
    Success {
        /// Since when.
        at: Instant,
    },
    /// It did not arrive: the money is on the account again.
    Failed(Mishap),
    /// The bank took it and gave it back (退票).
    Returned(Mishap),
    /// It was closed before any money moved.
    Closed(Mishap),
}

/// Why a withdrawal did not end well (WD-06).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mishap {
    /// What went wrong.
    pub reason: String,
    /// What the merchant should do.
    pub solution: String,
}

/// What may happen to a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The account has the money: it leaves.
    Accept,
    /// It reaches the bank.
    Arrive,
    /// It does not reach the bank.
    Fail(Mishap),
    /// The bank returns it.
    Return(Mishap),
    /// It is closed.
    Close(Mishap),
}

impl State {
    /// How it stands after a step; nothing where the step cannot follow (WD-05).
    #[must_use]
    pub fn after(&self, step: Step, now: Instant) -> Option<State> {
        match (self, step) {
            (State::Init, Step::Accept) => Some(State::Accepted),
            (State::Init, Step::Close(why)) => Some(State::Closed(why)),
            (State::Accepted, Step::Arrive) => Some(State::Success { at: now }),
            (State::Accepted, Step::Fail(why)) => Some(State::Failed(why)),
            (State::Success { .. }, Step::Return(why)) => Some(State::Returned(why)),
            (State::Init, Step::Arrive | Step::Fail(_) | Step::Return(_))
            | (State::Accepted, Step::Accept | Step::Return(_) | Step::Close(_))
            | (State::Success { .. }, Step::Accept | Step::Arrive | Step::Fail(_) | Step::Close(_))
            | (State::Failed(_) | State::Returned(_) | State::Closed(_), _) => None,
        }
    }

    /// The state as the API writes it.
    #[must_use]
    pub const fn literal(&self) -> &'static str {
        match self {
            State::Init => "INIT",
            State::Accepted => "CREATE_SUCCESS",
            State::Success { .. } => "SUCCESS",
            State::Failed(_) => "FAIL",
            State::Returned(_) => "REFUND",
            State::Closed(_) => "CLOSE",
        }
    }

    /// Why it did not end well, if it did not.
    #[must_use]
    pub const fn mishap(&self) -> Option<&Mishap> {
        match self {
            State::Init | State::Accepted | State::Success { .. } => None,
            State::Failed(why) | State::Returned(why) | State::Closed(why) => Some(why),
        }
    }
}

impl Withdraw {
    /// The key of a withdrawal by API: whose account, and the number (WD-02).
    #[must_use]
    pub fn key_of(owner: &Mchid, out_request_no: &OutRequestNo) -> String {
        format!("{owner}/{out_request_no}")
    }

    /// The number that people call it by: the merchant's, or WeChat Pay's where it has none.
    #[must_use]
    pub fn number(&self) -> &str {
        match &self.origin {
            Origin::Api { out_request_no, .. } => out_request_no.as_str(),
            Origin::BackOffice => self.withdraw_id.as_str(),
        }
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> String {
        match &self.origin {
            Origin::Api { out_request_no, .. } => Withdraw::key_of(&self.owner, out_request_no),
            // No merchant's number holds a slash: the back office has numbers of its own.
            Origin::BackOffice => format!("{}//{}", self.owner, self.withdraw_id),
        }
    }

    /// Whether this merchant asked for it by API.
    #[must_use]
    pub fn is_asked_by(&self, mchid: &Mchid) -> bool {
        matches!(&self.origin, Origin::Api { caller, .. } if caller == mchid)
    }
}

impl Record for Withdraw {
    const TABLE: &'static str = "withdraw";
    const COLUMNS: &'static [&'static str] = &["key", "withdraw_id", "owner"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.key()), Some(self.withdraw_id.to_string()), Some(self.owner.to_string())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why() -> Mishap {
        Mishap { reason: String::new(), solution: String::new() }
    }

    #[test]
    fn each_state_leads_where_the_rules_say() {
        let now = Instant::LATEST;
        let states = [
            State::Init,
            State::Accepted,
            State::Success { at: now },
            State::Failed(why()),
            State::Returned(why()),
            State::Closed(why()),
        ];
        let steps = [Step::Accept, Step::Arrive, Step::Fail(why()), Step::Return(why()), Step::Close(why())];
        let mut ways = Vec::new();
        for state in &states {
            for step in &steps {
                if let Some(next) = state.after(step.clone(), now) {
                    ways.push(format!("{} {}", state.literal(), next.literal()));
                }
            }
        }
        let expected = [
            "INIT CREATE_SUCCESS",
            "INIT CLOSE",
            "CREATE_SUCCESS SUCCESS",
            "CREATE_SUCCESS FAIL",
            "SUCCESS REFUND",
        ];
        assert_eq!(ways, expected);
    }
}
