//! The user's record: every request, answer, act, clock step, timer and callback, in order.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::agenda::instant;
use super::bug::Bug;
use super::cx::Cx;
use super::instant::Instant;
use super::store::Page;

/// What kind of thing an entry records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The world began, or was changed as a whole.
    World,
    /// A request to an imitated system, with its answer.
    Call,
    /// An act.
    Act,
    /// The clock was moved by hand.
    Clock,
    /// Something on the agenda fell due.
    Timer,
    /// A callback was sent, with its answer.
    Callback,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::World => "world",
            Kind::Call => "call",
            Kind::Act => "act",
            Kind::Clock => "clock",
            Kind::Timer => "timer",
            Kind::Callback => "callback",
        }
    }
}

/// A remark for people, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Note {
    /// A remark in both languages.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Note {
        Note { en: en.into(), zh: zh.into() }
    }
}

/// An entry as the journal shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its number in this world.
    pub seq: i64,
    /// When, in business time.
    pub at: Instant,
    /// What kind of thing it records.
    pub kind: String,
    /// One line that says what happened.
    pub title: String,
    /// What it is about, such as an order's number.
    pub subject: String,
    /// The rest: request and answer, arguments, remarks.
    pub data: Value,
}

impl Cx<'_> {
    /// Writes this command's entry, with the remarks made so far.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn journal(&self, kind: Kind, title: &str, subject: &str, mut data: Value) -> Result<i64, Bug> {
        let notes = self.take_notes();
        if !notes.is_empty() {
            data["notes"] = json!(notes);
        }
        let seq = self.next_entry();
        let sql = "INSERT INTO journal (seq, at, kind, title, subject, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = params![seq, self.now().unix(), kind.name(), title, subject, data.to_string()];
        self.tx.prepare_cached(sql)?.execute(values)?;
        Ok(seq)
    }

    /// When the world began: the instant of its first entry.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn began(&self) -> Result<Instant, Bug> {
        let sql = "SELECT at FROM journal ORDER BY seq LIMIT 1";
        let at: Option<i64> = self.tx.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        at.map_or(Ok(self.now()), instant)
    }

    /// Entries after a number, oldest first; only those of one subject when it is not empty.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn entries(&self, after: i64, subject: &str, page: Page) -> Result<Vec<Entry>, Bug> {
        let sql = "SELECT seq, at, kind, title, subject, data FROM journal \
                   WHERE seq > ?1 AND (?2 = '' OR subject = ?2) ORDER BY seq LIMIT ?3 OFFSET ?4";
        let mut statement = self.tx.prepare_cached(sql)?;
        let mut rows = statement.query(params![after, subject, page.limit, page.offset])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(entry(row)?);
        }
        Ok(entries)
    }
}

fn entry(row: &Row<'_>) -> Result<Entry, Bug> {
    let data: String = row.get(5)?;
    Ok(Entry {
        seq: row.get(0)?,
        at: instant(row.get(1)?)?,
        kind: row.get(2)?,
        title: row.get(3)?,
        subject: row.get(4)?,
        data: serde_json::from_str(&data)?,
    })
}

/// The number that the next entry gets.
pub(super) fn next_entry(connection: &Connection) -> Result<i64, Bug> {
    Ok(connection.query_row("SELECT COALESCE(MAX(seq), 0) + 1 FROM journal", [], |row| row.get(0))?)
}
