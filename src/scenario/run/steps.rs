//! Steps that make something happen.

use serde_json::Value;

use super::answer::Heard;
use super::{DEFAULT, Done, Halt, Runner, unmet};
use crate::control::SYSTEMS;
use crate::control::hub::HubError;
use crate::crypto::from_base64;
use crate::scenario::client::{self, Keys};
use crate::scenario::expect::differences;
use crate::scenario::forms;
use crate::scenario::huifu;
use crate::scenario::ipos;
use crate::scenario::model::{ActStep, Call, ExpectAnswer, FileOpened, PaySign, Sign};
use crate::scenario::names::{Names, dig};
use crate::wechat_pay::model::merchant::Merchant;
use crate::world::message::{Answer, Request};
use crate::world::{Instant, Span};

impl Runner<'_> {
    pub(super) fn call(&mut self, call: &Call) -> Done {
        let call = named(&self.names, call);
        if call.post.as_deref().or(call.get.as_deref()).is_some_and(huifu::is_huifu) {
            return self.call_huifu(&call);
        }
        if call.post.as_deref().or(call.get.as_deref()).is_some_and(ipos::is_ipos) {
            return self.call_ipos(&call);
        }
        if forms::is_acquirers(&call) {
            return self.form_call(&call);
        }
        let caller = self.merchant(call.caller.as_deref())?;
        let body = self.body(&call, &caller)?;
        let request = self.as_client(|client| client.request(&call, &caller, body))?;
        self.transcript.request(&request);
        let answer = self.send(&request)?;
        let seen = self.open(&call, &caller, &answer)?;
        let verified = self.verified(&call, &caller, &answer)?;
        let by_line = call.file.is_some();
        self.conclude(&call, &Heard { answer: &answer, seen, verified, fine: 200..=299, by_line })
    }

    fn body(&mut self, call: &Call, caller: &Merchant) -> Result<Vec<u8>, Halt> {
        if let Some(text) = &call.raw_body {
            return Ok(text.clone().into_bytes());
        }
        if let Some(text) = &call.raw_base64 {
            return from_base64(text).ok_or_else(|| unmet("raw_base64 is not base64"));
        }
        let Some(mut body) = call.body.clone() else { return Ok(Vec::new()) };
        for (pointer, value) in &call.change {
            change(&mut body, pointer, value)?;
        }
        let own = self.as_client(|client| client.serial_of(caller))?;
        let header = call.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("wechatpay-serial"));
        let named = header.and_then(|(_, value)| value.clone()).unwrap_or(own);
        let serial = call.encrypt_with.clone().unwrap_or(named);
        let taken_out = |pointer: &String| {
            let mut changes = call.change.iter().filter(|(_, value)| value.is_null());
            changes.any(|(changed, _)| pointer.starts_with(changed.as_str()))
        };
        for pointer in call.encrypt.iter().filter(|pointer| !taken_out(pointer)) {
            let field =
                body.pointer_mut(pointer).ok_or_else(|| unmet(format!("the body has no {pointer}")))?;
            let plain = field.as_str().ok_or_else(|| unmet(format!("{pointer} is not a text")))?.to_owned();
            *field = Value::String(self.as_client(|client| client.encrypt(caller, &serial, &plain))?);
        }
        Ok(body.to_string().into_bytes())
    }

    pub(super) fn send(&mut self, request: &Request) -> Result<Answer, Halt> {
        let host = request.header("host").unwrap_or_default();
        let system = SYSTEMS.iter().find(|system| system.owns(host, request.path()));
        let system = system.ok_or_else(|| unmet(format!("no system answers {host}")))?;
        let handled = system.handle(self.hub.main(), request);
        let in_world = handled.world.is_some();
        let answer = handled.whole()?;
        self.transcript.answer(&answer);
        if in_world {
            let happened = self.runtime.block_on(self.resident.driver.drain())?;
            self.note(happened);
        }
        Ok(answer)
    }

    /// The answer's body as JSON, with the sealed resources that the step names opened.
    fn open(&mut self, call: &Call, caller: &Merchant, answer: &Answer) -> Result<Value, Halt> {
        if let Some(file) = call.file.as_ref().filter(|_| answer.status < 300) {
            let text = client::open_file(caller, file, &answer.body);
            let text = text.map_err(|why| unmet(format!("the file does not open: {why}")))?;
            if file.gunzip || file.key.is_some() {
                self.transcript.line(&format!("the file says\n{text}"));
            }
            return Ok(Value::String(text));
        }
        let text = answer.body_text();
        let mut seen = serde_json::from_slice(&answer.body).unwrap_or(Value::String(text));
        for pointer in &call.decrypt {
            let Some(sealed) = seen.pointer_mut(pointer) else {
                return Err(unmet(format!("the answer has no {pointer} to decrypt: {seen}")));
            };
            *sealed =
                client::open_member(caller, sealed).map_err(|why| unmet(format!("{pointer}: {why}")))?;
            let shown = sealed.clone();
            self.transcript.value(&format!("{pointer} says "), &shown);
        }
        Ok(seen)
    }

    /// Whether WeChat Pay signed the answer; files and what is no merchant's nobody signs.
    fn verified(&self, call: &Call, caller: &Merchant, answer: &Answer) -> Result<Result<(), String>, Halt> {
        let target = call.get.as_deref().or(call.post.as_deref()).unwrap_or_default();
        Ok(if call.file.is_some() {
            client::unsigned(answer).map_err(|name| format!("a file carries {name}"))
        } else if client::is_plain(target) {
            client::unsigned(answer).map_err(|name| format!("nobody signs here, yet there is {name}"))
        } else {
            Keys::of(self.world(), Some(caller))?.verify_answer(answer, self.world().transport_now())
        })
    }

    pub(super) fn act(&mut self, step: &ActStep) -> Done {
        let Value::Object(with) = self.names.deep(&Value::Object(step.with.clone())) else {
            return Err(Halt::Bug("arguments are no group any more".to_owned()));
        };
        self.transcript.value(&format!("{} ", step.name), &Value::Object(with.clone()));
        let acted = self.runtime.block_on(self.hub.act(DEFAULT, &step.name, &with, true));
        let acted = match (acted, &step.refused) {
            (Err(HubError::Act(refused)), wanted) => {
                self.transcript.line(&format!("refused: {}", refused.en));
                return match wanted {
                    Some(part) if refused.en.contains(part) || refused.zh.contains(part) => Ok(()),
                    Some(part) => Err(unmet(format!("expected a refusal with `{part}`, found `{refused}`"))),
                    None => Err(unmet(format!("{} was refused: {refused}", step.name))),
                };
            }
            (acted, None) => acted?,
            (Ok(_), Some(part)) => {
                return Err(unmet(format!("{} was not refused with `{part}`", step.name)));
            }
            (Err(error), Some(_)) => return Err(error.into()),
        };
        self.transcript.value("answers ", &acted.result);
        self.note(acted.happened);
        if let Some(expected) = &step.expect {
            let lines = differences(&self.names.deep(expected), &acted.result);
            if !lines.is_empty() {
                return Err(Halt::Unmet(lines));
            }
        }
        for (name, from) in &step.save {
            let path = from.split_once('.').map_or("", |(_, path)| path);
            self.keep(name, from, dig(&acted.result, path).cloned())?;
        }
        Ok(())
    }

    pub(super) fn advance(&mut self, text: &str) -> Done {
        let span = Span::parse(text).map_err(unmet)?;
        let moved = self.runtime.block_on(self.resident.driver.advance(span));
        self.moved(moved)
    }

    pub(super) fn set(&mut self, text: &str) -> Done {
        let instant = Instant::parse(&self.names.text(text)).map_err(unmet)?;
        let moved = self.runtime.block_on(self.resident.driver.set(instant));
        self.moved(moved)
    }

    fn moved(&mut self, moved: Result<crate::deliver::Moved, crate::deliver::ClockError>) -> Done {
        let moved = moved.map_err(|error| Halt::from(HubError::Clock(error)))?;
        self.transcript.line(&format!("{} -> {}", moved.from, moved.now));
        self.note(moved.happened);
        Ok(())
    }

    pub(super) fn resend(&mut self) -> Done {
        let id = self.last_notice.clone().ok_or_else(|| unmet("no callback was sent yet"))?;
        let happened = self.runtime.block_on(self.hub.resend(DEFAULT, &id))?;
        self.note(happened);
        Ok(())
    }

    pub(super) fn pay_sign(&mut self, step: &PaySign) -> Done {
        let mut step = step.clone();
        step.appid = self.names.text(&step.appid);
        step.prepay_id = self.names.text(&step.prepay_id);
        for value in step.change.values_mut() {
            *value = self.names.text(value);
        }
        let signer = self.merchant(step.signer.as_deref())?;
        let block = self.as_client(|client| client.pay_sign(&step, &signer));
        self.transcript.value(&format!("{} ", step.save), &block);
        self.names.save(&step.save, block);
        Ok(())
    }

    /// Keeps a value under a name.
    pub(super) fn keep(&mut self, name: &str, from: &str, value: Option<Value>) -> Done {
        let value = value.ok_or_else(|| unmet(format!("there is no {from} to save as `{name}`")))?;
        self.names.save(name, value);
        Ok(())
    }
}

