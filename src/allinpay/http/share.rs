//! `trxshare`: splits after payment, and their returns (members assumed).

use super::wire::{Call, Members, time};
use crate::allinpay::model::share::Share;
use crate::allinpay::rules::{Ruled, share as shares};

/// Splits a paid order.
pub(super) fn share(call: &Call<'_>) -> Ruled<Members> {
    let named = call.named("oldtrxid", "oldreqsn")?;
    let (reqsn, asinfo) = (call.required("reqsn")?, call.required("asinfo")?);
    Ok(answered(&shares::request(call.cx, call.merchant, reqsn, &named, asinfo)?))
}

/// Takes a split back.
pub(super) fn revoke(call: &Call<'_>) -> Ruled<Members> {
    let named = call.named("oldtrxid", "oldreqsn")?;
    Ok(answered(&shares::revoke(call.cx, call.merchant, call.required("reqsn")?, &named)?))
}

/// How a split, or its return, stands.
pub(super) fn query(call: &Call<'_>) -> Ruled<Members> {
    let named = call.named("trxid", "reqsn")?;
    Ok(match shares::find(call.cx, call.merchant, &named)? {
        Some(share) => answered(&share),
        None => vec![("trxstatus", "1001".to_owned()), ("errmsg", "交易不存在".to_owned())],
    })
}

fn answered(share: &Share) -> Members {
    let parts: Vec<String> =
        share.parts.iter().map(|part| format!("{}:01:{}", part.cusid, part.amount.yuan())).collect();
    vec![
        ("trxid", share.trxid.clone()),
        ("reqsn", share.reqsn.clone()),
        ("trxstatus", "0000".to_owned()),
        ("fintime", time(share.at)),
        ("asinfo", parts.join(";")),
    ]
}
