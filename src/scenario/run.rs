//! Plays one scenario in a world of its own.

mod answer;
mod checks;
mod forms;
mod huifu;
mod ipos;
mod steps;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::client::{self, Client};
use super::load::RECEIVER_HOST;
use super::model::{Placed, PushKeys, Scenario, Step};
use super::names::Names;
use super::receiver::{Received, Receiver};
use super::transcript::Transcript;
use crate::control::SYSTEMS;
use crate::control::hub::{DEFAULT, Hub, HubError, Resident};
use crate::deliver::{Happening, Transport};
use crate::wechat_pay::model::merchant::{self, Merchant};
use crate::world::host::Stopwatch;
use crate::world::ids::Mchid;
use crate::world::{Bug, Seed, World};

/// A scenario that was played, to its end or to the step that failed.
#[derive(Debug)]
pub struct Played {
    /// All that a merchant saw.
    pub transcript: String,
    /// What failed; nothing when all expectations were met.
    pub failure: Option<Failure>,
    /// The steps that were played, with the host time each took.
    pub steps: Vec<StepTime>,
}

/// A step's name, place and host time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTime {
    /// Its key in the file.
    pub name: &'static str,
    /// Its line in the file from 1.
    pub line: usize,
    /// How long it took.
    pub took: Duration,
}

/// What failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The step's number from 1; one more than the last for what is left over at the end.
    pub step: usize,
    /// The step's line from 1.
    pub line: usize,
    /// The step's column from 1.
    pub column: usize,
    /// What was expected and what came, a line each.
    pub lines: Vec<String>,
    /// Whether it is our mistake rather than the scenario's.
    pub bug: bool,
}

/// Why a step stops the scenario.
enum Halt {
    /// An expectation was not met.
    Unmet(Vec<String>),
    /// Our mistake.
    Bug(String),
}

impl From<Bug> for Halt {
    fn from(bug: Bug) -> Halt {
        Halt::Bug(bug.to_string())
    }
}

impl From<HubError> for Halt {
    fn from(error: HubError) -> Halt {
        // Whatever else the hub refuses, the scenario asked for.
        if let HubError::Bug(bug) = error { bug.into() } else { unmet(error.to_string()) }
    }
}

/// An expectation that was not met, in one line.
fn unmet(line: impl Into<String>) -> Halt {
    Halt::Unmet(vec![line.into()])
}

/// How a step ends.
type Done = Result<(), Halt>;

/// Plays a scenario.
///
/// # Errors
/// A sentence that says why its `given` makes no world.
pub fn play(scenario: &Scenario) -> Result<Played, String> {
    // A thread without a runtime: nothing but the steps may work the agenda off.
    std::thread::scope(|scope| {
        let played = scope.spawn(|| Runner::begin(scenario).map(Runner::play));
        played.join().unwrap_or_else(|_| Err("the runner panicked; please report it".to_owned()))
    })
}

/// A scenario under way.
struct Runner<'a> {
    scenario: &'a Scenario,
    hub: Hub,
    resident: Arc<Resident>,
    /// Only the steps run on it, so nothing works the agenda off behind their back.
    runtime: Runtime,
    receiver: Arc<Receiver>,
    draws: u64,
    names: Names,
    transcript: Transcript,
    /// Callbacks that no step expected yet.
    unclaimed: Vec<Received>,
    happened: Vec<Happening>,
    last_notice: Option<String>,
}

