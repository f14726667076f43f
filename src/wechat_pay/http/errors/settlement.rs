//! What the server says when settlement cards refuse. The texts are assumed unless marked.

use super::{ILLEGAL_PARAMETER, Row, invalid, no_auth, param_error, row};
use crate::wechat_pay::rules::refusal::SettlementRefusal;

/// The row of a refusal.
pub(super) fn of(refusal: &SettlementRefusal) -> Row {
    match refusal {
        // documented
        SettlementRefusal::NotYours(_) => no_auth("商户权限异常", ILLEGAL_PARAMETER),
        SettlementRefusal::TooOften(_) => {
            row(429, "FREQUENCY_LIMITED", "当日修改结算账户次数已达上限", ILLEGAL_PARAMETER)
        }
        SettlementRefusal::UnderAudit(_) => {
            invalid("修改结算账户申请单审核中，请勿重复提交", ILLEGAL_PARAMETER)
        }
        SettlementRefusal::KindMisfit(_) => param_error("账户类型与商户主体类型不匹配", ILLEGAL_PARAMETER),
        // a real answer
        SettlementRefusal::BankUnknown(_) => {
            param_error("开户银行取值有误，不在微信支付提供的银行对照表中，请检查后再试", ILLEGAL_PARAMETER)
        }
        SettlementRefusal::BranchMissing => {
            param_error("请填写开户银行全称（含支行）或开户银行联行号", ILLEGAL_PARAMETER)
        }
        SettlementRefusal::NumberMisshapen => {
            param_error("银行账号格式有误，请检查后再试", ILLEGAL_PARAMETER)
        }
    }
}
