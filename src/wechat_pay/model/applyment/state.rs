//! The states of an application (1.4).

use serde::{Deserialize, Serialize};

/// How far an application came. What happens side by side while it is open is kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The system looks it over, at most three seconds (AP-07).
    Checking,
    /// It is audited, verified and signed.
    Open,
    /// It may be submitted again under the same number (AP-50).
    Rejected,
    /// Risk control stopped it.
    Frozen,
    /// The provider took it back (AP-56).
    Canceled,
    /// The sub-merchant exists.
    Finished,
}

/// `applyment_state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// 资料校验中
    Checking,
    /// 待账户验证
    AccountNeedVerify,
    /// 审核中
    Auditing,
    /// 已驳回
    Rejected,
    /// 待签约
    NeedSign,
    /// 完成
    Finish,
    /// 已冻结
    Frozen,
    /// 已作废
    Canceled,
}

/// `sign_state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignState {
    /// 未签约
    Unsigned,
    /// 已签约
    Signed,
    /// 不可签约
    NotSignable,
}

impl State {
    /// `applyment_state_desc`.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            State::Checking => "资料校验中",
            State::AccountNeedVerify => "待账户验证",
            State::Auditing => "审核中",
            State::Rejected => "已驳回",
            State::NeedSign => "待签约",
            State::Finish => "完成",
            State::Frozen => "已冻结",
            State::Canceled => "已作废",
        }
    }

    /// Whether the provider may still take the application back (AP-56).
    #[must_use]
    pub const fn is_revocable(self) -> bool {
        match self {
            State::Checking
            | State::AccountNeedVerify
            | State::Auditing
            | State::Rejected
            | State::NeedSign
            | State::Frozen => true,
            State::Finish | State::Canceled => false,
        }
    }
}
