//! From a raw request to an answer: the route, the world of its merchant, the signature, one command.

use std::sync::Arc;

use serde_json::json;

use super::errors::{self, Row};
use super::form::{self, Fields};
use super::routes::{self, Route};
use super::wire::{self, Call, Members};
use super::{bill, fields, sign};
use crate::allinpay::CREDENTIAL;
use crate::allinpay::model::assumed::{self, Assumed};
use crate::allinpay::model::merchant::{self, Application, Merchant, Organization};
use crate::allinpay::model::sign_type::SignType;
use crate::allinpay::rules::Ruled;
use crate::allinpay::rules::refusal::Refusal;
use crate::world::journal::Kind;
use crate::world::message::{Answer, Request, for_header};
use crate::world::store::Page;
use crate::world::system::Handled;
use crate::world::{Bug, Cx, Stop, World, Worlds};

/// Answers a request to the acquirer.
#[must_use]
pub fn handle(worlds: &Worlds, request: &Request) -> Handled {
    if request.path() == bill::FILE {
        return bill::download(worlds, request);
    }
    match Visit::begin(worlds, request) {
        Ok((visit, world)) => Handled { answer: visit.answer(&world), rest: None, world: Some(world) },
        Err(Turned { refusal, old, fields, world: Some(world) }) => {
            let answer = turned_away(&world, request, &fields, &refusal, old);
            Handled { answer, rest: None, world: Some(world) }
        }
        Err(Turned { refusal, old, world: None, .. }) => stray(worlds, request, &refusal, old),
    }
}

/// A request that no rule sees.
struct Turned {
    refusal: Refusal,
    old: bool,
    /// What could be read of it.
    fields: Fields,
    /// The world of the merchant that it names, whose table answers it and whose journal keeps it.
    world: Option<Arc<World>>,
}

/// A readable request on its way through the world of its merchant.
struct Visit<'a> {
    request: &'a Request,
    route: &'static Route,
    /// Without empty fields: they are as good as not there (AL-06).
    fields: Fields,
}

/// Who calls, and for whom.
struct Caller {
    merchant: Merchant,
    application: Application,
    organization: Option<String>,
}

impl<'a> Visit<'a> {
    /// What no rule is needed for: path, method, form, common fields, and whose world it is.
    fn begin(worlds: &Worlds, request: &'a Request) -> Result<(Visit<'a>, Arc<World>), Turned> {
        let read = form::read(&request.body)
            .map(|fields| fields.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Fields>());
        let seen = read.clone().unwrap_or_default();
        let world = seen.get("cusid").and_then(|cusid| worlds.holding(CREDENTIAL, cusid));
        let checked = routes::find(request.path())
            .map_err(|near| (Refusal::UnknownPath { path: request.path().to_owned(), near }, true))
            .and_then(|route| match request.method.as_str() {
                "POST" => Ok(route),
                _ => Err((Refusal::PostRequired, true)),
            })
            .and_then(|route| Ok((route, read.map_err(|why| (Refusal::NotForm(why), true))?)))
            .and_then(|(route, fields)| {
                let old = is_old(&fields);
                fields::check(fields::COMMON, &fields).map_err(|refusal| (refusal, old))?;
                if !fields.contains_key("sign") {
                    return Err((Refusal::Missing("sign".to_owned()), old));
                }
                Ok((route, fields))
            });
        match (checked, world) {
            (Ok((route, fields)), Some(world)) => Ok((Visit { request, route, fields }, world)),
            (Ok((_, fields)), None) => {
                let refusal = Refusal::UnknownMerchant(fields["cusid"].clone());
                Err(Turned { refusal, old: is_old(&fields), fields, world: None })
            }
            (Err((refusal, old)), world) => Err(Turned { refusal, old, fields: seen, world }),
        }
    }

    fn answer(&self, world: &World) -> Answer {
        let decided = world.command(|cx| self.decide(cx));
        decided.unwrap_or_else(|bug: Bug| broken(world, self.request, is_old(&self.fields), &bug))
    }

