//! Worlds: listed, made, shown, reset, deleted, and their credentials.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::clock::{self, to_the_end};
use super::error::ApiError;
use super::wire::{Call, Reply, cut, json_answer, ok, paged};
use crate::control::credentials::{self, Credentials};
use crate::control::given::WorldGiven;
use crate::control::hub::Resident;
use crate::world::act::closest;
use crate::world::message::Answer;
use crate::world::{Bug, World};

/// `POST worlds`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    name: String,
    #[serde(default)]
    given: WorldGiven,
}

/// All worlds by name.
pub(super) fn list(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    let worlds = cut(call.hub.all(), page);
    let views = worlds.iter().map(|resident| view(resident)).collect::<Result<Vec<_>, _>>()?;
    ok(&paged(views, page))
}

/// Makes a world from its description.
pub(super) fn create(call: &Call<'_>) -> Reply {
    let Create { name, given } = call.body()?;
    let resident = call.hub.create(&name, &given)?;
    let mut answer = view(&resident)?;
    answer["credentials"] = json!(resident.world().command(credentials::of)?);
    Ok(json_answer(201, &answer))
}

/// One world, with the description that it was made from.
pub(super) fn show(call: &Call<'_>) -> Reply {
    let resident = call.resident()?;
    let mut answer = view(&resident)?;
    answer["given"] = json!(WorldGiven::of(resident.world())?);
    ok(&answer)
}

/// Takes a world away, with its file and its listener.
pub(super) fn delete(call: &Call<'_>) -> Reply {
    call.hub.delete(call.variable("world"))?;
    Ok(Answer::empty(204))
}

/// Puts a world back to its seed and its description.
pub(super) async fn reset(call: &Call<'_>) -> Reply {
    let (hub, name) = (Arc::clone(call.hub), call.variable("world").to_owned());
    to_the_end(async move { hub.reset(&name).await }).await?;
    ok(&view(&*call.resident()?)?)
}

/// What every merchant of the world needs to call the API; only one with `mchid`.
pub(super) fn credentials(call: &Call<'_>) -> Reply {
    let (mut all, apps): (Vec<Credentials>, _) =
        call.read(|cx| Ok((credentials::of(cx)?, credentials::applications(cx)?)))?;
    let wanted = call.parameter("mchid");
    if !wanted.is_empty() {
        let known: Vec<String> = all.iter().map(|one| one.mchid.to_string()).collect();
        all.retain(|one| one.mchid.as_str() == wanted);
        if all.is_empty() {
            return Err(no_merchant(wanted, &known));
        }
    }
    ok(&json!({ "world": call.variable("world"), "items": all, "mini_programs": apps, "next": null }))
}

fn no_merchant(wanted: &str, known: &[String]) -> ApiError {
    let list = known.join(", ");
    let error = ApiError::new(
        404,
        "NO_MERCHANT",
        format!("this world has no merchant {wanted} that calls the API; it has: {list}"),
        format!("该世界没有可调用接口的商户 {wanted}；现有：{list}"),
    );
    match closest(wanted, known.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error,
    }
}

/// A world in a list: its name, its seed, its clock, its merchants, and its own listener if it has one.
pub(super) fn view(resident: &Resident) -> Result<Value, Bug> {
    let world: &World = resident.world();
    let (seed, credentials) = world.command(|cx| {
        let mut all = Vec::new();
        for system in cx.systems() {
            all.extend(system.credentials(cx)?);
        }
        Ok::<_, Bug>((cx.seed(), all))
    })?;
    Ok(json!({
        "name": world.name(),
        "seed": seed,
        "clock": clock::view(world)?,
        "holds": credentials,
        "url": resident.address.map(|address| format!("http://{address}")),
    }))
}
