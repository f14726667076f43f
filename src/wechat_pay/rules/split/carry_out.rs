//! Carrying a split out: every part succeeds or fails, and what failed stays with the payer (LG-10, LG-12, PS-27).

use super::pot_of;
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::pot::Hold;
use crate::wechat_pay::model::split::{DetailResult, Kind, SplitOrder};
use crate::wechat_pay::rules::money::{self, Paper};
use crate::wechat_pay::rules::timers::Timer;
use crate::world::journal::Note;
use crate::world::{Bug, Cx};

/// Moves the reserved parts of a split to their receivers.
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn carry_out(cx: &Cx<'_>, key: &str) -> Result<Option<Note>, Bug> {
    let Some(mut split) = cx.get::<SplitOrder>(key)? else { return Ok(None) };
    let Kind::Split { details, finish } = &mut split.kind else { return Ok(None) };
    let mut failed = 0_u32;
    for detail in details.iter_mut() {
        let DetailResult::Pending { reservation, fails } = detail.result else { continue };
        detail.result = if let Some(reason) = fails {
            cx.void(reservation)?;
            failed += 1;
            DetailResult::Closed { at: cx.now(), reason }
        } else {
            cx.post(reservation)?;
            DetailResult::Success { at: cx.now() }
        };
    }
    // What failed is free in the pot again; a pot that was released meanwhile passes it on at once (PS-27).
    if *finish || pot_of(cx, &split.transaction_id)?.holds.is_empty() {
        let paper = Paper::about(&split.transaction_id, split.order_id.as_str());
        money::release(cx, paper, Hold::Split, Cause::Unfreeze)?;
        Timer::Unfreeze(split.transaction_id.clone()).call_off(cx)?;
    }
    cx.put(&split)?;
    let number = &split.out_order_no;
    let (en, zh) = match failed {
        0 => (String::new(), String::new()),
        _ => (format!(", {failed} of its parts failed"), format!("，其中 {failed} 笔失败")),
    };
    Ok(Some(Note::new(format!("split {number} carried out{en}"), format!("分账单 {number} 分账完成{zh}"))))
}
