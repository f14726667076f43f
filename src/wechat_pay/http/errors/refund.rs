//! What the server says when refunds refuse.

use super::{ILLEGAL_PARAMETER, REPEAT_DIFFERS, Row, invalid, no_auth, of_violation, param_error, row};
use crate::wechat_pay::http::schema::REFUND_ABNORMAL;
use crate::wechat_pay::rules::refusal::RefundRefusal;

/// The row of a refusal.
pub(super) fn of(refusal: &RefundRefusal) -> Row {
    match refusal {
        // assumed
        RefundRefusal::NotAPlatform(_) => no_auth("商户无权限", ILLEGAL_PARAMETER),
        // The text is assumed.
        RefundRefusal::NoAdvance(_) => no_auth("商户无垫付退款权限", ILLEGAL_PARAMETER),
        // The text is assumed.
        RefundRefusal::UnknownMerchant(_) => row(404, "MCH_NOT_EXISTS", "商户号不存在", 268_443_715),
        RefundRefusal::NoOrder(_) => row(404, "RESOURCE_NOT_EXISTS", "订单不存在", 268_512_771),
        RefundRefusal::NotPaid(_) => row(404, "RESOURCE_NOT_EXISTS", "原订单不存在", 268_512_771),
        RefundRefusal::OrderDiffers(_) => invalid("您的请求参数与订单信息不一致", ILLEGAL_PARAMETER),
        RefundRefusal::AmountDiffers => {
            invalid("订单金额或退款金额与之前请求不一致，请核实后再试", REPEAT_DIFFERS)
        }
        // The code and the text are assumed.
        RefundRefusal::TooLate(_) => invalid("订单已超过可退款期限", ILLEGAL_PARAMETER),
        RefundRefusal::TooOften { old: true, .. } => {
            row(429, "FREQUENCY_LIMITED", "频率限制，1个月之前的订单请降低申请频率再重试", 268_447_840)
        }
        // The text is assumed.
        RefundRefusal::TooOften { old: false, .. } => {
            row(429, "FREQUENCY_LIMITED", "请求频率超过限制", 268_447_840)
        }
        RefundRefusal::AllRefunded => invalid("订单已全额退款", ILLEGAL_PARAMETER),
        // assumed
        RefundRefusal::OverPaid { .. } => invalid("申请退款金额大于订单剩余可退金额", ILLEGAL_PARAMETER),
        // assumed
        RefundRefusal::TooMany(_) => invalid("订单退款次数超出限制", ILLEGAL_PARAMETER),
        // assumed
        RefundRefusal::AccountsDiffer { .. } => {
            param_error("退款出资账户金额之和与退款金额不一致", ILLEGAL_PARAMETER)
        }
        // assumed
        RefundRefusal::AccountsTwice => param_error("参数错误", ILLEGAL_PARAMETER),
        // assumed
        RefundRefusal::SplitNotReturned => invalid("订单已分账，请先分账回退后再退款", ILLEGAL_PARAMETER),
        RefundRefusal::OverUnsplit { .. } => {
            row(403, "RULE_LIMIT", "申请退款金额大于剩余未分账金额，请等待分账完成后再试", ILLEGAL_PARAMETER)
        }
        RefundRefusal::NotEnough { .. } => {
            row(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起", ILLEGAL_PARAMETER)
        }
        RefundRefusal::NotFound(_) => row(404, "RESOURCE_NOT_EXISTS", "退款单不存在", ILLEGAL_PARAMETER),
        // assumed
        RefundRefusal::NotAbnormal(_) => invalid("退款单状态不是退款异常", ILLEGAL_PARAMETER),
        // That the schema's text is used is assumed.
        RefundRefusal::CardRequired(field) => of_violation(&REFUND_ABNORMAL.missing(field)),
        // The text is assumed.
        RefundRefusal::NotAdvanced(_) => invalid("该退款单不是垫付退款", ILLEGAL_PARAMETER),
        // assumed
        RefundRefusal::NoReturn(_) => row(404, "RESOURCE_NOT_EXISTS", "垫付回补单不存在", ILLEGAL_PARAMETER),
    }
}
