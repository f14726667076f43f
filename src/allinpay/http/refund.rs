//! Refunds and cancels (§2.6, §2.7).

use super::wire::{Call, Members, time};
use crate::allinpay::model::follow::{Follow, FollowState};
use crate::allinpay::rules::refund::Wish;
use crate::allinpay::rules::refusal::Refusal;
use crate::allinpay::rules::{Ruled, cancel as cancels, refund as refunds};

/// A refund (§2.6).
pub(super) fn refund(call: &Call<'_>) -> Ruled<Members> {
    let done = refunds::request(call.cx, call.merchant, &wish(call)?)?;
    Ok(answered(&done))
}

/// A cancel (§2.7).
pub(super) fn cancel(call: &Call<'_>) -> Ruled<Members> {
    let done = cancels::request(call.cx, call.merchant, &wish(call)?)?;
    Ok(answered(&done))
}

fn wish(call: &Call<'_>) -> Result<Wish, Refusal> {
    Ok(Wish {
        appid: call.appid.to_owned(),
        reqsn: call.required("reqsn")?.to_owned(),
        amount: call.amount("trxamt")?,
        original: call.named("oldtrxid", "oldreqsn")?,
        remark: call.get("remark").or_else(|| call.get("reason")).unwrap_or_default().to_owned(),
        notify_url: call.get("notify_url").map(str::to_owned),
    })
}

fn answered(follow: &Follow) -> Members {
    let mut members = vec![
        ("trxid", follow.trxid.clone()),
        ("reqsn", follow.reqsn.clone().unwrap_or_default()),
        ("trxcode", follow.trxcode.literal().to_owned()),
        ("chnltrxid", follow.chnltrxid.clone()),
    ];
    match follow.state {
        FollowState::Done => {
            members.push(("trxstatus", "0000".to_owned()));
            members.push(("fintime", time(follow.at)));
            members.push(("fee", follow.fee.to_string()));
        }
        FollowState::InProgress => {
            members.push(("trxstatus", "2000".to_owned()));
            members.push(("errmsg", "交易处理中".to_owned()));
        }
    }
    members
}
