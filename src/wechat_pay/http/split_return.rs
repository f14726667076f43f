//! Split returns of both families.

use serde_json::{Value, json};

use super::wire::{Call, Reply};
use crate::wechat_pay::model::merchant::Role;
use crate::wechat_pay::model::split::Family;
use crate::wechat_pay::model::split_return::{ReturnState, SplitReturn};
use crate::wechat_pay::model::switches::{self, FailedLiteral};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::split_return::{self, ReturnQuery};
use crate::world::Bug;

/// Asks for a return.
pub(super) fn create(call: &Call<'_>, family: Family) -> Outcome<Reply> {
    let made = split_return::create(call.cx, family, call.caller, &call.body()?)?;
    Ok(Reply::Json(view(call, &made)?))
}

/// Answers a return.
pub(super) fn query(call: &Call<'_>, family: Family) -> Outcome<Reply> {
    let asked = ReturnQuery {
        sub_mchid: call.optional("sub_mchid")?,
        order_id: call.optional("order_id")?,
        out_order_no: call.optional("out_order_no")?,
        out_return_no: call.parameter("out_return_no")?,
    };
    let found = split_return::query(call.cx, family, call.caller, &asked)?;
    Ok(Reply::Json(view(call, &found)?))
}

fn view(call: &Call<'_>, made: &SplitReturn) -> Result<Value, Bug> {
    // A return that waits has the time of its creation there (assumed).
    let (result, finish_time, reason) = match made.state {
        ReturnState::Processing => ("PROCESSING", made.created_at, None),
        ReturnState::Success { at } => ("SUCCESS", at, None),
        ReturnState::Failed { at, reason } => (failed(call, made.family)?, at, Some(reason)),
    };
    let mut view = json!({
        "order_id": made.order_id,
        "out_order_no": made.out_order_no,
        "out_return_no": made.out_return_no,
        "return_mchid": made.return_mchid,
        "amount": made.amount,
        "result": result,
        "finish_time": finish_time,
    });
    if let Some(reason) = reason {
        view["fail_reason"] = json!(reason.literal());
    }
    if call.caller.role != Role::Direct {
        view["sub_mchid"] = json!(made.payer);
    }
    match made.family {
        Family::Ecommerce => view["return_no"] = json!(made.return_no),
        Family::Ordinary => {
            view["return_id"] = json!(made.return_no);
            view["description"] = json!(made.description);
            view["create_time"] = json!(made.created_at);
        }
    }
    Ok(view)
}

/// How a family writes a return that failed (PS-49).
fn failed(call: &Call<'_>, family: Family) -> Result<&'static str, Bug> {
    let literal = match family {
        Family::Ecommerce => switches::of(call.cx)?.split_return.failed_literal,
        Family::Ordinary => FailedLiteral::Failed,
    };
    Ok(literal.literal())
}
