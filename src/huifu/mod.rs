//! Huifu 斗拱, an acquirer: payments through WeChat Pay, splits, refunds, balances and payouts in its own books.

pub mod acts;
pub mod given;
pub mod http;
pub mod model;
pub mod rules;

use crate::world::act::Act;
use crate::world::agenda::Item;
use crate::world::event::Event;
use crate::world::ids::{Appid, Mchid};
use crate::world::journal::Note;
use crate::world::message::Request;
use crate::world::outbox::{Notice, Prepared, Reply};
use crate::world::system::{Handled, System};
use crate::world::worlds::Credential;
use crate::world::{Bug, Cx, Span, Worlds};
use model::member;
use rules::{control, paid, release, timers};

/// The name under which this system stands on the agenda and in the catalogue.
pub const SYSTEM: &str = "huifu";

/// The kind of credential by which this system finds a world.
pub const CREDENTIAL: &str = "sys_id";

/// Huifu as a system of the sandbox.
pub struct Huifu;

impl System for Huifu {
    fn name(&self) -> &'static str {
        SYSTEM
    }

    fn owns(&self, host: &str, path: &str) -> bool {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        name == http::REAL_HOST
            || http::TEST_HOSTS.contains(&name)
            || http::PREFIXES.iter().any(|prefix| path.starts_with(prefix))
    }

    fn handle(&self, worlds: &Worlds, request: &Request) -> Handled {
        http::handle(worlds, request)
    }

    fn acts(&self) -> &'static [Act] {
        acts::ACTS
    }

    /// Merchants and agents of the description call; users do not, nor does anybody whom the API opened.
    fn credentials(&self, cx: &Cx<'_>) -> Result<Vec<Credential>, Bug> {
        let callers = member::all(cx)?.into_iter().filter(member::Member::calls);
        let named =
            |member: member::Member| Credential { kind: CREDENTIAL, value: member.huifu_id.to_string() };
        Ok(callers.map(named).collect())
    }

    fn fall_due(&self, cx: &Cx<'_>, item: &Item) -> Result<Option<Note>, Bug> {
        timers::fall_due(cx, &serde_json::from_value(item.data.clone())?)
    }

    fn hear(&self, cx: &Cx<'_>, event: &Event) -> Result<(), Bug> {
        match event {
            Event::Paid(paid) => paid::paid(cx, paid),
            Event::Released(released) => release::released(cx, released),
            Event::ControlAnnounced { appid, from } => control::announced(cx, appid, *from),
            Event::ControlLifted { appid } => control::lifted(cx, appid),
            // Huifu itself gave the money back, or let go of it.
            Event::Refunding { .. } | Event::RefundedInFull(_) | Event::Unfrozen(_) => Ok(()),
        }
    }

    /// The merchants that an application is bound to, by their numbers at WeChat Pay.
    fn tied_to(&self, cx: &Cx<'_>, appid: &Appid) -> Result<Vec<Mchid>, Bug> {
        Ok(control::bound_to(cx, appid)?.into_iter().map(|merchant| merchant.wechat_mchid).collect())
    }

    fn prepare(&self, _cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
        http::notify::prepare(notice)
    }

    fn accepts(&self, notice: &Notice, reply: Reply<'_>) -> bool {
        http::notify::accepts(notice, reply)
    }

    fn gap_after(&self, notice: &Notice, number: u32) -> Option<Span> {
        http::notify::gap_after(notice, number)
    }
}
