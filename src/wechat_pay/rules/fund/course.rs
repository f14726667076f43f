//! The course of a withdrawal: what each step does to its state, the money and the notice (WD-05 to WD-08, LG-15).

use super::view;
use crate::wechat_pay::model::accounts;
use crate::wechat_pay::model::card::VerifyResult;
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::switches::{self, Arrival};
use crate::wechat_pay::model::withdraw::{Mishap, Origin, Sizing, State, Step, Withdraw};
use crate::wechat_pay::rules::money::Paper;
use crate::wechat_pay::rules::notices::{self, Event};
use crate::wechat_pay::rules::timers::Timer;
use crate::world::account::Account;
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Day, Instant};

/// The hour at which banks have what arrives on a later day (assumed).
const BANK_HOUR: u8 = 10;

/// Takes a withdrawal one step on, with its money and its notice. Answers whether the step could follow.
///
/// # Errors
/// [`Bug`] when the ledger refuses: whoever lets it leave the account has checked that the money is there.
pub fn step(cx: &Cx<'_>, withdraw: &mut Withdraw, step: Step) -> Result<bool, Bug> {
    let Some(state) = withdraw.state.after(step, cx.now()) else { return Ok(false) };
    let account = accounts::available(&withdraw.owner, withdraw.purse);
    let transit = accounts::in_transit(&withdraw.owner);
    let paper = Paper { subject: withdraw.owner.as_str(), document: withdraw.withdraw_id.as_str() };
    let amount = withdraw.amount;
    match &state {
        State::Accepted => paper.transfer(cx, Cause::Withdraw, &account, &transit, amount)?,
        State::Success { .. } => {
            paper.transfer(cx, Cause::WithdrawPaid, &transit, &Account::banks(), amount)?;
        }
        State::Failed(_) => paper.transfer(cx, Cause::WithdrawBack, &transit, &account, amount)?,
        State::Returned(_) => {
            paper.transfer(cx, Cause::WithdrawBack, &Account::banks(), &account, amount)?;
        }
        State::Init | State::Closed(_) => {}
    }
    let timer = Timer::WithdrawArrives(withdraw.key());
    match &state {
        State::Accepted => timer.set(cx, arrival(cx, withdraw)?)?,
        State::Success { .. } | State::Failed(_) => timer.call_off(cx)?,
        State::Init | State::Returned(_) | State::Closed(_) => {}
    }
    (withdraw.state, withdraw.changed_at) = (state, cx.now());
    cx.put(withdraw)?;
    tell(cx, withdraw)?;
    Ok(true)
}

/// The money reaches the bank, or does not because the card failed its check (WD-07, WD-08).
///
/// # Errors
/// [`Bug`] as [`step`].
pub fn arrive(cx: &Cx<'_>, key: &str) -> Result<Option<Note>, Bug> {
    let Some(mut withdraw) = cx.get::<Withdraw>(key)? else { return Ok(None) };
    let bad_card = withdraw.card.as_ref().is_some_and(|card| card.verify_result == VerifyResult::VerifyFail);
    let outcome = if bad_card { Step::Fail(card_mishap()) } else { Step::Arrive };
    if !step(cx, &mut withdraw, outcome)? {
        return Ok(None);
    }
    let (number, literal) = (withdraw.number(), withdraw.state.literal());
    Ok(Some(Note::new(
        format!("withdrawal {number} of {}: {literal}", withdraw.owner),
        format!("{} 的提现单 {number}：{literal}", withdraw.owner),
    )))
}

/// What is said about a withdrawal to a card that takes no money (WD-06, WD-07).
#[must_use]
pub fn card_mishap() -> Mishap {
    Mishap { reason: "卡号错误".to_owned(), solution: "请修改结算银行卡信息".to_owned() }
}

/// The last day on which the bank may return what it took (WD-05).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn last_day_of_return(cx: &Cx<'_>, arrived: Instant) -> Result<Day, Bug> {
    Ok(Day::of(arrived).working_days_later(switches::of(cx)?.withdraw.returned_within))
}

/// When the bank has the money (WD-08).
fn arrival(cx: &Cx<'_>, withdraw: &Withdraw) -> Result<Instant, Bug> {
    let switches = switches::of(cx)?.withdraw;
    let today = Day::of(cx.now());
    let own = matches!(&withdraw.origin, Origin::Api { caller, .. } if *caller == withdraw.owner);
    Ok(match (withdraw.sizing, switches.arrives) {
        (Sizing::DayEnd { .. }, _) => cx.now().after(switches.day_end_arrives_after),
        (Sizing::Named, Arrival::After(span)) => cx.now().after(span),
        (Sizing::Named, Arrival::NextWorkingDay) if own => today.next().at(BANK_HOUR),
        (Sizing::Named, Arrival::NextWorkingDay) => today.working_days_later(1).at(BANK_HOUR),
    })
}

/// Posts the notice of a state that somebody waits for, if the request named an address.
fn tell(cx: &Cx<'_>, withdraw: &Withdraw) -> Result<(), Bug> {
    let told = match withdraw.state {
        State::Init | State::Accepted => false,
        State::Success { .. } | State::Failed(_) | State::Returned(_) | State::Closed(_) => true,
    };
    let (true, Origin::Api { caller, out_request_no }, Some(url)) =
        (told, &withdraw.origin, &withdraw.notify_url)
    else {
        return Ok(());
    };
    let event =
        Event {
            name: "MCHWITHDRAW.CHANGE", summary: "商户提现状态变更通知", original_type: "mch_withdraw"
        };
    notices::post(cx, &event, caller, url, out_request_no.to_string(), view::query(withdraw, caller))
}
