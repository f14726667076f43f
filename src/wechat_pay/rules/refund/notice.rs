//! What the merchant is told when a refund has its result (NO-04, 5.5).

use serde_json::{Value, json};

use crate::wechat_pay::model::refund::{Family, Refund, State};
use crate::wechat_pay::model::switches::{self, ClosedWord};
use crate::wechat_pay::rules::notices::{self, Event};
use crate::world::journal::Note;
use crate::world::{Bug, Cx};

/// Posts the notice of a refund's result. Without a `notify_url` of its own there is none (assumed): the real server falls
/// back to an address of the merchant's back office.
pub(super) fn post(cx: &Cx<'_>, refund: &Refund) -> Result<(), Bug> {
    let (name, summary) = match refund.state {
        State::Success { .. } => ("REFUND.SUCCESS", "退款成功"),
        State::Abnormal { .. } => ("REFUND.ABNORMAL", "退款异常"),
        State::Closed { .. } => ("REFUND.CLOSED", "退款关闭"),
        State::Processing => return Ok(()),
    };
    let number = &refund.out_refund_no;
    let Some(url) = &refund.notify_url else {
        cx.note(Note::new(
            format!("refund {number} was asked for without notify_url, so no notice is sent"),
            format!("退款单 {number} 未传 notify_url，不发送通知"),
        ));
        return Ok(());
    };
    let event = Event { name, summary, original_type: "refund" };
    notices::post(cx, &event, &refund.initiator, url, number.to_string(), plain(cx, refund)?)
}

fn plain(cx: &Cx<'_>, refund: &Refund) -> Result<Value, Bug> {
    let status = match (refund.state, refund.family) {
        (State::Closed { .. }, Family::Ecommerce) => match switches::of(cx)?.refund.closed_word {
            ClosedWord::Close => "CLOSE",
            // A spelling that only the query has.
            ClosedWord::Closed | ClosedWord::RefundClose => "CLOSED",
        },
        (state, _) => state.literal(),
    };
    let mut plain = json!({
        "transaction_id": refund.transaction_id,
        "out_trade_no": refund.out_trade_no,
        "refund_id": refund.refund_id,
        "out_refund_no": refund.out_refund_no,
        "refund_status": status,
        "user_received_account": refund.received_account,
        "amount": {
            "total": refund.total,
            "refund": refund.amount,
            "payer_total": refund.total,
            "payer_refund": refund.amount,
        },
    });
    match &refund.sub_mchid {
        Some(sub_mchid) => {
            plain["sp_mchid"] = json!(refund.initiator);
            plain["sub_mchid"] = json!(sub_mchid);
        }
        None => plain["mchid"] = json!(refund.initiator),
    }
    if let State::Success { at } = refund.state {
        plain["success_time"] = json!(at);
    }
    if refund.family == Family::Ecommerce {
        plain["refund_account"] = json!(refund.refund_account());
    }
    Ok(plain)
}
