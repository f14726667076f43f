//! What the server says when profit sharing refuses.

use super::{ILLEGAL_PARAMETER, Row, invalid, no_auth, of_violation, param_error, row};
use crate::wechat_pay::http::schema::{
    ORDINARY_RECEIVER_ADD, ORDINARY_RECEIVER_DELETE, ORDINARY_SPLIT_CREATE, RECEIVER_ADD, RECEIVER_DELETE,
    SPLIT_CREATE, Schema,
};
use crate::wechat_pay::model::split::Family;
use crate::wechat_pay::model::switches::{NothingLeft, RateCode, RatioCode};
use crate::wechat_pay::rules::refusal::SplitRefusal;
use crate::wechat_pay::rules::split::Asked;

/// The row of a refusal.
#[allow(clippy::too_many_lines)] // one line a refusal: the table is the documentation
pub(super) fn of(refusal: &SplitRefusal) -> Row {
    match refusal {
        // The texts are real, their code is assumed.
        SplitRefusal::OtherFamily(Family::Ecommerce) => {
            no_auth("非电商商户暂不支持调用此API", ILLEGAL_PARAMETER)
        }
        SplitRefusal::OtherFamily(Family::Ordinary) => {
            no_auth("电商商户不允许调用非电商分账API", ILLEGAL_PARAMETER)
        }
        SplitRefusal::NoSubMchid(_) => no_auth("无分账权限", ILLEGAL_PARAMETER),
        // The texts are real, their code is assumed.
        SplitRefusal::Punished(_) => no_auth("分账权限被处罚，请尽快处理违规记录", ILLEGAL_PARAMETER),
        SplitRefusal::SettledLater(_) => {
            invalid("订单处理中，请在到达结算周期之后再请求分账", ILLEGAL_PARAMETER)
        }
        SplitRefusal::NoMerchant => param_error("商户号未设置", ILLEGAL_PARAMETER),
        SplitRefusal::NotAccepted(_) => invalid("服务商和分账方无受理关系", ILLEGAL_PARAMETER),
        SplitRefusal::ModeDiffers => invalid(MODE, ILLEGAL_PARAMETER),
        // The text is real, its code is assumed.
        SplitRefusal::Ended => invalid("订单已完结分账，不支持分账", ILLEGAL_PARAMETER),
        SplitRefusal::ProviderWithoutSplit(_) => no_auth("服务商未开通分账功能", ILLEGAL_PARAMETER),
        SplitRefusal::NotASub(_) => no_auth("非服务商下的签约子商户", ILLEGAL_PARAMETER),
        SplitRefusal::SubWithoutSplit(_) => no_auth("子商户未开通分账功能", ILLEGAL_PARAMETER),
        SplitRefusal::TooOften { code: RateCode::FrequencyLimited, .. } => {
            row(429, "FREQUENCY_LIMITED", OFTEN, ILLEGAL_PARAMETER)
        }
        SplitRefusal::TooOften { code: RateCode::RatelimitExceed, .. } => {
            row(429, "RATELIMIT_EXCEED", OFTEN, ILLEGAL_PARAMETER)
        }
        SplitRefusal::NoPermission(_) => no_auth("商户无权限", ILLEGAL_PARAMETER),
        SplitRefusal::NotSplittable => invalid("非分账订单不支持分账", ILLEGAL_PARAMETER),
        SplitRefusal::NotUnfreezable => invalid("非分账订单不支持解冻剩余资金", ILLEGAL_PARAMETER),
        SplitRefusal::NoAmounts => invalid("非分账订单不支持此查询", ILLEGAL_PARAMETER),
        SplitRefusal::NotYourOrder => invalid("非本商户的订单不支持查询", ILLEGAL_PARAMETER),
        SplitRefusal::TooEarly { family, .. } | SplitRefusal::NotSettled { family, .. } => match family {
            Family::Ecommerce => invalid("订单处理中，暂时无法分账，请稍后再试", ILLEGAL_PARAMETER),
            Family::Ordinary => invalid("订单处理中，请稍后重试", ILLEGAL_PARAMETER),
        },
        // The text is real, its status is assumed.
        SplitRefusal::Controlled => invalid(CONTROLLED, ILLEGAL_PARAMETER),
        SplitRefusal::SubsidyDue => invalid("分账补贴还未到账，不能受理分账", ILLEGAL_PARAMETER),
        SplitRefusal::NoReceiverRelation(_) => {
            param_error("分账接收方关系不存在，请检查参数中每个接收方的关系。", ILLEGAL_PARAMETER)
        }
        // assumed
        SplitRefusal::ReceiverTwice(_) => param_error("分账接收方重复", ILLEGAL_PARAMETER),
        SplitRefusal::Missing { asked, field } => of_violation(&schema_of(*asked).missing(field)),
        SplitRefusal::NotAReceiver { asked: Asked::Splitting(_), .. } => {
            param_error(RECEIVERS_FORMAT, ILLEGAL_PARAMETER)
        }
        SplitRefusal::NotAReceiver { .. } => param_error("参数格式不正确", ILLEGAL_PARAMETER),
        SplitRefusal::UnknownReceiver(_) => invalid("无效请求", ILLEGAL_PARAMETER),
        // The texts are real, their code is assumed.
        SplitRefusal::MerchantNameDiffers { .. } => invalid("分账接收商户全称不匹配", ILLEGAL_PARAMETER),
        SplitRefusal::PersonNameDiffers(_) => invalid("微信用户姓名与实名不一致", ILLEGAL_PARAMETER),
        SplitRefusal::NoAccount(_) => invalid("账户不存在，请先点击充值", ILLEGAL_PARAMETER),
        // assumed but for the word 已存在
        SplitRefusal::ReceiverExists(_) => invalid("分账接收方已存在", ILLEGAL_PARAMETER),
        SplitRefusal::TooManyRelations(_) => invalid(
            "商户已添加的分账接收方个数过多。请先删除多余的分账接收方，并在24小时之后再尝试添加",
            ILLEGAL_PARAMETER,
        ),
        SplitRefusal::NoSuchRelation { family: Family::Ecommerce, .. } => {
            invalid("请确认分账接收方是否存在", ILLEGAL_PARAMETER)
        }
        SplitRefusal::NoSuchRelation { family: Family::Ordinary, .. } => {
            invalid("无效请求", ILLEGAL_PARAMETER)
        }
        SplitRefusal::TooManyReceivers { family, found, limit } => {
            of_violation(&schema_of(Asked::Splitting(*family)).too_many(
                "receivers",
                *found,
                usize::try_from(*limit).unwrap_or(usize::MAX),
            ))
        }
        // The text is assumed.
        SplitRefusal::TooManyRequests(_) => invalid("分账次数超出限制", ILLEGAL_PARAMETER),
        SplitRefusal::NotEnough { .. } => row(403, "NOT_ENOUGH", "分账金额不足", ILLEGAL_PARAMETER),
        SplitRefusal::RatioExceeded { code: RatioCode::InvalidRequest, .. } => {
            invalid(RATIO, ILLEGAL_PARAMETER)
        }
        SplitRefusal::RatioExceeded { code: RatioCode::RuleLimit, .. } => {
            row(403, "RULE_LIMIT", RATIO, ILLEGAL_PARAMETER)
        }
        SplitRefusal::NothingToUnfreeze(NothingLeft::Zero) => {
            row(403, "NOT_ENOUGH", "分账金额为0", ILLEGAL_PARAMETER)
        }
        SplitRefusal::NothingToUnfreeze(NothingLeft::NotEnough) => {
            row(403, "NOT_ENOUGH", "分账金额不足", ILLEGAL_PARAMETER)
        }
    }
}

