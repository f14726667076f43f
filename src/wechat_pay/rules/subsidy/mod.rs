//! Subsidies (补差): the platform adds to an order before the split, takes back after a refund, or declares that none comes
//! (SUB-01 to SUB-24, PS-22, LG-04, LG-14).

mod cancel;
mod create;
mod give_back;

pub use cancel::{CancelAsk, cancel};
pub use create::{SubsidyAsk, create};
pub use give_back::{From, ReturnAsk, give_back};

use super::Outcome;
use super::refusal::{SplitRefusal, SubsidyRefusal};
use super::split::family::{Parties, parties};
use super::split::pot_of;
use crate::wechat_pay::model::merchant::Merchant;
use crate::wechat_pay::model::order::{Order, Payment};
use crate::wechat_pay::model::refund::Refund;
use crate::wechat_pay::model::split::{Family, SplitOrder};
use crate::world::ids::{Mchid, RefundId, TransactionId};
use crate::world::{Bug, Cx};

/// The platform and its sub-merchant. Ordinary providers have no subsidies.
fn sides(cx: &Cx<'_>, caller: &Merchant, sub_mchid: &Mchid) -> Outcome<Parties> {
    parties(cx, Family::Ecommerce, caller, Some(sub_mchid), SplitRefusal::NoSubMchid(caller.mchid.clone()))
}

/// The paid order that a request is about.
fn paid_order(cx: &Cx<'_>, sides: &Parties, id: &TransactionId) -> Outcome<(Order, Payment)> {
    let order = cx.first::<Order>("transaction_id", id.as_str())?;
    let order = order
        .filter(|order| order.payee.initiator() == &sides.caller && order.payee.recipient() == &sides.payer);
    let found = order.and_then(|order| order.payment().cloned().map(|payment| (order, payment)));
    found.ok_or_else(|| SubsidyRefusal::NoOrder(id.clone()).into())
}

/// Whether the order is whole: neither split nor finished, by request or by time (SUB-02, SUB-20).
fn check_unsplit(cx: &Cx<'_>, id: &TransactionId) -> Outcome<()> {
    let untouched = cx.count::<SplitOrder>("transaction_id", id.as_str())? == 0;
    if untouched && !pot_of(cx, id)?.holds.is_empty() { Ok(()) } else { Err(SubsidyRefusal::Split.into()) }
}

/// The refunds of an order that count.
fn refunds(cx: &Cx<'_>, id: &TransactionId) -> Result<Vec<Refund>, Bug> {
    let mut refunds: Vec<Refund> = cx.all("transaction_id", id.as_str())?;
    refunds.retain(Refund::is_live);
    Ok(refunds)
}

/// Whether the refund named is one of the order's.
fn check_refund(cx: &Cx<'_>, id: &TransactionId, refund_id: &RefundId) -> Outcome<()> {
    let known = refunds(cx, id)?.iter().any(|refund| refund.refund_id == *refund_id);
    if known { Ok(()) } else { Err(SubsidyRefusal::NoRefund(Some(refund_id.clone())).into()) }
}