/// Sets the member at a pointer, where its parent is there; null takes it out.
pub(super) fn change(body: &mut Value, pointer: &str, value: &Value) -> Result<(), Halt> {
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    let members = body.pointer_mut(parent).and_then(Value::as_object_mut);
    let members = members.ok_or_else(|| unmet(format!("the body has nothing to change at {pointer}")))?;
    match value {
        Value::Null => members.remove(name),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            members.insert(name.to_owned(), value.clone())
        }
    };
    Ok(())
}

/// The call with every name replaced.
fn named(names: &Names, call: &Call) -> Call {
    let text = |text: &Option<String>| text.as_deref().map(|text| names.text(text));
    let Sign { none, authorization, scheme, mchid, serial, timestamp_offset, tamper_body, kind, value } =
        &call.sign;
    let sign = Sign {
        none: *none,
        authorization: text(authorization),
        scheme: text(scheme),
        mchid: text(mchid),
        serial: text(serial),
        timestamp_offset: *timestamp_offset,
        tamper_body: *tamper_body,
        kind: kind.clone(),
        value: text(value),
    };
    let expect = ExpectAnswer {
        status: call.expect.status,
        headers: call.expect.headers.iter().map(|(name, value)| (name.clone(), names.text(value))).collect(),
        body: call.expect.body.as_ref().map(|body| names.deep(body)),
        verified: call.expect.verified,
    };
    let file = call.file.as_ref().map(|file| FileOpened {
        key: text(&file.key),
        nonce: text(&file.nonce),
        gunzip: file.gunzip,
        unzip: file.unzip,
        sha1: text(&file.sha1),
    });
    Call {
        get: text(&call.get),
        post: text(&call.post),
        form: text(&call.form),
        upload: call.upload.as_ref().map(|upload| upload.named(names)),
        caller: text(&call.caller),
        headers: call.headers.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
        body: call.body.as_ref().map(|body| names.deep(body)),
        change: call.change.iter().map(|(pointer, value)| (pointer.clone(), names.deep(value))).collect(),
        raw_body: text(&call.raw_body),
        raw_base64: call.raw_base64.clone(),
        encrypt: call.encrypt.clone(),
        encrypt_with: text(&call.encrypt_with),
        sign,
        decrypt: call.decrypt.clone(),
        file,
        expect,
        save: call.save.clone(),
    }
}
