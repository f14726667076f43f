//! Faults that a user arms: each strikes so many times and is spent.

use rusqlite::{OptionalExtension, params};

use super::bug::Bug;
use super::cx::Cx;

impl Cx<'_> {
    /// Arms a fault for its next so many chances; 0 disarms it.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn arm_fault(&self, kind: &str, times: u32) -> Result<(), Bug> {
        let sql = "INSERT INTO fault (kind, remaining) VALUES (?1, ?2) \
                   ON CONFLICT (kind) DO UPDATE SET remaining = excluded.remaining";
        self.tx.prepare_cached(sql)?.execute(params![kind, times])?;
        Ok(())
    }

    /// Whether an armed fault strikes now; one of its times is spent if so.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn fault_strikes(&self, kind: &str) -> Result<bool, Bug> {
        let sql = "UPDATE fault SET remaining = remaining - 1 WHERE kind = ?1 AND remaining > 0 RETURNING 1";
        let struck: Option<i64> =
            self.tx.prepare_cached(sql)?.query_row(params![kind], |row| row.get(0)).optional()?;
        Ok(struck.is_some())
    }
}
