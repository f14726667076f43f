//! What a scenario file says.

mod call;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::control::catalogue::RuleId;
use crate::control::given::WorldGiven;

pub use call::{Call, ExpectAnswer, FileOpened, Sign};

/// A scenario, checked: every act, argument, duration and `${name}` in it exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What it shows.
    pub title: Title,
    /// The rules it shows.
    pub rules: Vec<RuleId>,
    /// The world it begins with.
    pub given: WorldGiven,
    /// What happens, in order.
    pub steps: Vec<Placed>,
}

/// What a scenario shows, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A step and where it stands in its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The step.
    pub step: Step,
    /// Its line from 1.
    pub line: usize,
    /// Its column from 1.
    pub column: usize,
}

/// One thing that happens, or one thing that must be so.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The merchant calls an API.
    Call(Box<Call>),
    /// Something that no API does.
    Act(ActStep),
    /// Business time moves on by a duration: `29s`, `180d`.
    Advance(String),
    /// Business time moves on to an instant.
    Set(String),
    /// How the receiver of callbacks answers from now on.
    Receiver(ReceiverStep),
    /// The client prepares the block that it hands the cashier (OR-11).
    PaySign(PaySign),
    /// The last callback is sent once more by hand.
    Resend(Nothing),
    /// The world's state is kept under a name.
    Snapshot(String),
    /// The world goes back to a kept state.
    Restore(String),
    /// A callback came.
    ExpectCallback(ExpectCallback),
    /// No callback came that was not expected before.
    ExpectNoCallback(Nothing),
    /// What the last act or clock step made happen: one part of each line, in order; an empty list for nothing.
    ExpectHappened(Vec<String>),
    /// How an order stands.
    ExpectOrder(ExpectOrder),
    /// What accounts hold, in fen: by merchant number, or by an account's code.
    ExpectBalance(BTreeMap<String, Purses>),
    /// What the journal says.
    ExpectJournal(ExpectJournal),
    /// What was mailed last.
    ExpectMail(ExpectMail),
}

impl Step {
    /// The step's key in the file.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Step::Call(_) => "call",
            Step::Act(_) => "act",
            Step::Advance(_) => "advance",
            Step::Set(_) => "set",
            Step::Receiver(_) => "receiver",
            Step::PaySign(_) => "pay_sign",
            Step::Resend(_) => "resend",
            Step::Snapshot(_) => "snapshot",
            Step::Restore(_) => "restore",
            Step::ExpectCallback(_) => "expect_callback",
            Step::ExpectNoCallback(_) => "expect_no_callback",
            Step::ExpectHappened(_) => "expect_happened",
            Step::ExpectOrder(_) => "expect_order",
            Step::ExpectBalance(_) => "expect_balance",
            Step::ExpectJournal(_) => "expect_journal",
            Step::ExpectMail(_) => "expect_mail",
        }
    }

    /// The values that the step saves: name, then where it takes it from.
    #[must_use]
    pub fn saves(&self) -> Vec<(&str, Option<&str>)> {
        match self {
            Step::Call(call) => listed(&call.save),
            Step::Act(act) => listed(&act.save),
            Step::ExpectCallback(callback) => listed(&callback.save),
            Step::ExpectOrder(order) => listed(&order.save),
            Step::PaySign(block) => vec![(block.save.as_str(), None)],
            Step::Advance(_)
            | Step::Set(_)
            | Step::Receiver(_)
            | Step::Resend(_)
            | Step::Snapshot(_)
            | Step::Restore(_)
            | Step::ExpectNoCallback(_)
            | Step::ExpectHappened(_)
            | Step::ExpectBalance(_)
            | Step::ExpectJournal(_)
            | Step::ExpectMail(_) => Vec::new(),
        }
    }
}

fn listed(save: &BTreeMap<String, String>) -> Vec<(&str, Option<&str>)> {
    save.iter().map(|(name, from)| (name.as_str(), Some(from.as_str()))).collect()
}

/// A step that needs no words: `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// An act, by the name that the command line and the control API use too.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActStep {
    /// Its name.
    #[serde(rename = "do")]
    pub name: String,
    /// Its arguments.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// A part of the refusal, where it must be refused.
    pub refused: Option<String>,
    /// What it must answer.
    pub expect: Option<Value>,
    /// Values to keep: name, then `result.a.0.b`.
    #[serde(default)]
    pub save: BTreeMap<String, String>,
}

/// How the receiver answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiverStep {
    /// What it does.
    pub answer: Manner,
    /// For how many callbacks; then it answers 200 again. For good when left out.
    pub times: Option<u32>,
    /// The secrets by which it opens the messages of a mini program; those of the world when left out.
    pub push: Option<PushKeys>,
}

