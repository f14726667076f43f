//! Copies of a world: snapshot, restore and fork are all the database's own backup, or its image where both are in memory.

use std::io::Read;
use std::sync::Mutex;

use rusqlite::Connection;
use rusqlite::MAIN_DB;
use rusqlite::backup::{Backup, StepResult};

use super::bug::Bug;
use super::world_file::{self, OpenError};
use super::{Start, World, settings};

/// How many pages one step of a backup copies: all of them.
const ALL_PAGES: i32 = -1;
/// Where the header of a database says whether it has a write-ahead log, for writers and for readers.
const LOG_VERSIONS: std::ops::Range<usize> = 18..20;
/// What it says there when it has none.
const WITHOUT_LOG: [u8; 2] = [1, 1];

/// The state of a world at one moment, kept in memory.
pub struct Snapshot(Mutex<Connection>);

impl World {
    /// Keeps the world's state as it is now.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn snapshot(&self) -> Result<Snapshot, Bug> {
        let store = self.lock();
        let mut copy = Connection::open_in_memory()?;
        copy_all(&store.connection, &mut copy)?;
        Ok(Snapshot(Mutex::new(copy)))
    }

    /// Makes a new world in memory that begins as this one is now.
    ///
    /// # Errors
    /// [`OpenError`] when the database fails.
    pub fn fork(&self, name: &str) -> Result<World, OpenError> {
        let store = self.lock();
        let connection = if store.connection.path().is_none_or(str::is_empty) {
            let image = image_of(&store.connection).map_err(OpenError::Database)?;
            world_file::prepare(image, "the world in memory")?
        } else {
            let mut connection = world_file::open(None)?;
            copy_all(&store.connection, &mut connection).map_err(OpenError::Database)?;
            connection
        };
        // The copy brings its own seed and clock; these would only serve a database without any.
        World::over(name, self.systems, connection, &Start { seed: store.seed, clock: store.clock })
    }

    /// Puts the world back to a snapshot. The only thing that may set its clock back.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), Bug> {
        let source = snapshot.lock();
        let mut store = self.lock();
        copy_all(&source, &mut store.connection)?;
        let start = Start { seed: store.seed, clock: store.clock };
        let (seed, clock) = settings::load_or_start(&store.connection, &start)?;
        let next_entry = super::journal::next_entry(&store.connection)?;
        (store.seed, store.clock, store.next_entry) = (seed, clock, next_entry);
        Ok(())
    }
}

/// A new database in memory that holds what another one in memory does: half the time of a backup, which goes page by page.
fn image_of(from: &Connection) -> Result<Connection, Bug> {
    let mut copy = Connection::open_in_memory()?;
    let image = from.serialize(MAIN_DB)?;
    // A copy of a file still says in its header that it has a write-ahead log, and an image that does cannot be opened.
    let head = image.get(..LOG_VERSIONS.start).unwrap_or_default();
    let tail = image.get(LOG_VERSIONS.end..).unwrap_or_default();
    let without_log = head.chain(&WITHOUT_LOG[..]).chain(tail);
    copy.deserialize_read_exact(MAIN_DB, without_log, image.len(), false)?;
    Ok(copy)
}

/// Copies a whole database over another. A copy that another program's lock keeps from ending is an error, not half a copy.
fn copy_all(from: &Connection, to: &mut Connection) -> Result<(), Bug> {
    let step = Backup::new(from, to)?.step(ALL_PAGES)?;
    if step == StepResult::Done {
        return Ok(());
    }
    Err(Bug::Broken(format!("the database could not be copied whole: {step:?}")))
}

impl Snapshot {
    fn lock(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
