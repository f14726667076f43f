//! The acquirer Allinpay 收银宝: orders over its channels, pre-consumption under WeChat's fund control, bills.

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
use crate::world::store::Page;
use crate::world::system::{Handled, System};
use crate::world::worlds::Credential;
use crate::world::{Bug, Cx, Span, Worlds};
use model::merchant::{Merchant, Organization};
use rules::timers::{self, SYSTEM};
use rules::{completion, control, paid};

/// The kind of credential by which this system finds a world.
pub const CREDENTIAL: &str = "cusid";

/// The acquirer as a system of the sandbox.
pub struct Allinpay;

impl System for Allinpay {
    fn name(&self) -> &'static str {
        SYSTEM
    }

    fn owns(&self, host: &str, path: &str) -> bool {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        http::REAL_HOSTS.contains(&name) || http::PREFIXES.iter().any(|prefix| path.starts_with(prefix))
    }

    fn handle(&self, worlds: &Worlds, request: &Request) -> Handled {
        http::handle(worlds, request)
    }

    fn acts(&self) -> &'static [Act] {
        acts::ACTS
    }

    fn credentials(&self, cx: &Cx<'_>) -> Result<Vec<Credential>, Bug> {
        let merchants: Vec<Merchant> = cx.page(Page::ALL)?;
        let groups: Vec<Organization> = cx.page(Page::ALL)?;
        let numbers = merchants.into_iter().map(|one| one.cusid);
        let numbers = numbers.chain(groups.into_iter().map(|one| one.orgid));
        Ok(numbers.map(|value| Credential { kind: CREDENTIAL, value }).collect())
    }

    fn fall_due(&self, cx: &Cx<'_>, item: &Item) -> Result<Option<Note>, Bug> {
        timers::fall_due(cx, &serde_json::from_value(item.data.clone())?)
    }

    fn hear(&self, cx: &Cx<'_>, event: &Event) -> Result<(), Bug> {
        match event {
            Event::Paid(event) => paid::heard(cx, event),
            Event::Released(event) => completion::heard(cx, event),
            Event::ControlAnnounced { appid, from } => control::announced(cx, appid, *from),
            Event::ControlLifted { appid } => control::lifted(cx, appid),
            // It was this system that gave the money back, or another acquirer that books its own releases.
            Event::Refunding { .. } | Event::RefundedInFull(_) | Event::Unfrozen(_) => Ok(()),
        }
    }

    fn tied_to(&self, cx: &Cx<'_>, appid: &Appid) -> Result<Vec<Mchid>, Bug> {
        let merchants: Vec<Merchant> = cx.page(Page::ALL)?;
        let takes = |one: &Merchant| one.appids.contains(appid) || one.sub_appid.as_ref() == Some(appid);
        Ok(merchants.into_iter().filter(takes).map(|one| one.sub_mchid).collect())
    }

    fn prepare(&self, cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
        http::notify::prepare(cx, notice)
    }

    fn accepts(&self, _notice: &Notice, reply: Reply<'_>) -> bool {
        http::notify::accepts(reply)
    }

    fn patience(&self) -> Span {
        http::notify::PATIENCE
    }

    fn gap_after(&self, _notice: &Notice, number: u32) -> Option<Span> {
        http::notify::gap_after(number)
    }
}
