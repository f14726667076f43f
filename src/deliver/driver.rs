//! Works a world's agenda off: everything due, strictly in order, each at its own instant.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, join_all, select};
use futures_util::stream::FuturesUnordered;
use serde::Serialize;
use thiserror::Error;
use tokio::sync::{Mutex, MutexGuard, Notify};

use super::attempt::{self, Letter, Ready, Sent, Transport};
use super::{Happening, HappeningKind};
use crate::world::agenda::{Item, OUTBOX};
use crate::world::journal::Kind;
use crate::world::outbox::{Due, Notice};
use crate::world::system::named;
use crate::world::{Bug, Instant, Span, World};

/// Works one world's agenda off. All who want something drained or advanced go through it, one at a time.
pub struct Driver {
    world: Arc<World>,
    transport: Arc<dyn Transport>,
    turn: Mutex<()>,
    wake: Notify,
    /// Whether whoever has the turn works in the background, and no command waits for what comes of it.
    in_background: AtomicBool,
    /// How many callbacks are under way, and the news that one more took off.
    flying: AtomicUsize,
    took_off: Notify,
}

/// How long a clock command waits for callbacks that follow an API call.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a clock command did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// Where the clock stood.
    pub from: Instant,
    /// Where it stands.
    pub now: Instant,
    /// What happened on the way, in order.
    pub happened: Vec<Happening>,
}

/// Why the clock was not moved.
#[derive(Debug, Error)]
pub enum ClockError {
    /// The agenda is being worked off, perhaps by the very callback that this command comes from.
    #[error(
        "the agenda is being worked off; a clock command cannot come from inside a callback, nor beside another one"
    )]
    Busy,
    /// The instant lies behind.
    #[error("the clock stands at {now} and never goes back; restore a snapshot instead")]
    Backwards {
        /// Where the clock stands.
        now: Instant,
    },
    /// Our mistake.
    #[error(transparent)]
    Bug(#[from] Bug),
}

/// An attempt under way: the item, its number, what came back, and whom it keeps busy.
type Flight<'a> = Pin<Box<dyn Future<Output = (Item, Due, String, Vec<(Letter, Sent)>)> + Send + 'a>>;

impl Driver {
    /// A driver for a world, sending through a transport.
    #[must_use]
    pub fn new(world: Arc<World>, transport: Arc<dyn Transport>) -> Driver {
        let server = transport.post_office().is_some();
        if let Err(bug) = world.command(|cx| cx.post_from_now_on(server)) {
            tracing::error!(world = world.name(), "old mails may be posted again: {bug}");
        }
        let (turn, wake) = (Mutex::new(()), Notify::new());
        Driver {
            world,
            transport,
            turn,
            wake,
            in_background: AtomicBool::new(false),
            flying: AtomicUsize::new(0),
            took_off: Notify::new(),
        }
    }

    /// The world.
    #[must_use]
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// Does everything that is due by now, callbacks and their answers included. Waits for its turn.
    ///
    /// # Errors
    /// [`Bug`] when a command fails.
    pub async fn drain(&self) -> Result<Vec<Happening>, Bug> {
        let turn = self.turn.lock().await;
        self.work_off(&turn, None).await
    }

    /// Runs a command and does everything that is due by then, with nobody in between: what the command set off is in
    /// the answer, not in that of someone who drains at the same time. Waits for its turn.
    ///
    /// # Errors
    /// Whatever the command answers, and [`Bug`] when a command of the agenda fails.
    pub async fn run_and_drain<T, E: From<Bug>>(
        &self,
        command: impl FnOnce(&World) -> Result<T, E>,
    ) -> Result<(T, Vec<Happening>), E> {
        let turn = self.turn.lock().await;
        let done = command(&self.world)?;
        Ok((done, self.work_off(&turn, None).await?))
    }

    /// Moves the clock on by a span, doing everything that falls due on the way.
    ///
    /// # Errors
    /// [`ClockError`].
    pub async fn advance(&self, span: Span) -> Result<Moved, ClockError> {
        let turn = self.turn_for_clock().await?;
        let from = self.world.now();
        self.move_to(&turn, from, from.after(span)).await
    }

    /// Moves the clock on to an instant, doing everything that falls due on the way.
    ///
    /// # Errors
    /// [`ClockError`].
    pub async fn set(&self, instant: Instant) -> Result<Moved, ClockError> {
        let turn = self.turn_for_clock().await?;
        let from = self.world.now();
        if instant < from {
            return Err(ClockError::Backwards { now: from });
        }
        self.move_to(&turn, from, instant).await
    }

