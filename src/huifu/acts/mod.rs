//! What no API of Huifu does: buyers pay, WeChat's news is held back, people at Huifu turn switches.

mod console;
mod control;
mod money;

use crate::huifu::model::member::{self, Member};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Args};

/// Every act, in the order in which help lists them.
pub static ACTS: &[Act] = &[
    money::PAY,
    money::SETTLE_DAY,
    money::RETURN_PAYOUT,
    money::HOLD_BALANCE,
    console::LOOK,
    console::DELAYED_SPLIT,
    control::TURN_CONTROL_SWITCH,
    control::BIND_APPID,
    control::SET_BUSINESS,
    control::HOLD_RELEASES,
    control::DELIVER_RELEASES,
];

/// The member that an act names as `huifu_id`.
fn member_named(cx: &Cx<'_>, args: &Args) -> Result<Member, ActStop> {
    let huifu_id = args.required_text("huifu_id")?;
    if let Some(member) = cx.get::<Member>(huifu_id)? {
        return Ok(member);
    }
    let known: Vec<String> = member::all(cx)?.iter().map(|member| member.huifu_id.to_string()).collect();
    let list = known.join(", ");
    Err(ActRefused::new(
        format!("given.huifu has no {huifu_id}; it has: {list}"),
        format!("given.huifu 中没有 {huifu_id}；现有：{list}"),
    )
    .into())
}
