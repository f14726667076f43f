//! All worlds of a process, found by name or by the credential that signed a request.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use thiserror::Error;

use super::World;
use super::bug::Bug;
use super::message::{Answer, Request};
use super::seed::{Draw, Seed};

/// What tells one world's merchants from another's: a merchant number, an application id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Credential {
    /// What it is, such as `mchid`.
    pub kind: &'static str,
    /// Its value.
    pub value: String,
}

/// Why a world cannot be added.
#[derive(Debug, Error)]
pub enum AddError {
    /// The name is taken.
    #[error("a world called `{0}` exists already; delete it first or choose another name")]
    NameTaken(String),
    /// Requests could not be told apart.
    #[error(
        "{kind} {value} belongs to the world `{world}` already; two worlds of one server cannot share a credential"
    )]
    CredentialTaken {
        /// What the credential is.
        kind: &'static str,
        /// Its value.
        value: String,
        /// The world that holds it.
        world: String,
    },
    /// Our mistake.
    #[error(transparent)]
    Bug(#[from] Bug),
}

/// A request that belongs to no world, as the server's own journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stray {
    /// Method and target.
    pub request: String,
    /// The status that was answered.
    pub status: u16,
    /// The body that was answered.
    pub answer: String,
    /// Why it was answered so.
    pub hint: String,
}

/// How many stray requests are kept.
const STRAYS: usize = 1000;

/// All worlds of a process.
#[derive(Default)]
pub struct Worlds {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    by_name: BTreeMap<String, Arc<World>>,
    by_credential: BTreeMap<Credential, String>,
    strays: VecDeque<Stray>,
    draws: u64,
}

impl Worlds {
    /// Adds a world with all the credentials that its systems know.
    ///
    /// # Errors
    /// When its name or one of its credentials is taken.
    pub fn add(&self, world: Arc<World>) -> Result<(), AddError> {
        let credentials = credentials(&world)?;
        let mut inner = self.lock();
        if inner.by_name.contains_key(world.name()) {
            return Err(AddError::NameTaken(world.name().to_owned()));
        }
        inner.claim(world.name(), credentials)?;
        inner.by_name.insert(world.name().to_owned(), world);
        Ok(())
    }

    /// Takes a world out. Answers it, if there was one.
    pub fn remove(&self, name: &str) -> Option<Arc<World>> {
        let mut inner = self.lock();
        inner.release(name);
        inner.by_name.remove(name)
    }

    /// The world of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Arc<World>> {
        self.lock().by_name.get(name).cloned()
    }

    /// The world that this credential belongs to.
    #[must_use]
    pub fn holding(&self, kind: &'static str, value: &str) -> Option<Arc<World>> {
        let inner = self.lock();
        let name = inner.by_credential.get(&Credential { kind, value: value.to_owned() })?;
        inner.by_name.get(name).cloned()
    }

    /// All worlds by name.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<World>> {
        self.lock().by_name.values().cloned().collect()
    }

    /// All values of one kind of credential, for hints.
    #[must_use]
    pub fn known(&self, kind: &'static str) -> Vec<String> {
        let inner = self.lock();
        inner.by_credential.keys().filter(|c| c.kind == kind).map(|c| c.value.clone()).collect()
    }

    /// Randomness for answers that belong to no world. The same requests in the same order get the same bytes.
    #[must_use]
    pub fn stray_draw(&self) -> Draw {
        let mut inner = self.lock();
        inner.draws += 1;
        Seed::new(0).draw("stray", inner.draws)
    }

    /// Notes a request that belongs to no world.
    pub fn note_stray(&self, request: &Request, answer: &Answer, hint: &str) {
        let stray = Stray {
            request: format!("{} {}", request.method, request.target),
            status: answer.status,
            answer: answer.body_text(),
            hint: hint.to_owned(),
        };
        let mut inner = self.lock();
        if inner.strays.len() == STRAYS {
            inner.strays.pop_front();
        }
        inner.strays.push_back(stray);
    }

    /// The last requests that belonged to no world, oldest first.
    #[must_use]
    pub fn strays(&self) -> Vec<Stray> {
        self.lock().strays.iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn claim(&mut self, name: &str, credentials: Vec<Credential>) -> Result<(), AddError> {
        for Credential { kind, value } in &credentials {
            let taken = self.by_credential.get(&Credential { kind, value: value.clone() });
            if let Some(world) = taken.filter(|world| *world != name) {
                let (value, world) = (value.clone(), world.clone());
                return Err(AddError::CredentialTaken { kind, value, world });
            }
        }
        self.by_credential.extend(credentials.into_iter().map(|credential| (credential, name.to_owned())));
        Ok(())
    }

    fn release(&mut self, name: &str) {
        self.by_credential.retain(|_, world| world != name);
    }
}

fn credentials(world: &World) -> Result<Vec<Credential>, Bug> {
    world.command(|cx| {
        let mut all = Vec::new();
        for system in world.systems() {
            all.extend(system.credentials(cx)?);
        }
        Ok(all)
    })
}
