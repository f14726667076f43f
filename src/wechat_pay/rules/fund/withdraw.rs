//! Asking for a withdrawal, and looking it up (WD-01 to WD-04, WD-10, WD-11).

use serde::Deserialize;

use super::{check_own, course, sub_of};
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::merchant::{Merchant, Permission, Role};
use crate::wechat_pay::model::switches;
use crate::wechat_pay::model::withdraw::{Origin, Sizing, State, Step, Withdraw};
use crate::wechat_pay::rules::refusal::{FundRefusal, Refusal};
use crate::wechat_pay::rules::{Outcome, pace};
use crate::world::ids::{Mchid, OutRequestNo, WithdrawId};
use crate::world::{Bug, Cx, Fen, Stop};

/// What a request for a withdrawal says besides the amount.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Wish {
    /// The merchant's number.
    pub out_request_no: OutRequestNo,
    /// What the merchant notes.
    pub remark: Option<String>,
    /// What the bank's statement shows.
    pub bank_memo: Option<String>,
    /// Where notices go.
    pub notify_url: Option<String>,
}

/// What a request to withdraw a named amount says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// How much, in fen.
    pub amount: Fen,
    /// From which account; the basic one if it does not say.
    #[serde(default = "basic")]
    pub account_type: Purse,
}

const fn basic() -> Purse {
    Purse::Basic
}

/// Withdraws a sub-merchant's money. When the account is short the order stays and may be sent again (WD-04).
///
/// # Errors
/// [`FundRefusal::NoWithdrawPermission`], [`FundRefusal::Short`], and what a repeated number meets.
pub fn of_sub(
    cx: &Cx<'_>,
    caller: &Merchant,
    sub_mchid: &Mchid,
    wish: &Wish,
    asked: Named,
) -> Outcome<Withdraw> {
    let owner = owned(cx, caller, sub_mchid)?;
    named(cx, caller, &owner, wish, asked)
}

/// Withdraws the caller's own money.
///
/// # Errors
/// [`FundRefusal::NoInterface`], and as [`of_sub`].
pub fn own(cx: &Cx<'_>, caller: &Merchant, wish: &Wish, asked: Named) -> Outcome<Withdraw> {
    check_own(caller)?;
    named(cx, caller, caller, wish, asked)
}

/// The sub-merchant, if it is one of this platform's (WD-03).
pub(super) fn owned(cx: &Cx<'_>, caller: &Merchant, sub_mchid: &Mchid) -> Outcome<Merchant> {
    if caller.role != Role::Platform {
        return Err(FundRefusal::NoWithdrawPermission(caller.mchid.clone()).into());
    }
    let sub = sub_of(cx, &caller.mchid, sub_mchid)?;
    Ok(sub.ok_or_else(|| FundRefusal::NoWithdrawPermission(sub_mchid.clone()))?)
}

/// Whether the caller may begin a withdrawal from this account. One that is there already goes on as it was (WD-02).
pub(super) fn check_permitted(caller: &Merchant, owner: &Merchant) -> Result<(), FundRefusal> {
    match (caller.may(Permission::Withdraw), owner.may(Permission::Withdraw)) {
        (true, true) => Ok(()),
        _ if caller.mchid == owner.mchid => Err(FundRefusal::NoInterface(caller.mchid.clone())),
        (false, _) => Err(FundRefusal::NoWithdrawPermission(caller.mchid.clone())),
        (true, false) => Err(FundRefusal::NoWithdrawPermission(owner.mchid.clone())),
    }
}

fn named(cx: &Cx<'_>, caller: &Merchant, owner: &Merchant, wish: &Wish, asked: Named) -> Outcome<Withdraw> {
    let withdraw = match earlier(cx, &caller.mchid, &owner.mchid, wish, Sizing::Named)? {
        Some(first) => {
            if first.amount != asked.amount {
                return Err(Refusal::RepeatDiffers("amount").into());
            }
            if first.purse != asked.account_type {
                return Err(Refusal::RepeatDiffers("account_type").into());
            }
            first
        }
        None => {
            check_permitted(caller, owner)?;
            let draft = Draft { amount: asked.amount, purse: asked.account_type, sizing: Sizing::Named };
            draft.write(cx, &caller.mchid, owner, wish)?
        }
    };
    let needed = withdraw.amount;
    proceed(cx, withdraw, needed)
}

/// The withdrawal of this number, if there is one that the request repeats (WD-02). Whoever asks is counted (WD-09).
pub(super) fn earlier(
    cx: &Cx<'_>,
    caller: &Mchid,
    owner: &Mchid,
    wish: &Wish,
    sizing: Sizing,
) -> Outcome<Option<Withdraw>> {
    if let Some(limit) = switches::of(cx)?.withdraw.most_per_second
        && pace::is_too_fast(cx, "withdraw", caller, limit)?
    {
        return Err(FundRefusal::TooOften(limit).into());
    }
    let Some(first) = cx.get::<Withdraw>(&Withdraw::key_of(owner, &wish.out_request_no))? else {
        return Ok(None);
    };
    let until = first.created_at.after(switches::of(cx)?.withdraw.reentry_for);
    if cx.now() > until {
        return Err(FundRefusal::Expired(until).into());
    }
    let differs = if sizing != first.sizing {
        Some(if sizing.is_by_same_rule(first.sizing) { "reserve_amount" } else { "calculate_amount_type" })
    } else if first.remark != wish.remark {
        Some("remark")
    } else if first.bank_memo != wish.bank_memo {
        Some("bank_memo")
    } else if first.notify_url != wish.notify_url {
        Some("notify_url")
    } else {
        None
    };
    if let Some(field) = differs {
        return Err(Refusal::RepeatDiffers(field).into());
    }
    match first.state {
        State::Closed(_) => Err(FundRefusal::Closed(wish.out_request_no.to_string()).into()),
        State::Init | State::Accepted | State::Success { .. } | State::Failed(_) | State::Returned(_) => {
            Ok(Some(first))
        }
    }
}

