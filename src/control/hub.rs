//! All worlds of a process with their drivers: what console, command line, scenarios and the control API act through.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Map, Value, json};
use thiserror::Error;

use super::given::{GivenError, WorldGiven};
use crate::deliver::{ClockError, Driver, Happening, Transport};
use crate::world::act::{Act, ActRefused, Args, closest};
use crate::world::journal::Kind;
use crate::world::outbox::Notice;
use crate::world::receivers::Receivers;
use crate::world::system::Systems;
use crate::world::worlds::AddError;
use crate::world::{Bug, Cx, OpenError, World, Worlds};

mod copies;

pub use copies::{Door, Doorkeeper};

/// The world that exists from the start.
pub const DEFAULT: &str = "default";

/// Why a command to the hub was refused.
#[derive(Debug, Error)]
pub enum HubError {
    /// No world of this name.
    #[error("there is no world `{name}`; there are: {known}")]
    NoWorld {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A name that a world cannot have.
    #[error("`{0}` cannot name a world: 1 to 64 letters, digits, - and _")]
    BadName(String),
    /// No act of this name.
    #[error("there is no act `{name}`{mean}")]
    NoAct {
        /// The name asked for.
        name: String,
        /// The name that was probably meant, as the end of the sentence.
        mean: String,
    },
    /// No snapshot of this name.
    #[error("the world `{world}` has no snapshot `{name}`; it has: {known}")]
    NoSnapshot {
        /// The world.
        world: String,
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// No callback of this id.
    #[error("the world has no callback {0}")]
    NoNotice(String),
    /// An act was refused.
    #[error(transparent)]
    Act(#[from] ActRefused),
    /// The clock was not moved.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// A description makes no world.
    #[error(transparent)]
    Given(#[from] GivenError),
    /// A world cannot stand beside the others.
    #[error(transparent)]
    Add(#[from] AddError),
    /// The listener of a fork could not be opened.
    #[error("the fork's listener could not be opened: {0}")]
    Door(String),
    /// Our mistake.
    #[error(transparent)]
    Bug(#[from] Bug),
}

impl From<OpenError> for HubError {
    fn from(error: OpenError) -> HubError {
        HubError::Given(error.into())
    }
}

/// All worlds of a process with their drivers.
pub struct Hub {
    systems: Systems,
    transport: Arc<dyn Transport>,
    /// Where worlds are kept; in memory when there is no folder.
    data: Option<PathBuf>,
    /// The worlds behind the main listener.
    main: Arc<Worlds>,
    doorkeeper: Mutex<Option<Arc<dyn Doorkeeper>>>,
    /// Held while a world is made, so that two of the same name do not meet.
    making: Mutex<()>,
    /// Where callbacks may go besides what each world's description says.
    admitted: Receivers,
    /// Where worlds are kept up with; a worker of a listener may end before the world does.
    runtime: Option<tokio::runtime::Handle>,
    residents: Mutex<BTreeMap<String, Arc<Resident>>>,
}

/// One world with what belongs to it.
pub struct Resident {
    /// Works its agenda off.
    pub driver: Arc<Driver>,
    /// The worlds that share its listener.
    pub worlds: Arc<Worlds>,
    /// The address of its own listener, for a fork.
    pub address: Option<SocketAddr>,
    door: Mutex<Option<Box<dyn Door>>>,
    snapshots: Mutex<BTreeMap<String, Arc<crate::world::Snapshot>>>,
    keeper: Mutex<Option<tokio::task::JoinHandle<()>>>,
}

/// What an act did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Acted {
    /// What the act answers.
    pub result: Value,
    /// What fell due and was done before the answer.
    pub happened: Vec<Happening>,
}

impl Hub {
    /// A hub without worlds.
    #[must_use]
    pub fn new(systems: Systems, transport: Arc<dyn Transport>, data: Option<PathBuf>) -> Hub {
        Hub {
            systems,
            transport,
            data,
            main: Arc::default(),
            doorkeeper: Mutex::default(),
            making: Mutex::default(),
            admitted: Receivers::default(),
            runtime: tokio::runtime::Handle::try_current().ok(),
            residents: Mutex::default(),
        }
    }

    /// The same hub, in whose worlds callbacks may go to these hosts too.
    #[must_use]
    pub fn admitting(self, admitted: Receivers) -> Hub {
        Hub { admitted, ..self }
    }

    /// The description with what this hub admits.
    fn admit(&self, given: &WorldGiven) -> WorldGiven {
        let mut given = given.clone();
        given.receivers.extend(&self.admitted);
        given
    }

    /// The worlds behind the main listener.
    #[must_use]
    pub fn main(&self) -> &Arc<Worlds> {
        &self.main
    }

    /// The systems of this program.
    #[must_use]
    pub fn systems(&self) -> Systems {
        self.systems
    }

    /// Makes a world from its description, or opens the one that the data folder keeps under this name.
    ///
    /// # Errors
    /// [`HubError`].
    pub fn create(&self, name: &str, given: &WorldGiven) -> Result<Arc<Resident>, HubError> {
        check_name(name)?;
        let _making = lock(&self.making);
        if self.residents().contains_key(name) {
            return Err(AddError::NameTaken(name.to_owned()).into());
        }
        let kept = self.file(name).is_some_and(|file| file.exists());
        let built = self.admit(given).build(name, self.systems, self.file(name).as_deref()).map(Arc::new);
        let added = built.map_err(HubError::from).and_then(|world| {
            self.open_gates(&world)?;
            self.main.add(Arc::clone(&world))?;
            Ok(world)
        });
        match added {
            Ok(world) => Ok(self.move_in(world, Arc::clone(&self.main), None)),
            Err(error) => {
                if !kept {
                    self.remove_file(name);
                }
                Err(error)
            }
        }
    }

    /// Opens every world that the data folder keeps and that is not open yet.
    ///
    /// # Errors
    /// [`HubError`] for a file that is not a world of ours.
    pub fn open_kept(&self) -> Result<(), HubError> {
        let Some(folder) = &self.data else { return Ok(()) };
        let unusable = |error: std::io::Error| OpenError::Unusable {
            file: folder.display().to_string(),
            reason: error.to_string(),
        };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unusable)? {
            let path = entry.map_err(unusable)?.path();
            if path.extension().is_some_and(|extension| extension == "sqlite") {
                names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(ToOwned::to_owned));
            }
        }
        names.sort();
        for name in names {
            if !self.residents().contains_key(&name) {
                self.create(&name, &WorldGiven::default())?;
            }
        }
        Ok(())
    }

    /// Puts a world back to its seed and its `given`.
    ///
    /// # Errors
    /// [`HubError`].
    pub async fn reset(&self, name: &str) -> Result<(), HubError> {
        let resident = self.resident(name)?;
        let given = self.admit(&WorldGiven::of(resident.world())?);
        let fresh = given.build(name, self.systems, None)?.snapshot()?;
        resident.driver.overhaul(|world| Ok(world.restore(&fresh)?)).await
    }

    /// Takes a world away, with its file.
    ///
    /// # Errors
    /// [`HubError::NoWorld`].
    pub fn delete(&self, name: &str) -> Result<(), HubError> {
        let resident = self.resident(name)?;
        self.residents().remove(name);
        resident.worlds.remove(name);
        resident.leave();
        self.remove_file(name);
        Ok(())
    }

    /// The world of this name.
    ///
    /// # Errors
    /// [`HubError::NoWorld`].
    pub fn resident(&self, name: &str) -> Result<Arc<Resident>, HubError> {
        let residents = self.residents();
        residents.get(name).cloned().ok_or_else(|| {
            let known: Vec<&str> = residents.keys().map(String::as_str).collect();
            HubError::NoWorld { name: name.to_owned(), known: known.join(", ") }
        })
    }

    /// All worlds by name.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Resident>> {
        self.residents().values().cloned().collect()
    }

    /// Every act that a system of this program knows.
    pub fn acts(&self) -> impl Iterator<Item = (&'static str, &'static Act)> + '_ {
        self.systems.iter().flat_map(|system| system.acts().iter().map(|act| (system.name(), act)))
    }

    /// Performs an act in one command, then does everything that fell due, unless `drain` is off.
    ///
    /// # Errors
    /// [`HubError`]; nothing has changed then.
    pub async fn act(
        &self,
        world: &str,
        name: &str,
        args: &Map<String, Value>,
        drain: bool,
    ) -> Result<Acted, HubError> {
        let resident = self.resident(world)?;
        let act = self.acts().map(|(_, act)| act).find(|act| act.name == name).ok_or_else(|| {
            let near = closest(name, self.acts().map(|(_, act)| act.name));
            let mean = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            HubError::NoAct { name: name.to_owned(), mean }
        })?;
        let checked = Args::read(act, args)?;
        let work =
            |world: &World| world.command(|cx| perform(cx, act, &checked, args))?.map_err(HubError::from);
        let (result, happened) = if drain {
            resident.driver.run_and_drain(work).await?
        } else {
            let result = work(resident.world())?;
            resident.driver.wake();
            (result, Vec::new())
        };
        Ok(Acted { result, happened })
    }

    /// Sends a callback once more, now.
    ///
    /// # Errors
    /// [`HubError::NoNotice`].
    pub async fn resend(&self, world: &str, id: &str) -> Result<Vec<Happening>, HubError> {
        let resident = self.resident(world)?;
        let again = |world: &World| {
            world.command(|cx| {
                let Some(notice) = cx.get::<Notice>(id)? else {
                    return Err(HubError::NoNotice(id.to_owned()));
                };
                Ok(cx.resend_notice(&notice)?)
            })
        };
        let ((), happened) = resident.driver.run_and_drain(again).await?;
        Ok(happened)
    }

    fn move_in(&self, world: Arc<World>, worlds: Arc<Worlds>, door: Option<Box<dyn Door>>) -> Arc<Resident> {
        let name = world.name().to_owned();
        let driver = Arc::new(Driver::new(world, Arc::clone(&self.transport)));
        let address = door.as_ref().map(|door| door.address());
        let resident = Arc::new(Resident {
            driver: Arc::clone(&driver),
            worlds,
            address,
            door: Mutex::new(door),
            snapshots: Mutex::default(),
            keeper: Mutex::default(),
        });
        if let Some(runtime) = &self.runtime {
            *lock(&resident.keeper) = Some(runtime.spawn(async move { driver.keep_up().await }));
        }
        self.residents().insert(name, Arc::clone(&resident));
        resident
    }

    /// Removes a world's file with what SQLite keeps beside it; one that is not there is fine.
    fn remove_file(&self, name: &str) {
        let Some(file) = self.file(name) else { return };
        for ending in ["", "-wal", "-shm"] {
            let mut path = file.clone().into_os_string();
            path.push(ending);
            let _ = std::fs::remove_file(path);
        }
    }

    /// Lets callbacks of a world that was kept go where this hub admits them.
    fn open_gates(&self, world: &World) -> Result<(), Bug> {
        world.command(|cx| {
            let mut receivers = cx.receivers()?;
            receivers.extend(&self.admitted);
            cx.set_receivers(&receivers)
        })
    }

    fn file(&self, name: &str) -> Option<PathBuf> {
        self.data.as_ref().map(|folder| folder.join(format!("{name}.sqlite")))
    }

    fn residents(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Resident>>> {
        lock(&self.residents)
    }
}

impl Resident {
    /// The world.
    #[must_use]
    pub fn world(&self) -> &Arc<World> {
        self.driver.world()
    }

    /// Stops working for the world, and closes its own listener if it has one.
    fn leave(&self) {
        if let Some(keeper) = lock(&self.keeper).take() {
            keeper.abort();
        }
        if let Some(door) = lock(&self.door).take() {
            door.close();
        }
    }
}

fn perform(
    cx: &Cx<'_>,
    act: &Act,
    args: &Args,
    given: &Map<String, Value>,
) -> Result<Result<Value, ActRefused>, Bug> {
    let outcome = cx.attempt(|| (act.run)(cx, args))?;
    let (word, data) = match &outcome {
        Ok(result) => ("done", json!({ "args": given, "result": result })),
        Err(refused) => {
            ("refused", json!({ "args": given, "refused": { "en": refused.en, "zh": refused.zh } }))
        }
    };
    let subject = subject(given, outcome.as_ref().ok());
    cx.journal(Kind::Act, &format!("{} {word}", act.name), &subject, data)?;
    Ok(outcome)
}

/// What an act was about, so that it stands in the journal beside the calls about the same: the order or application that
/// its arguments name, or its result.
fn subject(args: &Map<String, Value>, result: Option<&Value>) -> String {
    let names = ["combine_out_trade_no", "out_trade_no", "mchid"];
    let named = names.iter().find_map(|name| args.get(*name)?.as_str());
    let result = result.and_then(|result| {
        let order =
            || result["orders"][0]["out_trade_no"].as_str().or_else(|| result["out_request_no"].as_str());
        result["combine_out_trade_no"].as_str().or_else(order)
    });
    result.or(named).unwrap_or_default().to_owned()
}

fn check_name(name: &str) -> Result<(), HubError> {
    let fine = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (1..=64).contains(&name.len()) && name.bytes().all(fine) {
        Ok(())
    } else {
        Err(HubError::BadName(name.to_owned()))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
