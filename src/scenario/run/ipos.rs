//! Calls to ipos-sa.

use serde_json::Value;

use super::answer::Heard;
use super::steps::change;
use super::{Done, Halt, Runner, unmet};
use crate::ipos::model::merchant::{self, Merchant};
use crate::scenario::ipos;
use crate::scenario::model::Call;

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
        self.conclude(call, &Heard { answer: &answer, seen, verified, fine: 200..=200, by_line: false })
    }

    /// The caller: an isspid, or the first merchant of `given.ipos`.
    fn ipos_merchant(&self, isspid: Option<&str>) -> Result<Merchant, Halt> {
        let merchants = self.world().command(merchant::all)?;
        let found =
            merchants.into_iter().find(|one| isspid.is_none_or(|isspid| one.isspid.as_str() == isspid));
        found.ok_or_else(|| unmet(format!("given.ipos has no {}", isspid.unwrap_or("merchant"))))
    }
}
