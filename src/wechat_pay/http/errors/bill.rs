//! What the server says when a bill cannot be had.

use super::{ILLEGAL_PARAMETER, Row, invalid, no_auth, param_error, row};
use crate::wechat_pay::rules::refusal::{BillFamily, BillRefusal};

/// The row of a refusal.
pub(super) fn of(refusal: &BillRefusal) -> Row {
    use BillFamily::{Sharing, Statement};
    match refusal {
        // The text of trade and fund-flow bills is assumed to be that of sharing bills.
        BillRefusal::BadDate(Statement, _) => invalid("日期格式不正确", ILLEGAL_PARAMETER),
        BillRefusal::BadDate(Sharing, _) => param_error("日期格式不正确", ILLEGAL_PARAMETER),
        // assumed
        BillRefusal::NotYourSub(Statement, _) => invalid("受理关系不存在", ILLEGAL_PARAMETER),
        BillRefusal::NotYourSub(Sharing, _) => invalid("服务商和分账方无受理关系", ILLEGAL_PARAMETER),
        // assumed
        BillRefusal::NotAPlatform(_) => no_auth("商户无权限", ILLEGAL_PARAMETER),
        // The text is assumed.
        BillRefusal::NotOver(Statement, _) => {
            invalid("请求的账单日期不能是当天或未来日期", ILLEGAL_PARAMETER)
        }
        BillRefusal::Creating(Statement, _) => {
            row(400, "STATEMENT_CREATING", "账单生成中", ILLEGAL_PARAMETER)
        }
        BillRefusal::NotOver(Sharing, _) | BillRefusal::Creating(Sharing, _) => {
            invalid("请求的账单正在生成中", ILLEGAL_PARAMETER)
        }
        BillRefusal::TooOld(_) => invalid("请求的账单日期已过期", ILLEGAL_PARAMETER),
        BillRefusal::NothingHappened(_) => {
            row(400, "NO_STATEMENT_EXIST", "账单文件不存在", ILLEGAL_PARAMETER)
        }
        // assumed
        BillRefusal::NoSm4 => invalid("不支持的加密算法", ILLEGAL_PARAMETER),
        // The texts of the three are assumed.
        BillRefusal::UnknownToken => invalid("下载token无效", ILLEGAL_PARAMETER),
        BillRefusal::ForeignToken(_) => no_auth("商户无权限下载该账单", ILLEGAL_PARAMETER),
        BillRefusal::TokenLate(_) => invalid("下载token已过期", ILLEGAL_PARAMETER),
    }
}
