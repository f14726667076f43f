//! What the server says when onboarding by ordinary providers refuses. Real answers and tables unless marked.

use super::{ILLEGAL_PARAMETER, Row, invalid, no_auth, of_bug, param_error, row};
use crate::wechat_pay::model::switches::NotFound;
use crate::wechat_pay::rules::refusal::Applyment4subRefusal;

/// The row of a refusal.
pub(super) fn of(refusal: &Applyment4subRefusal) -> Row {
    match refusal {
        Applyment4subRefusal::NoPermission(_) => no_auth("暂无权限，请确认后再试", ILLEGAL_PARAMETER),
        // The code is assumed.
        Applyment4subRefusal::Limited(_) => no_auth("你进件特约商户的权限已被受限。", ILLEGAL_PARAMETER),
        Applyment4subRefusal::Blank(_) => {
            Row { message: "系统繁忙，请稍后重试".to_owned(), ..of_bug() }
        }
        // The text is assumed.
        Applyment4subRefusal::BannedWord(_) => invalid("商户简称命中敏感词，请修改", ILLEGAL_PARAMETER),
        Applyment4subRefusal::MediaInvalid(_) => param_error("证书图片内容无效", ILLEGAL_PARAMETER),
        // The code is assumed.
        Applyment4subRefusal::TooManyNumbers(_) => {
            row(403, "RULE_LIMIT", "商户号数量超过上限", ILLEGAL_PARAMETER)
        }
        Applyment4subRefusal::Running(..) => {
            row(400, "PROCESSING", "存在流程进行中的申请单，请检查是否重入", ILLEGAL_PARAMETER)
        }
        Applyment4subRefusal::Unknown(_, NotFound::ParamError) => {
            param_error("未能找到申请单", ILLEGAL_PARAMETER)
        }
        Applyment4subRefusal::Unknown(_, NotFound::ApplymentNotexist) => {
            row(400, "APPLYMENT_NOTEXIST", "申请单不存在", ILLEGAL_PARAMETER)
        }
    }
}
