//! What no readable page of ipos-sa proves: names, codes and texts that a world may set otherwise. One table, and nothing of
//! it elsewhere: who has the vendor's pages writes the true names here.

use serde::{Deserialize, Serialize};

use crate::world::{Bug, Cx, Span};

const SETTING: &str = "ipos.assumed";

/// The values that no source proves. `given.ipos.assumed` names those that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Assumed {
    /// The `result.id` of what was done, and its text.
    pub done: Literal,
    /// The `result.id` of what waits for the buyer, and its text.
    pub pending: Literal,
    /// The `result.id` of every refusal; its text says which.
    pub refused: String,
    /// The text of a wrong signature.
    pub bad_sign: String,
    /// What members of fund control are called.
    pub names: Names,
    /// The `status` of trades.
    pub status: Statuses,
    /// The `notify_type` of notices.
    pub notify_type: NotifyTypes,
    /// The `split_flag` of a payment that waits for its confirmation.
    pub delayed_split: String,
    /// For how long after it was placed an order can be cancelled (撤销).
    pub cancel_within: Span,
    /// How often a notice is tried in all.
    pub notice_attempts: u32,
    /// The gap between two attempts.
    pub notice_gap: Span,
}

/// A code and its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Literal {
    /// The code.
    pub id: String,
    /// The text.
    pub comment: String,
}

/// What members of fund control are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// 资金冻结标识.
    pub freeze_mark: String,
    /// 资金冻结时间.
    pub freeze_time: String,
    /// 资金解冻时间.
    pub unfreeze_time: String,
    /// 解冻金额.
    pub unfreeze_amount: String,
}

/// The `status` of trades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Statuses {
    /// It waits for the buyer.
    pub processing: String,
    /// It was made: the one that samples show.
    pub success: String,
    /// It will not be made.
    pub failed: String,
}

/// The `notify_type` of notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NotifyTypes {
    /// A payment was made.
    pub payment: String,
    /// A refund was made.
    pub refund: String,
    /// Fund control let go of a payment (解冻通知).
    pub unfreeze: String,
    /// A delayed payment was confirmed.
    pub confirm: String,
}

impl Default for Assumed {
    fn default() -> Assumed {
        let literal = |id: &str, comment: &str| Literal { id: id.to_owned(), comment: comment.to_owned() };
        Assumed {
            done: literal("0000", "交易成功"),
            pending: literal("9998", "交易处理中，请用相同流水号重发或查询"),
            refused: "9999".to_owned(),
            bad_sign: "签名验证失败".to_owned(),
            names: Names::default(),
            status: Statuses::default(),
            notify_type: NotifyTypes::default(),
            delayed_split: "D".to_owned(),
            cancel_within: Span::hours(24),
            notice_attempts: 3,
            notice_gap: Span::seconds(3),
        }
    }
}

impl Default for Names {
    fn default() -> Names {
        Names {
            freeze_mark: "fund_freeze_stat".to_owned(),
            freeze_time: "freeze_time".to_owned(),
            unfreeze_time: "unfreeze_time".to_owned(),
            unfreeze_amount: "unfreeze_amt".to_owned(),
        }
    }
}

impl Default for Statuses {
    fn default() -> Statuses {
        Statuses { processing: "0".to_owned(), success: "1".to_owned(), failed: "2".to_owned() }
    }
}

impl Default for NotifyTypes {
    fn default() -> NotifyTypes {
        NotifyTypes {
            payment: "1".to_owned(),
            refund: "2".to_owned(),
            unfreeze: "3".to_owned(),
            confirm: "4".to_owned(),
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
