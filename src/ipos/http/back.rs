//! 支付退款 (4.5), 撤销 (4.7) and 退款查询 (4.6).

use super::payment::pay_type;
use super::wire::{Call, Reply};
use crate::ipos::model::trade::Kind;
use crate::ipos::rules::back::{self, Reversed, Wish};
use crate::ipos::rules::list::Status;
use crate::ipos::rules::{Ruled, find, view};

/// 支付退款: the freeze mark is the payment's at this moment (HF-40).
pub(super) fn reverse(call: &Call<'_>) -> Ruled<Reply> {
    let node = call.node;
    pay_type(node)?;
    let wish = Wish {
        of: node.required("org_pos_seq", 32)?,
        amount: Some(node.required_amount("tx_amt")?),
        division: node.division()?,
        notify_url: node.notify_url()?,
    };
    Ok(told(call, &back::reverse(call.cx, call.asking, wish)?))
}

/// 撤销: all that is left.
pub(super) fn cancel(call: &Call<'_>) -> Ruled<Reply> {
    pay_type(call.node)?;
    let of = call.node.required("org_pos_seq", 32)?;
    let wish = Wish { of, amount: None, division: None, notify_url: None };
    Ok(told(call, &back::reverse(call.cx, call.asking, wish)?))
}

fn told(call: &Call<'_>, made: &Reversed) -> Reply {
    let mut reply = Reply::done(call)
        .paid_by(&made.trade.pay_type)
        .set("status", view::status(&call.assumed.status, Status::Success))
        .set("tx_amt", made.trade.amount.get())
        .maybe("org_pos_seq", made.trade.of.as_ref().map(|of| of.as_str()))
        .set("wxpay_res_info", view::wechat(&made.payment));
    if let Some(refund) = &made.refund {
        reply = reply.with(view::mark(call.assumed, refund.freeze));
    }
    reply
}

/// 退款查询: the number is the refund's.
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    pay_type(call.node)?;
    let number = call.node.required("org_pos_seq", 32)?;
    let trade = find::trade(call.cx, &call.asking.merchant, &number, &[Kind::Refund, Kind::Cancel])?;
    let reply = Reply::done(call)
        .paid_by(&trade.pay_type)
        .set("org_pos_seq", trade.pos_seq.as_str())
        .set("status", view::status(&call.assumed.status, Status::Success))
        .set("tx_amt", trade.amount.get());
    if trade.kind == Kind::Cancel {
        return Ok(reply);
    }
    let refund = find::refund(call.cx, &trade)?;
    Ok(reply.with(view::mark(call.assumed, refund.freeze)))
}
