//! Files that were handed to an imitated system: each content once, by its SHA-256.

use rusqlite::{OptionalExtension, params};

use super::bug::Bug;
use super::cx::Cx;

impl Cx<'_> {
    /// Keeps a file's bytes under their SHA-256 (64 lower-case hex digits); the same content again takes no more room.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn put_file(&self, sha256: &str, bytes: &[u8]) -> Result<(), Bug> {
        let sql = "INSERT INTO file (sha256, bytes) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING";
        self.tx.prepare_cached(sql)?.execute(params![sha256, bytes])?;
        Ok(())
    }

    /// The bytes of the file with this SHA-256.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn file(&self, sha256: &str) -> Result<Option<Vec<u8>>, Bug> {
        let sql = "SELECT bytes FROM file WHERE sha256 = ?1";
        Ok(self.tx.prepare_cached(sql)?.query_row(params![sha256], |row| row.get(0)).optional()?)
    }
}