    /// Takes the turn for a clock command. It waits for whoever works the agenda off, yet never for a callback that another
    /// command brought about: this one may come from inside it. Callbacks that follow an API call are not waited for by
    /// anybody, and a script that calls the API and then moves the clock must not lose the race against them: for those it
    /// waits a little.
    async fn turn_for_clock(&self) -> Result<MutexGuard<'_, ()>, ClockError> {
        let took_off = self.took_off.notified();
        if let Ok(turn) = self.turn.try_lock() {
            return Ok(turn);
        }
        let turn = pin!(self.turn.lock());
        if self.flying.load(Ordering::SeqCst) > 0 {
            return self.in_time(turn).await;
        }
        match select(turn, pin!(took_off)).await {
            Either::Left((turn, _)) => Ok(turn),
            Either::Right(((), turn)) => self.in_time(turn).await,
        }
    }

    async fn in_time<'a>(
        &self,
        turn: impl Future<Output = MutexGuard<'a, ()>>,
    ) -> Result<MutexGuard<'a, ()>, ClockError> {
        if !self.in_background.load(Ordering::SeqCst) {
            return Err(ClockError::Busy);
        }
        tokio::time::timeout(PATIENCE, turn).await.map_err(|_| ClockError::Busy)
    }

    /// Changes the world as a whole (a reset, a restored snapshot) while nothing works its agenda off.
    ///
    /// # Errors
    /// [`ClockError::Busy`] while a callback is under way, and whatever the change answers.
    pub async fn overhaul<T, E: From<ClockError>>(
        &self,
        change: impl FnOnce(&World) -> Result<T, E>,
    ) -> Result<T, E> {
        let turn = self.turn_for_clock().await?;
        let done = change(&self.world);
        drop(turn);
        self.wake();
        done
    }

    async fn move_to(
        &self,
        turn: &MutexGuard<'_, ()>,
        from: Instant,
        target: Instant,
    ) -> Result<Moved, ClockError> {
        self.world.command(|cx| {
            let title = format!("clock: {from} -> {target}");
            cx.journal(Kind::Clock, &title, "", serde_json::json!({ "from": from, "to": target }))
        })?;
        let happened = self.work_off(turn, Some(target)).await?;
        self.put_clock(target)?;
        Ok(Moved { from, now: self.world.now(), happened })
    }

    fn put_clock(&self, instant: Instant) -> Result<(), Bug> {
        self.world.command(|cx| {
            cx.set_clock(cx.clock().moved_to(instant));
            Ok(())
        })
    }

    /// Works off everything due until the target, or until now where there is none.
    async fn work_off(
        &self,
        _turn: &MutexGuard<'_, ()>,
        target: Option<Instant>,
    ) -> Result<Vec<Happening>, Bug> {
        // On the way to a target everything keeps its order; only a running world at its own pace serves side by side.
        let side_by_side = target.is_none() && !self.world.clock().is_frozen();
        let mut happened = Vec::new();
        let mut flights: FuturesUnordered<Flight<'_>> = FuturesUnordered::new();
        let mut busy = BTreeSet::new();
        loop {
            let next = self.next(target, &busy)?;
            match next {
                Some((item, receiver)) if item.system == OUTBOX => {
                    if let Some(flight) = self.take_off(item, receiver.clone(), &mut happened)? {
                        busy.insert(receiver);
                        flights.push(flight);
                    }
                }
                Some((item, _)) => happened.extend(self.fall_due(&item)?),
                None if flights.is_empty() => {
                    self.post_mails().await?;
                    return Ok(happened);
                }
                None => {}
            }
            // A frozen world sends one callback at a time; a running one serves its receivers side by side.
            let wait = !flights.is_empty() && (!side_by_side || self.next(target, &busy)?.is_none());
            if wait && let Some((item, due, receiver, sent)) = flights.next().await {
                busy.remove(&receiver);
                happened.extend(attempt::conclude(&self.world, &item, due, &sent)?);
            }
        }
    }

    /// Hands new mails to the server that the user named, in their order, each once: a mail that fails is journalled.
    async fn post_mails(&self) -> Result<(), Bug> {
        let Some(office) = self.transport.post_office() else { return Ok(()) };
        loop {
            let next = self.world.command(|cx| cx.mail_to_post())?;
            let Some((number, mail)) = next else { return Ok(()) };
            let outcome = office.send(&mail, number).await;
            let said = outcome.map_or_else(|why| format!("failed: {why}"), |()| "handed over".to_owned());
            self.world.command(|cx| {
                cx.mails_posted(number)?;
                let title = format!("mail {} to {}: {said}", mail.subject, mail.recipient);
                cx.journal(Kind::Callback, &title, &mail.recipient, serde_json::json!({ "mail": mail }))
            })?;
        }
    }

    /// The next item due, and the receiver it is for; receivers that are busy wait for their earlier callback.
    fn next(&self, target: Option<Instant>, busy: &BTreeSet<String>) -> Result<Option<(Item, String)>, Bug> {
        self.world.command(|cx| {
            let receiver_of = |item: &Item| -> String {
                let notice =
                    (item.system == OUTBOX).then(|| cx.get::<Notice>(&item.subject).ok().flatten()).flatten();
                notice.map(|notice| origin(&notice.url)).unwrap_or_default()
            };
            let skip =
                |item: &Item| !busy.is_empty() && item.system == OUTBOX && busy.contains(&receiver_of(item));
            let Some(item) = cx.next_due(target.unwrap_or(cx.now()), &skip)? else { return Ok(None) };
            if target.is_some() {
                cx.set_clock(cx.clock().moved_to(item.due));
            }
            let receiver = receiver_of(&item);
            Ok(Some((item, receiver)))
        })
    }

    fn fall_due(&self, item: &Item) -> Result<Option<Happening>, Bug> {
        self.world.command(|cx| {
            if !cx.take(item)? {
                return Ok(None);
            }
            let Some(note) = named(cx.systems(), &item.system)?.fall_due(cx, item)? else { return Ok(None) };
            let subject = number(&item.subject).to_owned();
            cx.journal(Kind::Timer, &note.en, &subject, serde_json::json!({ "zh": note.zh }))?;
            Ok(Some(Happening {
                at: cx.now(),
                kind: HappeningKind::Timer,
                subject,
                en: note.en,
                zh: note.zh,
                detail: serde_json::Value::Null,
            }))
        })
    }

    fn take_off(
        &self,
        item: Item,
        receiver: String,
        happened: &mut Vec<Happening>,
    ) -> Result<Option<Flight<'_>>, Bug> {
        match attempt::prepare(&self.world, &item)? {
            Ready::Moot => Ok(None),
            Ready::Withheld(happening) => {
                happened.push(happening);
                Ok(None)
            }
            Ready::Letters(due, letters) => Ok(Some(Box::pin(async move {
                let _aloft = Aloft::begin(self);
                let sent = join_all(letters.iter().map(|letter| self.transport.send(letter))).await;
                (item, due, receiver, letters.into_iter().zip(sent).collect())
            }))),
        }
    }

    /// Says that something may have fallen due; [`Driver::keep_up`] looks.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Keeps up with the world for as long as it is polled: after every [`Driver::wake`], and in a running world whenever
    /// the next item falls due.
    pub async fn keep_up(&self) {
        loop {
            if let Err(bug) = self.drain_in_background().await {
                tracing::error!(world = self.world.name(), "the agenda could not be worked off: {bug}");
            }
            match self.until_next() {
                None => self.wake.notified().await,
                Some(wait) => {
                    let _ = tokio::time::timeout(wait, self.wake.notified()).await;
                }
            }
        }
    }

    async fn drain_in_background(&self) -> Result<(), Bug> {
        let turn = self.turn.lock().await;
        self.in_background.store(true, Ordering::SeqCst);
        let done = self.work_off(&turn, None).await;
        self.in_background.store(false, Ordering::SeqCst);
        done.map(|_| ())
    }

    /// How long until the next item of a running world falls due; nothing where only a wake can bring one.
    fn until_next(&self) -> Option<Duration> {
        if self.world.clock().is_frozen() {
            return None;
        }
        let next = self.world.command(|cx| cx.next_instant()).ok().flatten()?;
        let seconds = next.unix().saturating_sub(self.world.now().unix()).max(0);
        // Business time has whole seconds: a short look now and then finds the turn of the second.
        Some(Duration::from_secs(seconds.unsigned_abs()).max(Duration::from_millis(100)))
    }
}

/// Counts one callback for as long as it is under way, also when the wait for it is given up.
struct Aloft<'a>(&'a AtomicUsize);

impl Aloft<'_> {
    fn begin(driver: &Driver) -> Aloft<'_> {
        driver.flying.fetch_add(1, Ordering::SeqCst);
        driver.took_off.notify_waiters();
        Aloft(&driver.flying)
    }
}

impl Drop for Aloft<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The merchant's number in a handle of the form `mchid/number`: calls and callbacks stand in the journal under it, and
/// so do timers. Any other handle is its own subject.
fn number(handle: &str) -> &str {
    handle.split_once('/').map_or(handle, |(_, number)| number)
}

/// Scheme, host and port: what one receiver is.
fn origin(url: &str) -> String {
    url::Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.origin().ascii_serialization())
}
