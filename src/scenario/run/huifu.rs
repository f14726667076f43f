//! Calls to Huifu.

use serde_json::Value;

use super::answer::Heard;
use super::steps::change;
use super::{Done, Halt, Runner, unmet};
use crate::huifu::model::member::{self, Kind, Member};
use crate::scenario::huifu;
use crate::scenario::model::Call;

impl Runner<'_> {
    /// A call of a merchant or agent of Huifu.
    pub(super) fn call_huifu(&mut self, call: &Call) -> Done {
        let caller = self.huifu_member(call.caller.as_deref())?;
        let target = call.post.as_deref().or(call.get.as_deref()).unwrap_or_default();
        let mut data = call.body.clone();
        for (pointer, value) in &call.change {
            change(data.get_or_insert(Value::Null), pointer, value)?;
        }
        let raw = call.raw_body.clone().unwrap_or_default().into_bytes();
        let request = huifu::request(call, target, &caller, data.as_ref(), raw);
        self.transcript.request(&request);
        let answer = self.send(&request)?;
        let (seen, verified) = match &call.file {
            Some(_) => (huifu::unzipped(&answer).map_err(unmet)?, Ok(())),
            None => huifu::open(&answer),
        };
        if call.file.is_some() {
            self.transcript.value("the file says ", &seen);
        }
        self.conclude(call, &Heard { answer: &answer, seen, verified, fine: 200..=200, by_line: false })
    }

    /// The caller: a huifu_id, or the first merchant of `given.huifu`.
    fn huifu_member(&self, huifu_id: Option<&str>) -> Result<Member, Halt> {
        let members = self.world().command(member::all)?;
        let found = match huifu_id {
            Some(huifu_id) => members.into_iter().find(|member| member.huifu_id.as_str() == huifu_id),
            None => members.into_iter().find(|member| member.kind == Kind::Merchant),
        };
        found.ok_or_else(|| unmet(format!("given.huifu has no {}", huifu_id.unwrap_or("merchant"))))
    }
}
