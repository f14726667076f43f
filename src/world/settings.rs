//! The world's few single values: seed, clock, switches.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Start;
use super::bug::Bug;
use super::clock::Clock;
use super::cx::Cx;
use super::seed::Seed;

/// The clock's place among the settings.
pub(super) const CLOCK: &str = "clock";
const SEED: &str = "seed";

/// Reads a setting.
pub(super) fn read<T: DeserializeOwned>(connection: &Connection, name: &str) -> Result<Option<T>, Bug> {
    let mut statement = connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    let text: Option<String> = statement.query_row(params![name], |row| row.get(0)).optional()?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(Bug::from)
}

/// Writes a setting.
pub(super) fn write<T: Serialize>(connection: &Connection, name: &str, value: &T) -> Result<(), Bug> {
    let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    connection.prepare_cached(sql)?.execute(params![name, serde_json::to_string(value)?])?;
    Ok(())
}

/// The seed and clock of a world: those it was left with, or those it starts with.
pub(super) fn load_or_start(connection: &Connection, start: &Start) -> Result<(Seed, Clock), Bug> {
    if let (Some(seed), Some(clock)) = (read(connection, SEED)?, read(connection, CLOCK)?) {
        return Ok((seed, clock));
    }
    write(connection, SEED, &start.seed)?;
    write(connection, CLOCK, &start.clock)?;
    Ok((start.seed, start.clock))
}

impl Cx<'_> {
    /// Reads one of the world's single values, such as its switches.
    ///
    /// # Errors
    /// [`Bug`] when the database fails or the value has another shape.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Bug> {
        read(self.tx, name)
    }

    /// Writes one of the world's single values.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn set_setting<T: Serialize>(&self, name: &str, value: &T) -> Result<(), Bug> {
        write(self.tx, name, value)
    }
}
