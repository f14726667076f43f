//! Onboarding: how an application is submitted, checked, audited, verified, signed and finished. One machine for both
//! APIs; what differs between them stands in a match over [`Family`](crate::wechat_pay::model::applyment::Family).

pub mod audit;
mod check;
pub mod ecommerce;
pub mod finish;
mod matrix;
pub mod ordinary;
pub mod ordinary_members;
pub mod pages;
pub mod query;
pub mod revoke;
pub mod sign;
pub mod submit;
mod terms;
pub mod verify;

use serde::{Deserialize, Serialize};

use super::timers::Timer;
use crate::wechat_pay::model::applyment::{Applyment, Stage};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen, Instant};

/// What falls due about an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// The system has looked it over (AP-07).
    Check,
    /// The audit has taken its working days (AP-09).
    Audit,
    /// The account must have been verified (AP-34).
    VerifyBy,
    /// The agreement must have been signed.
    SignBy,
    /// The last step was done, with a delay that the world wants (AP-41).
    Finish,
    /// A remittance reaches the account that it was sent to (AP-36).
    Arrive {
        /// How much, in fen.
        amount: Fen,
        /// From whose account.
        from: String,
        /// To which account.
        to: String,
    },
}

/// Does what fell due. Answers what happened, or nothing when it did not matter any more.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn fall_due(cx: &Cx<'_>, key: &str, due: &Due) -> Result<Option<Note>, Bug> {
    let Some(mut applyment) = cx.get::<Applyment>(key)? else { return Ok(None) };
    let note = match due {
        Due::Check => audit::look_over(cx, &mut applyment)?,
        Due::Audit => audit::pass_by_clock(cx, &mut applyment)?,
        Due::VerifyBy => verify::run_out(cx, &mut applyment)?,
        Due::SignBy => sign::run_out(cx, &mut applyment)?,
        Due::Finish => finish::finish(cx, &mut applyment)?,
        Due::Arrive { amount, from, to } => Some(verify::arrive(cx, &mut applyment, *amount, from, to)?),
    };
    cx.put(&applyment)?;
    Ok(note)
}

/// Puts something about an application on the agenda.
fn schedule(cx: &Cx<'_>, applyment: &Applyment, due: Due, at: Instant) -> Result<(), Bug> {
    Timer::Applyment(applyment.key(), due).set(cx, at)
}

/// Takes what would still happen to an open application off the agenda: it is open no longer. A remittance on its way
/// arrives all the same.
fn settle(cx: &Cx<'_>, applyment: &mut Applyment, stage: Stage) -> Result<(), Bug> {
    applyment.stage = stage;
    for due in [Due::Check, Due::Audit, Due::VerifyBy, Due::SignBy, Due::Finish] {
        Timer::Applyment(applyment.key(), due).call_off(cx)?;
    }
    Ok(())
}

/// Takes an application on after one of its steps was done: all three done is FINISH (AP-08).
fn proceed(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<(), Bug> {
    if !applyment.is_passed() {
        return Ok(());
    }
    finish::issue_number(cx, applyment)?;
    match &applyment.signature {
        Some(_) => finish::finish_soon(cx, applyment),
        None => sign::wait_for(cx, applyment),
    }
}
