//! What the ledger tells: transfers in their order, what accounts held when, and the money story of an order.

use std::collections::BTreeMap;

use rusqlite::{Row, params};
use serde::Serialize;

use super::account::Account;
use super::agenda::instant;
use super::bug::Bug;
use super::cx::Cx;
use super::fen::Fen;
use super::instant::Instant;
use super::store::Page;

/// A transfer as the books show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Posting {
    /// Its place among all transfers: what moved later has a greater one.
    #[serde(skip)]
    pub id: i64,
    /// The journal entry whose command moved it.
    pub entry: i64,
    /// When.
    pub at: Instant,
    /// Why.
    pub cause: String,
    /// The order it belongs to.
    pub subject: String,
    /// The number of the paper that moved it.
    pub document: String,
    /// The account it left.
    pub debit: String,
    /// The account it reached.
    pub credit: String,
    /// How much, in fen.
    pub amount: Fen,
    /// `posted`, `reserved` or `voided`.
    pub state: String,
}

/// A transfer with what it left behind, as the money story of an order tells it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chapter {
    /// The transfer.
    #[serde(flatten)]
    pub posting: Posting,
    /// What the account that it left held right after it, in fen.
    pub debit_after: Fen,
    /// What the account that it reached held right after it, in fen.
    pub credit_after: Fen,
}

/// A stretch of business time: from an instant on, up to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first instant.
    pub from: Instant,
    /// The first instant that does not belong to it any more.
    pub to: Instant,
}

/// The columns of a [`Posting`], in the order in which it is read.
const COLUMNS: &str = "id, entry, at, cause, subject, document, debit, credit, amount, state";

