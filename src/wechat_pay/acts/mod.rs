//! What no API of WeChat Pay does: people pay, merchants visit their back office, WeChat Pay turns its keys.

mod applyment;
mod bank;
mod buyer;
mod cross_border;
mod fault;
mod merchant;
mod platform;
mod refund;
mod risk;
mod split;
mod split_return;
mod withdraw;

use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Args};
use crate::world::ids::Mchid;
use crate::world::store::Record;

/// Every act, in the order in which help lists them.
pub static ACTS: &[Act] = &[
    buyer::PAY,
    platform::OPEN_ECOMMERCE,
    platform::ROTATE,
    platform::RETIRE,
    merchant::BIND_APPID,
    merchant::UNBIND_APPID,
    merchant::SET_APIV3_KEY,
    merchant::ISSUE_CERTIFICATE,
    merchant::REPLACE_CERTIFICATE,
    merchant::REVOKE_CERTIFICATE,
    merchant::SET_PERMISSION,
    merchant::TOP_UP,
    split_return::CONSENT,
    split_return::FAIL,
    withdraw::BY_SUB_MERCHANT,
    withdraw::ARRIVE,
    withdraw::FAIL,
    withdraw::BOUNCE,
    withdraw::CLOSE,
    split::FAIL_DETAIL,
    split::SET_STATE,
    split::SET_MAX_RATIO,
    split::SET_NOTIFY_URL,
    refund::SUCCEED,
    refund::FAIL,
    applyment::APPROVE,
    applyment::REJECT,
    applyment::FREEZE,
    applyment::SIGN,
    applyment::REMIT,
    applyment::SCAN,
    risk::SET_LIMIT_STATE,
    cross_border::ASK,
    cross_border::APPLY,
    cross_border::SIGN,
    cross_border::APPROVE,
    cross_border::REJECT,
    cross_border::ADD_PAYEE,
    applyment::REVOKE,
    bank::VERIFY_CARD,
    fault::NOTICE_TWICE,
    fault::NOTICE_PROBE,
    fault::ANSWER_PROBE,
    fault::TOO_FREQUENT,
];

/// The merchant that an act names as `mchid`.
fn merchant_named(cx: &Cx<'_>, args: &Args) -> Result<crate::wechat_pay::model::merchant::Merchant, ActStop> {
    let text = args.required_text("mchid")?;
    let unknown = || {
        ActRefused::new(
            format!("this world has no merchant {text}; `credentials` and GET /_sandbox list them"),
            format!("该世界没有商户 {text}"),
        )
    };
    let mchid = Mchid::parse(text).map_err(|_| unknown())?;
    Ok(crate::wechat_pay::model::merchant::find(cx, &mchid)?.ok_or_else(unknown)?)
}

/// The record of this number: of the merchant named, or of the only merchant that used it.
fn by_number<R: Record>(cx: &Cx<'_>, args: &Args, number: &str) -> Result<Option<R>, ActStop> {
    if let Some(mchid) = args.text("mchid") {
        return Ok(cx.get::<R>(&format!("{mchid}/{number}"))?);
    }
    let mut found = cx.ending_with::<R>(&format!("/{number}"))?;
    if found.len() > 1 {
        return Err(ActRefused::new(
            format!("several merchants used the number {number}; say whose with `mchid`"),
            format!("多个商户使用了单号 {number}；请用 mchid 指明"),
        )
        .into());
    }
    Ok(found.pop())
}
