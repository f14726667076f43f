//! Bills: applying for one, and downloading it.

use serde_json::{Value, json};

use super::wire::{self, Call, Reply};
use crate::wechat_pay::model::accounts::Purse;
use crate::wechat_pay::model::bill::{BillKind, FlowAccount, TradePart};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::bill::{self, Applied, Wish};
use crate::wechat_pay::rules::refusal::BillRefusal;
use crate::world::Bug;
use crate::world::ids::Mchid;

/// Where most bills are downloaded.
const FILE: &str = "/v3/billdownload/file";
/// Where sharing bills and encrypted ones are.
const OTHER_FILE: &str = "/v3/bill/downloadurl";

/// A trade bill.
pub(super) fn trade(call: &Call<'_>) -> Outcome<Reply> {
    let part = match call.text("bill_type") {
        Some("SUCCESS") => TradePart::Success,
        Some("REFUND") => TradePart::Refund,
        _ => TradePart::All,
    };
    plain(call, BillKind::Trade { part, sub_mchid: sub_mchid(call)? }, FILE)
}

/// The fund-flow bill of one of the caller's own accounts.
pub(super) fn fund_flow(call: &Call<'_>) -> Outcome<Reply> {
    let account = call.text("account_type").and_then(FlowAccount::parse);
    let account = account.unwrap_or(FlowAccount::Purse(Purse::Basic));
    plain(call, BillKind::FundFlow { mchid: call.caller.mchid.clone(), account }, FILE)
}

/// The fund-flow bill of all sub-merchants of a platform.
pub(super) fn all_fund_flow(call: &Call<'_>) -> Outcome<Reply> {
    sealed(call, BillKind::AllFundFlow)
}

/// The fund-flow bill of one account of a sub-merchant.
pub(super) fn sub_fund_flow(call: &Call<'_>) -> Outcome<Reply> {
    let account = call.text("account_type").and_then(FlowAccount::parse);
    let account = account.unwrap_or(FlowAccount::Purse(Purse::Basic));
    sealed(call, BillKind::FundFlow { mchid: call.parameter("sub_mchid")?, account })
}

/// A sharing bill.
pub(super) fn sharing(call: &Call<'_>) -> Outcome<Reply> {
    plain(call, BillKind::Sharing { sub_mchid: sub_mchid(call)? }, OTHER_FILE)
}

/// The bill of withdrawals that came back.
pub(super) fn withdrawn(call: &Call<'_>) -> Outcome<Reply> {
    plain(call, BillKind::Withdrawn, FILE)
}

/// The file of a bill. Whether it is compressed was decided when it was applied for (BI-04).
pub(super) fn download(call: &Call<'_>) -> Outcome<Reply> {
    let ticket = bill::redeem(call.cx, &call.caller.mchid, call.text("token").unwrap_or_default())?;
    Ok(Reply::File(Box::new(ticket)))
}

fn sub_mchid(call: &Call<'_>) -> Outcome<Option<Mchid>> {
    call.text("sub_mchid").is_some().then(|| call.parameter("sub_mchid")).transpose()
}

fn applied(call: &Call<'_>, kind: BillKind, sealed: bool) -> Outcome<Applied> {
    let bill_date = call.text("bill_date").unwrap_or_default();
    let gzip = call.text("tar_type").is_some();
    bill::apply(call.cx, call.caller, Wish { bill_date, kind, gzip, sealed })
}

fn plain(call: &Call<'_>, kind: BillKind, path: &str) -> Outcome<Reply> {
    let Applied { ticket, sha1 } = applied(call, kind, false)?;
    Ok(Reply::Json(json!({
        "hash_type": "SHA1",
        "hash_value": sha1,
        "download_url": format!("{}{path}?token={}", call.origin, ticket.token),
    })))
}

/// The encrypted form. Real lists have several files above 16 GB; here every bill is one file.
fn sealed(call: &Call<'_>, kind: BillKind) -> Outcome<Reply> {
    if call.text("algorithm") == Some("SM4_GCM") {
        return Err(BillRefusal::NoSm4.into());
    }
    let Applied { ticket, sha1 } = applied(call, kind, true)?;
    let Some(sealing) = &ticket.sealing else {
        return Err(Bug::Broken("an encrypted bill has no key".to_owned()).into());
    };
    let file = json!({
        "bill_sequence": 1,
        "hash_type": "SHA1",
        "hash_value": sha1,
        "download_url": format!("{}{OTHER_FILE}?token={}", call.origin, ticket.token),
        "encrypt_key": wire::encrypt_for(call.cx, call.caller, "bill", &sealing.key)?,
        "nonce": sealing.nonce,
    });
    Ok(Reply::Json(json!({ "download_bill_count": 1, "download_bill_list": Value::Array(vec![file]) })))
}
