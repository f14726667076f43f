//! The clock: shown, advanced, set.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ApiError;
use super::wire::{Call, Reply, ok};
use crate::world::{Bug, Instant, Span, World};

/// `POST clock/advance`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    by: String,
}

/// `POST clock/set`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    to: String,
}

/// Where the clock stands, whether it flows, and what comes next.
pub(super) fn show(call: &Call<'_>) -> Reply {
    ok(&view(call.resident()?.world())?)
}

pub(super) fn view(world: &World) -> Result<Value, Bug> {
    let clock = world.clock();
    let next = world.command(|cx| cx.next_instant())?;
    Ok(json!({
        "now": clock.now(),
        "frozen": clock.is_frozen(),
        "transport": clock.transport,
        "next_due": next,
    }))
}

/// Moves the clock on by a span. Answers in order what happened on the way.
pub(super) async fn advance(call: &Call<'_>) -> Reply {
    let Advance { by } = call.body()?;
    let span = Span::parse(&by).map_err(|why| bad_time(&why))?;
    let driver = Arc::clone(&call.resident()?.driver);
    ok(&to_the_end(async move { driver.advance(span).await }).await?)
}

/// Moves the clock on to an instant. Answers in order what happened on the way.
pub(super) async fn set(call: &Call<'_>) -> Reply {
    let Set { to } = call.body()?;
    let instant = Instant::parse(&to).map_err(|why| bad_time(&why))?;
    let driver = Arc::clone(&call.resident()?.driver);
    ok(&to_the_end(async move { driver.set(instant).await }).await?)
}

fn bad_time(why: &str) -> ApiError {
    ApiError::new(400, "BAD_TIME", why, format!("时间格式有误：{why}"))
        .hint("a span such as 30s, 5m, 2h, 180d; an instant such as 2026-01-05T10:00:30+08:00")
}

/// Runs a command to its end, also when whoever asked for it hangs up: nothing may be left half done.
pub(super) async fn to_the_end<T, E>(
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<T, ApiError>
where
    T: Send + 'static,
    E: Into<ApiError> + Send + 'static,
{
    match tokio::spawn(work).await {
        Ok(done) => done.map_err(Into::into),
        Err(error) => Err(Bug::Broken(format!("a command ended early: {error}")).into()),
    }
}
