//! The one table from what went wrong to what the real server says: status, code, literal message, numeric code.
//!
//! Texts and codes that no source proves are marked `assumed`; the rules that cite them are so in the catalogue too.

mod applyment;
mod applyment4sub;
mod bill;
mod fund;
mod media;
mod refund;
mod settlement;
mod split;
mod split_return;
mod subsidy;

use serde_json::{Value, json};

use super::auth::{Mismatch, Rejection};
use super::schema::{COMBINE_JSAPI, Violation};
use crate::wechat_pay::model::switches::{FrequencyCode, NoCertificateCode};
use crate::wechat_pay::rules::combine::DIRECT_COUNT;
use crate::wechat_pay::rules::refusal::Refusal;
use crate::world::journal::Note;

/// One error on the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The HTTP status.
    pub status: u16,
    /// `code` of the body.
    pub code: &'static str,
    /// `message` of the body, to the letter.
    pub message: String,
    /// `detail` of the body; null when there is none.
    pub detail: Value,
    /// The number at the end of Request-ID (WI-20).
    pub number: u32,
}

/// 参数非法
const ILLEGAL_PARAMETER: u32 = 268_435_461;
/// 签名错误
const SIGNATURE_WRONG: u32 = 268_443_699;
/// 请求重入时，参数与首次请求时不一致
const REPEAT_DIFFERS: u32 = 268_498_688;

fn row(status: u16, code: &'static str, message: impl Into<String>, number: u32) -> Row {
    Row { status, code, message: message.into(), detail: Value::Null, number }
}

fn param_error(message: &str, number: u32) -> Row {
    row(400, "PARAM_ERROR", message, number)
}

fn invalid(message: &str, number: u32) -> Row {
    row(400, "INVALID_REQUEST", message, number)
}

fn no_auth(message: &str, number: u32) -> Row {
    row(403, "NO_AUTH", message, number)
}

fn sign_error(message: &str) -> Row {
    row(401, "SIGN_ERROR", message, SIGNATURE_WRONG)
}

/// What the gateway says to a request that it turns away (WI-03 to WI-11).
#[must_use]
pub fn of_rejection(rejection: &Rejection) -> Row {
    match rejection {
        Rejection::HeadersMissing => {
            row(400, "INVALID_REQUEST", "Http头缺少Accept或User-Agent", ILLEGAL_PARAMETER)
        }
        Rejection::Malformed(_) => {
            sign_error("Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》")
        }
        Rejection::Unsigned(_) => sign_error("签名信息错误，验签失败"),
        Rejection::OtherScheme(_) => sign_error("Http头Authorization认证类型不正确"),
        Rejection::TimeOff(_) => sign_error("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟"),
        Rejection::UnknownSerial(_) => sign_error("商户证书序列号有误。请使用签名私钥匹配的证书序列号"),
        Rejection::Expired => sign_error("商户证书已过期。"),
        Rejection::Revoked => sign_error("商户证书已作废。"),
        Rejection::Replaced => sign_error("已更换证书，请使用新证书"),
        Rejection::NoCertificate => sign_error("商户未申请过证书。"),
        Rejection::Mismatch(mismatch) => of_mismatch(mismatch),
    }
}

fn of_mismatch(mismatch: &Mismatch) -> Row {
    let message = if mismatch.transaction { "签名错误" } else { "错误的签名，验签失败" };
    let detail = json!({
        "detail": { "issue": "sign not match" },
        "field": "signature",
        "location": "authorization",
        "sign_information": {
            "method": mismatch.method,
            "sign_message_length": mismatch.length,
            "truncated_sign_message": mismatch.truncated,
            "url": mismatch.target,
        },
    });
    Row { detail, ..sign_error(message) }
}

