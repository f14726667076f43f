//! What the server says when onboarding refuses. Codes follow the family's pages; texts are assumed unless marked.

use super::{ILLEGAL_PARAMETER, Row, invalid, no_auth, param_error, row};
use crate::wechat_pay::http::schema::{APPLYMENT_SUBMIT, APPLYMENT4SUB_SUBMIT};
use crate::wechat_pay::model::applyment::Family;
use crate::wechat_pay::rules::refusal::{ApplymentRefusal, FieldFault};

/// The row of a refusal.
pub(super) fn of(refusal: &ApplymentRefusal) -> Row {
    match refusal {
        // The text is documented.
        ApplymentRefusal::NoPermission(_) | ApplymentRefusal::NotYours(_) => {
            no_auth("商户权限异常", ILLEGAL_PARAMETER)
        }
        ApplymentRefusal::Field { family, pointer, fault } => of_field(label(*family, pointer), *fault),
        // Seen in a real answer.
        ApplymentRefusal::MediaUnknown(_) => param_error("证书图片图片内容无效", ILLEGAL_PARAMETER),
        ApplymentRefusal::NotEditable(_) => invalid("申请单状态不允许修改", ILLEGAL_PARAMETER),
        ApplymentRefusal::NumberCanceled(_) => {
            invalid("申请单已作废，请更换业务申请编号重新提交", ILLEGAL_PARAMETER)
        }
        ApplymentRefusal::Unknown(_) => row(404, "RESOURCE_NOT_EXISTS", "申请单不存在", ILLEGAL_PARAMETER),
        // The text of a related API.
        ApplymentRefusal::NotRevocable(_) => {
            invalid("该申请单状态不支持撤销，请查询并检查申请单状态", ILLEGAL_PARAMETER)
        }
        ApplymentRefusal::NotByProxy(_) => invalid("申请单不支持代签约", ILLEGAL_PARAMETER),
        ApplymentRefusal::NotSignable(_) => invalid("申请单当前状态不可签约", ILLEGAL_PARAMETER),
        ApplymentRefusal::SignedEnough(_) => {
            row(403, "RULE_LIMIT", "超级管理员签约的小微商户数量超过上限", ILLEGAL_PARAMETER)
        }
    }
}

/// The Chinese name of a member, as its API's page has it.
fn label(family: Family, pointer: &str) -> &'static str {
    match family {
        Family::Ecommerce => APPLYMENT_SUBMIT.label(pointer),
        Family::Ordinary => APPLYMENT4SUB_SUBMIT.label(pointer),
    }
}

/// One real answer is known for a member that is missing and one for a value that is wrong; the others are worded alike.
fn of_field(label: &str, fault: FieldFault) -> Row {
    let message = match fault {
        FieldFault::Missing => format!("{label}未设置，请检查后再试"),
        FieldFault::NotAllowed => format!("{label}无需填写，请检查后再试"),
        FieldFault::Wrong(..) => format!("{label}取值有误，请检查后再试"),
        FieldFault::Said(literal) => literal.to_owned(),
    };
    param_error(&message, ILLEGAL_PARAMETER)
}
