//! What receivers are told: each at its own address, one notice for each movement (2.10, PS-28, PP-33).

use serde_json::{Value, json};

use crate::wechat_pay::model::merchant;
use crate::wechat_pay::model::split::{Detail, SplitOrder};
use crate::wechat_pay::model::split_return::SplitReturn;
use crate::wechat_pay::rules::notices::{self, Event};
use crate::world::ids::{Mchid, OrderId, OutOrderNo, TransactionId};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen};

/// `original_type` of the resource (assumed).
const ORIGINAL_TYPE: &str = "profitsharing";

/// Tells a merchant that it was given a part. Persons are told nothing, nor is the payer of what it keeps.
///
/// # Errors
/// [`Bug`] when the database fails.
pub(super) fn given(cx: &Cx<'_>, split: &SplitOrder, detail: &Detail) -> Result<(), Bug> {
    let Some(receiver) = detail.receiver.merchant().filter(|mchid| **mchid != split.payer) else {
        return Ok(());
    };
    let event = Event { name: "PROFITSHARING.SUCCESS", summary: "分账", original_type: ORIGINAL_TYPE };
    let movement = Movement {
        caller: &split.caller,
        payer: &split.payer,
        transaction_id: &split.transaction_id,
        order_id: &split.order_id,
        out_order_no: &split.out_order_no,
        reached: receiver,
        amount: detail.amount,
        description: &detail.description,
    };
    movement.tell(cx, &event, receiver)
}

/// Tells the receiver of a split that what it gave back has arrived. `receiver` names the payer, whom the money returned to;
/// the numbers are those of the split (assumed).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn given_back(cx: &Cx<'_>, back: &SplitReturn) -> Result<(), Bug> {
    let event = Event { name: "PROFITSHARING.RETURN", summary: "分账回退", original_type: ORIGINAL_TYPE };
    let movement = Movement {
        caller: &back.initiator,
        payer: &back.payer,
        transaction_id: &back.transaction_id,
        order_id: &back.order_id,
        out_order_no: &back.out_order_no,
        reached: &back.payer,
        amount: back.amount,
        description: &back.description,
    };
    movement.tell(cx, &event, &back.return_mchid)
}

/// One movement between a payer and a receiver.
struct Movement<'a> {
    caller: &'a Mchid,
    payer: &'a Mchid,
    transaction_id: &'a TransactionId,
    order_id: &'a OrderId,
    out_order_no: &'a OutOrderNo,
    /// Whom the money reached.
    reached: &'a Mchid,
    amount: Fen,
    description: &'a str,
}

impl Movement<'_> {
    fn tell(&self, cx: &Cx<'_>, event: &Event, told: &Mchid) -> Result<(), Bug> {
        let Some(url) = merchant::known(cx, told)?.profitsharing_notify_url else {
            cx.note(Note::new(
                format!("{told} has no profitsharing_notify_url, so no notice is sent (PS-28)"),
                format!("{told} 未配置 profitsharing_notify_url，不发送通知（PS-28）"),
            ));
            return Ok(());
        };
        notices::post(cx, event, told, &url, self.out_order_no.to_string(), self.plain(cx))
    }

    fn plain(&self, cx: &Cx<'_>) -> Value {
        let mut plain = json!({
            "transaction_id": self.transaction_id,
            "order_id": self.order_id,
            "out_order_no": self.out_order_no,
            "receiver": {
                "type": "MERCHANT_ID",
                "account": self.reached,
                "amount": self.amount,
                "description": self.description,
            },
            "success_time": cx.now(),
        });
        if self.caller == self.payer {
            plain["mchid"] = json!(self.caller);
        } else {
            plain["sp_mchid"] = json!(self.caller);
            plain["sub_mchid"] = json!(self.payer);
        }
        plain
    }
}