impl Cx<'_> {
    /// Every transfer about a subject, oldest first; all of them for an empty subject.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn postings(&self, subject: &str, page: Page) -> Result<Vec<Posting>, Bug> {
        let sql = format!(
            "SELECT {COLUMNS} FROM transfer WHERE ?1 = '' OR subject = ?1 ORDER BY id LIMIT ?2 OFFSET ?3"
        );
        let mut statement = self.tx.prepare_cached(&sql)?;
        read(statement.query(params![subject, page.limit, page.offset])?)
    }

    /// What moved in a stretch of time, in its order, at most `limit` of it, beginning behind the transfer `after` (0: at
    /// the stretch's start). Transfers that wait in their first phase, or were voided, moved nothing.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn moved(&self, stretch: Stretch, after: i64, limit: u32) -> Result<Vec<Posting>, Bug> {
        // The clock never goes back, so the order of instants is that of the numbers: a page is a range of numbers, however
        // many transfers fell on one instant.
        let sql = format!(
            "SELECT {COLUMNS} FROM transfer WHERE id > ?3 \
             AND id >= (SELECT id FROM transfer WHERE at >= ?1 ORDER BY at, id LIMIT 1) \
             AND id <= (SELECT id FROM transfer WHERE at < ?2 ORDER BY at DESC, id DESC LIMIT 1) \
             AND state = 'posted' ORDER BY id LIMIT ?4"
        );
        let mut statement = self.tx.prepare_cached(&sql)?;
        read(statement.query(params![stretch.from.unix(), stretch.to.unix(), after, limit])?)
    }

    /// The money story of a subject: its transfers, oldest first, each with the balances right after it.
    ///
    /// A transfer that waits in its first phase, or was voided, has moved nothing.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn story(&self, subject: &str) -> Result<Vec<Chapter>, Bug> {
        let sql = format!("SELECT {COLUMNS} FROM transfer WHERE subject = ?1 ORDER BY id");
        let postings = read(self.tx.prepare_cached(&sql)?.query(params![subject])?)?;
        let mut accounts: BTreeMap<String, Walk> = BTreeMap::new();
        for posting in &postings {
            for account in [&posting.debit, &posting.credit] {
                if !accounts.contains_key(account) {
                    accounts.insert(account.clone(), self.walk(account, posting.id)?);
                }
            }
        }
        let mut story = Vec::with_capacity(postings.len());
        for posting in postings {
            let after =
                |account: &str| accounts.get(account).map_or(Fen::ZERO, |walk| walk.after(posting.id));
            let (debit_after, credit_after) = (after(&posting.debit), after(&posting.credit));
            story.push(Chapter { posting, debit_after, credit_after });
        }
        Ok(story)
    }

    /// What the accounts whose code begins with a prefix held together just before an instant, in fen.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn held_before(&self, prefix: &str, instant: Instant) -> Result<Fen, Bug> {
        // The codes that begin with the prefix lie between it and the same with the greatest character behind it.
        let sql = "SELECT (SELECT COALESCE(SUM(amount), 0) FROM transfer \
                           WHERE credit BETWEEN ?1 AND ?1 || char(1114111) AND at < ?2 AND state = 'posted') \
                        - (SELECT COALESCE(SUM(amount), 0) FROM transfer \
                           WHERE debit BETWEEN ?1 AND ?1 || char(1114111) AND at < ?2 AND state = 'posted')";
        let held =
            self.tx.prepare_cached(sql)?.query_row(params![prefix, instant.unix()], |row| row.get(0))?;
        Ok(Fen::new(held))
    }

    /// What reached an account since an instant, in fen.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn received_since(&self, account: &Account, instant: Instant) -> Result<Fen, Bug> {
        let sql = "SELECT COALESCE(SUM(amount), 0) FROM transfer \
                   WHERE credit = ?1 AND at >= ?2 AND state = 'posted'";
        let came = self
            .tx
            .prepare_cached(sql)?
            .query_row(params![account.code(), instant.unix()], |row| row.get(0))?;
        Ok(Fen::new(came))
    }

    /// What an account held after each of its transfers from one on, told backwards from what it holds now: as much work as
    /// came after, however much came before.
    fn walk(&self, account: &str, from: i64) -> Result<Walk, Bug> {
        let sql = "SELECT id, SUM(moved) FROM ( \
                       SELECT id, amount AS moved FROM transfer WHERE credit = ?1 AND state = 'posted' \
                           AND at >= (SELECT at FROM transfer WHERE id = ?2) AND id >= ?2 \
                       UNION ALL \
                       SELECT id, -amount FROM transfer WHERE debit = ?1 AND state = 'posted' \
                           AND at >= (SELECT at FROM transfer WHERE id = ?2) AND id >= ?2) \
                   GROUP BY id ORDER BY id DESC";
        let held = "SELECT COALESCE((SELECT balance FROM account WHERE code = ?1), 0)";
        let mut held: i64 = self.tx.prepare_cached(held)?.query_row(params![account], |row| row.get(0))?;
        let mut statement = self.tx.prepare_cached(sql)?;
        let mut rows = statement.query(params![account, from])?;
        let mut after = BTreeMap::new();
        while let Some(row) = rows.next()? {
            after.insert(row.get(0)?, held);
            let moved: i64 = row.get(1)?;
            held = held
                .checked_sub(moved)
                .ok_or_else(|| Bug::Ledger(format!("{account} held more than an account can")))?;
        }
        Ok(Walk { before: held, after })
    }
}

/// What an account held, in fen, after each of its transfers from one on.
struct Walk {
    before: i64,
    after: BTreeMap<i64, i64>,
}

impl Walk {
    /// What it held right after a transfer, its own or another's.
    fn after(&self, id: i64) -> Fen {
        Fen::new(self.after.range(..=id).next_back().map_or(self.before, |(_, held)| *held))
    }
}

fn read(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Posting>, Bug> {
    let mut postings = Vec::new();
    while let Some(row) = rows.next()? {
        postings.push(posting(row)?);
    }
    Ok(postings)
}

fn posting(row: &Row<'_>) -> Result<Posting, Bug> {
    Ok(Posting {
        id: row.get(0)?,
        entry: row.get(1)?,
        at: instant(row.get(2)?)?,
        cause: row.get(3)?,
        subject: row.get(4)?,
        document: row.get(5)?,
        debit: row.get(6)?,
        credit: row.get(7)?,
        amount: Fen::new(row.get(8)?),
        state: row.get(9)?,
    })
}