/// The schema of the request that a refusal quotes.
fn schema_of(asked: Asked) -> &'static Schema {
    match asked {
        Asked::Splitting(Family::Ecommerce) => &SPLIT_CREATE,
        Asked::Splitting(Family::Ordinary) => &ORDINARY_SPLIT_CREATE,
        Asked::Adding(Family::Ecommerce) => &RECEIVER_ADD,
        Asked::Adding(Family::Ordinary) => &ORDINARY_RECEIVER_ADD,
        Asked::Deleting(Family::Ecommerce) => &RECEIVER_DELETE,
        Asked::Deleting(Family::Ordinary) => &ORDINARY_RECEIVER_DELETE,
    }
}

const CONTROLLED: &str =
    "小程序交易被冻结，在用户主动/系统自动确认收货后才进行资金结算，详细规则可查看《交易类小程序运营规范》";
const RECEIVERS_FORMAT: &str = "分账接收方列表格式错误";
const MODE: &str = "请求分账的交易模式和下单的交易模式不匹配，普通商户的交易只能普通商户发起分账，服务商下单的交易只能服务商发起分账";
/// That this text stands for the limits by merchant too is assumed.
const OFTEN: &str = "对同笔订单分账频率过高";
const RATIO: &str = "分账金额超出最大分账比例";
