//! Whom a request is about, and whether its caller may ask for them.

use super::Ruled;
use super::refusal::TradeRefusal;
use crate::huifu::model::member::Member;
use crate::world::Cx;
use crate::world::ids::HuifuId;

/// The member that a request names.
///
/// # Errors
/// [`TradeRefusal::NoMember`].
pub fn named(cx: &Cx<'_>, huifu_id: &HuifuId) -> Ruled<Member> {
    Ok(cx.get::<Member>(huifu_id.as_str())?.ok_or_else(|| TradeRefusal::NoMember(huifu_id.clone()))?)
}

/// The member that a request is for: the caller, or one whose direct agent it is.
///
/// # Errors
/// [`TradeRefusal::NoMember`], [`TradeRefusal::NotYours`].
pub fn own(cx: &Cx<'_>, caller: &Member, huifu_id: &HuifuId) -> Ruled<Member> {
    let member = named(cx, huifu_id)?;
    let is_own = member.huifu_id == caller.huifu_id || member.agent.as_ref() == Some(&caller.huifu_id);
    if is_own { Ok(member) } else { Err(TradeRefusal::NotYours(huifu_id.clone()).into()) }
}
