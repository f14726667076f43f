//! What the server says when subsidies refuse.

use super::{ILLEGAL_PARAMETER, Row, invalid, row};
use crate::wechat_pay::rules::refusal::SubsidyRefusal;

/// The row of a refusal.
pub(super) fn of(refusal: &SubsidyRefusal) -> Row {
    match refusal {
        // The page gives this one text for the code; that it is said to all of them is assumed.
        SubsidyRefusal::NoOrder(_)
        | SubsidyRefusal::NotAnnounced
        | SubsidyRefusal::Cancelled
        | SubsidyRefusal::Second
        | SubsidyRefusal::Paid
        | SubsidyRefusal::Split
        | SubsidyRefusal::TooLarge { .. }
        | SubsidyRefusal::NotAsAnnounced { .. }
        | SubsidyRefusal::NoRefund(_)
        | SubsidyRefusal::NotPaid
        | SubsidyRefusal::RefundUsed(_)
        | SubsidyRefusal::ReturnTooLarge { .. }
        | SubsidyRefusal::FromDiffers => invalid("参数错误", ILLEGAL_PARAMETER),
        SubsidyRefusal::Short { .. } => {
            row(403, "NOT_ENOUGH", "可用余额不足，请充值后重新发起", ILLEGAL_PARAMETER)
        }
    }
}
