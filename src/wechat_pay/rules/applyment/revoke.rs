//! Taking an application back (1.7).

use super::settle;
use crate::wechat_pay::model::applyment::{Applyment, Stage};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::ApplymentRefusal;
use crate::world::Cx;

/// Cancels an application (AP-56).
///
/// # Errors
/// [`ApplymentRefusal::NotRevocable`] in FINISH and CANCELED.
pub fn revoke(cx: &Cx<'_>, mut applyment: Applyment) -> Outcome<Applyment> {
    let state = applyment.state();
    if !state.is_revocable() {
        return Err(ApplymentRefusal::NotRevocable(state).into());
    }
    settle(cx, &mut applyment, Stage::Canceled)?;
    applyment.audit_detail.clear();
    cx.put(&applyment)?;
    Ok(applyment)
}