/// The secrets of a mini program's pushes, as its server was told them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushKeys {
    /// The mini program.
    pub appid: String,
    /// The secret that signs.
    pub token: String,
    /// The secret that encrypts; needed only where something is encrypted.
    pub encoding_aes_key: Option<String>,
}

/// What a receiver does with a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Manner {
    /// 200 when the signature verifies, 500 when it does not.
    #[default]
    #[serde(rename = "200")]
    Ok,
    /// 204 when the signature verifies, 500 when it does not.
    #[serde(rename = "204")]
    NoContent,
    /// 201, which does not count.
    #[serde(rename = "201")]
    Created,
    /// 200 with a body that nobody wants.
    #[serde(rename = "other_body")]
    OtherBody,
    /// 302 to elsewhere.
    #[serde(rename = "302")]
    Redirect,
    /// 404.
    #[serde(rename = "404")]
    NotFound,
    /// 500.
    #[serde(rename = "500")]
    Error,
    /// 200 after four of the five seconds.
    #[serde(rename = "slow")]
    Slow,
    /// Nothing within five seconds.
    #[serde(rename = "silent")]
    Silent,
    /// No connection.
    #[serde(rename = "refuse")]
    Refuse,
}

impl Manner {
    /// The word for it in a file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Manner::Ok => "200",
            Manner::NoContent => "204",
            Manner::Created => "201",
            Manner::OtherBody => "other_body",
            Manner::Redirect => "302",
            Manner::NotFound => "404",
            Manner::Error => "500",
            Manner::Slow => "slow",
            Manner::Silent => "silent",
            Manner::Refuse => "refuse",
        }
    }
}

/// The block that a client hands the cashier, to be saved under a name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaySign {
    /// Which client.
    #[serde(rename = "for")]
    pub client: ClientKind,
    /// The appid.
    pub appid: String,
    /// The session.
    pub prepay_id: String,
    /// The merchant that signs; the first of `given` when left out.
    #[serde(rename = "as")]
    pub signer: Option<String>,
    /// Members to be changed after signing.
    #[serde(default)]
    pub change: BTreeMap<String, String>,
    /// The name it is saved under.
    pub save: String,
}

/// Which client calls the cashier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// A page or a mini program.
    Jsapi,
    /// An app.
    App,
}

/// What the next callback that nobody expected yet must be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectCallback {
    /// Its event.
    pub event: String,
    /// How many times it came; once when left out.
    #[serde(default = "once")]
    pub attempts: usize,
    /// What it says once decrypted.
    pub body: Option<Value>,
    /// What stands in its envelope.
    pub envelope: Option<Value>,
    /// Headers of each delivery.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Whether its signature verifies.
    #[serde(default = "yes")]
    pub verified: bool,
    /// Where it was sent.
    pub to: Option<String>,
    /// Values to keep: name, then `body.a.0.b`, `envelope.a` or `header.name`.
    #[serde(default)]
    pub save: BTreeMap<String, String>,
}

const fn once() -> usize {
    1
}

const fn yes() -> bool {
    true
}

/// How an order stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectOrder {
    /// Whose number it is; the first merchant of `given` when left out.
    pub mchid: Option<String>,
    /// The number of a single order, or of a sub order.
    pub out_trade_no: Option<String>,
    /// The number of a combined order.
    pub combine_out_trade_no: Option<String>,
    /// Its trade_state; of every sub order for a combined one.
    pub state: Option<String>,
    /// What a query would show of it.
    pub body: Option<Value>,
    /// Values to keep: name, then `body.a.0.b`.
    #[serde(default)]
    pub save: BTreeMap<String, String>,
}

/// What a merchant's accounts hold, in fen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Purses {
    /// The pots of its orders together.
    pub frozen: Option<i64>,
    /// BASIC.
    pub available: Option<i64>,
    /// OPERATION.
    pub operation: Option<i64>,
    /// FEES.
    pub fees: Option<i64>,
    /// The account whose code is the key: `FEE` is WeChat Pay's income, `USER` the buyers, `BANK` the banks.
    pub balance: Option<i64>,
}

/// What the journal says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectJournal {
    /// Only entries of this kind: world, call, act, clock, timer or callback.
    pub kind: Option<String>,
    /// Only entries about this.
    pub subject: Option<String>,
    /// A part of the title of each entry that is looked for, in order.
    pub contains: Vec<String>,
}

/// What was mailed last.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectMail {
    /// To whom.
    pub to: String,
    /// Its subject line.
    pub subject: Option<String>,
    /// A part of its text.
    pub contains: String,
    /// How many mails there are in all.
    pub count: Option<usize>,
}
