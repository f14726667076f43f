//! What no source proves: codes, texts and spans that a world may set otherwise. One table, and nothing of it elsewhere.

use serde::{Deserialize, Serialize};

use crate::world::{Bug, Cx, Span};

const SETTING: &str = "huifu.assumed";

/// Code and text of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Literal {
    /// The `resp_code`.
    pub code: String,
    /// The `resp_desc`.
    pub text: String,
}

impl Literal {
    fn of(code: &str, text: &str) -> Literal {
        Literal { code: code.to_owned(), text: text.to_owned() }
    }
}

/// The values that no source proves. `given.huifu.assumed` names those that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Assumed {
    /// The signature of a call does not match.
    pub bad_sign: Literal,
    /// A frozen trade is to be confirmed (HF-07).
    pub confirm_frozen: Literal,
    /// An account has less than is to be spent (HF-08, HF-09).
    pub short: Literal,
    /// A subsidised order in a controlled application (HF-21).
    pub subsidy_controlled: Literal,
    /// A refund of a controlled trade with advanced money (HF-22).
    pub advance_controlled: Literal,
    /// More is to be confirmed than is left.
    pub confirm_too_much: Literal,
    /// WeChat Pay takes no payment in this application.
    pub channel_refused: Literal,
    /// Whether subsidies and advances stay refused for a controlled trade after its release (HF-52).
    pub barred_after_release: bool,
    /// Whether the answer to an order carries the freeze mark that its payment would get now (HF-06).
    pub freeze_mark_in_order_answer: bool,
    /// Whether a payment is told twice: by its channel result (1), then by its accounting result (2).
    pub both_payment_notices: bool,
    /// Whether the notice of a refund without an address of its own goes to the payment's.
    pub refund_inherits_notify_url: bool,
    /// How often a notice is tried in all.
    pub notice_attempts: u32,
    /// The gap between two attempts.
    pub notice_gap: Span,
    /// How old an order must be before it is closed.
    pub close_min_age: Span,
    /// How long an order can be paid where it does not say.
    pub order_expires_after: Span,
    /// How long a payout takes to reach the bank.
    pub payout_after: Span,
    /// For how long after a payment it can be refunded.
    pub refundable_for: Span,
    /// How many bills a merchant asks for in a day; 0 for any number.
    pub bills_per_day: u32,
}

impl Default for Assumed {
    fn default() -> Assumed {
        Assumed {
            bad_sign: Literal::of("10000000", "签名验证失败"),
            confirm_frozen: Literal::of("90000000", "业务执行失败，原交易资金已冻结，不支持交易确认"),
            short: Literal::of("90000000", "业务执行失败，账户可用余额不足"),
            subsidy_controlled: Literal::of("23000004", "受控小程序交易不支持补贴支付"),
            advance_controlled: Literal::of("23000004", "受控小程序交易不支持垫资退款"),
            confirm_too_much: Literal::of("23000003", "确认金额大于待确认金额"),
            channel_refused: Literal::of("90000000", "业务执行失败，微信支付通道拒绝下单"),
            barred_after_release: true,
            freeze_mark_in_order_answer: false,
            both_payment_notices: false,
            refund_inherits_notify_url: true,
            notice_attempts: 3,
            notice_gap: Span::seconds(3),
            close_min_age: Span::minutes(1),
            order_expires_after: Span::hours(2),
            payout_after: Span::seconds(1),
            refundable_for: Span::days(360),
            bills_per_day: 0,
        }
    }
}

/// The values of this world.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of(cx: &Cx<'_>) -> Result<Assumed, Bug> {
    Ok(cx.setting(SETTING)?.unwrap_or_default())
}

/// Sets the values of this world.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn set(cx: &Cx<'_>, assumed: &Assumed) -> Result<(), Bug> {
    cx.set_setting(SETTING, assumed)
}
