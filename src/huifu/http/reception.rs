//! From a raw request to an answer: the envelope, the world of its caller, the signature, one command.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::routes::{self, Route};
use super::wire::{self, Call, Opened, Reply};
use super::{bill, errors};
use crate::huifu::CREDENTIAL;
use crate::huifu::model::assumed::{self, Assumed};
use crate::huifu::model::member::Member;
use crate::huifu::rules::Ruled;
use crate::huifu::rules::refusal::Refusal;
use crate::world::journal::{Kind, Note};
use crate::world::message::{Answer, Request, for_header};
use crate::world::system::Handled;
use crate::world::{Bug, Cx, World, Worlds};

/// What of a request every answer repeats.
const ECHOED: [&str; 3] = ["req_date", "req_seq_id", "huifu_id"];

/// Answers a request to Huifu.
#[must_use]
pub fn handle(worlds: &Worlds, request: &Request) -> Handled {
    if let Some(handled) = bill::download(worlds, request) {
        return handled;
    }
    match Visit::begin(worlds, request) {
        Ok((visit, world)) => Handled { answer: visit.answer(&world), rest: None, world: Some(world) },
        Err(refusal) => stray(worlds, request, &refusal),
    }
}

/// A readable request on its way through the world of its caller.
struct Visit<'a> {
    request: &'a Request,
    route: &'static Route,
    version: u8,
    opened: Opened<'a>,
}

impl<'a> Visit<'a> {
    /// What needs no world: path, method, envelope, the name of the caller.
    fn begin(worlds: &Worlds, request: &'a Request) -> Result<(Visit<'a>, Arc<World>), Refusal> {
        let path = request.path();
        let found = routes::find(path);
        let (route, version) = found.map_err(|near| Refusal::UnknownPath { path: path.to_owned(), near })?;
        if request.method != "POST" {
            return Err(Refusal::PostRequired);
        }
        let opened = wire::open(request)?;
        let world = worlds.holding(CREDENTIAL, &opened.sys_id);
        let world = world.ok_or_else(|| Refusal::UnknownCaller(opened.sys_id.clone()))?;
        Ok((Visit { request, route, version, opened }, world))
    }

    fn answer(&self, world: &World) -> Answer {
        let decided = world.command(|cx| self.decide(cx));
        let (reply, hint) = decided.unwrap_or_else(|bug: Bug| {
            tracing::error!(request = %self.request.target, "a command failed: {bug}");
            let hint = "a mistake of the sandbox, nothing was changed; please report it";
            (Reply::new("99999999", "系统异常，请稍后重试"), Some(hint.to_owned()))
        });
        // The signature is made here, outside the lock.
        let mut answer = wire::answer(&reply);
        answer.set("Sandbox-Now", world.now().to_string());
        if let Some(hint) = hint {
            answer.set("Sandbox-Hint", for_header(&hint));
        }
        answer
    }

    fn decide(&self, cx: &Cx<'_>) -> Result<(Reply, Option<String>), Bug> {
        let assumed = assumed::of(cx)?;
        let reply = match cx.attempt(|| self.run(cx))? {
            Ok(reply) => reply.with(self.echo()),
            Err(refusal) => {
                cx.note(refusal.explain());
                refused(&refusal, &assumed).with(self.echo())
            }
        };
        let hint = cx.last_note().map(|note| note.en);
        self.journal(cx, &reply)?;
        Ok((reply, hint))
    }

    fn run(&self, cx: &Cx<'_>) -> Ruled<Reply> {
        let Opened { sys_id, product_id, data, .. } = &self.opened;
        let caller = cx.get::<Member>(sys_id)?.ok_or_else(|| Refusal::UnknownCaller(sys_id.clone()))?;
        if caller.product_id != *product_id {
            let (given, wanted) = (product_id.clone(), caller.product_id.clone());
            return Err(Refusal::OtherProduct { given, wanted }.into());
        }
        self.opened.verify(&caller)?;
        let nested = data.iter().find(|(_, value)| value.is_object() || value.is_array());
        if let Some((name, _)) = nested {
            cx.note(Note::new(
                format!("{name} is nested: clients sign nested values differently, send it as JSON text"),
                format!("{name} 为嵌套结构：各 SDK 对嵌套值的签名不一致，应以 JSON 字符串传递"),
            ));
        }
        let is_real = |name: &str| name == super::REAL_HOST || super::TEST_HOSTS.contains(&name);
        let origin = self.request.origin(super::REAL_HOST, is_real);
        let (caller, data) = (&caller, Fields(data));
        (self.route.run)(&Call { cx, caller, data, version: self.version, origin: &origin })
    }

    fn echo(&self) -> Map<String, Value> {
        let data = Fields(&self.opened.data);
        let echoed = ECHOED.iter().filter_map(|name| Some(((*name).to_owned(), data.text(name)?.into())));
        echoed.collect()
    }

    fn journal(&self, cx: &Cx<'_>, reply: &Reply) -> Result<(), Bug> {
        let Request { method, headers, .. } = self.request;
        let code = reply.0.get("resp_code").and_then(Value::as_str).unwrap_or_default();
        let title = format!("{method} {} -> {code}", self.request.path());
        let subject = Fields(&self.opened.data).text("req_seq_id").unwrap_or_default();
        let data = json!({
            "request": { "headers": headers, "body": self.request.body_text() },
            "answer": { "status": 200, "body": reply.0 },
        });
        cx.journal(Kind::Call, &title, &subject, data)?;
        Ok(())
    }
}

fn refused(refusal: &Refusal, assumed: &Assumed) -> Reply {
    let row = errors::of_refusal(refusal, assumed);
    let reply = Reply::new(&row.code, &row.text);
    if refusal.fails_a_trade() { reply.set("trans_stat", "F") } else { reply }
}

/// An answer to a request that belongs to no world.
fn stray(worlds: &Worlds, request: &Request, refusal: &Refusal) -> Handled {
    let mut answer = wire::answer(&refused(refusal, &Assumed::default()));
    if matches!(refusal, Refusal::UnknownPath { .. }) {
        answer.status = 404;
    }
    if let Some(world) = worlds.all().into_iter().next() {
        answer.set("Sandbox-Now", world.now().to_string());
    }
    let mut hint = refusal.explain().en;
    if matches!(refusal, Refusal::UnknownCaller(_)) {
        hint = format!("{hint}; there are: {}", worlds.known(CREDENTIAL).join(", "));
    }
    answer.set("Sandbox-Hint", for_header(&hint));
    worlds.note_stray(request, &answer, &hint);
    Handled { answer, rest: None, world: None }
}
