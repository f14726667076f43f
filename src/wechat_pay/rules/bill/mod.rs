//! Bills: what a merchant did on a day, told from the books (BI-01 to BI-07).
//!
//! A bill is never stored. It is made when it is asked for, to know its digest and whether it is empty, and once more when
//! it is downloaded; the books up to its cut-off decide every byte, so both are the same.

mod flow;
mod pages;
mod papers;
mod sharing;
mod sheet;
mod trade;
mod voucher;
mod withdrawn;

pub use pages::Pages;

use super::Outcome;
use super::refusal::{BillFamily, BillRefusal};
use crate::crypto::Sha1;
use crate::wechat_pay::model::bill::{Bill, BillKind, Sealing, Ticket};
use crate::wechat_pay::model::merchant::{self, Merchant, Role};
use crate::world::day::Day;
use crate::world::ids::{BillToken, Mchid};
use crate::world::seed::ALPHANUMERIC;
use crate::world::{Bug, Cx, Span};

/// How many months back bills are kept (BI-02).
const MONTHS_KEPT: u32 = 3;
/// How many days back the bill of withdrawals that came back is kept (WD-13).
const WITHDRAWN_DAYS_KEPT: u32 = 90;
/// How long a token can be used (BI-04).
const TOKEN_LIFE: Span = Span::minutes(5);
/// Characters of a token.
const TOKEN_LENGTH: usize = 64;

/// What a merchant asks for.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The day as it was written.
    pub bill_date: &'a str,
    /// Which bill.
    pub kind: BillKind,
    /// Whether it is to be compressed.
    pub gzip: bool,
    /// Whether it is to be encrypted (BI-06).
    pub sealed: bool,
}

/// A bill that can be downloaded.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The ticket.
    pub ticket: Ticket,
    /// The SHA-1 of the file before it is compressed and encrypted, lower-case hex (BI-03).
    pub sha1: String,
}

/// Makes a bill ready for download (BI-01, BI-02).
///
/// # Errors
/// A [`BillRefusal`]: the day's form, then whose bill it is, then the day itself, then whether anything happened.
pub fn apply(cx: &Cx<'_>, owner: &Merchant, wish: Wish<'_>) -> Outcome<Applied> {
    let family = match wish.kind {
        BillKind::Sharing { .. } => BillFamily::Sharing,
        BillKind::Trade { .. } | BillKind::FundFlow { .. } | BillKind::AllFundFlow | BillKind::Withdrawn => {
            BillFamily::Statement
        }
    };
    let day = Day::parse(wish.bill_date)
        .map_err(|_| BillRefusal::BadDate(family, wish.bill_date.escape_debug().to_string()))?;
    check_owner(cx, owner, &wish.kind, family)?;
    let bill = Bill { owner: owner.mchid.clone(), day, kind: wish.kind };
    check_day(cx, &bill, family)?;
    let (sha1, rows) = digest(cx, &bill)?;
    if rows == 0 {
        return Err(BillRefusal::NothingHappened(day).into());
    }
    let mut draw = cx.random("bill")?;
    let token = BillToken::parse(&draw.text(ALPHANUMERIC, TOKEN_LENGTH)).map_err(Bug::Broken)?;
    let sealing =
        wish.sealed.then(|| Sealing { key: draw.text(ALPHANUMERIC, 32), nonce: draw.text(ALPHANUMERIC, 12) });
    let until = cx.now().after(TOKEN_LIFE);
    let ticket = Ticket { token, bill, gzip: wish.gzip, sealing, until };
    cx.put(&ticket)?;
    Ok(Applied { ticket, sha1 })
}

/// The ticket of a token (BI-04).
///
/// # Errors
/// A [`BillRefusal`] unless it was given to this merchant at most five minutes ago.
pub fn redeem(cx: &Cx<'_>, caller: &Mchid, token: &str) -> Outcome<Ticket> {
    let ticket: Ticket = cx.get(token)?.ok_or(BillRefusal::UnknownToken)?;
    if ticket.bill.owner != *caller {
        return Err(BillRefusal::ForeignToken(ticket.bill.owner).into());
    }
    if cx.now() > ticket.until {
        return Err(BillRefusal::TokenLate(ticket.until).into());
    }
    Ok(ticket)
}

/// Whether a merchant may see this bill.
fn check_owner(cx: &Cx<'_>, owner: &Merchant, kind: &BillKind, family: BillFamily) -> Outcome<()> {
    let sub_mchid = match kind {
        BillKind::Trade { sub_mchid, .. } | BillKind::Sharing { sub_mchid } => sub_mchid.as_ref(),
        BillKind::FundFlow { mchid, .. } => Some(mchid).filter(|mchid| **mchid != owner.mchid),
        BillKind::AllFundFlow if owner.role != Role::Platform => {
            return Err(BillRefusal::NotAPlatform(owner.mchid.clone()).into());
        }
        BillKind::AllFundFlow | BillKind::Withdrawn => None,
    };
    let Some(sub_mchid) = sub_mchid else { return Ok(()) };
    let theirs = merchant::find(cx, sub_mchid)?.is_some_and(|sub| sub.provider() == Some(&owner.mchid));
    if theirs { Ok(()) } else { Err(BillRefusal::NotYourSub(family, sub_mchid.clone()).into()) }
}

/// Whether a day's bill can be had now (BI-02).
fn check_day(cx: &Cx<'_>, bill: &Bill, family: BillFamily) -> Outcome<()> {
    let today = Day::of(cx.now());
    if bill.day >= today {
        return Err(BillRefusal::NotOver(family, bill.day).into());
    }
    if cx.now() < bill.cut_off() {
        return Err(BillRefusal::Creating(family, bill.cut_off()).into());
    }
    let oldest = match bill.kind {
        BillKind::Withdrawn => today.earlier(WITHDRAWN_DAYS_KEPT),
        BillKind::Trade { .. }
        | BillKind::FundFlow { .. }
        | BillKind::AllFundFlow
        | BillKind::Sharing { .. } => today.months_earlier(MONTHS_KEPT),
    };
    if bill.day < oldest {
        return Err(BillRefusal::TooOld(bill.day).into());
    }
    Ok(())
}

/// The digest of a bill's file and how many rows it has, without ever holding the file.
fn digest(cx: &Cx<'_>, bill: &Bill) -> Result<(String, u64), Bug> {
    let (mut pages, mut sha1) = (Pages::of(bill.clone()), Sha1::default());
    while let Some(piece) = pages.next(cx)? {
        sha1.update(piece.as_bytes());
    }
    Ok((sha1.finish(), pages.rows()))
}
