//! The one table of what no source proves: codes, texts and readings. `given.allinpay.assumed` names only what differs.

use serde::{Deserialize, Serialize};

use crate::world::{Bug, Cx, Fen, Span};

const SETTING: &str = "allinpay.assumed";

/// A refusal of a trade: `trxstatus` and `errmsg`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The code.
    pub trxstatus: String,
    /// The text.
    pub errmsg: String,
}

impl Said {
    fn new(trxstatus: &str, errmsg: &str) -> Said {
        Said { trxstatus: trxstatus.to_owned(), errmsg: errmsg.to_owned() }
    }
}

/// What no source proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Assumed {
    /// The HTTP status of errors.
    pub error_status: u16,
    /// `retmsg` of a wrong signature (AL-12).
    pub wrong_signature: String,
    /// `retmsg` of an unknown merchant (AL-13).
    pub unknown_merchant: String,
    /// `retmsg` of an unknown application, or of one that is not the merchant's (AL-13).
    pub unknown_application: String,
    /// `retcode` of the two above for versions past 11 (AL-13).
    pub unknown_retcode: String,
    /// `retmsg` of a missing field, behind its name (AL-14).
    pub missing: String,
    /// `retmsg` of a malformed field, behind its name (AL-14).
    pub malformed: String,
    /// `retmsg` before a day's bill is there (AL-51).
    pub bill_not_there: String,
    /// A repeated number of a used order (AL-22): the text.
    pub repeated: Said,
    /// A mini program that is not connected to 订单发货管理 (AL-64).
    pub not_joined: Said,
    /// An order above the 10-yuan group's ceiling (AL-72).
    pub risk_limited: Said,
    /// The product is not open (AL-73).
    pub not_opened: Said,
    /// Pre-consumption in an application that is not controlled; the appid follows the text (AL-68, documented).
    pub not_controlled: Said,
    /// A cancel of pre-consumption (AL-74).
    pub no_cancel: Said,
    /// A split of pre-consumption (AL-75).
    pub no_share: Said,
    /// A split of an ordinary order whose money WeChat holds (AL-100).
    pub share_frozen: Said,
    /// A refund that quotes the completion (AL-84).
    pub quotes_completion: Said,
    /// A trade upon an order that does not exist (AL-33).
    pub unknown_original: Said,
    /// A close of a paid order (§2.8).
    pub close_paid: Said,
    /// A refund or cancel of an order that was not paid.
    pub not_paid: Said,
    /// A partial refund before the release, where that is not allowed (AL-87).
    pub no_partial: Said,
    /// A second cancel (§2.7).
    pub already_cancelled: Said,
    /// A cancel on a later day, or of another amount (§2.7).
    pub cancel_refused: Said,
    /// The payer's wallet has not enough, or the payer gave up.
    pub payment_failed: Said,
    /// A payment code that is used, too old or nobody's.
    pub bad_code: Said,
    /// An `acct` that is no user of the application.
    pub bad_payer: Said,
    /// A close too soon after ordering (§2.8).
    pub close_early: Said,
    /// A split that does not fit.
    pub share_refused: Said,
    /// The ceiling of the 10-yuan group in fen; an order of exactly this much passes (AL-72).
    pub risk_limit: Fen,
    /// Whether nothing passes until the group is lifted (AL-72).
    pub risk_strict: bool,
    /// Which payments in a controlled application are controlled (AL-63).
    pub control_scope: ControlScope,
    /// When the acquirer learns of control (AL-62).
    pub control_notice: ControlNotice,
    /// Whether the synchronous answer of a pre-consumption order has `trxcode` (AL-70).
    pub trxcode_in_pay_answer: bool,
    /// How a refund is corrected that was made before the release became known (AL-89).
    pub correction: Correction,
    /// Whether part of an order may be refunded before its release (AL-87).
    pub partial_before_release: bool,
    /// Whether the fee on what was refunded comes back.
    pub fee_back: bool,
    /// How long a refund is under way (AL-32).
    pub refund_takes: Span,
    /// How soon after ordering an order can be closed (§2.8).
    pub close_after: Span,
    /// How long a payment code lives.
    pub code_lives: Span,
    /// Whether answers and notices carry a signed field that no page knows (AL-11).
    pub unknown_field: bool,
    /// How the bill names VSP684 (AL-90).
    pub completed_refund_name: CompletedRefundName,
    /// The hour of the morning at which money is settled (AL-99).
    pub settle_hour: u8,
}

