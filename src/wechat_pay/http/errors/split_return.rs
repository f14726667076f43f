//! What the server says when a split return refuses.

use super::{ILLEGAL_PARAMETER, Row, invalid, no_auth, row};
use crate::wechat_pay::rules::refusal::SplitReturnRefusal;

/// The row of a refusal.
pub(super) fn of(refusal: &SplitReturnRefusal) -> Row {
    match refusal {
        SplitReturnRefusal::SameMerchant => {
            invalid("分账回退出资商户不允许和接收商户相同，请重新输入回退商户号", ILLEGAL_PARAMETER)
        }
        SplitReturnRefusal::NoReceiver(_) => invalid("回退方不存在", ILLEGAL_PARAMETER),
        // The texts of these five are assumed; of the last one a part is known.
        SplitReturnRefusal::Person => invalid("个人接收方不支持分账回退", ILLEGAL_PARAMETER),
        SplitReturnRefusal::NotDone => invalid("分账单未处理完成，不支持回退", ILLEGAL_PARAMETER),
        SplitReturnRefusal::TooLate(_) => invalid("分账单已超过可回退的时间", ILLEGAL_PARAMETER),
        SplitReturnRefusal::TooMany(_) => invalid("分账回退次数超出限制", ILLEGAL_PARAMETER),
        SplitReturnRefusal::Restricted(_) => invalid("商户收款功能受限", ILLEGAL_PARAMETER),
        SplitReturnRefusal::NoConsent(_) => no_auth("回退方未开通分账回退功能", ILLEGAL_PARAMETER),
        SplitReturnRefusal::TooMuch { .. } => invalid("剩余可回退的金额不足", ILLEGAL_PARAMETER),
        // The status and code are assumed.
        SplitReturnRefusal::Short { .. } => {
            row(403, "NOT_ENOUGH", "可用余额不足，请充值后重新发起", ILLEGAL_PARAMETER)
        }
    }
}
