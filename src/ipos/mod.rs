//! ipos-sa, a platform for merchants and their terminals: another wire over the books of Huifu.
//!
//! Few of its pages can be read. What is inferred stands in `model/assumed.rs`, can be set otherwise, and every answer's hint
//! names it.

pub mod acts;
pub mod given;
pub mod http;
pub mod model;
pub mod rules;

use crate::world::act::Act;
use crate::world::agenda::Item;
use crate::world::event::Event;
use crate::world::journal::Note;
use crate::world::message::Request;
use crate::world::outbox::{Notice, Prepared, Reply};
use crate::world::system::{Handled, System};
use crate::world::worlds::Credential;
use crate::world::{Bug, Cx, Span, Worlds};
use model::merchant;
use rules::notices;

/// The name under which this system stands on the agenda and in the catalogue.
pub const SYSTEM: &str = "ipos";

/// The kind of credential by which this system finds a world.
pub const CREDENTIAL: &str = "isspid";

/// ipos-sa as a system of the sandbox.
pub struct Ipos;

impl System for Ipos {
    fn name(&self) -> &'static str {
        SYSTEM
    }

    fn owns(&self, host: &str, path: &str) -> bool {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let below = path.strip_prefix(http::PREFIX);
        name == http::REAL_HOST || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn handle(&self, worlds: &Worlds, request: &Request) -> Handled {
        http::handle(worlds, request)
    }

    fn acts(&self) -> &'static [Act] {
        acts::ACTS
    }

    fn credentials(&self, cx: &Cx<'_>) -> Result<Vec<Credential>, Bug> {
        let merchants = merchant::all(cx)?.into_iter();
        Ok(merchants.map(|one| Credential { kind: CREDENTIAL, value: one.isspid.to_string() }).collect())
    }

    /// Nothing falls due here: Huifu's books have the timers.
    fn fall_due(&self, _cx: &Cx<'_>, _item: &Item) -> Result<Option<Note>, Bug> {
        Ok(None)
    }

    /// It stands behind Huifu in the order of systems, so a payment is booked when it hears of it.
    fn hear(&self, cx: &Cx<'_>, event: &Event) -> Result<(), Bug> {
        match event {
            Event::Paid(paid) => notices::paid(cx, paid),
            Event::Unfrozen(transaction_id) => notices::unfrozen(cx, transaction_id),
            // Huifu's books are told, and tell this system what came of it.
            Event::Released(_)
            | Event::Refunding { .. }
            | Event::RefundedInFull(_)
            | Event::ControlAnnounced { .. }
            | Event::ControlLifted { .. } => Ok(()),
        }
    }

    fn prepare(&self, cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
        http::notify::prepare(cx, notice)
    }

    fn accepts(&self, _notice: &Notice, reply: Reply<'_>) -> bool {
        http::notify::accepts(reply)
    }

    fn gap_after(&self, notice: &Notice, number: u32) -> Option<Span> {
        http::notify::gap_after(notice, number)
    }
}
