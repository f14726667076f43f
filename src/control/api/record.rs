//! What was recorded and what is to come: callbacks, journal, mails, agenda.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::clock::to_the_end;
use super::error::ApiError;
use super::wire::{Call, Reply, ok, paged};
use crate::world::act::closest;
use crate::world::outbox::{Attempt, Notice};
use crate::world::store::Page;

/// A callback with its attempts.
#[derive(Serialize)]
struct Tried {
    notice: Notice,
    attempts: Vec<Attempt>,
}

/// How the delivery of a callback can stand.
const STATES: [&str; 4] = ["waiting", "delivered", "exhausted", "withheld"];

/// Callbacks with every attempt, oldest first.
pub(super) fn outbox(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    let filters = [("subject", call.parameter("subject")), ("state", call.parameter("state"))];
    let state = call.parameter("state");
    if !state.is_empty() && !STATES.contains(&state) {
        let (all, near) = (STATES.join(", "), closest(state, STATES.into_iter()));
        let en = format!("`{state}` is no state of a callback; there are: {all}");
        let error = ApiError::new(400, "BAD_PARAMETER", en, format!("没有状态 `{state}`；现有：{all}"));
        return Err(error.hint(near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default()));
    }
    let wanted: Vec<(&'static str, &str)> =
        filters.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let tried = call.read(|cx| {
        let notices = cx.page_where::<Notice>(&wanted, page)?.into_iter();
        let tried = notices.map(|notice| {
            let attempts = cx.all::<Attempt>("notice", &notice.id)?;
            Ok(Tried { notice, attempts })
        });
        tried.collect::<Result<Vec<_>, _>>()
    })?;
    ok(&paged(tried, page))
}

/// Sends a callback once more. Answers when the receiver has answered, or has failed to.
pub(super) async fn resend(call: &Call<'_>) -> Reply {
    let (hub, world, id) =
        (Arc::clone(call.hub), call.variable("world").to_owned(), call.variable("id").to_owned());
    let happened = to_the_end(async move { hub.resend(&world, &id).await }).await?;
    ok(&json!({ "happened": happened }))
}

/// Entries after a number, oldest first; `next` is what `after` must be for those that follow.
pub(super) fn journal(call: &Call<'_>) -> Reply {
    let (page, after) = (call.page()?, call.number("after")?.unwrap_or(0));
    let subject = call.parameter("subject");
    let mut entries = call.read(|cx| cx.entries(i64::from(after), subject, page))?;
    let more = entries.len() == usize::try_from(page.limit).unwrap_or(usize::MAX);
    if more {
        entries.pop();
    }
    let next = entries.last().filter(|_| more).map(|entry| entry.seq);
    ok(&json!({ "items": entries, "next": next }))
}

/// What the systems mailed, oldest first.
pub(super) fn mails(call: &Call<'_>) -> Reply {
    let page: Page = call.page()?;
    ok(&paged(call.read(|cx| cx.mails(page))?, page))
}

/// What falls due, in the order in which it will.
pub(super) fn agenda(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    ok(&paged(call.read(|cx| cx.agenda(page))?, page))
}
