//! Which notices ipos-sa posts, where, and what they say (HF-46, HF-48, HF-49).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::find;
use super::list;
use super::view::{self, Members, TIME};
use crate::huifu::model::confirm::Confirm;
use crate::huifu::model::payment::{Freeze, Payment};
use crate::huifu::model::refund::Refund;
use crate::ipos::SYSTEM;
use crate::ipos::model::assumed::{self, Assumed};
use crate::ipos::model::trade::Trade;
use crate::world::event::Paid;
use crate::world::ids::{Isspid, TransactionId};
use crate::world::journal::Note;
use crate::world::outbox::{Notice, NoticeState};
use crate::world::{Bug, Cx, Span};

/// A notice, before it is signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Whose key signs it.
    pub isspid: Isspid,
    /// Its members.
    pub members: Members,
    /// How often it is tried in all.
    pub attempts: u32,
    /// The gap between two attempts.
    pub gap: Span,
}

/// A buyer paid; if the order was placed here, its merchant is told (HF-46).
///
/// # Errors
/// [`Bug`] when the database fails; so for all below.
pub fn paid(cx: &Cx<'_>, paid: &Paid) -> Result<(), Bug> {
    let Some((trade, payment)) = find::paid(cx, &paid.transaction_id)? else { return Ok(()) };
    let assumed = assumed::of(cx)?;
    let mut members = common(&trade);
    let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
    set("notify_type", assumed.notify_type.payment.as_str().into());
    set("trans_time", paid.paid_at.format(TIME).into());
    set("status", view::status(&assumed.status, list::status(&payment)).into());
    set("wxpay_res_info", view::wechat(&payment));
    set("result", json!(assumed.done));
    members.extend(view::mark(&assumed, payment.freeze()));
    post(cx, &assumed, "payment", &trade, members)
}

/// Huifu let go of an order's money; if it was placed here, its merchant is told at the order's address (HF-48, HF-49).
pub fn unfrozen(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<(), Bug> {
    let Some((trade, payment)) = find::paid(cx, transaction_id)? else { return Ok(()) };
    let Freeze::Released { frozen_at, at, amount } = payment.freeze() else { return Ok(()) };
    if trade.notify_url.is_none() {
        let number = &trade.pos_seq;
        cx.note(Note::new(
            format!("{number} was ordered without notify_url: no unfreeze notice (HF-48)"),
            format!("{number} 下单时未传 notify_url，不发送解冻通知（HF-48）"),
        ));
    }
    let assumed = assumed::of(cx)?;
    let names = &assumed.names;
    let mut members = common(&trade);
    let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
    set("notify_type", assumed.notify_type.unfreeze.as_str().into());
    set(&names.freeze_mark, "UNFREEZE".into());
    set(&names.unfreeze_amount, amount.get().into());
    set(&names.freeze_time, frozen_at.format(TIME).into());
    set(&names.unfreeze_time, at.format(TIME).into());
    post(cx, &assumed, "unfreeze", &trade, members)
}

/// A refund was made.
pub fn refunded(cx: &Cx<'_>, trade: &Trade, payment: &Payment, refund: &Refund) -> Result<(), Bug> {
    let assumed = assumed::of(cx)?;
    let mut members = common(trade);
    let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
    set("notify_type", assumed.notify_type.refund.as_str().into());
    set("status", assumed.status.success.as_str().into());
    set("org_pos_seq", json!(trade.of));
    set("wxpay_res_info", view::wechat(payment));
    set("result", json!(assumed.done));
    members.extend(view::mark(&assumed, refund.freeze));
    post(cx, &assumed, "refund", trade, members)
}

/// A delayed payment was confirmed.
pub fn confirmed(cx: &Cx<'_>, trade: &Trade, original: &Trade, confirm: &Confirm) -> Result<(), Bug> {
    let assumed = assumed::of(cx)?;
    let mut members = common(trade);
    let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
    set("notify_type", assumed.notify_type.confirm.as_str().into());
    set("status", assumed.status.success.as_str().into());
    set("org_pos_seq", original.pos_seq.as_str().into());
    set("unconfirm_amt", confirm.unconfirmed_after.get().into());
    set("result", json!(assumed.done));
    post(cx, &assumed, "confirm", trade, members)
}

/// What every notice says of its trade.
fn common(trade: &Trade) -> Members {
    let members = [
        ("isspid", Some(trade.isspid.to_string())),
        ("pos_id", trade.pos_id.clone()),
        ("store_id", trade.store_id.clone()),
        ("pos_seq", Some(trade.pos_seq.to_string())),
        ("sys_seq", Some(trade.sys_seq.to_string())),
        ("trans_time", Some(trade.at.format(TIME))),
        ("pay_type", Some(trade.pay_type.clone())),
        ("memo", trade.memo.clone()),
    ];
    let told = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
    let mut told: Members = told.collect();
    told.insert("tx_amt".to_owned(), trade.amount.get().into());
    told
}

fn post(cx: &Cx<'_>, assumed: &Assumed, event: &str, trade: &Trade, members: Members) -> Result<(), Bug> {
    let Some(url) = &trade.notify_url else { return Ok(()) };
    let content = Content {
        isspid: trade.isspid.clone(),
        members,
        attempts: assumed.notice_attempts,
        gap: assumed.notice_gap,
    };
    cx.post_notice(&Notice {
        id: format!("ipos-{}", hex::encode(cx.random("ipos notice")?.bytes::<12>())),
        system: SYSTEM.to_owned(),
        subject: trade.pos_seq.to_string(),
        event: event.to_owned(),
        url: url.clone(),
        state: NoticeState::Waiting,
        attempts: 0,
        data: serde_json::to_value(content)?,
    })
}
