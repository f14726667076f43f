//! From a raw request to a signed answer.

use std::sync::Arc;

use serde_json::{Value, json};

use super::auth::{self, Authorization};
use super::download::Download;
use super::errors::{self, Misfit, Row};
use super::hints;
use super::pages;
use super::routes::{self, Found, Route};
use super::schema::{self, Input, Parts};
use super::upload::{self, Upload};
use super::wire::{self, Call, Reply, Seal};
use crate::crypto::{from_base64, pool};
use crate::wechat_pay::model::bill::Ticket;
use crate::wechat_pay::model::merchant::{KeyMode, Merchant};
use crate::wechat_pay::model::platform_key;
use crate::wechat_pay::model::switches;
use crate::wechat_pay::rules::ecommerce;
use crate::world::journal::{Kind, Note};
use crate::world::message::{Answer, Pieces, Request, for_header};
use crate::world::system::Handled;
use crate::world::{Bug, Cx, Stop, World, Worlds, host};

/// The largest JSON body that any API takes, in bytes (assumed); how large a file may be is a rule of its API.
const LARGEST_BODY: usize = 1024 * 1024;

/// WeChat Pay's own name.
const REAL_HOST: &str = "api.mch.weixin.qq.com";

/// Answers a request to WeChat Pay.
#[must_use]
pub fn handle(worlds: &Worlds, request: &Request) -> Handled {
    if let Some(handled) = pages::handle(worlds, request) {
        return handled;
    }
    let (route, variables) = match routes::find(&request.method, request.path()) {
        Found::Route(route, variables) => (route, variables),
        Found::OtherMethod(method) => {
            return stray(worlds, request, Answer::empty(405), &format!("this path takes {method} (WI-02)"));
        }
        Found::Nothing(nearest) => {
            let mean = nearest.map(|path| format!("; did you mean {path}?")).unwrap_or_default();
            return stray(worlds, request, Answer::empty(404), &format!("no such path{mean} (WI-01)"));
        }
    };
    let authorization = match auth::read(request, route.is_transaction()) {
        Ok(authorization) => authorization,
        Err(rejection) => return stray_rejection(worlds, request, route, &rejection),
    };
    let Some(world) = worlds.holding("mchid", &authorization.mchid) else {
        let unknown = auth::Rejection::UnknownSerial(authorization.serial.clone());
        let rejection = auth::check_time(&authorization, transport_of(worlds)).err().unwrap_or(unknown);
        return stray_rejection(worlds, request, route, &rejection);
    };
    let upload = route.file.then(|| upload::read(request));
    let visit = Visit { world: &world, request, route, variables, authorization, upload };
    let (answer, ticket) = visit.answer();
    let rest = ticket.map(|ticket| Box::new(Download::of(Arc::clone(&world), *ticket)) as Pieces);
    Handled { answer, rest, world: Some(Arc::clone(&world)) }
}

/// A request on its way through one world.
struct Visit<'a> {
    world: &'a World,
    request: &'a Request,
    route: &'static Route,
    variables: Vec<(&'static str, String)>,
    authorization: Authorization,
    /// The file that it carries, or why it cannot be read, where the API takes one.
    upload: Option<Result<Upload<'a>, Note>>,
}

/// What a command leaves to be done outside the lock.
struct Decided {
    answer: Answer,
    seal: Option<Seal>,
    file: Option<Box<Ticket>>,
    transport_now: i64,
}

/// Why a visit ends without a reply: what is said, and what a human is told.
struct Turned {
    row: Row,
    why: Note,
}

