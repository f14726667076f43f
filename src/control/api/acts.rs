//! Acts: the registry, and performing one.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::clock::to_the_end;
use super::wire::{Call, Reply, cut, ok, paged};
use crate::world::act::Act;

/// Every act with its arguments and help.
pub(super) fn list(call: &Call<'_>) -> Reply {
    call.resident()?;
    let page = call.page()?;
    let all: Vec<Value> = call.hub.acts().map(|(system, act)| view(system, act)).collect();
    ok(&paged(cut(all, page), page))
}

fn view(system: &str, act: &Act) -> Value {
    let args = act.args.iter();
    let args: Vec<Value> = args
        .map(|arg| {
            json!({
                "name": arg.name,
                "kind": arg.kind.describe(),
                "required": arg.required,
                "en": arg.en,
                "zh": arg.zh,
            })
        })
        .collect();
    json!({ "name": act.name, "system": system, "en": act.en, "zh": act.zh, "args": args })
}

/// Performs an act. The body holds its arguments; with `drain=false` callbacks follow after the answer.
pub(super) async fn perform(call: &Call<'_>) -> Reply {
    let args: Map<String, Value> = call.body()?;
    let drain = call.flag("drain")?.unwrap_or(true);
    let (hub, world, name) =
        (Arc::clone(call.hub), call.variable("world").to_owned(), call.variable("name").to_owned());
    ok(&to_the_end(async move { hub.act(&world, &name, &args, drain).await }).await?)
}
