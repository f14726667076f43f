//! Settlement: a day's money goes to the merchant's bank (AL-93, AL-99).

use serde::{Deserialize, Serialize};

use super::books::{self, Cause, Paper};
use super::numbers;
use super::timers::Timer;
use crate::allinpay::model::assumed;
use crate::allinpay::model::merchant::{self, Merchant};
use crate::world::account::Account;
use crate::world::journal::Note;
use crate::world::store::Record;
use crate::world::{Bug, Cx, Day, Fen, Instant, Span};

/// One batch of a merchant's settled money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The acquirer's number of it.
    pub number: String,
    /// Whose.
    pub cusid: String,
    /// The day whose postings it settles.
    pub day: Day,
    /// The day on which it was settled.
    pub settled_on: Day,
    /// When.
    pub at: Instant,
    /// What went to the bank, in fen.
    pub paid_out: Fen,
    /// What was kept for refunds that the acquirer had advanced, in fen.
    pub repaid: Fen,
}

impl Record for Batch {
    const TABLE: &'static str = "allinpay_settlement";
    const COLUMNS: &'static [&'static str] = &["key", "settled"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.number.clone()), Some(settled_key(&self.cusid, self.settled_on))]
    }
}

/// The handle of a merchant's settlements of a day.
#[must_use]
pub fn settled_key(cusid: &str, day: Day) -> String {
    format!("{cusid} {day}")
}

/// Sees to it that what is posted to a merchant today is settled in its time.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn plan(cx: &Cx<'_>, merchant: &Merchant) -> Result<(), Bug> {
    let today = Day::of(cx.now());
    let timer = Timer::Settle(merchant.cusid.clone(), today);
    timer.call_off(cx)?;
    // T+0 is settled in the last second of its day.
    let due = match merchant.settle_days {
        0 => today.at(23).after(Span::seconds(3599)),
        days => today.later(days).at(assumed::of(cx)?.settle_hour),
    };
    timer.set(cx, due)
}

/// Settles what was posted to a merchant up to the end of a day: what came later waits for its own batch. Where nothing is
/// left there is no batch.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn run(cx: &Cx<'_>, cusid: &str, day: Day) -> Result<Option<Note>, Bug> {
    let account = books::posted(cusid);
    let there = cx.held_before(account.code(), day.next().start())?;
    // What was refunded since then came out of it, so no more can leave than is there now.
    let free = there.min(cx.balance(&account)?.free()).max(Fen::ZERO);
    if free.is_zero() {
        return Ok(None);
    }
    let mut merchant = merchant::known(cx, cusid)?;
    let repaid = merchant.owed.min(free);
    let paid_out = free.minus(repaid)?;
    let number = numbers::trxid(cx)?;
    let paper = Paper { order: cusid, document: &number };
    paper.transfer(cx, &account, &books::acquirer(), repaid, Cause::Repay)?;
    paper.transfer(cx, &account, &Account::banks(), paid_out, Cause::Settle)?;
    merchant.owed = merchant.owed.minus(repaid)?;
    cx.put(&merchant)?;
    let (at, settled_on) = (cx.now(), Day::of(cx.now()));
    let cusid = cusid.to_owned();
    cx.put(&Batch { number, cusid: cusid.clone(), day, settled_on, at, paid_out, repaid })?;
    let yuan = paid_out.yuan();
    Ok(Some(Note::new(
        format!("{cusid}: {yuan} yuan of {day} settled (AL-99)"),
        format!("{cusid}：{day} 的资金结算 {yuan} 元（AL-99）"),
    )))
}
