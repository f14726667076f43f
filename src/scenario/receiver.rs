//! The receiver of callbacks: verifies, decrypts, records, and answers as the scenario says.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::Value;

use super::client::{self, Keys};
use super::model::Manner;
use crate::deliver::{Letter, Sent, Transport};
use crate::wechat_pay::model::merchant::Merchant;
use crate::world::outbox::{Method, Outcome, Stage};
use crate::world::receivers::Way;
use crate::world::store::Page;
use crate::world::{Bug, Instant, World};

/// One delivery of a callback.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) at: Instant,
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) envelope: Value,
    /// What it says, or why it does not open.
    pub(super) plain: Result<Value, String>,
    /// Whether its signature is right, or what is wrong with it.
    pub(super) verified: Result<(), String>,
    pub(super) outcome: Outcome,
}

impl Received {
    /// The id that every delivery of one callback carries.
    pub(super) fn id(&self) -> &str {
        self.envelope["id"].as_str().unwrap_or_default()
    }
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
        let keys = Keys::of(world, None)?;
        let verified = keys.verify(&letter.headers, &letter.body, world.transport_now());
        let envelope: Value = serde_json::from_slice(&letter.body).unwrap_or_default();
        let merchants: Vec<Merchant> = world.command(|cx| cx.page(Page::ALL))?;
        let mut plain = Err("no merchant here has an APIv3 key".to_owned());
        for merchant in merchants.iter().filter(|merchant| merchant.apiv3_key.is_some()) {
            plain = client::open(merchant, &envelope["resource"]);
            if plain.is_ok() {
                break;
            }
        }
        let mut state = self.lock();
        let outcome = answer(state.next_manner(), verified.is_ok() && plain.is_ok());
        state.received.push(Received {
            at: world.now(),
            method: letter.method,
            url: letter.url.to_string(),
            headers: letter.headers.clone(),
            body: String::from_utf8_lossy(&letter.body).into_owned(),
            envelope,
            plain,
            verified,
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
fn answer(manner: Manner, sound: bool) -> Outcome {
    let answered = |status: u16, body: &str| Outcome::Answered { status, body: body.to_owned() };
    let failed = r#"{"code":"FAIL","message":"the signature does not match"}"#;
    match manner {
        Manner::Ok | Manner::Slow if sound => answered(200, r#"{"code":"SUCCESS"}"#),
        Manner::NoContent if sound => answered(204, ""),
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