/// What is wrong with the numbers and keys of a request that is authentic (WI-12 to WI-15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The body names another caller (WI-12).
    OtherCaller(&'static str),
    /// An encrypted field without the serial of its key (WI-13).
    NoSerial,
    /// The serial is not a live key of WeChat Pay's (WI-14).
    WrongSerial(String),
    /// The field does not decrypt (WI-15).
    Undecryptable(String),
    /// The same in the words of the ordinary profit-sharing APIs (PP-16).
    NotCipher(String),
    /// The body is larger than any request.
    TooLarge(usize),
    /// Too many calls, as a fault says (AS-38).
    TooFrequent(FrequencyCode),
    /// An upload is not a form with the parts meta and file (MU-01).
    NoForm(Note),
}

/// What the server says to a [`Misfit`].
#[must_use]
pub fn of_misfit(misfit: &Misfit) -> Row {
    let wrong = |message| row(400, "PARAM_ERROR", message, ILLEGAL_PARAMETER);
    match misfit {
        Misfit::OtherCaller(_) => wrong("http header中的mchid与post payload中的mchid不匹配"),
        Misfit::NoSerial => wrong("HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)"),
        Misfit::WrongSerial(_) => wrong("平台证书序列号Wechatpay-Serial错误"),
        Misfit::Undecryptable(_) => Row { number: 269_546_542, ..wrong("平台私钥解密失败") },
        Misfit::NotCipher(_) => wrong("请确认待处理的消息是否为加密后的密文"),
        Misfit::TooFrequent(code) => row(429, frequency_code(*code), "频率限制", ILLEGAL_PARAMETER),
        // assumed
        Misfit::TooLarge(_) | Misfit::NoForm(_) => wrong("参数错误"),
    }
}

const fn frequency_code(code: FrequencyCode) -> &'static str {
    match code {
        FrequencyCode::FrequencyLimited => "FREQUENCY_LIMITED",
        FrequencyCode::RatelimitExceed => "RATELIMIT_EXCEED",
        FrequencyCode::RateLimited => "RATE_LIMITED",
    }
}

/// What the server says to a field that breaks its rule (WI-19).
#[must_use]
pub fn of_violation(violation: &Violation) -> Row {
    let row = row(400, violation.code.as_str(), violation.message.clone(), ILLEGAL_PARAMETER);
    Row { detail: violation.detail.clone(), ..row }
}

/// What the server says when we made a mistake.
#[must_use]
pub fn of_bug() -> Row {
    row(500, "SYSTEM_ERROR", "系统异常，请稍后重试", 268_435_457)
}

