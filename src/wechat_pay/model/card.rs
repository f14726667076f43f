//! The bank card that a merchant's money is paid out to (AP-60 to AP-65).

use serde::{Deserialize, Serialize};

use super::applyment::AccountKind;
use crate::world::ids::{ApplicationNo, Mchid};
use crate::world::store::Record;
use crate::world::{Day, Instant};

/// The banks that `account_bank` names; every other bank is [`OTHER_BANK`] and told by its full name or branch number.
pub const BANKS: &[&str] = &[
    "工商银行",
    "交通银行",
    "招商银行",
    "民生银行",
    "中信银行",
    "浦发银行",
    "兴业银行",
    "光大银行",
    "广发银行",
    "平安银行",
    "北京银行",
    "华夏银行",
    "农业银行",
    "建设银行",
    "邮政储蓄",
    "中国银行",
    "宁波银行",
];

/// What `account_bank` is for all other banks: the branch must be named.
pub const OTHER_BANK: &str = "其他银行";

/// Whether a bank stands in the table of `account_bank`. Newer pages write the post bank in full.
#[must_use]
pub fn is_bank(text: &str) -> bool {
    BANKS.contains(&text) || text == OTHER_BANK || text == "邮政储蓄银行"
}

/// A settlement card as WeChat Pay knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettlementCard {
    /// Whose it is: the subject's or a person's.
    #[serde(default = "corporate")]
    pub kind: AccountKind,
    /// The bank, such as 招商银行.
    pub account_bank: String,
    /// The bank's full name with its branch.
    #[serde(default)]
    pub bank_name: Option<String>,
    /// The bank's branch number (联行号).
    #[serde(default)]
    pub bank_branch_id: Option<String>,
    /// The name it is held under; the merchant's own where none is said.
    #[serde(default)]
    pub account_name: Option<String>,
    /// The account number, or no more than its last four digits.
    pub account_number: String,
    /// Whether the bank takes money for it.
    #[serde(default)]
    pub verify_result: VerifyResult,
    /// Why the bank does not.
    #[serde(default)]
    pub verify_fail_reason: Option<String>,
    /// Whether the 0.01 yuan were remitted: once for a card, at the first trade (AP-60).
    #[serde(default)]
    pub remitted: bool,
    /// Whether the bank said what became of them: then it is not asked again.
    #[serde(default)]
    pub concluded: bool,
    /// Whether it came by a change, and not with the application (AS-35).
    #[serde(default)]
    pub changed: bool,
}

const fn corporate() -> AccountKind {
    AccountKind::Corporate
}

/// What the remittance of 0.01 yuan showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum VerifyResult {
    /// It arrived.
    #[default]
    VerifySuccess,
    /// It came back: withdrawals fail (AP-62, WD-07).
    VerifyFail,
    /// It is not known yet: withdrawals may be tried.
    Verifying,
}

impl SettlementCard {
    /// The card of a merchant for whom none was described.
    #[must_use]
    pub fn of(mchid: &Mchid) -> SettlementCard {
        SettlementCard {
            kind: AccountKind::Corporate,
            account_bank: "招商银行".to_owned(),
            bank_name: Some("招商银行股份有限公司".to_owned()),
            bank_branch_id: None,
            account_name: None,
            account_number: format!("755900{:0>10}", mchid.as_str()),
            verify_result: VerifyResult::default(),
            verify_fail_reason: None,
            remitted: false,
            concluded: false,
            changed: false,
        }
    }

    /// Whether the number is one: 4 to 32 digits.
    #[must_use]
    pub fn has_number(&self) -> bool {
        is_account_number(&self.account_number)
    }

    /// The last four digits of the number, as withdrawals show it.
    #[must_use]
    pub fn last_four(&self) -> &str {
        let number = &self.account_number;
        number.get(number.len().saturating_sub(4)..).unwrap_or(number)
    }
}

/// Whether a text could be an account number: 4 to 32 digits (the bounds are assumed).
#[must_use]
pub fn is_account_number(text: &str) -> bool {
    (4..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How much of an account number an answer shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mask {
    /// The first two digits and the last two.
    V1,
    /// The first six digits and the last four.
    V2,
}

impl Mask {
    /// The number with a star for each digit that is not shown.
    #[must_use]
    pub fn apply(self, number: &str) -> String {
        let (first, last) = match self {
            Mask::V1 => (2, 2),
            Mask::V2 => (6, 4),
        };
        let hidden = first..number.len().saturating_sub(last);
        number.char_indices().map(|(at, digit)| if hidden.contains(&at) { '*' } else { digit }).collect()
    }
}

/// A name with a star for each character but the first.
#[must_use]
pub fn masked_name(name: &str) -> String {
    name.chars().enumerate().map(|(at, letter)| if at == 0 { letter } else { '*' }).collect()
}

/// A request to settle to another card. The card in force stays until this one is verified (AP-64).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardChange {
    /// WeChat Pay's number of it.
    pub application_no: ApplicationNo,
    /// Whose card it would be.
    pub sub_mchid: Mchid,
    /// The new card.
    pub card: SettlementCard,
    /// When it was asked for.
    pub asked_at: Instant,
    /// How it stands.
    pub state: ChangeState,
}

/// How a request for another card stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// The bank is asked.
    Auditing,
    /// The card is in force.
    Success {
        /// Since when.
        at: Instant,
    },
    /// The old card stays in force.
    Fail {
        /// When that was known.
        at: Instant,
        /// Why.
        reason: String,
    },
}

impl CardChange {
    /// The handle by which the requests of a merchant and a day are counted (AP-63).
    #[must_use]
    pub fn day_key(sub_mchid: &Mchid, day: Day) -> String {
        format!("{sub_mchid}/{day}")
    }
}

impl Record for CardChange {
    const TABLE: &'static str = "card_change";
    const COLUMNS: &'static [&'static str] = &["key", "sub_mchid", "day"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(self.application_no.to_string()),
            Some(self.sub_mchid.to_string()),
            Some(CardChange::day_key(&self.sub_mchid, Day::of(self.asked_at))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_masked() {
        assert_eq!(Mask::V1.apply("62123456789012378"), "62*************78");
        assert_eq!(Mask::V2.apply("6212345678901234"), "621234******1234");
        assert_eq!((Mask::V1.apply("1178"), Mask::V2.apply("1178")), ("1178".to_owned(), "1178".to_owned()));
        assert_eq!(masked_name("张三"), "张*");
        assert_eq!(masked_name(""), "");
    }
}
