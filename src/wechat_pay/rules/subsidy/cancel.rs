//! The platform declares that the announced subsidy does not come.

use serde::Deserialize;

use super::{check_unsplit, paid_order, refunds, sides};
use crate::wechat_pay::model::merchant::Merchant;
use crate::wechat_pay::model::order::{State, SubsidyState};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::SubsidyRefusal;
use crate::world::Cx;
use crate::world::ids::{Mchid, TransactionId};

/// A request to cancel.
#[derive(Debug, Clone, Deserialize)]
pub struct CancelAsk {
    /// Whose order it is.
    pub sub_mchid: Mchid,
    /// The order.
    pub transaction_id: TransactionId,
    /// Why.
    pub description: String,
}

/// Lets the order be split without its subsidy (SUB-20). Cancelling again changes nothing.
///
/// # Errors
/// A [`Refusal`](crate::wechat_pay::rules::refusal::Refusal); it leaves nothing.
pub fn cancel(cx: &Cx<'_>, caller: &Merchant, asked: &CancelAsk) -> Outcome<()> {
    let of = sides(cx, caller, &asked.sub_mchid)?;
    let (mut order, mut payment) = paid_order(cx, &of, &asked.transaction_id)?;
    match payment.subsidy {
        SubsidyState::Due => {}
        SubsidyState::Cancelled => return Ok(()),
        SubsidyState::NotAnnounced => return Err(SubsidyRefusal::NotAnnounced.into()),
        SubsidyState::Paid { .. } => return Err(SubsidyRefusal::Paid.into()),
    }
    check_unsplit(cx, &asked.transaction_id)?;
    if refunds(cx, &asked.transaction_id)?.is_empty() {
        return Err(SubsidyRefusal::NoRefund(None).into());
    }
    payment.subsidy = SubsidyState::Cancelled;
    order.state = State::Paid(payment);
    Ok(cx.put(&order)?)
}