/// What the server says to a refusal.
#[must_use]
#[allow(clippy::too_many_lines)] // one line a refusal: the table is the documentation
pub fn of_refusal(refusal: &Refusal) -> Row {
    match refusal {
        Refusal::Malformed(_) => param_error("参数错误", ILLEGAL_PARAMETER),
        Refusal::SubMchidRequired => invalid("受理机构必须传入sub_mch_id", 268_443_704),
        Refusal::SubMchidIsSelf => invalid("子商户mchid不能与自身mchid相同", 268_443_705),
        // The text is assumed.
        Refusal::UnknownMerchant(_) => row(400, "MCH_NOT_EXISTS", "商户号不存在", 268_443_715),
        Refusal::NoRelation(_) => no_auth("受理关系不存在", 268_443_701),
        Refusal::ProductClosed(..) => {
            no_auth("商户号该产品权限未开通，请前往商户平台>产品中心检查后重试", ILLEGAL_PARAMETER)
        }
        Refusal::SubProductClosed(..) => no_auth("特约子商户商户号未授权服务商的产品权限", ILLEGAL_PARAMETER),
        // The text is assumed.
        Refusal::ToolNotOpened(_) => no_auth("商户权限异常", ILLEGAL_PARAMETER),
        Refusal::AppidNotBound(..) => {
            row(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配，请检查后再试", 268_445_527)
        }
        Refusal::SubAppidNotBound(..) => {
            row(400, "APPID_MCHID_NOT_MATCH", "sub_mch_id与sub_appid不匹配", 268_445_527)
        }
        // The code of the four openid refusals is assumed.
        Refusal::SubAppidRequired | Refusal::SubOpenidOfOtherAppid(..) => {
            param_error("sub_appid和sub_openid不匹配", ILLEGAL_PARAMETER)
        }
        Refusal::OpenidOfOtherAppid(..) => param_error("appid与openid不匹配", ILLEGAL_PARAMETER),
        Refusal::UnknownOpenid(_) => param_error("无效的openid", ILLEGAL_PARAMETER),
        // assumed
        Refusal::SubsidyWithoutSharing => param_error("参数错误", ILLEGAL_PARAMETER),
        Refusal::RepeatedInRequest(_) | Refusal::OutTradeNoUsed(_) => {
            row(403, "OUT_TRADE_NO_USED", "商户订单号重复", REPEAT_DIFFERS)
        }
        // assumed
        Refusal::ForeignSubOrder(_) => {
            param_error("http header中的mchid与post payload中的mchid不匹配", ILLEGAL_PARAMETER)
        }
        // The text is that of any list with too few or too many members; that it is used here is assumed.
        Refusal::DirectCombineCount(found) if *found < *DIRECT_COUNT.start() => {
            of_violation(&COMBINE_JSAPI.too_few("sub_orders", *found, *DIRECT_COUNT.start()))
        }
        Refusal::DirectCombineCount(found) => {
            of_violation(&COMBINE_JSAPI.too_many("sub_orders", *found, *DIRECT_COUNT.end()))
        }
        Refusal::OrderPaid(_) => row(400, "ORDER_PAID", "该订单已支付", 268_498_689),
        Refusal::OrderClosed(_) => row(400, "ORDER_CLOSED", "订单已关闭", 268_447_914),
        Refusal::SettleInfoDiffers => invalid("重复下单且结算信息不一致", REPEAT_DIFFERS),
        Refusal::OrderNotExist(_) => row(404, "ORDER_NOT_EXIST", "订单不存在", 268_512_771),
        // The code and text are assumed, the number is known.
        Refusal::OtherSubMerchant(_) => invalid("子商户号和订单信息不匹配", 268_447_845),
        // assumed
        Refusal::CloseListDiffers(_) => invalid("请求参数与订单信息不一致", ILLEGAL_PARAMETER),
        Refusal::NoPlatformCertificate(NoCertificateCode::ResourceNotExists) => {
            row(404, "RESOURCE_NOT_EXISTS", NO_CERTIFICATE, ILLEGAL_PARAMETER)
        }
        Refusal::NoPlatformCertificate(NoCertificateCode::NotFound) => {
            row(404, "NOT_FOUND", NO_CERTIFICATE, ILLEGAL_PARAMETER)
        }
        Refusal::NoApiV3Key => sign_error("商户未设置APIv3密钥。"),
        // The wording for other fields is assumed (GEN-03).
        Refusal::RepeatDiffers("transaction_id") => {
            param_error("微信支付订单号与原请求不一致", REPEAT_DIFFERS)
        }
        Refusal::RepeatDiffers("receivers") => param_error("分账接收方与原请求不一致", REPEAT_DIFFERS),
        Refusal::RepeatDiffers(field) => param_error(&format!("{field}与原请求不一致"), REPEAT_DIFFERS),
        Refusal::RecordNotExist(_) => row(404, "RESOURCE_NOT_EXISTS", "记录不存在", ILLEGAL_PARAMETER),
        Refusal::Split(refusal) => split::of(refusal),
        Refusal::SplitReturn(refusal) => split_return::of(refusal),
        Refusal::Subsidy(refusal) => subsidy::of(refusal),
        Refusal::Fund(refusal) => fund::of(refusal),
        Refusal::Refund(refusal) => refund::of(refusal),
        Refusal::Bill(refusal) => bill::of(refusal),
        Refusal::Applyment(refusal) => applyment::of(refusal),
        Refusal::Applyment4sub(refusal) => applyment4sub::of(refusal),
        Refusal::Settlement(refusal) => settlement::of(refusal),
        Refusal::Media(refusal) => media::of(refusal),
    }
}

const NO_CERTIFICATE: &str = "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。";
