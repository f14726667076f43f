//! What an imitated system gives the world: its doors, its acts, its timers, its callbacks.

use std::sync::Arc;

use super::World;
use super::act::Act;
use super::agenda::Item;
use super::bug::Bug;
use super::channel::Channel;
use super::control::Control;
use super::cx::Cx;
use super::event::Event;
use super::ids::{Appid, Mchid};
use super::instant::Span;
use super::journal::Note;
use super::message::{Answer, Pieces, Request};
use super::outbox::{Notice, Prepared, Reply};
use super::worlds::{Credential, Worlds};

/// One imitated service.
pub trait System: Sync {
    /// Its name, as the catalogue and the agenda write it.
    fn name(&self) -> &'static str;

    /// Whether a request for this host and path is its to answer.
    fn owns(&self, host: &str, path: &str) -> bool;

    /// Answers a request, in the world that the request's credential belongs to.
    fn handle(&self, worlds: &Worlds, request: &Request) -> Handled;

    /// The acts that it knows.
    fn acts(&self) -> &'static [Act];

    /// The credentials by which this world can be told from others.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    fn credentials(&self, cx: &Cx<'_>) -> Result<Vec<Credential>, Bug>;

    /// Does what fell due. Answers what happened, or nothing when it did not matter any more.
    ///
    /// # Errors
    /// [`Bug`] when the database fails or an invariant breaks.
    fn fall_due(&self, cx: &Cx<'_>, item: &Item) -> Result<Option<Note>, Bug>;

    /// Is told what happened in a system of the same world; most of it does not matter to most.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    fn hear(&self, _cx: &Cx<'_>, _event: &Event) -> Result<(), Bug> {
        Ok(())
    }

    /// What a payment in one of these applications to this merchant number would meet now (SH-77).
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    fn control_over(&self, _cx: &Cx<'_>, _appids: &[&Appid], _recipient: &Mchid) -> Result<Control, Bug> {
        Ok(Control::Free)
    }

    /// The merchant numbers of this system that can take payments in an application.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    fn tied_to(&self, _cx: &Cx<'_>, _appid: &Appid) -> Result<Vec<Mchid>, Bug> {
        Ok(Vec::new())
    }

    /// The port by which acquirers place orders here, where this system is a channel.
    fn channel(&self) -> Option<&'static dyn Channel> {
        None
    }

    /// Makes a callback ready to be sent, or says why it is withheld.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    fn prepare(&self, cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug>;

    /// Whether an answer to a callback ends its delivery.
    fn accepts(&self, notice: &Notice, reply: Reply<'_>) -> bool;

    /// How long a receiver has for its whole answer (NO-02, SH-64).
    fn patience(&self) -> Span {
        Span::seconds(5)
    }

    /// The gap between attempt `number` (from 1) of a callback and the next one; nothing when there is no next one.
    fn gap_after(&self, notice: &Notice, number: u32) -> Option<Span>;

    /// Is told that the delivery of a callback came to its end: by this answer where it was accepted, by none where no
    /// attempt is left. Answers what came of it, if that matters to anybody.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    fn concluded(
        &self,
        _cx: &Cx<'_>,
        _notice: &Notice,
        _accepted: Option<Reply<'_>>,
    ) -> Result<Option<Note>, Bug> {
        Ok(None)
    }
}

/// The systems of a program, in the order in which they are asked whether a request is theirs.
pub type Systems = &'static [&'static dyn System];

/// An answer, and the world that gave it.
pub struct Handled {
    /// The answer to send.
    pub answer: Answer,
    /// Its body, where that is too long to be held whole; the answer's own is empty then.
    pub rest: Option<Pieces>,
    /// The world in which something may have fallen due; none for requests that belong to no world.
    pub world: Option<Arc<World>>,
}

impl Handled {
    /// The answer with its whole body.
    ///
    /// # Errors
    /// [`Bug`] when the body cannot be made to its end.
    pub fn whole(self) -> Result<Answer, Bug> {
        let mut answer = self.answer;
        for piece in self.rest.into_iter().flatten() {
            answer.body.extend_from_slice(&piece?);
        }
        Ok(answer)
    }
}

/// The system of this name.
///
/// # Errors
/// [`Bug`] when no system of the program has that name: the database holds what the program does not know.
pub fn named(systems: Systems, name: &str) -> Result<&'static dyn System, Bug> {
    let found = systems.iter().find(|system| system.name() == name);
    found.copied().ok_or_else(|| Bug::Broken(format!("no system is called {name}")))
}
