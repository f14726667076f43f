//! What each refusal looks like on the wire (§1.2, §2.9).

use crate::allinpay::model::assumed::{Assumed, Said};
use crate::allinpay::rules::refusal::Refusal;

/// A refusal on the wire.
pub(super) enum Row {
    /// The communication failed: these two members, unsigned (AL-05).
    Failed {
        /// For versions past 11; version 11 says FAIL for everything (§1.2).
        retcode: String,
        /// The text.
        retmsg: String,
    },
    /// The trade failed: a signed answer with its code and text (AL-04).
    Trade(Said),
}

/// A mistake of ours.
pub(super) const BUG: (&str, &str) = ("SYSTEMERR", "系统异常");

/// The row of a refusal.
pub(super) fn of_refusal(refusal: &Refusal, assumed: &Assumed) -> Row {
    let failed = |retcode: &str, retmsg: String| Row::Failed { retcode: retcode.to_owned(), retmsg };
    match refusal {
        // assumed: no page says what these answer
        Refusal::UnknownPath { .. } => failed("FAIL", "接口不存在".to_owned()),
        Refusal::PostRequired => failed("FAIL", "请使用POST方式".to_owned()),
        Refusal::NotForm(_) => failed("PARAMERR", "请求报文格式错误".to_owned()),
        Refusal::LinkEnded => failed("FAIL", "链接已失效".to_owned()),
        Refusal::Missing(field) => failed("PARAMERR", format!("{field}{}", assumed.missing)),
        Refusal::Malformed { field, .. } => failed("PARAMERR", format!("{field}{}", assumed.malformed)),
        Refusal::UnknownMerchant(_) => failed(&assumed.unknown_retcode, assumed.unknown_merchant.clone()),
        Refusal::UnknownApplication { .. } => {
            failed(&assumed.unknown_retcode, assumed.unknown_application.clone())
        }
        Refusal::WrongSignature { .. } => failed("SIGNAUTHERR", assumed.wrong_signature.clone()),
        Refusal::BillNotThere(..) => failed("FAIL", assumed.bill_not_there.clone()),
        Refusal::Trade(refused) => Row::Trade(refused.why.said(assumed)),
    }
}
