//! A bill in the making: the books of a day, a page at a time, so that no bill need be whole in memory.

use super::flow::Flow;
use super::sharing::Sharing;
use super::sheet::Sheet;
use super::trade::Trade;
use super::withdrawn::Withdrawn;
use crate::wechat_pay::model::bill::{Bill, BillKind};
use crate::wechat_pay::model::cause::Cause;
use crate::world::books::{Posting, Stretch};
use crate::world::{Bug, Cx};

/// How many transfers are told in one command.
const PAGE: u32 = 500;

/// What tells one kind of bill from the transfers of a day.
pub(super) trait Teller: Send {
    /// The names of the columns.
    fn columns(&self) -> &'static str;

    /// Writes the rows that a transfer makes, if any, and adds them up.
    ///
    /// # Errors
    /// [`Bug`] when the books do not fit together.
    fn tell(&mut self, cx: &Cx<'_>, cause: Cause, posting: &Posting, sheet: &mut Sheet) -> Result<(), Bug>;

    /// Writes the summary: its names and its one row.
    fn sum_up(&self, sheet: &mut Sheet);

    /// How many rows there are so far.
    fn rows(&self) -> u64;
}

/// The file of a bill, pulled piece by piece; each piece is one command.
///
/// The same bill has the same bytes however often and whenever after its cut-off it is made (BI-02).
pub struct Pages {
    bill: Bill,
    teller: Box<dyn Teller>,
    sheet: Sheet,
    after: i64,
    at: Place,
}

/// Where a file in the making stands.
#[derive(PartialEq)]
enum Place {
    Start,
    Rows,
    End,
}

impl Pages {
    /// The file of a bill, from its first byte.
    #[must_use]
    pub fn of(bill: Bill) -> Pages {
        let teller: Box<dyn Teller> = match &bill.kind {
            BillKind::Trade { part, sub_mchid } => Box::new(Trade::new(&bill, *part, sub_mchid.clone())),
            BillKind::FundFlow { mchid, account } => Box::new(Flow::one(bill.day, mchid.clone(), *account)),
            BillKind::AllFundFlow => Box::new(Flow::all(bill.day, bill.owner.clone())),
            BillKind::Sharing { sub_mchid } => Box::new(Sharing::new(&bill, sub_mchid.clone())),
            BillKind::Withdrawn => Box::new(Withdrawn::new(&bill)),
        };
        Pages { bill, teller, sheet: Sheet::default(), after: 0, at: Place::Start }
    }

    /// The next piece of the file; none behind its end. A piece may be empty: a page of transfers that make no rows.
    ///
    /// # Errors
    /// [`Bug`] when the database fails or the books do not fit together.
    pub fn next(&mut self, cx: &Cx<'_>) -> Result<Option<String>, Bug> {
        if self.at == Place::End {
            return Ok(None);
        }
        if self.at == Place::Start {
            self.sheet.names(self.teller.columns());
            self.at = Place::Rows;
        }
        let day = Stretch { from: self.bill.day.start(), to: self.bill.day.next().start() };
        let page = cx.moved(day, self.after, PAGE)?;
        for posting in &page {
            let cause = Cause::read(&posting.cause).ok_or_else(|| {
                Bug::Broken(format!("money moved for {}, which is no cause", posting.cause))
            })?;
            self.teller.tell(cx, cause, posting, &mut self.sheet)?;
        }
        match page.last() {
            Some(last) => self.after = last.id,
            None => {
                self.teller.sum_up(&mut self.sheet);
                self.at = Place::End;
            }
        }
        Ok(Some(self.sheet.take()))
    }

    /// How many rows there were so far, without headings and summary.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.teller.rows()
    }
}
