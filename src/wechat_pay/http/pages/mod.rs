//! The pages that WeChat Pay itself shows to people: where an administrator signs the agreement (AP-47), and where a legal
//! person verifies (AP-32). No merchant's key signs these requests; the secret in the address decides the world.

mod content;
mod html;
mod people;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use self::content::Told;
use self::html::Html;
use crate::wechat_pay::model::applyment::Applyment;
use crate::wechat_pay::rules::applyment::pages::{LEGAL_PATH, SIGN_PATH};
use crate::wechat_pay::rules::applyment::{sign, verify};
use crate::world::act::{ActRefused, ActStop};
use crate::world::journal::{Kind as Entry, Note};
use crate::world::message::{Answer, Request};
use crate::world::system::Handled;
use crate::world::{Bug, Cx, Worlds};

/// The longest form that is read, in bytes.
const LARGEST_FORM: usize = 16 * 1024;

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The administrator signs.
    Sign,
    /// The legal person verifies.
    Legal,
}

impl Kind {
    const fn titles(self) -> (&'static str, &'static str) {
        match self {
            Kind::Sign => ("微信支付商户签约", "Sign the agreement with WeChat Pay"),
            Kind::Legal => ("法人验证", "The legal person verifies"),
        }
    }

    /// Whether there is something to do on the page.
    fn is_open(self, cx: &Cx<'_>, applyment: &Applyment) -> bool {
        match self {
            Kind::Sign => sign::is_signable(applyment),
            Kind::Legal => verify::takes_scan(cx, applyment),
        }
    }
}

/// Answers a request for a page; nothing when the path is none.
pub(super) fn handle(worlds: &Worlds, request: &Request) -> Option<Handled> {
    let kind = match request.path() {
        SIGN_PATH => Kind::Sign,
        LEGAL_PATH => Kind::Legal,
        _ => return None,
    };
    Some(answer(worlds, request, kind))
}

fn answer(worlds: &Worlds, request: &Request, kind: Kind) -> Handled {
    if let Err((status, zh, en)) = check(request) {
        return stray(worlds, request, kind, status, (zh, en));
    }
    let query = fields(request.query().as_bytes());
    let named = |name: &str| query.get(name).map_or("", String::as_str);
    let (id, secret) = (named("applymentId"), named("sign"));
    // The secrets of two worlds behind one door differ: they are drawn for a provider, and only one world holds it.
    let holds = |world: &Arc<crate::world::World>| {
        world.command(|cx| find(cx, id, secret)).is_ok_and(|found: Option<Applyment>| found.is_some())
    };
    let Some(world) = worlds.all().into_iter().find(holds) else {
        let why = ("链接无效或已失效。", "This link leads to no application.");
        return stray(worlds, request, kind, 404, why);
    };
    let visited = world.command(|cx| visit(cx, request, kind, (id, secret)));
    let answer = visited.unwrap_or_else(|bug: Bug| {
        tracing::error!(request = %request.target, "a page failed: {bug}");
        let wrong = "a mistake of the sandbox, nothing was changed; please report it";
        plain(kind, 500, &Told::Wrong("沙盒内部错误，未做任何改动。".to_owned(), wrong.to_owned()))
    });
    Handled { answer, rest: None, world: Some(world) }
}

/// What is wrong with a request before anything is looked up: the status, and why, Chinese first.
fn check(request: &Request) -> Result<(), (u16, &'static str, &'static str)> {
    match request.method.as_str() {
        "GET" => Ok(()),
        "POST" if !is_from_here(request) => {
            Err((403, "表单必须从本页面提交。", "The form must be sent from this very page."))
        }
        "POST" if request.body.len() > LARGEST_FORM => Err((413, "表单过大。", "The form is too large.")),
        "POST" => Ok(()),
        _ => Err((405, "此页面只接受 GET 与 POST。", "This page takes GET and POST.")),
    }
}

/// Whether no page of somebody else sent the form: a browser says where a form came from.
fn is_from_here(request: &Request) -> bool {
    let own = request.header("host").unwrap_or_default();
    let same = |origin: &str| {
        origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(own))
    };
    let site = request.header("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    site && request.header("origin").is_none_or(same)
}

fn find(cx: &Cx<'_>, id: &str, secret: &str) -> Result<Option<Applyment>, Bug> {
    let found = cx.first::<Applyment>("applyment_id", id)?;
    Ok(found.filter(|applyment| !secret.is_empty() && applyment.token == secret))
}