    fn decide(&self, cx: &Cx<'_>) -> Result<Answer, Bug> {
        let assumed = assumed::of(cx)?;
        let caller = cx.attempt(|| self.caller(cx))?;
        let mut answer = match caller {
            Err(refusal) => {
                cx.note(refusal.explain());
                self.refused(&refusal, &assumed)
            }
            Ok(caller) => match cx.attempt(|| self.run(cx, &caller))? {
                Ok(members) => self.signed(cx, &assumed, &caller, members)?,
                Err(refusal) => {
                    cx.note(refusal.explain());
                    match (errors::of_refusal(&refusal, &assumed), &refusal) {
                        (Row::Trade(said), Refusal::Trade(refused)) => {
                            let mut members = refused.shown.clone();
                            members.push(("trxstatus", said.trxstatus));
                            members.push(("errmsg", said.errmsg));
                            if self.route.echoes {
                                let number = self.fields.get("reqsn").or_else(|| self.fields.get("unireqsn"));
                                members.extend(number.map(|number| ("reqsn", number.clone())));
                            }
                            self.signed(cx, &assumed, &caller, members)?
                        }
                        _ => self.refused(&refusal, &assumed),
                    }
                }
            },
        };
        answer.set("Sandbox-Now", cx.now().to_string());
        if let Some(note) = cx.last_note() {
            answer.set("Sandbox-Hint", for_header(&note.en));
        }
        journal(cx, self.request, &self.fields, &answer)?;
        Ok(answer)
    }

    /// Who calls: a merchant with its own application or its group's, or the group for itself (AL-13, AL-50).
    fn caller(&self, cx: &Cx<'_>) -> Ruled<Caller> {
        let (cusid, appid) = (&self.fields["cusid"], &self.fields["appid"]);
        let orgid = self.fields.get("orgid");
        let unknown =
            |owner: &str| Refusal::UnknownApplication { appid: appid.clone(), owner: owner.to_owned() };
        let caller = if let Some(group) = cx.get::<Organization>(cusid)? {
            let first: Vec<Merchant> = cx.page_where(&[("orgid", cusid)], Page { offset: 0, limit: 1 })?;
            let merchant = first.into_iter().next();
            let merchant = merchant.ok_or_else(|| Stop::Refused(Refusal::UnknownMerchant(cusid.clone())))?;
            if group.application.appid != *appid {
                return Err(Stop::Refused(unknown(cusid)));
            }
            Caller { merchant, application: group.application, organization: Some(cusid.clone()) }
        } else {
            let merchant = cx.get::<Merchant>(cusid)?;
            let merchant = merchant.ok_or_else(|| Stop::Refused(Refusal::UnknownMerchant(cusid.clone())))?;
            if let Some(orgid) = orgid.filter(|orgid| merchant.orgid.as_ref() != Some(*orgid)) {
                return Err(Stop::Refused(unknown(orgid)));
            }
            let application = merchant::application(cx, &merchant, appid)?;
            let application = application.ok_or_else(|| Stop::Refused(unknown(cusid)))?;
            Caller { merchant, application, organization: None }
        };
        let sign_type = self.sign_type(&caller.application);
        if !sign::is_by_merchant(&self.fields, &caller.application, sign_type) {
            let text = sign::signed_text(&self.fields, (sign_type == SignType::Md5).then_some("***"));
            let sign_type = sign_type.literal();
            let blanks = self.fields.get("sign").is_some_and(|sign| sign.contains(' '));
            return Err(Stop::Refused(Refusal::WrongSignature { text, sign_type, blanks }));
        }
        Ok(caller)
    }

    fn sign_type(&self, application: &Application) -> SignType {
        let named = self.fields.get("signtype").and_then(|text| SignType::read(text));
        named.unwrap_or(application.sign_type)
    }

    fn run(&self, cx: &Cx<'_>, caller: &Caller) -> Ruled<Members> {
        if caller.organization.is_some() && !self.route.of_group {
            let wanted = "a merchant's number: a group calls for one merchant as orgid, for itself only to fetch bills and settlements (AL-50)";
            return Err(Stop::Refused(Refusal::malformed("cusid", wanted)));
        }
        fields::check(self.route.fields, &self.fields).map_err(Stop::Refused)?;
        // What an API's table does not have was not checked, so no rule may see it.
        let mut fields = self.fields.clone();
        fields.retain(|name, _| {
            fields::is_listed(fields::COMMON, name) || fields::is_listed(self.route.fields, name)
        });
        (self.route.run)(&Call {
            cx,
            merchant: &caller.merchant,
            appid: &caller.application.appid,
            organization: caller.organization.as_deref(),
            sign_type: self.sign_type(&caller.application),
            origin: self.request.origin("cus.allinpay.com", |name| super::REAL_HOSTS.contains(&name)),
            fields: &fields,
        })
    }

