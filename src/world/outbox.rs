//! Callbacks: what waits to be sent, and every attempt with its answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::agenda::OUTBOX;
use super::bug::Bug;
use super::cx::Cx;
use super::instant::Instant;
use super::store::{Record, text_of};

/// A callback on its way to a receiver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// The id that every delivery carries.
    pub id: String,
    /// The system that sends it.
    pub system: String,
    /// What it is about, such as an order's number.
    pub subject: String,
    /// The event, in the system's own words.
    pub event: String,
    /// Where it goes.
    pub url: String,
    /// How its delivery stands.
    pub state: NoticeState,
    /// How many scheduled attempts were made.
    pub attempts: u32,
    /// What it says, in the system's own form; sealed anew at each attempt.
    pub data: Value,
}

/// How the delivery of a callback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// The next attempt is on the agenda.
    Waiting,
    /// The receiver accepted it.
    Delivered,
    /// No attempt is left.
    Exhausted,
    /// It is not sent; the journal says why.
    Withheld,
}

/// One attempt on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Its number from 1.
    pub number: u32,
    /// Whether a human asked for it, besides the schedule.
    pub by_hand: bool,
}

/// A callback made ready.
pub enum Prepared {
    /// To be sent.
    Letter(Unsealed),
    /// Not to be sent, for this reason.
    Withheld(super::journal::Note),
}

/// A callback before its signature.
pub struct Unsealed {
    /// How the receiver is called.
    pub method: Method,
    /// Makes what is sent, signature included, for a transport time in unix seconds. Called outside the lock.
    pub seal: Box<dyn FnOnce(i64) -> Sealed + Send>,
    /// How many copies go out at the same moment (NO-08); 1 as a rule.
    pub copies: u32,
}

/// A callback with its signature, wherever its system puts that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sealed {
    /// What is added to the query of the receiver's address.
    pub query: Vec<(String, String)>,
    /// The headers to send.
    pub headers: Vec<(String, String)>,
    /// The body to send; empty for a GET.
    pub body: Vec<u8>,
}

/// How a receiver is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET: an address is checked.
    Get,
    /// POST: something is told.
    #[default]
    Post,
}

impl Method {
    /// Its name in a request.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// What a receiver answered, as a system judges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply<'a> {
    /// Its HTTP status.
    pub status: u16,
    /// The beginning of its body.
    pub body: &'a str,
}

/// What came back from one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The receiver answered.
    Answered {
        /// Its HTTP status.
        status: u16,
        /// The beginning of its body.
        body: String,
    },
    /// Nothing usable came back.
    Failed {
        /// How far it got.
        stage: Stage,
        /// What went wrong there.
        reason: String,
    },
}

/// How far an attempt got before it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The address is not one that we may call.
    Forbidden,
    /// No connection.
    Connect,
    /// No TLS session.
    Tls,
    /// Connected, yet no whole answer in time.
    Http,
}

/// One attempt as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The callback's id.
    pub notice: String,
    /// Its number from 1; attempts made by hand count on from the last one.
    pub number: u32,
    /// Whether a human asked for it.
    pub by_hand: bool,
    /// When it fell due.
    pub at: Instant,
    /// How the receiver was called.
    #[serde(default)]
    pub method: Method,
    /// Where it went, query included.
    #[serde(default)]
    pub url: String,
    /// The headers that were sent.
    pub headers: Vec<(String, String)>,
    /// The body that was sent.
    pub body: String,
    /// What came back.
    pub outcome: Outcome,
    /// How long it took, in milliseconds of host time; 0 inside a scenario, where nothing really waits.
    pub duration_ms: u64,
}

impl Record for Notice {
    const TABLE: &'static str = "notice";
    const COLUMNS: &'static [&'static str] = &["key", "subject", "state"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.id.clone()), Some(self.subject.clone()), Some(text_of(&self.state))]
    }
}

impl Record for Attempt {
    const TABLE: &'static str = "attempt";
    const COLUMNS: &'static [&'static str] = &["key", "notice"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(format!("{}/{}", self.notice, self.number)), Some(self.notice.clone())]
    }
}

impl Cx<'_> {
    /// Puts a callback into the outbox; its first attempt is due now.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn post_notice(&self, notice: &Notice) -> Result<(), Bug> {
        self.put(notice)?;
        self.schedule(self.now(), OUTBOX, &notice.id, &Due { number: 1, by_hand: false })
    }

    /// Puts one more attempt on the agenda now, because a human asked for it.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn resend_notice(&self, notice: &Notice) -> Result<(), Bug> {
        let number = self.count::<Attempt>("notice", &notice.id)? + 1;
        self.schedule(self.now(), OUTBOX, &notice.id, &Due { number, by_hand: true })
    }
}
