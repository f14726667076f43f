//! The server API of mini programs and official accounts (api.weixin.qq.com): access tokens, logins, order shipping,
//! messages pushed to the servers of mini programs.

pub mod acts;
pub mod given;
pub mod http;
pub mod model;
pub mod rules;

use crate::world::act::Act;
use crate::world::agenda::Item;
use crate::world::control::Control;
use crate::world::event::Event;
use crate::world::ids::{Appid, Mchid};
use crate::world::journal::Note;
use crate::world::message::Request;
use crate::world::outbox::{Notice, Prepared, Reply};
use crate::world::store::Page;
use crate::world::system::{Handled, System};
use crate::world::worlds::Credential;
use crate::world::{Bug, Cx, Span, Worlds};
use model::app::App;
use rules::{confirm, control, shipping};

/// The name under which this system stands on the agenda and in the catalogue.
pub const SYSTEM: &str = "mini_program";

/// The kind of credential by which this system finds a world; an access token names its appid.
pub const CREDENTIAL: &str = "appid";

/// The server API of mini programs as a system of the sandbox.
pub struct MiniProgram;

impl System for MiniProgram {
    fn name(&self) -> &'static str {
        SYSTEM
    }

    fn owns(&self, host: &str, path: &str) -> bool {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        name == http::REAL_HOST || http::PREFIXES.iter().any(|prefix| path.starts_with(prefix))
    }

    fn handle(&self, worlds: &Worlds, request: &Request) -> Handled {
        http::handle(worlds, request)
    }

    fn acts(&self) -> &'static [Act] {
        acts::ACTS
    }

    fn credentials(&self, cx: &Cx<'_>) -> Result<Vec<Credential>, Bug> {
        let apps: Vec<App> = cx.page(Page::ALL)?;
        let named = |app: App| Credential { kind: CREDENTIAL, value: app.appid.to_string() };
        Ok(apps.into_iter().map(named).collect())
    }

    fn fall_due(&self, cx: &Cx<'_>, item: &Item) -> Result<Option<Note>, Bug> {
        confirm::fall_due(cx, &serde_json::from_value(item.data.clone())?)
    }

    fn hear(&self, cx: &Cx<'_>, event: &Event) -> Result<(), Bug> {
        match event {
            Event::Paid(paid) => shipping::paid(cx, paid),
            Event::Refunding { transaction_id, in_full } => confirm::refunding(cx, transaction_id, *in_full),
            Event::RefundedInFull(transaction_id) => shipping::refunded(cx, transaction_id),
            // What this system tells the others itself.
            Event::ControlAnnounced { .. } | Event::ControlLifted { .. } | Event::Released(_) => Ok(()),
            // An acquirer's books are its own matter.
            Event::Unfrozen(_) => Ok(()),
        }
    }

    fn control_over(&self, cx: &Cx<'_>, appids: &[&Appid], recipient: &Mchid) -> Result<Control, Bug> {
        control::control_over(cx, appids, recipient)
    }

    fn prepare(&self, cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
        http::notify::prepare(cx, notice)
    }

    fn accepts(&self, notice: &Notice, reply: Reply<'_>) -> bool {
        http::notify::accepts(notice, reply)
    }

    fn gap_after(&self, notice: &Notice, number: u32) -> Option<Span> {
        http::notify::gap_after(notice, number)
    }

    fn concluded(
        &self,
        cx: &Cx<'_>,
        notice: &Notice,
        accepted: Option<Reply<'_>>,
    ) -> Result<Option<Note>, Bug> {
        http::notify::concluded(cx, notice, accepted)
    }
}