    /// A success on the wire: the common members and the signature (AL-05, AL-10).
    fn signed(
        &self,
        cx: &Cx<'_>,
        assumed: &Assumed,
        caller: &Caller,
        members: Members,
    ) -> Result<Answer, Bug> {
        let mut all: Fields = members
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let mut set = |name: &str, value: &str| all.insert(name.to_owned(), value.to_owned());
        set("retcode", "SUCCESS");
        set("cusid", &self.fields["cusid"]);
        set("appid", &self.fields["appid"]);
        set("randomstr", &cx.random("allinpay answer")?.digits(12));
        if assumed.unknown_field {
            // Clients must verify over whatever comes (AL-11).
            set("sandboxext", "1");
        }
        let sign = sign::by_acquirer(&all, &caller.application, self.sign_type(&caller.application));
        all.insert("sign".to_owned(), sign);
        Ok(wire::answer(200, all))
    }

    fn refused(&self, refusal: &Refusal, assumed: &Assumed) -> Answer {
        failed(refusal, assumed, is_old(&self.fields))
    }
}

/// The answer to a mistake of ours.
fn broken(world: &World, request: &Request, old: bool, bug: &Bug) -> Answer {
    tracing::error!(request = %request.target, "a command failed: {bug}");
    let (retcode, retmsg) = errors::BUG;
    let mut answer = unsigned(200, retcode, retmsg, old);
    answer.set("Sandbox-Hint", "a mistake of the sandbox, nothing was changed; please report it");
    answer.set("Sandbox-Now", world.now().to_string());
    answer
}

/// The answer to a request that no rule sees, in the words of the world that it names.
fn turned_away(world: &World, request: &Request, fields: &Fields, refusal: &Refusal, old: bool) -> Answer {
    let answered = world.command(|cx| {
        let note = refusal.explain();
        let mut answer = failed(refusal, &assumed::of(cx)?, old);
        answer.set("Sandbox-Now", cx.now().to_string());
        answer.set("Sandbox-Hint", for_header(&note.en));
        cx.note(note);
        journal(cx, request, fields, &answer)?;
        Ok(answer)
    });
    answered.unwrap_or_else(|bug: Bug| broken(world, request, old, &bug))
}

fn journal(cx: &Cx<'_>, request: &Request, fields: &Fields, answer: &Answer) -> Result<(), Bug> {
    let Request { method, headers, .. } = request;
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let word = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let outcome = format!("{} {}", word("retcode"), word("trxstatus"));
    let title = format!("{method} {} -> {}", request.path(), outcome.trim());
    let subject = ["reqsn", "unireqsn", "oldreqsn", "trxid", "oldtrxid"];
    let subject = subject.iter().find_map(|name| fields.get(*name)).map_or("", String::as_str);
    let data = json!({
        "request": { "query": request.query(), "headers": headers, "body": request.body_text() },
        "answer": { "status": answer.status, "headers": answer.headers, "body": answer.body_text() },
    });
    cx.journal(Kind::Call, &title, subject, data)?;
    Ok(())
}

/// Whether a request is of version 11 or says none: its errors are all called FAIL (§1.2).
fn is_old(fields: &Fields) -> bool {
    let version = fields.get("version").and_then(|text| text.parse::<u32>().ok());
    version.is_none_or(|version| version <= 11)
}

fn failed(refusal: &Refusal, assumed: &Assumed, old: bool) -> Answer {
    let (retcode, retmsg) = match errors::of_refusal(refusal, assumed) {
        Row::Failed { retcode, retmsg } => (retcode, retmsg),
        Row::Trade(said) => (said.trxstatus, said.errmsg),
    };
    unsigned(assumed.error_status, &retcode, &retmsg, old)
}

fn unsigned(status: u16, retcode: &str, retmsg: &str, old: bool) -> Answer {
    let retcode = if old { "FAIL" } else { retcode };
    let members = [("retcode", retcode), ("retmsg", retmsg)];
    wire::answer(status, members.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
}

/// An answer to a request that belongs to no world.
pub(super) fn stray(worlds: &Worlds, request: &Request, refusal: &Refusal, old: bool) -> Handled {
    let mut answer = failed(refusal, &Assumed::default(), old);
    if let Some(world) = worlds.all().into_iter().next() {
        answer.set("Sandbox-Now", world.now().to_string());
    }
    let hint = refusal.explain().en;
    answer.set("Sandbox-Hint", for_header(&hint));
    worlds.note_stray(request, &answer, &hint);
    Handled { answer, rest: None, world: None }
}
