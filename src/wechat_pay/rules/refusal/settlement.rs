//! Why settlement cards refuse.

use crate::world::ids::{ApplicationNo, Mchid};
use crate::world::journal::Note;

/// Why a settlement card is not shown or not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettlementRefusal {
    /// The merchant is no sub-merchant of the caller's.
    NotYours(Mchid),
    /// Too many changes on one day (AP-63).
    TooOften(u32),
    /// Another change is under way (AP-64).
    UnderAudit(ApplicationNo),
    /// An account of this kind is not for this subject (AP-65).
    KindMisfit(Mchid),
    /// No such bank (AS-30).
    BankUnknown(String),
    /// Another bank without its full name and its branch number.
    BranchMissing,
    /// The account number is none.
    NumberMisshapen,
}

impl SettlementRefusal {
    /// The explanation in both languages.
    #[must_use]
    pub(super) fn explain(&self) -> Note {
        let (en, zh) = match self {
            SettlementRefusal::NotYours(mchid) => (
                format!("{mchid} is not a sub-merchant that the caller brought in (1.10)"),
                format!("{mchid} 不是调用方进件的特约（二级）商户（1.10）"),
            ),
            SettlementRefusal::TooOften(limit) => (
                format!(
                    "{limit} changes were asked for today, wait for tomorrow 00:00; switches.verify.changes_a_day (AP-63)"
                ),
                format!(
                    "今日已提交 {limit} 次修改，请于次日 0 点后再试；开关 switches.verify.changes_a_day（AP-63）"
                ),
            ),
            SettlementRefusal::UnderAudit(number) => (
                format!(
                    "application {number} is AUDITING; wait, or end it with act bank.verify_card (AP-64)"
                ),
                format!("修改申请 {number} 审核中；请等待，或用 bank.verify_card 给出结果（AP-64）"),
            ),
            SettlementRefusal::KindMisfit(mchid) => (
                format!(
                    "account_type does not fit the subject of {mchid}: micro merchants private, individuals both, others business (AP-65)"
                ),
                format!(
                    "account_type 与 {mchid} 的主体类型不符：小微为对私，个体户均可，其余仅对公（AP-65）"
                ),
            ),
            SettlementRefusal::BankUnknown(bank) => (
                format!(
                    "account_bank {} is none of the 17 banks, nor the word for other banks (AS-30)",
                    bank.escape_default()
                ),
                format!("account_bank {bank} 不在 17 家银行之列；其他银行请填“其他银行”（AS-30）"),
            ),
            SettlementRefusal::BranchMissing => (
                "another bank needs bank_name or bank_branch_id".to_owned(),
                "开户银行为其他银行时，bank_name 与 bank_branch_id 二选一必填".to_owned(),
            ),
            SettlementRefusal::NumberMisshapen => (
                "account_number must be 4 to 32 digits".to_owned(),
                "account_number 应为 4 至 32 位数字".to_owned(),
            ),
        };
        Note { en, zh }
    }
}
