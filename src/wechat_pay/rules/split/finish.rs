//! Finishing: everything that is left goes to the payer (PS-50 to PS-54, PP-22 to PP-25).

use serde_json::Value;

use super::family;
use super::{Numbers, checks};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::Merchant;
use crate::wechat_pay::model::pot::Hold;
use crate::wechat_pay::model::split::{Family, Kind, SplitOrder};
use crate::wechat_pay::model::switches::{self, NothingLeft, ReusedNumber};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::money::{self, Paper};
use crate::wechat_pay::rules::refusal::SplitRefusal;
use crate::wechat_pay::rules::timers::Timer;
use crate::world::Cx;
use crate::world::ids::{Mchid, OutOrderNo, TransactionId};

/// A request to finish, in neither family's words.
#[derive(Debug, Clone)]
pub struct FinishAsk {
    /// Whose money is unfrozen; a direct merchant names nobody.
    pub sub_mchid: Option<Mchid>,
    /// Of which order.
    pub transaction_id: TransactionId,
    /// The caller's number.
    pub out_order_no: OutOrderNo,
    /// Why, for the bill.
    pub description: String,
    /// The request as it came, to tell a repeat from a change.
    pub request: Value,
}

/// Unfreezes what is left of an order, for the payer.
///
/// # Errors
/// A refusal.
pub fn finish(cx: &Cx<'_>, family: Family, caller: &Merchant, asked: &FinishAsk) -> Outcome<SplitOrder> {
    let switches = switches::of(cx)?;
    let key = SplitOrder::key_of(&caller.mchid, &asked.out_order_no);
    if family == Family::Ordinary
        && switches.unfreeze.reused_number == ReusedNumber::Answer
        && let Some(first) = cx.get::<SplitOrder>(&key)?
    {
        return Ok(first);
    }
    if let Some(first) = checks::repeated(cx, &caller.mchid, &asked.out_order_no, &asked.request)? {
        return Ok(first);
    }
    let of = family::parties(cx, family, caller, asked.sub_mchid.as_ref(), SplitRefusal::ModeDiffers)?;
    let (_, payment) = of.order(cx, &asked.transaction_id, SplitRefusal::NotUnfreezable)?;
    checks::check_open(cx, &of, &payment, &switches.split)?;
    let numbers = Numbers::draw(cx)?;
    let paper = Paper::about(&asked.transaction_id, numbers.order_id.as_str());
    let amount = money::release(cx, paper, Hold::Split, Cause::Finish)?;
    if amount.is_zero() {
        let text = match family {
            Family::Ecommerce => NothingLeft::Zero,
            Family::Ordinary => switches.unfreeze.nothing_left,
        };
        return Err(SplitRefusal::NothingToUnfreeze(text).into());
    }
    Timer::Unfreeze(asked.transaction_id.clone()).call_off(cx)?;
    let detail_id = numbers.detail_id(cx)?;
    let split = SplitOrder {
        caller: of.caller,
        payer: of.payer,
        transaction_id: asked.transaction_id.clone(),
        out_order_no: asked.out_order_no.clone(),
        order_id: numbers.order_id,
        kind: Kind::Finish { detail_id, amount, description: asked.description.clone() },
        created_at: cx.now(),
        request: asked.request.clone(),
    };
    cx.put(&split)?;
    Ok(split)
}