impl Visit<'_> {
    /// The answer, and the ticket of the file that follows it.
    fn answer(&self) -> (Answer, Option<Box<Ticket>>) {
        let decided = self.world.command(|cx| self.decide(cx));
        let Decided { mut answer, seal, file, transport_now } = decided.unwrap_or_else(|bug: Bug| {
            tracing::error!(request = %self.request.target, "a command failed: {bug}");
            let mut answer = wire::error_answer(&errors::of_bug());
            answer.set("Sandbox-Hint", "a mistake of the sandbox, nothing was changed; please report it");
            answer.set("Sandbox-Now", self.world.now().to_string());
            Decided { answer, seal: None, file: None, transport_now: 0 }
        });
        if let Some(seal) = seal {
            answer.headers.extend(seal.headers(transport_now, &answer.body));
        }
        (answer, file)
    }

    fn decide(&self, cx: &Cx<'_>) -> Result<Decided, Bug> {
        let transport_now = cx.clock().transport_now();
        let mut draw = cx.random("wire")?;
        let (id, nonce) = (hex::encode_upper(draw.bytes::<18>()), hex::encode(draw.bytes::<16>()));
        let mut about = String::new();
        let outcome = cx.attempt(|| self.run(cx, transport_now, &mut about))?;
        let (mut answer, number) = match &outcome {
            Ok((reply, _)) => (wire::answer(reply), 0),
            Err(turned) => {
                cx.note(turned.why.clone());
                (wire::error_answer(&turned.row), turned.row.number)
            }
        };
        answer.set("Cache-Control", "no-cache, must-revalidate");
        answer.set("Content-Language", "zh-CN");
        answer.set("X-Content-Type-Options", "nosniff");
        set_request_id(&mut answer, self.route, || id, number);
        answer.set("Sandbox-Now", cx.now().to_string());
        // What was done may come with advice too (RF-12).
        if let Some(note) = cx.last_note() {
            answer.set("Sandbox-Hint", for_header(&note.en));
        }
        let body = match &outcome {
            Ok((Reply::File(_), _)) => "(the file of a bill, which is made anew and not kept)".to_owned(),
            Ok((Reply::Json(_) | Reply::NoContent, _)) | Err(_) => answer.body_text(),
        };
        self.journal(cx, &answer, &body, &about)?;
        let (seal, file) = match outcome {
            Ok((Reply::File(ticket), _)) => (None, Some(ticket)),
            Ok((Reply::Json(_) | Reply::NoContent, caller)) => {
                (Some(wire::seal_for_answer(cx, &caller, self.request, nonce)?), None)
            }
            Err(_) => (None, None),
        };
        Ok(Decided { answer, seal, file, transport_now })
    }

    /// The reply and the caller that it is signed for; what a readable call is `about` is told even when it is refused.
    fn run(
        &self,
        cx: &Cx<'_>,
        transport_now: i64,
        about: &mut String,
    ) -> Result<(Reply, Merchant), Stop<Box<Turned>>> {
        let caller = self.authenticate(cx, transport_now)?;
        if cx.fault_strikes("too_frequent")? {
            let code = switches::of(cx)?.frequency_code;
            // Kept: the fault has struck.
            return Err(Stop::RefusedAndKept(Turned::by_misfit(&Misfit::TooFrequent(code))));
        }
        let upload = self.upload.as_ref().and_then(|upload| upload.as_ref().ok());
        let body = upload.map_or(&*self.request.body, |upload| upload.meta.bytes);
        if body.len() > LARGEST_BODY {
            return Err(Turned::by_misfit(&Misfit::TooLarge(body.len())).into());
        }
        let parts = Parts { path: &self.variables, query: self.request.query(), body };
        let mut input = schema::read(self.route.schema, &parts).map_err(Turned::by_violation)?;
        self.check_caller(&input)?;
        self.decrypt(cx, &caller, &mut input.body)?;
        *about = subject(&input).to_owned();
        let call = Call {
            cx,
            caller: &caller,
            origin: self.request.origin(REAL_HOST, |name| name.ends_with(".weixin.qq.com")),
            input,
            upload,
        };
        let opened = if self.route.needs_tool() { ecommerce::check_opened(&caller) } else { Ok(()) };
        let reply = opened.and_then(|()| (self.route.run)(&call)).map_err(|stop| match stop {
            Stop::Refused(refusal) => Stop::Refused(Turned::by_refusal(&refusal)),
            Stop::RefusedAndKept(refusal) => Stop::RefusedAndKept(Turned::by_refusal(&refusal)),
            Stop::Bug(bug) => Stop::Bug(bug),
        })?;
        Ok((reply, caller))
    }

    fn authenticate(&self, cx: &Cx<'_>, transport_now: i64) -> Result<Merchant, Stop<Box<Turned>>> {
        let authorization = &self.authorization;
        auth::check_time(authorization, transport_now)
            .map_err(|rejection| Turned::by_rejection(&rejection))?;
        let merchant = cx.get::<Merchant>(&authorization.mchid)?;
        let unknown = || Turned::by_rejection(&auth::Rejection::UnknownSerial(authorization.serial.clone()));
        let merchant = merchant.ok_or_else(unknown)?;
        let signed = match &self.upload {
            None => None,
            Some(Ok(upload)) => Some(upload.meta.bytes),
            // Nothing says what was signed, so nothing can be verified.
            Some(Err(why)) => return Err(Turned::by_misfit(&Misfit::NoForm(why.clone())).into()),
        };
        let transaction = self.route.is_transaction();
        auth::check_signature(authorization, &merchant, self.request, signed, transaction, transport_now)?
            .map_err(|rejection| Turned::by_rejection(&rejection))?;
        Ok(merchant)
    }

    /// The merchant that the body or query names as caller must be the one that signed (WI-12).
    fn check_caller(&self, input: &Input) -> Result<(), Box<Turned>> {
        let Some(parameter) = self.route.caller else { return Ok(()) };
        let named = input.query.get(parameter).map(String::as_str).or_else(|| input.body[parameter].as_str());
        if named.is_some_and(|named| named != self.authorization.mchid) {
            return Err(Turned::by_misfit(&Misfit::OtherCaller(parameter)));
        }
        Ok(())
    }

    /// Puts the plain text in the place of every encrypted field (WI-13 to WI-15, CE-04).
    fn decrypt(&self, cx: &Cx<'_>, caller: &Merchant, body: &mut Value) -> Result<(), Stop<Box<Turned>>> {
        let (pointers, maybe) = (self.route.schema.ciphers(body), self.route.schema.maybe_ciphers(body));
        if pointers.is_empty() && maybe.is_empty() {
            return Ok(());
        }
        let serial = self.request.header("wechatpay-serial").filter(|serial| !serial.is_empty());
        let serial = serial.ok_or_else(|| Turned::by_misfit(&Misfit::NoSerial))?;
        let key = decryption_key(cx, caller, serial)?;
        let key = key.ok_or_else(|| Turned::by_misfit(&Misfit::WrongSerial(serial.to_owned())))?;
        let open = |field: &Value| {
            let sealed = field.as_str().and_then(from_base64).unwrap_or_default();
            pool::key(key).decrypt_oaep(&sealed).ok().and_then(|plain| String::from_utf8(plain).ok())
        };
        for pointer in pointers {
            let Some(field) = body.pointer_mut(&pointer) else { continue };
            let plain = open(field).ok_or_else(|| Turned::by_misfit(&self.route.undecryptable(pointer)))?;
            *field = Value::String(plain);
        }
        for pointer in maybe {
            let Some(field) = body.pointer_mut(&pointer) else { continue };
            if let Some(plain) = open(field) {
                *field = Value::String(plain);
            }
        }
        Ok(())
    }

    fn journal(&self, cx: &Cx<'_>, answer: &Answer, body: &str, about: &str) -> Result<(), Bug> {
        let Request { method, target, .. } = self.request;
        let title = format!("{method} {target} -> {}", answer.status);
        let sent = match &self.upload {
            Some(Ok(upload)) => upload.text(),
            Some(Err(_)) | None => self.request.body_text(),
        };
        let data = json!({
            "mchid": self.authorization.mchid,
            "request": { "headers": self.request.headers, "body": sent },
            "answer": { "status": answer.status, "headers": answer.headers, "body": body },
        });
        cx.journal(Kind::Call, &title, about, data)?;
        Ok(())
    }
}

