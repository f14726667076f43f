//! The one API under `/_sandbox` that console, command line and scenarios share, and the way to the systems beside it.

mod access;
mod acts;
mod allinpay;
mod books;
mod clock;
mod copies;
mod error;
mod huifu;
mod inbox;
mod ipos;
mod media;
mod money;
mod orders;
mod portal;
mod record;
mod refusals;
mod routes;
mod server;
mod wire;
mod worlds;

use std::sync::Arc;

use super::hub::Hub;
use crate::world::Worlds;
use crate::world::message::{Answer, Pieces, Request};

pub use access::Access;
pub use error::ApiError;
pub use wire::MAX_LIMIT;

/// The path under which the control API lives.
pub const ROOT: &str = "/_sandbox";

/// Answers whatever came through a door: the control API under [`ROOT`], the imitated systems everywhere else.
///
/// A body that is too long to be held whole comes in pieces behind the answer.
pub async fn answer(
    hub: &Arc<Hub>,
    door: &Worlds,
    request: Request,
    access: &Access,
) -> (Answer, Option<Pieces>) {
    let path = request.path();
    if path == ROOT || path.strip_prefix(ROOT).is_some_and(|rest| rest.starts_with('/')) {
        let answer = match access.check(&request) {
            Ok(()) => routes::answer(hub, door, &request).await,
            Err(error) => error.answer(),
        };
        return (answer, None);
    }
    let host = request.header("host").map(access::host_name).unwrap_or_default();
    let Some(system) = hub.systems().iter().find(|system| system.owns(host, path)) else {
        let error = ApiError::new(404, "NO_SYSTEM", "no system answers this path", "没有系统处理该路径");
        return (error.answer(), None);
    };
    let handled = system.handle(door, &request);
    // The answer goes out first; what fell due is worked off after it.
    if let Some(world) = handled.world
        && world.take_news()
        && let Ok(resident) = hub.resident(world.name())
    {
        resident.driver.wake();
    }
    (handled.answer, handled.rest)
}
