//! 延时确认, 延时确认退回 and its query (4.28).

use super::wire::{Call, Reply};
use crate::ipos::rules::delay::{self, Wish};
use crate::ipos::rules::list::Status;
use crate::ipos::rules::{Ruled, find, view};

fn wish(call: &Call<'_>) -> Ruled<Wish> {
    Ok(Wish {
        of: call.node.required("org_pos_seq", 32)?,
        division: call.node.division()?,
        notify_url: call.node.notify_url()?,
    })
}

/// 延时确认: impossible while fund control holds the money (HF-07).
pub(super) fn confirm(call: &Call<'_>) -> Ruled<Reply> {
    let wish = wish(call)?;
    let of = wish.of.clone();
    let (trade, made) = delay::confirm(call.cx, call.asking, wish)?;
    Ok(success(call)
        .paid_by(&trade.pay_type)
        .set("org_pos_seq", of)
        .set("tx_amt", trade.amount.get())
        .set("unconfirm_amt", made.unconfirmed_after.get())
        .set("confirmed_amt", made.confirmed_after.get()))
}

/// 延时确认退回.
pub(super) fn refund(call: &Call<'_>) -> Ruled<Reply> {
    let wish = wish(call)?;
    let of = wish.of.clone();
    let (trade, _, payment) = delay::take_back(call.cx, call.asking, wish)?;
    Ok(success(call)
        .paid_by(&trade.pay_type)
        .set("org_pos_seq", of)
        .set("tx_amt", trade.amount.get())
        .set("unconfirm_amt", payment.unconfirmed()?.get()))
}

/// 延时确认退回查询: the number is that of what was taken back.
pub(super) fn refund_query(call: &Call<'_>) -> Ruled<Reply> {
    let number = call.node.required("org_pos_seq", 32)?;
    let (trade, _) = find::confirm_refund(call.cx, &call.asking.merchant, &number)?;
    Ok(success(call)
        .paid_by(&trade.pay_type)
        .set("org_pos_seq", trade.pos_seq.as_str())
        .set("tx_amt", trade.amount.get()))
}

fn success(call: &Call<'_>) -> Reply {
    Reply::done(call).set("status", view::status(&call.assumed.status, Status::Success))
}
