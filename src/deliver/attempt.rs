//! One attempt at one callback.

use std::future::Future;
use std::pin::Pin;

use serde_json::json;
use url::Url;

use super::smtp::SmtpServer;
use super::{Happening, HappeningKind};
use crate::world::agenda::{Item, OUTBOX};
use crate::world::journal::{Kind, Note};
use crate::world::outbox::{
    Attempt, Due, Method, Notice, NoticeState, Outcome, Prepared, Reply, Sealed, Stage,
};
use crate::world::receivers::Way;
use crate::world::system::named;
use crate::world::{Bug, Cx, Span, World};

/// A callback ready for the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// How the receiver is called.
    pub method: Method,
    /// Where it goes, query included.
    pub url: Url,
    /// How that address is reached.
    pub way: Way,
    /// Headers, signature included.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long the receiver has for its whole answer.
    pub patience: Span,
}

/// What a transport brings back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// What came back.
    pub outcome: Outcome,
    /// How long it took, in milliseconds of host time.
    pub duration_ms: u64,
}

/// Carries callbacks: over real HTTP, or to the receiver that a scenario plays itself.
pub trait Transport: Send + Sync {
    /// Sends one letter. Never fails and never hangs: what went wrong is an outcome.
    fn send<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = Sent> + Send + 'a>>;

    /// Where mails go besides the world's mailbox; nowhere unless the user named a server.
    fn post_office(&self) -> Option<&SmtpServer> {
        None
    }
}

/// What preparing came to.
pub(super) enum Ready {
    /// Send these: copies of one letter, at the same moment.
    Letters(Due, Vec<Letter>),
    /// It did not matter any more.
    Moot,
    /// It is not sent.
    Withheld(Happening),
}

/// Makes an item of the agenda ready to be sent. The item stays on the agenda until the attempt is concluded, so that a
/// killed process sends again rather than never.
pub(super) fn prepare(world: &World, item: &Item) -> Result<Ready, Bug> {
    let prepared = world.command(|cx| {
        let due: Due = serde_json::from_value(item.data.clone())?;
        let notice = cx.get::<Notice>(&item.subject)?;
        let Some(notice) = notice.filter(|notice| due.by_hand || notice.state == NoticeState::Waiting) else {
            cx.take(item)?;
            return Ok::<_, Bug>(None);
        };
        let system = named(cx.systems(), &notice.system)?;
        let prepared = system.prepare(cx, &notice)?;
        let prepared = match prepared {
            Prepared::Letter(unsealed) => {
                Ok((unsealed, way(cx, &notice.url)?, cx.clock().transport_now(), system.patience()))
            }
            Prepared::Withheld(why) => Err(withhold(cx, item, &notice, why)?),
        };
        Ok(Some((due, prepared)))
    })?;
    let Some((due, prepared)) = prepared else { return Ok(Ready::Moot) };
    let (unsealed, (mut url, way), transport_now, patience) = match prepared {
        Ok(prepared) => prepared,
        Err(happening) => return Ok(Ready::Withheld(happening)),
    };
    // The signature is made here, outside the lock.
    let sealed = (unsealed.seal)(transport_now);
    if !sealed.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&sealed.query);
    }
    let Sealed { headers, body, .. } = sealed;
    let letter = Letter { method: unsealed.method, url, way, headers, body, patience };
    let copies = usize::try_from(unsealed.copies).unwrap_or(1).max(1);
    Ok(Ready::Letters(due, vec![letter; copies]))
}

fn way(cx: &Cx<'_>, url: &str) -> Result<(Url, Way), Bug> {
    match Url::parse(url) {
        Ok(url) => {
            let way = cx.receivers()?.way(&url);
            Ok((url, way))
        }
        Err(error) => {
            let nowhere =
                Url::parse("http://invalid.invalid/").map_err(|error| Bug::Broken(error.to_string()))?;
            Ok((nowhere, Way::Forbidden(format!("{url} is not a URL: {error}"))))
        }
    }
}

fn withhold(cx: &Cx<'_>, item: &Item, notice: &Notice, why: Note) -> Result<Happening, Bug> {
    cx.take(item)?;
    cx.put(&Notice { state: NoticeState::Withheld, ..notice.clone() })?;
    cx.note(why.clone());
    let title = format!("{} for {} withheld", notice.event, notice.subject);
    cx.journal(
        Kind::Callback,
        &title,
        &notice.subject,
        json!({ "notice": notice.id, "event": notice.event }),
    )?;
    let (at, subject) = (cx.now(), notice.subject.clone());
    let detail = json!({ "event": notice.event, "notice": notice.id, "state": NoticeState::Withheld });
    Ok(Happening { at, kind: HappeningKind::Callback, subject, en: why.en, zh: why.zh, detail })
}

