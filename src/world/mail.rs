//! The world's mailbox: what the imitated systems mail to people.

use rusqlite::params;
use serde::Serialize;

use super::agenda::instant;
use super::bug::Bug;
use super::cx::Cx;
use super::instant::Instant;
use super::store::Page;

/// How many mails need not be handed to a mail server any more, among the world's settings; none while there is no server.
const POSTED: &str = "mails posted";

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

    /// The next mail for the server that the user named, with its number from 1; none where all are handed over.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn mail_to_post(&self) -> Result<Option<(u32, Mail)>, Bug> {
        let posted = self.posted()?.unwrap_or(0);
        let mail = self.mails(Page { offset: posted, limit: 1 })?.pop();
        Ok(mail.map(|mail| (posted + 1, mail)))
    }

    /// Notes that all mails up to this number are handed over.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn mails_posted(&self, number: u32) -> Result<(), Bug> {
        self.set_setting(POSTED, &Some(number))
    }

    /// Says whether there is a mail server from now on. Mails from the time before it stay in the mailbox: a world that gets
    /// its first server posts nothing old.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn post_from_now_on(&self, server: bool) -> Result<(), Bug> {
        match (server, self.posted()?) {
            (true, None) => {
                let count = self.tx.query_row("SELECT COUNT(*) FROM mail", [], |row| row.get(0))?;
                self.mails_posted(count)
            }
            (false, Some(_)) => self.set_setting(POSTED, &None::<u32>),
            (true, Some(_)) | (false, None) => Ok(()),
        }
    }

    fn posted(&self) -> Result<Option<u32>, Bug> {
        Ok(self.setting::<Option<u32>>(POSTED)?.flatten())
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