/// The pool key behind a serial that a merchant may encrypt with.
fn decryption_key(cx: &Cx<'_>, caller: &Merchant, serial: &str) -> Result<Option<usize>, Bug> {
    if serial == caller.public_key.id && caller.key_mode != KeyMode::Certificate {
        return Ok(Some(caller.public_key.pool_key));
    }
    if caller.key_mode == KeyMode::PublicKey {
        return Ok(None);
    }
    let certificates = platform_key::all(cx)?;
    let found = certificates.into_iter().find(|c| c.live && c.serial.as_str().eq_ignore_ascii_case(serial));
    Ok(found.map(|certificate| certificate.pool_key))
}

/// What the call is about, for the journal: the first of these that it names.
fn subject(input: &Input) -> &str {
    let names = [
        "combine_out_trade_no",
        "out_trade_no",
        "out_return_no",
        "out_order_no",
        "transaction_id",
        "out_refund_no",
        "refund_id",
        "out_request_no",
        "withdraw_id",
    ];
    for name in names {
        let parameter = input.path.get(name).or_else(|| input.query.get(name)).map(String::as_str);
        if let Some(text) = parameter.or_else(|| input.body[name].as_str()) {
            return text;
        }
    }
    ""
}

/// Sets Request-ID with the numeric code at its end (WI-20); the gateway of `/v3/pay/` leaves it out of a 401.
fn set_request_id(answer: &mut Answer, route: &Route, id: impl FnOnce() -> String, number: u32) {
    if !(answer.status == 401 && route.path.starts_with("/v3/pay/")) {
        answer.set("Request-ID", format!("{}-{number}", id()));
    }
}

