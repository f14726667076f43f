//! Bills: a file for a day, made when it is asked for.

use serde::{Deserialize, Serialize};

use super::Ruled;
use super::refusal::AfterRefusal;
use super::report::{self, Wanted};
use super::sheet::{self, Reader};
use super::trades::{self, Asked, Sort};
use crate::huifu::model::assumed;
use crate::world::ids::HuifuId;
use crate::world::store::{Page, Record};
use crate::world::{Bug, Cx, Day};

/// What a bill lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillKind {
    /// Payments and refunds.
    Trade,
    /// Splits.
    Split,
    /// Payouts.
    Withdrawal,
    /// Another kind, of which the sandbox has no rows.
    Empty,
}

impl BillKind {
    /// Every `bill_type`.
    pub const NAMES: &'static [(&'static str, BillKind)] = &[
        ("TRADE_BILL", BillKind::Trade),
        ("SPLIT_BILL", BillKind::Split),
        ("WITHDRAWAL_BILL", BillKind::Withdrawal),
        ("SETTLE_BILL", BillKind::Empty),
        ("TRADE_BILL_MONTH", BillKind::Empty),
        ("SETTLE_BILL_MONTH", BillKind::Empty),
        ("SETTLE_USER_BILL", BillKind::Empty),
        ("SETTLE_BILL_USER_MONTH", BillKind::Empty),
        ("SETTLE_FUND_BILL", BillKind::Empty),
        ("MERGE_BILL", BillKind::Empty),
    ];

    /// The word in the file's name.
    const fn word(self) -> &'static str {
        match self {
            BillKind::Trade => "order",
            BillKind::Split => "split",
            BillKind::Withdrawal => "outcash",
            BillKind::Empty => "settle",
        }
    }
}

/// A bill that can be downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// What the download asks for: the number of who asked for it, which tells its world, and random digits.
    pub file_id: String,
    /// Whose.
    pub huifu_id: HuifuId,
    /// The day on which it was asked for.
    pub asked_on: Day,
    /// Its name, without `.csv` or `.zip`.
    pub name: String,
    /// Its content.
    pub text: String,
}

impl Record for Bill {
    const TABLE: &'static str = "huifu_bill";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.file_id.clone())]
    }
}

/// What there is of a bill that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// Nothing yet: its day is not over.
    NotYet,
    /// No file: its day had no rows.
    NoRows,
    /// A file.
    File(Bill),
}

/// Makes the bill of the day before `file_date` for a caller.
///
/// # Errors
/// [`AfterRefusal::TooManyBills`], and what [`trades::begin`] refuses.
pub fn ask(cx: &Cx<'_>, caller: &HuifuId, asked: &Asked, kind: BillKind, file_date: Day) -> Ruled<Made> {
    let most = assumed::of(cx)?.bills_per_day;
    let today = Day::of(cx.now());
    trades::begin(cx, asked, Sort::Other)?;
    if most > 0 && asked_today(cx, &asked.huifu_id, today)? >= most {
        return Err(AfterRefusal::TooManyBills(most).into());
    }
    if file_date > today {
        return Ok(Made::NotYet);
    }
    let wanted = Wanted { huifu_id: Some(&asked.huifu_id), day: Some(file_date.previous()) };
    let text = match kind {
        BillKind::Trade => text(&report::trades(cx, wanted)?, sheet::trades),
        BillKind::Split => text(&report::split_rows(cx, wanted)?, sheet::splits),
        BillKind::Withdrawal => text(&report::payouts(cx, wanted)?, sheet::payouts),
        BillKind::Empty => None,
    };
    let Some(text) = text else { return Ok(Made::NoRows) };
    let number = cx.random("huifu bill")?.digits(12);
    let day = file_date.to_string().replace('-', "");
    let name = format!("{day}_{}_{}_{}", asked.huifu_id, kind.word(), &number[..6]);
    let file_id = format!("{caller}-{number}");
    let bill = Bill { file_id, huifu_id: asked.huifu_id.clone(), asked_on: today, name, text };
    cx.put(&bill)?;
    Ok(Made::File(bill))
}

fn text<T>(rows: &[T], sheet: fn(&[T], Reader) -> String) -> Option<String> {
    if rows.is_empty() { None } else { Some(sheet(rows, Reader::Program)) }
}

fn asked_today(cx: &Cx<'_>, huifu_id: &HuifuId, today: Day) -> Result<u32, Bug> {
    let bills: Vec<Bill> = cx.page(Page::ALL)?;
    let count = bills.iter().filter(|bill| bill.huifu_id == *huifu_id && bill.asked_on == today).count();
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
