//! The world's mailbox: what the imitated systems mail to people.

use rusqlite::params;
use serde::Serialize;

use super::agenda::instant;
use super::bug::Bug;
use super::cx::Cx;
use super::instant::Instant;
use super::store::Page;

/// A mail that a system sent. It leaves the sandbox only for an SMTP server that the user named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mail {
    /// When.
    pub at: Instant,
    /// To whom.
    pub recipient: String,
    /// Its subject line.
    pub subject: String,
    /// Its text.
    pub body: String,
}

impl Cx<'_> {
    /// Puts a mail into the mailbox.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn mail(&self, recipient: &str, subject: &str, body: &str) -> Result<(), Bug> {
        let sql = "INSERT INTO mail (at, recipient, subject, body) VALUES (?1, ?2, ?3, ?4)";
        self.tx.prepare_cached(sql)?.execute(params![self.now().unix(), recipient, subject, body])?;
        self.tell();
        Ok(())
    }

    /// The mails, oldest first.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn mails(&self, page: Page) -> Result<Vec<Mail>, Bug> {
        let sql = "SELECT at, recipient, subject, body FROM mail ORDER BY seq LIMIT ?1 OFFSET ?2";
        let mut statement = self.tx.prepare_cached(sql)?;
        let rows = statement.query_map(params![page.limit, page.offset], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        rows.map(|row| {
            let (at, recipient, subject, body) = row?;
            Ok(Mail { at: instant(at)?, recipient, subject, body })
        })
        .collect()
    }
}
