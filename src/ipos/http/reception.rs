//! From a raw request to an answer: the world of its merchant, the signature, one command.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::routes::{self, Node, Number, Route};
use super::wire::{self, Call, Opened, Reply};
use super::{PREFIX, REAL_HOST, bill, errors};
use crate::huifu::model::assumed as books_assumed;
use crate::ipos::CREDENTIAL;
use crate::ipos::model::answered::Answered;
use crate::ipos::model::assumed::{self, Assumed};
use crate::ipos::model::merchant::Merchant;
use crate::ipos::model::trade::key;
use crate::ipos::rules::Ruled;
use crate::ipos::rules::asking::{Asking, new_sys_seq};
use crate::ipos::rules::refusal::{FieldRefusal, Refusal, TradeRefusal};
use crate::ipos::rules::view::{Members, TIME};
use crate::world::journal::{Kind, Note};
use crate::world::message::{Answer, Request, for_header};
use crate::world::system::Handled;
use crate::world::{Bug, Cx, World, Worlds};

/// What of a request every answer repeats.
const ECHOED: [&str; 4] = ["isspid", "pos_id", "pos_seq", "memo"];

/// What of every answer no readable page shows.
const INFERRED: [&str; 2] = ["sign", "result.comment"];

/// Answers a request to ipos-sa.
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

/// A readable request on its way through the world of its merchant.
struct Visit<'a> {
    request: &'a Request,
    opened: Opened,
}

/// What a command decided: the answer's members, the key that signs them, what a human is told.
struct Decided {
    members: Members,
    key: Option<String>,
    hint: String,
}

impl<'a> Visit<'a> {
    /// What needs no world: path, method, the common members.
    fn begin(worlds: &Worlds, request: &'a Request) -> Result<(Visit<'a>, Arc<World>), Refusal> {
        let path = request.path();
        if path.trim_end_matches('/') != PREFIX && path != "/" {
            return Err(Refusal::UnknownPath(path.to_owned()));
        }
        if request.method != "POST" {
            return Err(Refusal::PostRequired);
        }
        let opened = wire::open(request)?;
        let world = worlds.holding(CREDENTIAL, &opened.isspid);
        let world = world.ok_or_else(|| Refusal::UnknownMerchant(opened.isspid.clone()))?;
        Ok((Visit { request, opened }, world))
    }

    fn answer(&self, world: &World) -> Answer {
        let decided = world.command(|cx| self.decide(cx));
        let decided = decided.unwrap_or_else(|bug: Bug| {
            tracing::error!(request = %self.opened.request_type, "a command failed: {bug}");
            let hint = "a mistake of the sandbox, nothing was changed; please report it".to_owned();
            let members = json!({ "result": { "id": Assumed::default().refused, "comment": "系统异常" } });
            Decided { members: members.as_object().cloned().unwrap_or_default(), key: None, hint }
        });
        // The signature is made here, outside the lock.
        let mut answer = wire::answer(decided.members, decided.key.as_deref());
        answer.set("Sandbox-Now", world.now().to_string());
        answer.set("Sandbox-Hint", for_header(&decided.hint));
        answer
    }

    fn decide(&self, cx: &Cx<'_>) -> Result<Decided, Bug> {
        let assumed = assumed::of(cx)?;
        let merchant = cx.get::<Merchant>(&self.opened.isspid)?;
        let route = routes::find(&self.opened.request_type);
        let outcome = cx.attempt(|| self.run(cx, merchant.as_ref(), route, &assumed))?;
        let members = match outcome {
            Ok(members) => members,
            Err(refusal) => {
                cx.note(refusal.explain());
                let result = errors::of_refusal(&refusal, &assumed, &books_assumed::of(cx)?);
                let mut members = self.common(cx);
                members.insert("result".to_owned(), json!(result));
                members
            }
        };
        let refused = members["result"]["id"] == assumed.refused.as_str();
        let hint = hint(cx.last_note(), route.ok().filter(|_| !refused));
        let title = format!(
            "POST {} {} -> {}",
            self.request.path(),
            self.opened.request_type,
            members["result"]["id"].as_str().unwrap_or_default()
        );
        let subject = Fields(&self.opened.members).text("pos_seq").unwrap_or_default();
        let data = json!({
            "request": { "headers": self.request.headers, "body": self.request.body_text() },
            "answer": { "status": 200, "body": members },
        });
        cx.journal(Kind::Call, &title, &subject, data)?;
        Ok(Decided { members, key: merchant.map(|merchant| merchant.key), hint })
    }

