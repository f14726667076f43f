//! WeChat Pay APIv3: the imitated payment platform.

pub mod acts;
pub mod given;
pub mod http;
pub mod model;
pub mod rules;

use crate::world::act::Act;
use crate::world::agenda::Item;
use crate::world::channel::Channel;
use crate::world::event::Event;
use crate::world::ids::{Appid, Mchid};
use crate::world::journal::Note;
use crate::world::message::Request;
use crate::world::outbox::{Notice, Prepared, Reply};
use crate::world::store::Page;
use crate::world::system::{Handled, System};
use crate::world::worlds::Credential;
use crate::world::{Bug, Cx, Span, Worlds};
use model::merchant::{self, Merchant};
use rules::money;
use rules::timers::{self, SYSTEM};

/// WeChat Pay as a system of the sandbox.
pub struct WechatPay;

impl System for WechatPay {
    fn name(&self) -> &'static str {
        SYSTEM
    }

    /// WeChat Pay owns its own hosts, and whatever path no other system claims on a shared door.
    fn owns(&self, _host: &str, _path: &str) -> bool {
        true
    }

    fn handle(&self, worlds: &Worlds, request: &Request) -> Handled {
        http::handle(worlds, request)
    }

    fn acts(&self) -> &'static [Act] {
        acts::ACTS
    }

    fn credentials(&self, cx: &Cx<'_>) -> Result<Vec<Credential>, Bug> {
        let merchants: Vec<Merchant> = cx.page(Page::ALL)?;
        let callers = merchants.into_iter().filter(|merchant| merchant.provider().is_none());
        Ok(callers.map(|merchant| Credential { kind: "mchid", value: merchant.mchid.to_string() }).collect())
    }

    fn fall_due(&self, cx: &Cx<'_>, item: &Item) -> Result<Option<Note>, Bug> {
        timers::fall_due(cx, &serde_json::from_value(item.data.clone())?)
    }

    fn hear(&self, cx: &Cx<'_>, event: &Event) -> Result<(), Bug> {
        match event {
            Event::Released(released) => money::uncontrolled(cx, &released.transaction_id),
            // What may still lie in the pot is no payment any more that the buyer could confirm.
            Event::RefundedInFull(transaction_id) => money::uncontrolled(cx, transaction_id),
            // What this system tells the others itself, or what does not touch its books.
            Event::Paid(_)
            | Event::Refunding { .. }
            | Event::Unfrozen(_)
            | Event::ControlAnnounced { .. }
            | Event::ControlLifted { .. } => Ok(()),
        }
    }

    fn tied_to(&self, cx: &Cx<'_>, appid: &Appid) -> Result<Vec<Mchid>, Bug> {
        merchant::tied_to(cx, appid)
    }

    fn channel(&self) -> Option<&'static dyn Channel> {
        Some(&WechatPay)
    }

    fn prepare(&self, cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
        http::notify::prepare(cx, notice)
    }

    fn accepts(&self, _notice: &Notice, reply: Reply<'_>) -> bool {
        http::notify::accepts(reply)
    }

    fn gap_after(&self, _notice: &Notice, number: u32) -> Option<Span> {
        http::notify::gap_after(number)
    }
}
