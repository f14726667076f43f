//! Withdrawing what was there at the end of the day before (4.4).

use serde::Deserialize;

use super::balance::{self, missing};
use super::withdraw::{self, Draft, Wish};
use crate::wechat_pay::model::accounts::Purse;
use crate::wechat_pay::model::merchant::Merchant;
use crate::wechat_pay::model::withdraw::{DayEndAmount, Sizing, Withdraw};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::{DayMissing, FundRefusal, Refusal};
use crate::world::ids::{Mchid, OutRequestNo};
use crate::world::{Cx, Day, Fen, Span};

/// The most that one withdrawal carries, in fen (WD-01).
pub const MOST: Fen = Fen::new(80_000_000_000);

/// How long before midnight the last request is taken.
const CLOSES_BEFORE_MIDNIGHT: Span = Span::minutes(5);

/// How long a withdrawal can be looked up.
const SHOWN_FOR: Span = Span::days(90);

/// What a request to withdraw by day-end balance says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct DayEnd {
    /// What counts when there is less now.
    pub calculate_amount_type: DayEndAmount,
    /// What stays on the account, in fen.
    #[serde(default)]
    pub reserve_amount: Fen,
}

/// Withdraws what the basic account of a sub-merchant held at the end of the day before, less what stays.
///
/// # Errors
/// [`FundRefusal`]: permission, the hour, too little.
pub fn create(
    cx: &Cx<'_>,
    caller: &Merchant,
    sub_mchid: &Mchid,
    wish: &Wish,
    asked: DayEnd,
) -> Outcome<Withdraw> {
    let owner = withdraw::owned(cx, caller, sub_mchid)?;
    let sizing = Sizing::DayEnd { by: asked.calculate_amount_type, reserve: asked.reserve_amount };
    if let Some(first) = withdraw::earlier(cx, &caller.mchid, &owner.mchid, wish, sizing)? {
        let needed = needed(asked, first.amount)?;
        return withdraw::proceed(cx, first, needed);
    }
    withdraw::check_permitted(caller, &owner)?;
    let today = Day::of(cx.now());
    if cx.now().after(CLOSES_BEFORE_MIDNIGHT) > today.next().start() {
        return Err(FundRefusal::TooLateToday.into());
    }
    let amount = amount(cx, &owner.mchid, asked)?;
    let draft = Draft { amount, purse: Purse::Basic, sizing };
    let withdraw = draft.write(cx, &caller.mchid, &owner, wish)?;
    withdraw::proceed(cx, withdraw, needed(asked, amount)?)
}

/// A withdrawal by day-end balance that the caller asked for within the last 90 days.
///
/// # Errors
/// [`Refusal::RecordNotExist`].
pub fn query(cx: &Cx<'_>, caller: &Mchid, owner: &Mchid, number: &OutRequestNo) -> Outcome<Withdraw> {
    let found = cx.get::<Withdraw>(&Withdraw::key_of(owner, number))?;
    let found = found.filter(|withdraw| {
        withdraw.is_asked_by(caller)
            && matches!(withdraw.sizing, Sizing::DayEnd { .. })
            && cx.now() <= withdraw.created_at.after(SHOWN_FOR)
    });
    found.ok_or_else(|| Refusal::RecordNotExist(format!("day-end withdrawal {number} of {owner}")).into())
}

fn amount(cx: &Cx<'_>, owner: &Mchid, asked: DayEnd) -> Outcome<Fen> {
    let yesterday = Day::of(cx.now()).previous();
    let held = match missing(cx, yesterday)? {
        None => balance::at_end_of(cx, owner, Purse::Basic, yesterday)?.available,
        Some(DayMissing::NotReady(_, from)) => return Err(FundRefusal::DayEndNotReady(from).into()),
        // On the first day of a world there was nothing the day before.
        Some(DayMissing::BeforeTheWorld(_) | DayMissing::TooOld(_) | DayMissing::NoSuchAccount) => Fen::ZERO,
    };
    let base = match asked.calculate_amount_type {
        DayEndAmount::OnlyDayEndBalance => held,
        DayEndAmount::AllowCurrentBalance => held.min(balance::now(cx, owner, Purse::Basic)?.available),
    };
    let amount = base.minus(asked.reserve_amount)?;
    if amount <= Fen::ZERO {
        let asked = Fen::new(asked.reserve_amount.get().saturating_add(1));
        return Err(FundRefusal::Short { asked, free: base }.into());
    }
    if amount > MOST {
        return Err(FundRefusal::TooMuch(amount).into());
    }
    Ok(amount)
}

/// What has to be on the account: all of the day-end balance where only that counts, else what leaves.
fn needed(asked: DayEnd, amount: Fen) -> Outcome<Fen> {
    Ok(match asked.calculate_amount_type {
        DayEndAmount::OnlyDayEndBalance => amount.plus(asked.reserve_amount)?,
        DayEndAmount::AllowCurrentBalance => amount,
    })
}