    fn run(
        &self,
        cx: &Cx<'_>,
        merchant: Option<&Merchant>,
        route: Result<&'static Route, Option<&'static str>>,
        assumed: &Assumed,
    ) -> Ruled<Members> {
        let Opened { members, request_type, isspid, .. } = &self.opened;
        let merchant = merchant.ok_or_else(|| Refusal::UnknownMerchant(isspid.clone()))?;
        self.opened.verify(merchant)?;
        let route = route.map_err(|near| Refusal::UnknownRequest { asked: request_type.clone(), near })?;
        let common = Fields(members);
        let system_id = common.required("system_id", 4)?;
        if system_id != merchant.system_id {
            return Err(Refusal::OtherSystem { given: system_id, wanted: merchant.system_id.clone() }.into());
        }
        let none = Map::new();
        let node = match route.node {
            Node::Nested => common.object(route.request_type).ok().flatten(),
            Node::Flat => Some(common),
            Node::None => Some(Fields(&none)),
        };
        let asking = asking(cx, merchant, route, common)?;
        let spent = key(&merchant.isspid, asking.pos_seq.as_str());
        let digest = hex::encode(crate::crypto::sha256(self.opened.text.as_bytes()));
        if route.number == Number::Spent
            && let Some(before) = cx.get::<Answered>(&spent)?
        {
            return repeated(cx, before, &digest, &asking);
        }
        let node = node.ok_or(Refusal::NoNode(route.request_type))?;
        let origin = self.request.origin(REAL_HOST, |name| name == REAL_HOST);
        let reply = (route.run)(&Call { cx, asking: &asking, node, assumed, origin: &origin })?;
        let answer = self.told(cx, route, &asking, reply);
        if route.number == Number::Spent {
            let (isspid, pos_seq) = (merchant.isspid.clone(), asking.pos_seq.clone());
            cx.put(&Answered { isspid, pos_seq, digest, answer: answer.clone() })?;
        }
        Ok(answer)
    }

    /// The members that every answer has.
    fn common(&self, cx: &Cx<'_>) -> Members {
        let sent = Fields(&self.opened.members);
        let echoed = ECHOED.iter().filter_map(|name| Some(((*name).to_owned(), sent.text(name)?.into())));
        let mut members: Members = echoed.collect();
        let name = routes::response_type(&self.opened.request_type);
        members.insert("response_type".to_owned(), name.into());
        members.insert("trans_time".to_owned(), cx.now().format(TIME).into());
        members
    }

    fn told(&self, cx: &Cx<'_>, route: &Route, asking: &Asking, reply: Reply) -> Members {
        let mut members = self.common(cx);
        members.insert("sys_seq".to_owned(), asking.sys_seq.as_str().into());
        members.insert("result".to_owned(), json!(reply.result));
        members.extend(reply.pay_type.map(|pay_type| ("pay_type".to_owned(), pay_type.into())));
        match route.node {
            Node::Nested => {
                members.insert(route.response_type(), Value::Object(reply.members));
            }
            Node::Flat | Node::None => members.extend(reply.members),
        }
        members
    }
}

/// Who asks, and under which number; a terminal names itself and its store.
fn asking(cx: &Cx<'_>, merchant: &Merchant, route: &Route, common: Fields<'_>) -> Ruled<Asking> {
    let (pos_id, store_id) = match route.terminal {
        true => (Some(common.required("pos_id", 20)?), Some(common.required("store_id", 20)?)),
        false => (None, None),
    };
    let sys_seq = new_sys_seq(cx)?;
    let pos_seq = match route.number {
        Number::Spent | Number::Free => {
            let text = common.required("pos_seq", 32)?;
            if text.chars().count() <= 12 {
                return Err(FieldRefusal::PosSeqTooShort.into());
            }
            text
        }
        // Nothing is kept of it.
        Number::None => sys_seq.to_string(),
    };
    let pos_seq =
        crate::world::ids::PosSeq::parse(&pos_seq).map_err(|_| FieldRefusal::format("pos_seq", "流水号"))?;
    let memo = common.optional("memo", 255)?;
    Ok(Asking { merchant: merchant.clone(), pos_id, store_id, pos_seq, sys_seq, memo })
}

/// The answer that the same request got before.
fn repeated(cx: &Cx<'_>, before: Answered, digest: &str, asking: &Asking) -> Ruled<Members> {
    if before.digest != digest {
        return Err(TradeRefusal::Repeated(asking.pos_seq.clone()).into());
    }
    let number = &asking.pos_seq;
    cx.note(Note::new(
        format!("{number} was sent before: nothing is done again, the answer is the same"),
        format!("{number} 为重发请求：不再执行，返回原应答"),
    ));
    Ok(before.answer)
}

/// What a human is told with an answer: the last remark, and what of it is inferred.
fn hint(note: Option<Note>, route: Option<&Route>) -> String {
    let own: &[&str] = route.map_or(&["result.id"], |route| route.inferred);
    let inferred: Vec<&str> = INFERRED.iter().chain(own).copied().collect();
    let inferred = format!("inferred, no readable page shows it: {}", inferred.join(", "));
    note.map_or_else(|| inferred.clone(), |note| format!("{}; {inferred}", note.en))
}

/// An answer to a request that belongs to no world.
fn stray(worlds: &Worlds, request: &Request, refusal: &Refusal) -> Handled {
    let result = errors::of_refusal(refusal, &Assumed::default(), &books_assumed::Assumed::default());
    let mut members = Members::new();
    members.insert("result".to_owned(), json!(result));
    let mut answer = wire::answer(members, None);
    if matches!(refusal, Refusal::UnknownPath(_)) {
        answer.status = 404;
    }
    if let Some(world) = worlds.all().into_iter().next() {
        answer.set("Sandbox-Now", world.now().to_string());
    }
    let mut text = refusal.explain().en;
    if matches!(refusal, Refusal::UnknownMerchant(_)) {
        text = format!("{text}; there are: {}", worlds.known(CREDENTIAL).join(", "));
    }
    answer.set("Sandbox-Hint", for_header(&text));
    worlds.note_stray(request, &answer, &text);
    Handled { answer, rest: None, world: None }
}