/// Which payments in a controlled application are controlled (AL-63).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlScope {
    /// Those of mini programs: W06 and W11.
    #[default]
    MiniProgram,
    /// Every payment that names the application.
    All,
}

/// When the acquirer learns of control (AL-62).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlNotice {
    /// When WeChat's control begins.
    #[default]
    AtOnce,
    /// When `allinpay.learn_control` says so.
    ByAct,
}

/// How a mislabelled refund is corrected (AL-89).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// The refund becomes a VSP684.
    #[default]
    Relabel,
    /// The refund stays a VSP682, and a VSP907 is booked beside the completion.
    Adjust,
}

/// How the bill names VSP684 (AL-90).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CompletedRefundName {
    /// As the bill's section says.
    #[default]
    #[serde(rename = "微信订单完成退货")]
    Return,
    /// As the table of kinds says.
    #[serde(rename = "微信订单完成退款")]
    Refund,
}

impl Default for Assumed {
    fn default() -> Assumed {
        Assumed {
            error_status: 200,
            wrong_signature: "签名校验失败".to_owned(),
            unknown_merchant: "商户不存在".to_owned(),
            unknown_application: "应用不存在".to_owned(),
            unknown_retcode: "SIGNAUTHERR".to_owned(),
            missing: "不能为空".to_owned(),
            malformed: "格式错误".to_owned(),
            bill_not_there: "对账文件未生成".to_owned(),
            repeated: Said::new("3888", "流水号重复"),
            not_joined: Said::new("3099", "该小程序未接入微信订单发货管理"),
            risk_limited: Said::new("3889", "交易金额超过风控限额"),
            not_opened: Said::new("3889", "商户未开通微信订单预消费产品"),
            not_controlled: Said::new("3999", "该应用未进行资金管控"),
            no_cancel: Said::new("3999", "该交易不支持撤销"),
            no_share: Said::new("3999", "该交易不支持分账"),
            share_frozen: Said::new("3999", "原交易资金未解冻，不允许分账"),
            quotes_completion: Said::new("3999", "请使用微信订单预消费订单号退款"),
            unknown_original: Said::new("1001", "原交易不存在"),
            close_paid: Said::new("3999", "交易已支付，不允许关闭"),
            not_paid: Said::new("3999", "原交易未支付"),
            no_partial: Said::new("3999", "微信订单完成前仅支持全额退款"),
            already_cancelled: Said::new("3050", "交易已被撤销"),
            cancel_refused: Said::new("3999", "仅支持当日全额撤销"),
            payment_failed: Said::new("3045", "支付失败"),
            bad_code: Said::new("3045", "付款码无效"),
            bad_payer: Said::new("3045", "acct与sub_appid不匹配"),
            close_early: Said::new("3999", "下单时间过短，请稍后关闭"),
            share_refused: Said::new("3999", "分账失败"),
            risk_limit: Fen::new(1000),
            risk_strict: false,
            control_scope: ControlScope::MiniProgram,
            control_notice: ControlNotice::AtOnce,
            trxcode_in_pay_answer: true,
            correction: Correction::Relabel,
            partial_before_release: true,
            fee_back: true,
            refund_takes: Span::seconds(0),
            close_after: Span::seconds(0),
            code_lives: Span::seconds(60),
            unknown_field: false,
            completed_refund_name: CompletedRefundName::Return,
            settle_hour: 10,
        }
    }
}

/// The world's table.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of(cx: &Cx<'_>) -> Result<Assumed, Bug> {
    Ok(cx.setting(SETTING)?.unwrap_or_default())
}

/// Sets the world's table.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set(cx: &Cx<'_>, assumed: &Assumed) -> Result<(), Bug> {
    cx.set_setting(SETTING, assumed)
}
