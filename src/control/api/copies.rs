//! Snapshot, restore, fork.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use super::clock::to_the_end;
use super::wire::{Call, Reply, cut, json_answer, ok, paged};
use super::worlds;

/// `POST snapshots` and `POST fork`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

/// The names of the world's snapshots.
pub(super) fn list(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    ok(&paged(cut(call.hub.snapshots(call.variable("world"))?, page), page))
}

/// Keeps the world as it is now, over an earlier snapshot of that name.
pub(super) fn take(call: &Call<'_>) -> Reply {
    let Named { name } = call.body()?;
    call.hub.snapshot(call.variable("world"), &name)?;
    let now = call.resident()?.world().now();
    Ok(json_answer(201, &json!({ "name": name, "now": now })))
}

/// Puts the world back to a snapshot.
pub(super) async fn restore(call: &Call<'_>) -> Reply {
    let (hub, world, name) =
        (Arc::clone(call.hub), call.variable("world").to_owned(), call.variable("name").to_owned());
    to_the_end(async move { hub.restore(&world, &name).await }).await?;
    worlds::show(call)
}

/// Makes a world that begins as this one, behind a listener of its own.
pub(super) fn fork(call: &Call<'_>) -> Reply {
    let Named { name } = call.body()?;
    let fork = call.hub.fork(call.variable("world"), &name)?;
    Ok(json_answer(201, &worlds::view(&fork)?))
}
