//! The receiver of callbacks: verifies, decrypts, records, and answers as the scenario says.

mod form;
mod huifu;
mod ipos;
mod notice;
mod push;

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::Value;

use super::model::{Manner, PushKeys};
use crate::deliver::{Letter, Sent, Transport};
use crate::world::outbox::{Method, Outcome, Stage};
use crate::world::receivers::Way;
use crate::world::{Bug, Instant, World};

/// One delivery of a callback.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) at: Instant,
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) reading: Reading,
    pub(super) outcome: Outcome,
}

/// What a receiver makes of a callback, in the way of the system that sent it.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// What every delivery of one callback has in common.
    pub(super) id: String,
    /// The event, in the system's own words.
    pub(super) event: String,
    /// What stands around what it says.
    pub(super) envelope: Value,
    /// What it says, or why it does not open.
    pub(super) plain: Result<Value, String>,
    /// Whether its signature is right, or what is wrong with it.
    pub(super) verified: Result<(), String>,
    /// The body of the answer that says that all is well.
    pub(super) thanks: String,
}

/// The receiver behind `receiver.test`. It costs no real time, whatever it does.
#[derive(Default)]
pub(super) struct Receiver {
    world: OnceLock<Arc<World>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    manner: Manner,
    times: Option<u32>,
    told: Vec<PushKeys>,
    received: Vec<Received>,
}

impl Receiver {
    /// Says whose keys verify and decrypt.
    pub(super) fn listen_to(&self, world: &Arc<World>) {
        let _ = self.world.set(Arc::clone(world));
    }

    /// How it answers from now on, for so many callbacks or for good.
    pub(super) fn behave(&self, manner: Manner, times: Option<u32>) {
        let mut state = self.lock();
        (state.manner, state.times) = (manner, times);
    }

    /// Tells it the secrets of a mini program's pushes, whatever the world thinks of them.
    pub(super) fn learn(&self, keys: PushKeys) {
        self.lock().told.push(keys);
    }

    /// What came since this was asked last.
    pub(super) fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.lock().received)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn receive(&self, letter: &Letter) -> Outcome {
        if let Way::Forbidden(reason) = &letter.way {
            return Outcome::Failed { stage: Stage::Forbidden, reason: reason.clone() };
        }
        let Some(world) = self.world.get() else { return unreachable("nobody listens yet") };
        match self.look_at(world, letter) {
            Ok(outcome) => outcome,
            Err(bug) => unreachable(&bug.to_string()),
        }
    }

    fn look_at(&self, world: &Arc<World>, letter: &Letter) -> Result<Outcome, Bug> {
        let mut state = self.lock();
        let reading = if push::is_push(letter) {
            push::read(world, &state.told, letter)?
        } else if huifu::is_huifu(letter) {
            huifu::read(letter)
        } else if ipos::is_ipos(letter) {
            ipos::read(world, letter)?
        } else if form::is_form(letter) {
            form::read(world, letter)?
        } else {
            notice::read(world, letter)?
        };
        let outcome = answer(state.next_manner(), &reading);
        state.received.push(Received {
            at: world.now(),
            method: letter.method,
            url: letter.url.to_string(),
            headers: letter.headers.clone(),
            body: String::from_utf8_lossy(&letter.body).into_owned(),
            reading,
            outcome: outcome.clone(),
        });
        Ok(outcome)
    }
}

impl State {
    fn next_manner(&mut self) -> Manner {
        match self.times {
            None => self.manner,
            Some(0) => Manner::Ok,
            Some(times) => {
                self.times = Some(times - 1);
                self.manner
            }
        }
    }
}

impl Transport for Receiver {
    fn send<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = Sent> + Send + 'a>> {
        let outcome = self.receive(letter);
        Box::pin(ready(Sent { outcome, duration_ms: 0 }))
    }
}

/// What a receiver of this manner answers; an honest one refuses what it cannot verify.
fn answer(manner: Manner, reading: &Reading) -> Outcome {
    let answered = |status: u16, body: &str| Outcome::Answered { status, body: body.to_owned() };
    let failed = r#"{"code":"FAIL","message":"the signature does not match"}"#;
    let sound = reading.verified.is_ok() && reading.plain.is_ok();
    match manner {
        Manner::Ok | Manner::Slow if sound => answered(200, &reading.thanks),
        Manner::NoContent if sound => answered(204, ""),
        Manner::OtherBody => answered(200, &format!("\"{}\"", reading.thanks)),
        Manner::Ok | Manner::Slow | Manner::NoContent => answered(500, failed),
        Manner::Created => answered(201, r#"{"code":"SUCCESS"}"#),
        Manner::Redirect => answered(302, ""),
        Manner::NotFound => answered(404, ""),
        Manner::Error => answered(500, r#"{"code":"FAIL","message":"the shop is down"}"#),
        Manner::Silent => {
            Outcome::Failed { stage: Stage::Http, reason: "no answer within 5 seconds".to_owned() }
        }
        Manner::Refuse => Outcome::Failed { stage: Stage::Connect, reason: "connection refused".to_owned() },
    }
}

fn unreachable(reason: &str) -> Outcome {
    Outcome::Failed { stage: Stage::Connect, reason: reason.to_owned() }
}
