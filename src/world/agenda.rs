//! The queue of things that fall due.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde_json::Value;

use super::bug::Bug;
use super::cx::Cx;
use super::instant::Instant;
use super::store::Page;

/// The name under which callbacks stand on the agenda.
pub const OUTBOX: &str = "outbox";

/// One thing that falls due.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Its place among those due at the same instant.
    pub seq: i64,
    /// When it falls due.
    pub due: Instant,
    /// The system that handles it, or [`OUTBOX`].
    pub system: String,
    /// What it is about.
    pub subject: String,
    /// What the system needs to know, in its own form.
    pub data: Value,
}

impl Cx<'_> {
    /// Puts something on the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn schedule(
        &self,
        due: Instant,
        system: &str,
        subject: &str,
        data: &impl Serialize,
    ) -> Result<(), Bug> {
        let sql = "INSERT INTO agenda (due, system, subject, data) VALUES (?1, ?2, ?3, ?4)";
        let data = serde_json::to_string(data)?;
        self.tx.prepare_cached(sql)?.execute(params![due.unix(), system, subject, data])?;
        self.tell();
        Ok(())
    }

    /// Takes everything about a subject off the agenda: an order that was paid does not expire.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn cancel(&self, system: &str, subject: &str) -> Result<(), Bug> {
        let sql = "DELETE FROM agenda WHERE system = ?1 AND subject = ?2";
        self.tx.prepare_cached(sql)?.execute(params![system, subject])?;
        Ok(())
    }

    /// Takes exactly one kind of thing off the agenda: numbers of different kinds may have the same text.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn call_off(&self, system: &str, subject: &str, data: &impl Serialize) -> Result<(), Bug> {
        let sql = "DELETE FROM agenda WHERE system = ?1 AND subject = ?2 AND data = ?3";
        self.tx.prepare_cached(sql)?.execute(params![system, subject, serde_json::to_string(data)?])?;
        Ok(())
    }

    /// The next item due at or before an instant, leaving out callbacks to some subjects' notices (`skip`).
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn next_due(&self, until: Instant, skip: &dyn Fn(&Item) -> bool) -> Result<Option<Item>, Bug> {
        let sql = "SELECT seq, due, system, subject, data FROM agenda WHERE due <= ?1 ORDER BY due, seq";
        let mut statement = self.tx.prepare_cached(sql)?;
        let mut rows = statement.query(params![until.unix()])?;
        while let Some(row) = rows.next()? {
            let item = read(row)?;
            if !skip(&item) {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    /// Takes one item off the agenda. Answers whether it was still there.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn take(&self, item: &Item) -> Result<bool, Bug> {
        // After a restore the same number may stand for another thing.
        let sql = "DELETE FROM agenda WHERE seq = ?1 AND due = ?2 AND system = ?3 AND subject = ?4";
        let values = params![item.seq, item.due.unix(), item.system, item.subject];
        Ok(self.tx.prepare_cached(sql)?.execute(values)? == 1)
    }

    /// When the next item falls due.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn next_instant(&self) -> Result<Option<Instant>, Bug> {
        let sql = "SELECT due FROM agenda ORDER BY due, seq LIMIT 1";
        let due: Option<i64> = self.tx.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        due.map(instant).transpose()
    }

    /// A page of the agenda in the order in which it will be worked off, for people to look at.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn agenda(&self, page: Page) -> Result<Vec<Item>, Bug> {
        let sql = "SELECT seq, due, system, subject, data FROM agenda ORDER BY due, seq LIMIT ?1 OFFSET ?2";
        let mut statement = self.tx.prepare_cached(sql)?;
        let mut rows = statement.query(params![page.limit, page.offset])?;
        let mut items = Vec::new();
        while let Some(row) = rows.next()? {
            items.push(read(row)?);
        }
        Ok(items)
    }
}

fn read(row: &rusqlite::Row<'_>) -> Result<Item, Bug> {
    let data: String = row.get(4)?;
    Ok(Item {
        seq: row.get(0)?,
        due: instant(row.get(1)?)?,
        system: row.get(2)?,
        subject: row.get(3)?,
        data: serde_json::from_str(&data)?,
    })
}

/// An instant as a table keeps it.
pub(super) fn instant(seconds: i64) -> Result<Instant, Bug> {
    Instant::from_unix(seconds).map_err(Bug::Broken)
}
