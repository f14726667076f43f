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
        let sql = "INSERT INTO fault (kind, remaining, armed) \
                   VALUES (?1, ?2, (SELECT COALESCE(MAX(armed), 0) + 1 FROM fault)) \
                   ON CONFLICT (kind) DO UPDATE SET remaining = excluded.remaining, armed = excluded.armed";
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

    /// Arms a code with which a system answers a caller's next so many calls, of any path or of one; 0 disarms it.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn arm_answer(
        &self,
        system: &str,
        caller: &str,
        path: Option<&str>,
        code: &str,
        times: u32,
    ) -> Result<(), Bug> {
        self.arm_fault(&format!("{}{code}", answers(system, caller, path)), times)
    }

    /// The code that is armed for this call, those for its path before those for any, and of these the one armed
    /// first; one of its times is spent. Outside the rules: a refusal would take the spending back.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn armed_answer(&self, system: &str, caller: &str, path: &str) -> Result<Option<String>, Bug> {
        let sql = "UPDATE fault SET remaining = remaining - 1 WHERE kind = (SELECT kind FROM fault \
                   WHERE remaining > 0 AND substr(kind, 1, length(?1)) = ?1 ORDER BY armed LIMIT 1) \
                   RETURNING substr(kind, length(?1) + 1)";
        for path in [Some(path), None] {
            let kind = answers(system, caller, path);
            let code: Option<String> =
                self.tx.prepare_cached(sql)?.query_row(params![kind], |row| row.get(0)).optional()?;
            if code.is_some() {
                return Ok(code);
            }
        }
        Ok(None)
    }
}

/// What the faults that answer a caller's calls begin with.
fn answers(system: &str, caller: &str, path: Option<&str>) -> String {
    format!("answer {system} {caller} {} ", path.unwrap_or("*"))
}
