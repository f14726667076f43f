//! Calls to ipos-sa.

use serde_json::Value;

use super::steps::change;
use super::{Done, Halt, Runner, unmet};
use crate::ipos::model::merchant::{self, Merchant};
use crate::scenario::expect::{differences, text_difference};
use crate::scenario::ipos;
use crate::scenario::model::Call;
use crate::scenario::names::dig;

impl Runner<'_> {
    /// A call of a merchant of ipos-sa.
    pub(super) fn call_ipos(&mut self, call: &Call) -> Done {
        let caller = self.ipos_merchant(call.caller.as_deref())?;
        let target = call.post.as_deref().or(call.get.as_deref()).unwrap_or_default();
        let mut said = call.body.clone();
        for (pointer, value) in &call.change {
            change(said.get_or_insert(Value::Null), pointer, value)?;
        }
        let request = ipos::request(call, target, &caller, said.as_ref());
        self.transcript.request(&request);
        let answer = self.send(&request)?;
        let (seen, verified) = match &call.file {
            Some(_) => (Value::String(answer.body_text()), Ok(())),
            None => ipos::open(&answer, &caller),
        };
        let mut lines = Vec::new();
        if answer.status != call.expect.status.unwrap_or(200) {
            lines.push(format!("status: {}", answer.status));
        }
        lines.extend(verified.err().map(|why| format!("the answer cannot be trusted: {why}")));
        for (name, wanted) in &call.expect.headers {
            lines.extend(text_difference(&format!("header {name}"), wanted, answer.header(name)));
        }
        if let Some(body) = &call.expect.body {
            lines.extend(differences(body, &seen).into_iter().map(|line| format!("body{line}")));
        }
        if !lines.is_empty() {
            lines.push(format!("the answer was {} {}", answer.status, answer.body_text()));
            lines.extend(answer.header("Sandbox-Hint").map(|hint| format!("hint: {hint}")));
            return Err(Halt::Unmet(lines));
        }
        for (name, from) in &call.save {
            let value = match from.split_once('.').unwrap_or((from, "")) {
                ("header", name) => answer.header(name).map(|value| Value::String(value.to_owned())),
                (_, path) => dig(&seen, path).cloned(),
            };
            self.keep(name, from, value)?;
        }
        Ok(())
    }

    /// The caller: an isspid, or the first merchant of `given.ipos`.
    fn ipos_merchant(&self, isspid: Option<&str>) -> Result<Merchant, Halt> {
        let merchants = self.world().command(merchant::all)?;
        let found =
            merchants.into_iter().find(|one| isspid.is_none_or(|isspid| one.isspid.as_str() == isspid));
        found.ok_or_else(|| unmet(format!("given.ipos has no {}", isspid.unwrap_or("merchant"))))
    }
}
