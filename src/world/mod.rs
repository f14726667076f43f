//! What every imitated system stands on: one database, one clock, one agenda, one ledger, one journal.
//!
//! Nothing here knows HTTP, a network, or any particular system. Time reaches this room as an argument
//! ([`Cx::now`]); the host's clock and randomness are read in [`host`] alone.

pub mod account;
pub mod act;
pub mod agenda;
pub mod books;
pub mod bug;
pub mod buyer;
pub mod channel;
pub mod clock;
pub mod control;
mod copy;
pub mod cx;
pub mod day;
pub mod event;
pub mod fault;
pub mod fen;
pub mod files;
pub mod given;
pub mod host;
pub mod ids;
pub mod instant;
pub mod journal;
pub mod ledger;
pub mod mail;
pub mod message;
pub mod outbox;
pub mod receivers;
pub mod release;
pub mod seed;
pub mod settings;
pub mod store;
pub mod system;
mod world_file;
pub mod worlds;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

pub(crate) use bug::refusal_families;
pub use bug::{Bug, Refusal, Stop};
pub use clock::{Clock, Transport};
pub use copy::Snapshot;
pub use cx::Cx;
pub use day::Day;
pub use fen::{FeeRate, Fen};
pub use instant::{Instant, Span};
pub use seed::Seed;
pub use system::{System, Systems};
pub use world_file::OpenError;
pub use worlds::{Credential, Worlds};

/// One isolated simulation: a database, a clock, a seed and the merchants in it.
///
/// All access goes through [`World::command`]: one SQLite transaction under one lock, no waiting inside.
pub struct World {
    name: String,
    systems: Systems,
    store: Mutex<Store>,
    /// Whether something was put on the agenda since somebody last asked.
    news: AtomicBool,
}

/// What the lock protects: the connection and the few values that every command needs at hand.
struct Store {
    connection: Connection,
    clock: Clock,
    seed: Seed,
    next_entry: i64,
}

/// How a new world starts.
#[derive(Debug, Clone)]
pub struct Start {
    /// The seed that every random stream of the world comes from.
    pub seed: Seed,
    /// The clock at the first instant.
    pub clock: Clock,
}

impl World {
    /// Makes a world in memory, or opens the one in `file` when it exists already (then `start` is not used).
    ///
    /// # Errors
    /// [`OpenError`] when the file is not a world of this program, or one of a newer version.
    pub fn open(
        name: &str,
        systems: Systems,
        file: Option<&Path>,
        start: &Start,
    ) -> Result<World, OpenError> {
        let connection = world_file::open(file)?;
        World::over(name, systems, connection, start)
    }

    /// A world over a connection whose tables are in place already.
    fn over(name: &str, systems: Systems, connection: Connection, start: &Start) -> Result<World, OpenError> {
        let store = Store::load(connection, start)?;
        Ok(World { name: name.to_owned(), systems, store: Mutex::new(store), news: AtomicBool::new(true) })
    }

    /// The name under which the control API knows this world.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The systems that live in this world.
    #[must_use]
    pub fn systems(&self) -> Systems {
        self.systems
    }

    /// Runs one command in one transaction: everything it wrote is kept when it answers `Ok`, nothing otherwise.
    ///
    /// # Errors
    /// Whatever the command answers, and [`Bug`] when the database fails or an invariant breaks.
    pub fn command<T, E: From<Bug>>(&self, work: impl FnOnce(&Cx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut store = self.lock();
        let Store { connection, clock, seed, next_entry } = &mut *store;
        let transaction = connection.transaction().map_err(Bug::from)?;
        let cx = Cx::new(&transaction, *clock, seed, *next_entry, self.systems);
        let result = work(&cx)?;
        let (clock_after, entries_after) = cx.finish()?;
        let news = cx.has_news();
        transaction.commit().map_err(Bug::from)?;
        *clock = clock_after;
        *next_entry = entries_after;
        if news {
            self.news.store(true, Ordering::Release);
        }
        Ok(result)
    }

    /// Whether something was put on the agenda since this was last asked: most calls only look, and nobody need look at
    /// the agenda after them.
    #[must_use]
    pub fn take_news(&self) -> bool {
        self.news.swap(false, Ordering::AcqRel)
    }

    /// The world's business time. Seconds.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.lock().clock.now()
    }

    /// The world's transport time in unix seconds: what signatures and their five minutes are measured by.
    #[must_use]
    pub fn transport_now(&self) -> i64 {
        self.lock().clock.transport_now()
    }

    /// The world's clock as it stands.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.lock().clock
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        // A panic inside a command rolled its transaction back, so the data behind a poisoned lock is sound.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    fn load(connection: Connection, start: &Start) -> Result<Store, OpenError> {
        let (seed, clock) = settings::load_or_start(&connection, start).map_err(OpenError::Database)?;
        let next_entry = journal::next_entry(&connection).map_err(OpenError::Database)?;
        Ok(Store { connection, clock, seed, next_entry })
    }
}