/// Keeps what came back, and puts the next attempt on the agenda if there is one: at the previous due plus its gap.
pub(super) fn conclude(
    world: &World,
    item: &Item,
    due: Due,
    sent: &[(Letter, Sent)],
) -> Result<Option<Happening>, Bug> {
    world.command(|cx| {
        if !cx.take(item)? {
            return Ok(None);
        }
        let Some(mut notice) = cx.get::<Notice>(&item.subject)? else { return Ok(None) };
        let system = named(cx.systems(), &notice.system)?;
        let mut last = None;
        for (letter, sent) in sent {
            last = Some(keep(cx, item, due, letter, sent)?);
        }
        let accepted = sent.iter().find_map(|(_, sent)| match &sent.outcome {
            Outcome::Answered { status, body } => {
                Some(Reply { status: *status, body }).filter(|reply| system.accepts(&notice, *reply))
            }
            Outcome::Failed { .. } => None,
        });
        if accepted.is_some() {
            notice.state = NoticeState::Delivered;
            cx.cancel(OUTBOX, &notice.id)?;
        }
        if !due.by_hand {
            notice.attempts = due.number;
            match system.gap_after(&notice, due.number) {
                _ if accepted.is_some() => {}
                Some(gap) => {
                    let next = Due { number: due.number + 1, by_hand: false };
                    cx.schedule(item.due.after(gap), OUTBOX, &notice.id, &next)?;
                }
                None => notice.state = NoticeState::Exhausted,
            }
        }
        cx.put(&notice)?;
        let ended = accepted.is_some() || (!due.by_hand && notice.state == NoticeState::Exhausted);
        let outcome = if ended { system.concluded(cx, &notice, accepted)? } else { None };
        last.map(|attempt| record(cx, &notice, &attempt, outcome)).transpose()
    })
}

fn keep(cx: &Cx<'_>, item: &Item, due: Due, letter: &Letter, sent: &Sent) -> Result<Attempt, Bug> {
    let attempt = Attempt {
        notice: item.subject.clone(),
        number: cx.count::<Attempt>("notice", &item.subject)? + 1,
        by_hand: due.by_hand,
        at: item.due,
        method: letter.method,
        url: letter.url.to_string(),
        headers: letter.headers.clone(),
        body: String::from_utf8_lossy(&letter.body).into_owned(),
        outcome: sent.outcome.clone(),
        duration_ms: sent.duration_ms,
    };
    cx.put(&attempt)?;
    Ok(attempt)
}

/// The record of an attempt, and of what came of it where it was the last.
fn record(cx: &Cx<'_>, notice: &Notice, attempt: &Attempt, outcome: Option<Note>) -> Result<Happening, Bug> {
    let (en, zh) = describe(&attempt.outcome);
    let number = attempt.number;
    let mut en = format!("{} for {}, attempt {number}: {en}", notice.event, notice.subject);
    let mut zh = format!("{} {}，第 {number} 次：{zh}", notice.event, notice.subject);
    if let Some(outcome) = outcome {
        en = format!("{en}; {}", outcome.en);
        zh = format!("{zh}；{}", outcome.zh);
    }
    let detail = json!({
        "notice": notice.id,
        "event": notice.event,
        "url": notice.url,
        "attempt": number,
        "by_hand": attempt.by_hand,
        "outcome": attempt.outcome,
        "state": notice.state,
    });
    let mut data = detail.clone();
    data["duration_ms"] = json!(attempt.duration_ms);
    data["request"] = json!({
        "method": attempt.method,
        "url": attempt.url,
        "headers": attempt.headers,
        "body": attempt.body,
    });
    cx.journal(Kind::Callback, &en, &notice.subject, data)?;
    let (at, subject) = (cx.now(), notice.subject.clone());
    Ok(Happening { at, kind: HappeningKind::Callback, subject, en, zh, detail })
}

fn describe(outcome: &Outcome) -> (String, String) {
    match outcome {
        Outcome::Answered { status, .. } => (format!("answered {status}"), format!("应答 {status}")),
        Outcome::Failed { stage, reason } => {
            let (en, zh) = match stage {
                Stage::Forbidden => ("not sent", "未发送"),
                Stage::Connect => ("no connection", "连接失败"),
                Stage::Tls => ("no TLS session", "TLS 握手失败"),
                Stage::Http => ("no answer", "无应答"),
            };
            (format!("{en}: {reason}"), format!("{zh}：{reason}"))
        }
    }
}