impl<'a> Runner<'a> {
    fn begin(scenario: &'a Scenario) -> Result<Runner<'a>, String> {
        let receiver = Arc::new(Receiver::default());
        let hub = Hub::new(SYSTEMS, Arc::clone(&receiver) as Arc<dyn Transport>, None);
        let resident = hub.create(DEFAULT, &scenario.given).map_err(|error| error.to_string())?;
        receiver.listen_to(resident.world());
        // Made after the world: inside a runtime the hub would have kept up with it by itself.
        let runtime = Builder::new_current_thread().build().map_err(|error| error.to_string())?;
        let (names, transcript) = (Names::default(), Transcript::begin(scenario));
        let (unclaimed, happened) = (Vec::new(), Vec::new());
        Ok(Runner {
            scenario,
            hub,
            resident,
            runtime,
            receiver,
            draws: 0,
            names,
            transcript,
            unclaimed,
            happened,
            last_notice: None,
        })
    }

    fn play(mut self) -> Played {
        let (mut steps, mut failure) = (Vec::new(), None);
        for (at, placed) in self.scenario.steps.iter().enumerate() {
            let watch = Stopwatch::start();
            let done = self.one(at + 1, placed);
            steps.push(StepTime { name: placed.step.name(), line: placed.line, took: watch.elapsed() });
            if let Err(halt) = done {
                failure = Some(failed(at + 1, placed, halt));
                break;
            }
        }
        let last = self.scenario.steps.last().filter(|_| failure.is_none());
        if let (Some(last), Err(halt)) = (last, self.nothing_left()) {
            failure = Some(failed(self.scenario.steps.len() + 1, last, halt));
        }
        Played { transcript: self.transcript.finish(), failure, steps }
    }

    fn one(&mut self, number: usize, placed: &Placed) -> Done {
        self.refresh_names()?;
        self.transcript.step(number, self.world().now(), placed.step.name());
        match &placed.step {
            Step::Call(call) => self.call(call)?,
            Step::Act(act) => self.act(act)?,
            Step::Advance(text) => self.advance(text)?,
            Step::Set(text) => self.set(text)?,
            Step::Receiver(step) => {
                self.receiver.behave(step.answer, step.times);
                if let Some(keys) = &step.push {
                    let token = self.names.text(&keys.token);
                    let key = keys.encoding_aes_key.as_deref().map(|key| self.names.text(key));
                    let appid = keys.appid.clone();
                    self.receiver.learn(PushKeys { appid, token, encoding_aes_key: key });
                }
                let long = step.times.map_or("for good".to_owned(), |times| format!("{times} times"));
                self.transcript.line(&format!("answers {} {long}", step.answer.name()));
            }
            Step::PaySign(step) => self.pay_sign(step)?,
            Step::Resend(_) => self.resend()?,
            Step::Snapshot(name) => self.hub.snapshot(DEFAULT, name)?,
            Step::Restore(name) => self.runtime.block_on(self.hub.restore(DEFAULT, name))?,
            Step::ExpectCallback(expected) => self.expect_callback(expected)?,
            Step::ExpectNoCallback(_) => self.nothing_left()?,
            Step::ExpectHappened(parts) => self.expect_happened(parts)?,
            Step::ExpectOrder(expected) => self.expect_order(expected)?,
            Step::ExpectBalance(expected) => self.expect_balance(expected)?,
            Step::ExpectJournal(expected) => self.expect_journal(expected)?,
            Step::ExpectMail(expected) => self.expect_mail(expected)?,
        }
        self.money_adds_up()
    }

    fn world(&self) -> &Arc<World> {
        self.resident.world()
    }

    fn seed(&self) -> Seed {
        self.scenario.given.seed.unwrap_or(Seed::new(1))
    }

    /// Does something as the merchants' back end, whose draws count on from step to step.
    fn as_client<T>(&mut self, work: impl FnOnce(&mut Client<'_>) -> T) -> T {
        let world = Arc::clone(self.world());
        let mut client = Client::resumed(&world, self.seed(), self.draws);
        let result = work(&mut client);
        self.draws = client.draws();
        result
    }

    /// The merchant of a number, or the first one of `given`.
    fn merchant(&self, mchid: Option<&str>) -> Result<Merchant, Halt> {
        let number = mchid.map(ToOwned::to_owned).or_else(|| self.first_caller());
        let number = number.ok_or_else(|| unmet("`given` has no platform and no merchant"))?;
        let parsed = Mchid::parse(&number).map_err(unmet)?;
        let found = self.world().command(|cx| merchant::find(cx, &parsed))?;
        found.ok_or_else(|| unmet(format!("this world has no merchant {number}")))
    }

    fn first_caller(&self) -> Option<String> {
        let given = &self.scenario.given;
        let mut callers = given.platform.iter().chain(&given.platforms).chain(&given.merchants);
        callers.next().map(|merchant| merchant.mchid.to_string())
    }

    /// Puts the names that need no saving up to date.
    fn refresh_names(&mut self) -> Done {
        let receiver = format!("http://{RECEIVER_HOST}/notify");
        self.names.save("receiver", Value::String(receiver));
        self.names.save("now", Value::String(self.world().now().to_string()));
        let given = &self.scenario.given;
        let callers = given.platform.iter().chain(&given.platforms).chain(&given.merchants);
        let callers: Vec<String> = callers.map(|given| given.mchid.to_string()).collect();
        for (at, mchid) in callers.iter().enumerate() {
            let merchant = self.merchant(Some(mchid))?;
            let platform = self.as_client(|client| client.serial_of(&merchant))?;
            let values = [
                ("merchant_serial", client::serial_of(&merchant).unwrap_or_default()),
                ("platform_serial", platform),
                ("public_key_id", merchant.public_key.id.clone()),
            ];
            for (name, value) in values {
                self.names.save(&format!("{name}:{mchid}"), Value::String(value.clone()));
                if at == 0 {
                    self.names.save(name, Value::String(value));
                }
            }
        }
        Ok(())
    }

    /// Notes what fell due and which callbacks came.
    fn note(&mut self, happened: Vec<Happening>) {
        self.transcript.happened(&happened);
        let sent = happened.iter().filter(|happening| !happening.detail["attempt"].is_null());
        if let Some(last) = sent.filter_map(|happening| happening.detail["notice"].as_str()).next_back() {
            self.last_notice = Some(last.to_owned());
        }
        self.happened = happened;
        for received in self.receiver.take() {
            self.transcript.received(&received);
            self.unclaimed.push(received);
        }
    }
}

fn failed(number: usize, placed: &Placed, halt: Halt) -> Failure {
    let (lines, bug) = match halt {
        Halt::Unmet(lines) => (lines, false),
        Halt::Bug(line) => (vec![line], true),
    };
    Failure { step: number, line: placed.line, column: placed.column, lines, bug }
}
