//! What the server says when balances and withdrawals refuse.

use super::{ILLEGAL_PARAMETER, Row, invalid, no_auth, param_error, row};
use crate::wechat_pay::rules::refusal::FundRefusal;

/// The row of a refusal.
pub(super) fn of(refusal: &FundRefusal) -> Row {
    match refusal {
        FundRefusal::NotYourSub(_) => no_auth("无权查询该商户余额", ILLEGAL_PARAMETER),
        // Which of the two texts each merchant gets is assumed.
        FundRefusal::NoProvider(_) => no_auth("无权调用此接口", ILLEGAL_PARAMETER),
        FundRefusal::NoInterface(_) => no_auth("无接口权限", ILLEGAL_PARAMETER),
        FundRefusal::NoAccountThen(_) => invalid("该账户在指定时间不存在", ILLEGAL_PARAMETER),
        FundRefusal::NoDataOfDay(_) => invalid("日终余额当日无数据", ILLEGAL_PARAMETER),
        FundRefusal::NoWithdrawPermission(_) => no_auth("你无权为当前二级商户发起提现", ILLEGAL_PARAMETER),
        // The text is assumed.
        FundRefusal::Short { .. } => row(403, "NOT_ENOUGH", "余额不足", ILLEGAL_PARAMETER),
        // The code is assumed.
        FundRefusal::Expired(_) => invalid("当前请求已经超过有效期", ILLEGAL_PARAMETER),
        // assumed
        FundRefusal::Closed(_) => invalid("提现单已关单，请更换单号重新发起", ILLEGAL_PARAMETER),
        // That there is such an error is documented; code and text are assumed.
        FundRefusal::DayEndNotReady(_) => invalid("日终余额还未生成", ILLEGAL_PARAMETER),
        // assumed
        FundRefusal::TooLateToday => {
            invalid("每天23点55分后不再受理按日终余额预约提现请求", ILLEGAL_PARAMETER)
        }
        // The text is assumed.
        FundRefusal::TooOften(_) => row(429, "FREQUENCY_LIMITED", "频率限制", ILLEGAL_PARAMETER),
        // assumed
        FundRefusal::TooMuch(_) => param_error("提现金额超过单笔最大金额", ILLEGAL_PARAMETER),
    }
}