// In a box, because an error should be small.
impl crate::world::Refusal for Box<Turned> {}

impl Turned {
    fn by_rejection(rejection: &auth::Rejection) -> Box<Turned> {
        Box::new(Turned { row: errors::of_rejection(rejection), why: hints::of_rejection(rejection) })
    }

    fn by_violation(violation: schema::Violation) -> Box<Turned> {
        let row = errors::of_violation(&violation);
        Box::new(Turned { row, why: Note::new(violation.hint, violation.hint_zh) })
    }

    fn by_misfit(misfit: &Misfit) -> Box<Turned> {
        Box::new(Turned { row: errors::of_misfit(misfit), why: hints::of_misfit(misfit) })
    }

    fn by_refusal(refusal: &crate::wechat_pay::rules::refusal::Refusal) -> Box<Turned> {
        Box::new(Turned { row: errors::of_refusal(refusal), why: refusal.explain() })
    }
}

fn stray_rejection(
    worlds: &Worlds,
    request: &Request,
    route: &Route,
    rejection: &auth::Rejection,
) -> Handled {
    let row = errors::of_rejection(rejection);
    let mut answer = wire::error_answer(&row);
    let id = || hex::encode_upper(worlds.stray_draw().bytes::<18>());
    set_request_id(&mut answer, route, id, row.number);
    let mut hint = hints::of_rejection(rejection).en;
    if matches!(rejection, auth::Rejection::UnknownSerial(_)) {
        let known: Vec<String> = worlds.known("mchid").into_iter().take(10).collect();
        hint = format!("no world has this mchid; known: {}. {hint}", known.join(", "));
    }
    stray(worlds, request, answer, &hint)
}

/// The transport time of a request that belongs to no world: that of the first world behind the same door, so that
/// nothing depends on the host where no world does; the host's where there is none. Unix seconds.
fn transport_of(worlds: &Worlds) -> i64 {
    worlds.all().first().map_or_else(host::unix_seconds, |world| world.transport_now())
}

/// An answer to a request that belongs to no world.
fn stray(worlds: &Worlds, request: &Request, mut answer: Answer, hint: &str) -> Handled {
    let now = worlds.all().first().map(|world| world.now().to_string());
    if let Some(now) = now {
        answer.set("Sandbox-Now", now);
    }
    answer.set("Sandbox-Hint", for_header(hint));
    worlds.note_stray(request, &answer, hint);
    Handled { answer, rest: None, world: None }
}
