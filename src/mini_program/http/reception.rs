//! From a raw request to an answer: the route, the world of its caller, one command.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::routes::{self, Caller, Method, Route};
use super::wire::{self, Call};
use super::{errors, mistakes, shape};
use crate::mini_program::model::token::AccessToken;
use crate::mini_program::rules::refusal::{Errcode, Refusal, TokenRefusal};
use crate::mini_program::rules::{Ruled, token};
use crate::mini_program::{CREDENTIAL, SYSTEM};
use crate::world::journal::Kind;
use crate::world::message::{Answer, Request, for_header};
use crate::world::system::Handled;
use crate::world::{Bug, Cx, Stop, World, Worlds, host};

/// Answers a request to the server API.
#[must_use]
pub fn handle(worlds: &Worlds, request: &Request) -> Handled {
    match Visit::begin(worlds, request) {
        Ok((visit, world)) => Handled { answer: visit.answer(&world), rest: None, world: Some(world) },
        Err(refusal) => stray(worlds, request, &refusal),
    }
}

/// A readable request on its way through the world of its caller.
struct Visit<'a> {
    request: &'a Request,
    route: &'static Route,
    query: BTreeMap<String, String>,
    /// Whose credential was sent.
    appid: String,
    /// What the body says, or why it says nothing: that is told after the token was looked at.
    body: Result<Map<String, Value>, Refusal>,
}

impl<'a> Visit<'a> {
    /// What needs no world, in the order of SH-14: path, method, the name of the caller, JSON.
    fn begin(worlds: &Worlds, request: &'a Request) -> Result<(Visit<'a>, Arc<World>), Refusal> {
        let path = request.path();
        let route =
            routes::find(path).map_err(|near| Refusal::UnknownPath { path: path.to_owned(), near })?;
        match (route.method, request.method.as_str()) {
            (Method::Get, "GET") | (Method::Post, "POST") => {}
            (Method::Get, _) => return Err(Refusal::GetRequired),
            (Method::Post, _) => return Err(Refusal::PostRequired),
        }
        let query = wire::query_of(request);
        let body = match route.method {
            Method::Get => Ok(Map::new()),
            Method::Post => wire::body_of(request),
        };
        let named = match (route.caller, route.method) {
            (Caller::Secret, Method::Get) => query.get("appid").cloned(),
            (Caller::Secret, Method::Post) => {
                let body = body.as_ref().map_err(Clone::clone)?;
                body.get("appid").and_then(Value::as_str).map(str::to_owned)
            }
            (Caller::Token | Caller::UserToken, _) => {
                let token = query.get("access_token").filter(|token| !token.is_empty());
                let token = token.ok_or(Refusal::TokenMissing)?;
                Some(AccessToken::appid_in(token).ok_or(Refusal::Token(TokenRefusal::Unknown))?)
            }
        };
        let appid = named.filter(|appid| !appid.is_empty()).ok_or(Refusal::AppidMissing)?;
        let world = worlds.holding(CREDENTIAL, &appid).ok_or_else(|| match route.caller {
            Caller::Secret => Refusal::UnknownAppid(appid.clone()),
            Caller::Token | Caller::UserToken => Refusal::Token(TokenRefusal::Unknown),
        })?;
        Ok((Visit { request, route, query, appid, body }, world))
    }

    fn answer(&self, world: &World) -> Answer {
        world.command(|cx| self.decide(cx)).unwrap_or_else(|bug: Bug| {
            tracing::error!(request = %self.request.target, "a command failed: {bug}");
            let mut answer = wire::answer(&wire::error_body(Errcode::SystemError, &wire::rid(0, [0; 8])));
            answer.set("Sandbox-Hint", "a mistake of the sandbox, nothing was changed; please report it");
            answer.set("Sandbox-Now", world.now().to_string());
            answer
        })
    }

    fn decide(&self, cx: &Cx<'_>) -> Result<Answer, Bug> {
        let rid = wire::rid(cx.clock().transport_now(), cx.random("rid")?.bytes::<8>());
        let outcome = match self.armed(cx)? {
            Some(code) => Err(Refusal::Armed(code)),
            None => cx.attempt(|| self.run(cx))?,
        };
        let mistake = self.body.as_ref().ok().and_then(|body| mistakes::told(body, self.route.body));
        let body = match &outcome {
            Ok(body) => body.clone(),
            Err(refusal) => {
                cx.note(refusal.explain());
                wire::error_body(errors::of_refusal(refusal), &rid)
            }
        };
        let mut hints: Vec<String> = cx.last_note().map(|note| note.en).into_iter().collect();
        if let Some(mistake) = mistake {
            hints.push(mistake.en.clone());
            cx.note(mistake);
        }
        let mut answer = wire::answer(&body);
        answer.set("Sandbox-Now", cx.now().to_string());
        if !hints.is_empty() {
            answer.set("Sandbox-Hint", for_header(&hints.join("; ")));
        }
        self.journal(cx, &answer, &body)?;
        Ok(answer)
    }

    /// The code that an act armed for this call. It is spent, whatever the call would have come to.
    fn armed(&self, cx: &Cx<'_>) -> Result<Option<Errcode>, Bug> {
        let code = cx.armed_answer(SYSTEM, &self.appid, self.request.path())?;
        Ok(code.and_then(|code| Errcode::numbered(code.parse().ok()?)))
    }

    fn run(&self, cx: &Cx<'_>) -> Ruled<Value> {
        let token = self.query.get("access_token").map_or("", String::as_str);
        let appid = match self.route.caller {
            Caller::Token => Some(token::of_mini_program(cx, token)?),
            Caller::Secret | Caller::UserToken => None,
        };
        let body = self.body.as_ref().map_err(|refusal| Stop::Refused(refusal.clone()))?;
        shape::check(body, self.route.body)?;
        (self.route.run)(&Call { cx, query: &self.query, appid: appid.as_ref(), body })
    }

    fn journal(&self, cx: &Cx<'_>, answer: &Answer, body: &Value) -> Result<(), Bug> {
        let Request { method, headers, .. } = self.request;
        let errcode = body["errcode"].as_i64().unwrap_or(0);
        // Without the query: it holds secrets and tokens, which are long and say nothing.
        let title = format!("{method} {} -> {errcode}", self.request.path());
        let data = json!({
            "request": { "query": self.request.query(), "headers": headers, "body": self.request.body_text() },
            "answer": { "status": answer.status, "headers": answer.headers, "body": answer.body_text() },
        });
        cx.journal(Kind::Call, &title, "", data)?;
        Ok(())
    }
}

/// An answer to a request that belongs to no world.
fn stray(worlds: &Worlds, request: &Request, refusal: &Refusal) -> Handled {
    let first = worlds.all().into_iter().next();
    let now = first.as_ref().map_or_else(host::unix_seconds, |world| world.transport_now());
    let rid = wire::rid(now, worlds.stray_draw().bytes::<8>());
    let mut answer = wire::answer(&wire::error_body(errors::of_refusal(refusal), &rid));
    if let Some(world) = first {
        answer.set("Sandbox-Now", world.now().to_string());
    }
    let hint = refusal.explain().en;
    answer.set("Sandbox-Hint", for_header(&hint));
    worlds.note_stray(request, &answer, &hint);
    Handled { answer, rest: None, world: None }
}
