//! What a command works with: the transaction, the instant, the seed, and the journal entry it writes.

use std::cell::{Cell, RefCell};

use rusqlite::{Transaction, params};

use super::bug::{Bug, Stop};
use super::clock::Clock;
use super::instant::Instant;
use super::journal::Note;
use super::seed::{Draw, Seed};
use super::settings;
use super::system::Systems;

/// The context of one command. Rules get it as an argument and reach the world through it alone.
pub struct Cx<'w> {
    pub(super) tx: &'w Transaction<'w>,
    now: Instant,
    clock: Cell<Clock>,
    started_with: Clock,
    seed: &'w Seed,
    entry: Cell<i64>,
    notes: RefCell<Vec<Note>>,
    systems: Systems,
    news: Cell<bool>,
}

impl<'w> Cx<'w> {
    pub(super) fn new(
        tx: &'w Transaction<'w>,
        clock: Clock,
        seed: &'w Seed,
        entry: i64,
        systems: Systems,
    ) -> Cx<'w> {
        let notes = RefCell::new(Vec::new());
        let (now, entry) = (clock.now(), Cell::new(entry));
        Cx {
            tx,
            now,
            clock: Cell::new(clock),
            started_with: clock,
            seed,
            entry,
            notes,
            systems,
            news: Cell::new(false),
        }
    }

    /// Business time: the same throughout the command.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The clock as it was when the command began, or as the command moved it.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock.get()
    }

    /// The world's seed.
    #[must_use]
    pub fn seed(&self) -> Seed {
        *self.seed
    }

    /// The systems of this world.
    #[must_use]
    pub fn systems(&self) -> Systems {
        self.systems
    }

    /// Puts the clock somewhere else from the next command on.
    pub fn set_clock(&self, clock: Clock) {
        self.clock.set(clock);
    }

    /// The number of the journal entry that this command is writing.
    #[must_use]
    pub fn entry(&self) -> i64 {
        self.entry.get()
    }

    pub(super) fn next_entry(&self) -> i64 {
        self.entry.replace(self.entry.get() + 1)
    }

    /// Adds a remark to the journal entry of this command.
    pub fn note(&self, note: Note) {
        self.notes.borrow_mut().push(note);
    }

    /// The latest remark of this command.
    #[must_use]
    pub fn last_note(&self) -> Option<Note> {
        self.notes.borrow().last().cloned()
    }

    pub(super) fn take_notes(&self) -> Vec<Note> {
        self.notes.take()
    }

    /// The next draw of a named stream.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn random(&self, stream: &str) -> Result<Draw, Bug> {
        let sql = "INSERT INTO stream (name, counter) VALUES (?1, 1) \
                   ON CONFLICT (name) DO UPDATE SET counter = counter + 1 RETURNING counter";
        let counter: i64 = self.tx.prepare_cached(sql)?.query_row(params![stream], |row| row.get(0))?;
        Ok(self.seed.draw(stream, counter.unsigned_abs()))
    }

    /// Runs rules so that a refusal leaves nothing behind, while the command itself goes on (to journal it).
    ///
    /// # Errors
    /// [`Bug`] from the rules or the database; a refusal is the inner result.
    pub fn attempt<T, R>(&self, rules: impl FnOnce() -> Result<T, Stop<R>>) -> Result<Result<T, R>, Bug> {
        self.tx.prepare_cached("SAVEPOINT rules")?.execute([])?;
        let clock = self.clock.get();
        let outcome = match rules() {
            Ok(done) => Ok(done),
            Err(Stop::RefusedAndKept(refusal)) => Err(refusal),
            Err(Stop::Refused(refusal)) => {
                self.tx.prepare_cached("ROLLBACK TO rules")?.execute([])?;
                self.clock.set(clock);
                Err(refusal)
            }
            Err(Stop::Bug(bug)) => return Err(bug),
        };
        self.tx.prepare_cached("RELEASE rules")?.execute([])?;
        Ok(outcome)
    }

    /// Says that something was put on the agenda.
    pub(super) fn tell(&self) {
        self.news.set(true);
    }

    pub(super) fn has_news(&self) -> bool {
        self.news.get()
    }

    pub(super) fn finish(&self) -> Result<(Clock, i64), Bug> {
        let clock = self.clock.get();
        if clock != self.started_with {
            settings::write(self.tx, settings::CLOCK, &clock)?;
        }
        Ok((clock, self.entry.get()))
    }
}
