//! What an account holds now, and what it held at the end of a day (FB-01 to FB-03).

use super::{check_own, sub_of};
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::merchant::{Merchant, Role};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::{DayMissing, FundRefusal};
use crate::world::ids::Mchid;
use crate::world::{Bug, Cx, Day, Fen};

/// How many days back an end-of-day balance is kept (FB-02).
const KEPT_DAYS: u32 = 90;

/// The hour of the next day at which an end-of-day balance is there (FB-02; that it is not there before is assumed).
const READY_AT: u8 = 10;

/// What an account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holding {
    /// What can be withdrawn, in fen.
    pub available: Fen,
    /// What is frozen, in fen.
    pub pending: Fen,
}

/// An account of a sub-merchant now; `None` is DEPOSIT, which nobody opened (assumed: it holds nothing).
///
/// # Errors
/// [`FundRefusal::NoProvider`], [`FundRefusal::NotYourSub`].
pub fn of_sub(cx: &Cx<'_>, caller: &Merchant, sub_mchid: &Mchid, purse: Option<Purse>) -> Outcome<Holding> {
    check_sub(cx, caller, sub_mchid)?;
    Ok(match purse {
        Some(purse) => now(cx, sub_mchid, purse)?,
        None => Holding::default(),
    })
}

/// An account of a sub-merchant at the end of a day.
///
/// # Errors
/// As [`of_sub`]; [`FundRefusal::NoAccountThen`].
pub fn of_sub_at_end(
    cx: &Cx<'_>,
    caller: &Merchant,
    sub_mchid: &Mchid,
    purse: Option<Purse>,
    day: Day,
) -> Outcome<Holding> {
    check_sub(cx, caller, sub_mchid)?;
    let purse = purse.ok_or(FundRefusal::NoAccountThen(DayMissing::NoSuchAccount))?;
    if let Some(why) = missing(cx, day)? {
        return Err(FundRefusal::NoAccountThen(why).into());
    }
    Ok(at_end_of(cx, sub_mchid, purse, day)?)
}

/// An account of the caller now.
///
/// # Errors
/// [`FundRefusal::NoInterface`].
pub fn own(cx: &Cx<'_>, caller: &Merchant, purse: Purse) -> Outcome<Holding> {
    check_own(caller)?;
    Ok(now(cx, &caller.mchid, purse)?)
}

/// An account of the caller at the end of a day.
///
/// # Errors
/// [`FundRefusal::NoInterface`], [`FundRefusal::NoDataOfDay`].
pub fn own_at_end(cx: &Cx<'_>, caller: &Merchant, purse: Purse, day: Day) -> Outcome<Holding> {
    check_own(caller)?;
    if let Some(why) = missing(cx, day)? {
        return Err(FundRefusal::NoDataOfDay(why).into());
    }
    Ok(at_end_of(cx, &caller.mchid, purse, day)?)
}

/// What an account holds: its free money, and for the basic account the owner's pots (FB-01).
pub(super) fn now(cx: &Cx<'_>, owner: &Mchid, purse: Purse) -> Result<Holding, Bug> {
    let available = cx.balance(&accounts::available(owner, purse))?.free();
    let pending = if freezes(purse) { cx.held(&accounts::pots_of(owner))? } else { Fen::ZERO };
    Ok(Holding { available, pending })
}

/// What an account held at the end of a day (FB-02).
pub(super) fn at_end_of(cx: &Cx<'_>, owner: &Mchid, purse: Purse, day: Day) -> Result<Holding, Bug> {
    let end = day.next().start();
    let available = cx.held_before(accounts::available(owner, purse).code(), end)?;
    let pending = if freezes(purse) { cx.held_before(&accounts::pots_of(owner), end)? } else { Fen::ZERO };
    Ok(Holding { available, pending })
}

/// Only trade money freezes, and it belongs to the basic account.
const fn freezes(purse: Purse) -> bool {
    match purse {
        Purse::Basic => true,
        Purse::Operation | Purse::Fees => false,
    }
}

/// Why there is no end-of-day balance of a day; nothing when there is one (FB-02).
pub(super) fn missing(cx: &Cx<'_>, day: Day) -> Result<Option<DayMissing>, Bug> {
    let ready = day.next().at(READY_AT);
    if cx.now() < ready {
        return Ok(Some(DayMissing::NotReady(day, ready)));
    }
    if day < Day::of(cx.now()).earlier(KEPT_DAYS) {
        return Ok(Some(DayMissing::TooOld(day)));
    }
    Ok((day < Day::of(cx.began()?)).then_some(DayMissing::BeforeTheWorld(day)))
}

fn check_sub(cx: &Cx<'_>, caller: &Merchant, sub_mchid: &Mchid) -> Outcome<()> {
    if caller.role != Role::Platform {
        return Err(FundRefusal::NoProvider(caller.mchid.clone()).into());
    }
    match sub_of(cx, &caller.mchid, sub_mchid)? {
        Some(_) => Ok(()),
        None => Err(FundRefusal::NotYourSub(sub_mchid.clone()).into()),
    }
}