/// One look at a page, or one form sent from it.
fn visit(cx: &Cx<'_>, request: &Request, kind: Kind, (id, secret): (&str, &str)) -> Result<Answer, Bug> {
    let gone = || Bug::Broken(format!("application {id} was here a moment ago"));
    let applyment = find(cx, id, secret)?.ok_or_else(gone)?;
    let number = applyment.number.to_string();
    let sent = if request.method == "POST" { fields(&request.body) } else { BTreeMap::new() };
    let answer = match sent.get("action").map(String::as_str) {
        None if request.method == "GET" => {
            if kind == Kind::Sign && kind.is_open(cx, &applyment) {
                sign::note_opened(cx, &applyment);
            }
            show(cx, kind, &applyment, &sent, &Told::Nothing)?
        }
        Some("accept") => match cx.attempt(|| accept(cx, kind, applyment.clone(), &sent))? {
            Ok(note) => {
                cx.note(note);
                // So that a reload does not send the form again.
                let mut answer = Answer::empty(303);
                answer.set("Location", request.target.clone());
                answer
            }
            Err(ActRefused { en, zh }) => {
                cx.note(Note::new(en.clone(), zh.clone()));
                show(cx, kind, &applyment, &sent, &Told::Wrong(zh, en))?
            }
        },
        Some("refuse") => {
            cx.note(Note::new(
                format!("somebody refused on the page of application {id}; nothing changed"),
                format!("有人在申请单 {id} 的页面上选择了拒绝；状态不变"),
            ));
            let told =
                Told::Fine("您已拒绝，申请单状态不变。", "You refused. The application stays as it is.");
            show(cx, kind, &applyment, &sent, &told)?
        }
        None | Some(_) => {
            let en = "send `action=accept` or `action=refuse`".to_owned();
            show(cx, kind, &applyment, &sent, &Told::Wrong("请点击页面上的按钮提交。".to_owned(), en))?
        }
    };
    let title = format!("{} {} -> {}", request.method, request.path(), answer.status);
    let data = json!({
        "request": { "headers": request.headers, "body": request.body_text() },
        "answer": { "status": answer.status, "headers": answer.headers },
    });
    cx.journal(Entry::Call, &title, &number, data)?;
    Ok(answer)
}

/// Does what the form asks for.
fn accept(
    cx: &Cx<'_>,
    kind: Kind,
    mut applyment: Applyment,
    sent: &BTreeMap<String, String>,
) -> Result<Note, ActStop> {
    let person = people::chosen(&people::candidates(cx, &applyment)?, sent)?;
    match kind {
        Kind::Sign => sign::sign(cx, &mut applyment, &person),
        Kind::Legal => {
            if !applyment.form.holder.is_legal || person != applyment.form.holder.person {
                return Err(ActRefused::new(
                    "only the legal person of the application can verify: name and id number differ (AP-32)",
                    "只有申请单中的法人本人可以验证：姓名或证件号码不一致（AP-32）",
                )
                .into());
            }
            verify::scan(cx, &mut applyment)?;
            let id = &applyment.applyment_id;
            Ok(Note::new(
                format!("application {id}: the legal person verified (AP-32)"),
                format!("申请单 {id}：法人验证通过（AP-32）"),
            ))
        }
    }
}

/// The page: 200, or 422 when something was wrong with what was sent.
fn show(
    cx: &Cx<'_>,
    kind: Kind,
    applyment: &Applyment,
    sent: &BTreeMap<String, String>,
    told: &Told,
) -> Result<Answer, Bug> {
    let mut body = content::outcome(told).and(&content::summary(applyment));
    if kind == Kind::Sign {
        body = body.and(&content::agreement());
    }
    body = if kind.is_open(cx, applyment) {
        body.and(&content::form(kind, &people::candidates(cx, applyment)?, sent))
    } else {
        body.and(&content::nothing_to_do(kind, applyment))
    };
    let status = if matches!(told, Told::Wrong(..)) { 422 } else { 200 };
    let mut answer = html_answer(kind, status, &body);
    answer.set("Sandbox-Now", cx.now().to_string());
    Ok(answer)
}

/// A page that has nothing but a message.
fn plain(kind: Kind, status: u16, told: &Told) -> Answer {
    html_answer(kind, status, &content::outcome(told))
}

fn html_answer(kind: Kind, status: u16, content: &Html) -> Answer {
    let (zh, en) = kind.titles();
    let mut answer = Answer::empty(status);
    answer.set("Content-Type", "text/html; charset=utf-8");
    answer.set("Cache-Control", "no-store");
    // No script runs, nothing is loaded, nobody frames the page, and the secret in its address goes nowhere else.
    answer.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    answer.set("Referrer-Policy", "same-origin");
    answer.set("X-Content-Type-Options", "nosniff");
    answer.body = html::page(zh, en, content).into_bytes();
    answer
}

fn stray(
    worlds: &Worlds,
    request: &Request,
    kind: Kind,
    status: u16,
    (zh, en): (&'static str, &'static str),
) -> Handled {
    let mut answer = plain(kind, status, &Told::Wrong(zh.to_owned(), en.to_owned()));
    if status == 405 {
        answer.set("Allow", "GET, POST");
    }
    worlds.note_stray(request, &answer, en);
    Handled { answer, rest: None, world: None }
}

/// The fields of a form or a query; of two with one name the last.
fn fields(bytes: &[u8]) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(bytes).into_owned().collect()
}