/// Lets a withdrawal that waits leave the account, if `needed` is free there. One that went on before stays as it is.
pub(super) fn proceed(cx: &Cx<'_>, mut withdraw: Withdraw, needed: Fen) -> Outcome<Withdraw> {
    if withdraw.state != State::Init {
        return Ok(withdraw);
    }
    let free = cx.balance(&accounts::available(&withdraw.owner, withdraw.purse))?.free();
    if free < needed {
        cx.put(&withdraw)?;
        return Err(Stop::RefusedAndKept(FundRefusal::Short { asked: needed, free }.into()));
    }
    course::step(cx, &mut withdraw, Step::Accept)?;
    Ok(withdraw)
}

/// What makes a new withdrawal.
pub(super) struct Draft {
    pub(super) amount: Fen,
    pub(super) purse: Purse,
    pub(super) sizing: Sizing,
}

impl Draft {
    /// The withdrawal, not kept yet.
    pub(super) fn write(
        self,
        cx: &Cx<'_>,
        caller: &Mchid,
        owner: &Merchant,
        wish: &Wish,
    ) -> Result<Withdraw, Bug> {
        let origin = Origin::Api { caller: caller.clone(), out_request_no: wish.out_request_no.clone() };
        let blank = self.blank(cx, owner, origin)?;
        Ok(Withdraw {
            remark: wish.remark.clone(),
            bank_memo: wish.bank_memo.clone(),
            notify_url: wish.notify_url.clone(),
            ..blank
        })
    }

    fn blank(self, cx: &Cx<'_>, owner: &Merchant, origin: Origin) -> Result<Withdraw, Bug> {
        // The shape is ours: the pages show nothing but digits, up to 128 of them.
        let number = format!("{}{}", cx.now().format("%Y%m%d"), cx.random("withdraw_id")?.digits(20));
        Ok(Withdraw {
            owner: owner.mchid.clone(),
            origin,
            withdraw_id: WithdrawId::parse(&number).map_err(Bug::Broken)?,
            purse: self.purse,
            amount: self.amount,
            sizing: self.sizing,
            remark: None,
            bank_memo: None,
            notify_url: None,
            card: owner.settlement_card.clone(),
            created_at: cx.now(),
            changed_at: cx.now(),
            state: State::Init,
        })
    }
}

/// A merchant withdraws in its own back office; its provider is neither asked nor told (WD-11).
///
/// # Errors
/// [`FundRefusal::Short`]; nothing is kept then.
pub fn in_back_office(cx: &Cx<'_>, owner: &Merchant, purse: Purse, amount: Fen) -> Outcome<Withdraw> {
    let free = cx.balance(&accounts::available(&owner.mchid, purse))?.free();
    if free < amount {
        return Err(FundRefusal::Short { asked: amount, free }.into());
    }
    let draft = Draft { amount, purse, sizing: Sizing::Named };
    let mut withdraw = draft.blank(cx, owner, Origin::BackOffice)?;
    course::step(cx, &mut withdraw, Step::Accept)?;
    Ok(withdraw)
}

/// A withdrawal that the caller asked for, by WeChat Pay's number.
///
/// # Errors
/// [`Refusal::RecordNotExist`].
pub fn by_id(cx: &Cx<'_>, caller: &Mchid, owner: &Mchid, withdraw_id: &WithdrawId) -> Outcome<Withdraw> {
    let found = cx.first::<Withdraw>("withdraw_id", withdraw_id.as_str())?;
    reachable(found, caller, owner, withdraw_id.as_str())
}

/// A withdrawal that the caller asked for, by its own number.
///
/// # Errors
/// [`Refusal::RecordNotExist`].
pub fn by_number(cx: &Cx<'_>, caller: &Mchid, owner: &Mchid, number: &OutRequestNo) -> Outcome<Withdraw> {
    let found = cx.get::<Withdraw>(&Withdraw::key_of(owner, number))?;
    reachable(found, caller, owner, number.as_str())
}

/// Withdrawals by day-end balance have a query of their own.
fn reachable(found: Option<Withdraw>, caller: &Mchid, owner: &Mchid, number: &str) -> Outcome<Withdraw> {
    let found = found.filter(|withdraw| {
        withdraw.owner == *owner && withdraw.is_asked_by(caller) && withdraw.sizing == Sizing::Named
    });
    found.ok_or_else(|| Refusal::RecordNotExist(format!("withdrawal {number} of {owner}")).into())
}
