//! Calls to the acquirer 收银宝.

use serde_json::Value;

use super::answer::Heard;
use super::{Done, Halt, Runner, unmet};
use crate::allinpay::model::merchant::{Merchant, Organization};
use crate::scenario::forms::{self, Caller};
use crate::scenario::model::Call;
use crate::world::Bug;
use crate::world::message::{Answer, Request};
use crate::world::seed::ALPHANUMERIC;

impl Runner<'_> {
    /// A form, or the download of a bill.
    pub(super) fn form_call(&mut self, call: &Call) -> Done {
        let caller = self.acquirers_merchant(call)?;
        let request = self.form_request(call, &caller)?;
        self.transcript.request(&request);
        let answer = self.send(&request)?;
        let seen = self.seen(call, &answer)?;
        let verified = match call.form {
            Some(_) => forms::verify(&answer, &caller, forms::sign_type(&call.sign, &caller).map_err(unmet)?),
            None => Ok(()),
        };
        self.conclude(call, &Heard { answer: &answer, seen, verified, fine: 200..=200, by_line: true })
    }

    /// The merchant that `as` names, or the first of `given`; with the application of the group that the body names.
    fn acquirers_merchant(&self, call: &Call) -> Result<Caller, Halt> {
        let first = self.scenario.given.allinpay.merchants.first().map(|one| one.cusid.clone());
        let named = call.caller.clone().or(first);
        let named = named.ok_or_else(|| unmet("`given.allinpay` has no merchant"))?;
        let orgid = call.body.as_ref().and_then(|body| body["orgid"].as_str()).map(str::to_owned);
        let found = self.world().command(|cx| {
            let group = cx.get::<Organization>(orgid.as_deref().unwrap_or(&named))?;
            Ok::<_, Bug>((group, cx.get::<Merchant>(&named)?))
        })?;
        match found {
            (Some(group), _) => {
                Ok(Caller { owner: group.orgid, cusid: named, application: group.application })
            }
            (None, Some(merchant)) => {
                Ok(Caller { owner: named.clone(), cusid: named, application: merchant.application })
            }
            (None, None) => Err(unmet(format!("`given.allinpay` has no merchant {named}"))),
        }
    }

    fn form_request(&mut self, call: &Call, caller: &Caller) -> Result<Request, Halt> {
        let url = call.form.as_ref().or(call.get.as_ref()).cloned().unwrap_or_default();
        let (host, target) = forms::taken_apart(&url);
        let mut headers = vec![("host".to_owned(), host)];
        if call.form.is_none() {
            return Ok(Request { method: "GET".to_owned(), target, headers, body: Vec::new() });
        }
        let nonce = self.as_client(|client| client.nonce(ALPHANUMERIC, 16));
        let fields = forms::fields(call, caller, &nonce).map_err(unmet)?;
        let body = forms::body(call, caller, fields).map_err(unmet)?;
        headers.insert(0, ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
        for (name, value) in &call.headers {
            headers.retain(|(known, _)| known != name);
            headers.extend(value.clone().map(|value| (name.to_ascii_lowercase(), value)));
        }
        Ok(Request { method: "POST".to_owned(), target, headers, body })
    }

    fn seen(&mut self, call: &Call, answer: &Answer) -> Result<Value, Halt> {
        if call.file.as_ref().is_some_and(|file| file.unzip) && answer.status == 200 {
            let text = forms::unzip(&answer.body);
            let text = text.map_err(|why| unmet(format!("the file does not open: {why}")))?;
            self.transcript.line(&format!("the file says\n{text}"));
            return Ok(Value::String(text));
        }
        let text = answer.body_text();
        Ok(serde_json::from_slice(&answer.body).unwrap_or(Value::String(text)))
    }
}
