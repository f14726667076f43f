//! The bank card that a merchant's money is paid out to (AP-60 to AP-62).

use serde::{Deserialize, Serialize};

use crate::world::ids::Mchid;

/// A settlement card as WeChat Pay knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettlementCard {
    /// The bank, such as 招商银行.
    pub account_bank: String,
    /// The bank's full name with its branch.
    #[serde(default)]
    pub bank_name: Option<String>,
    /// The last four digits of the account number.
    pub account_number: String,
    /// Whether the bank takes money for it.
    #[serde(default)]
    pub verify_result: VerifyResult,
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
        let digits = mchid.as_str();
        SettlementCard {
            account_bank: "招商银行".to_owned(),
            bank_name: Some("招商银行股份有限公司".to_owned()),
            account_number: digits.get(digits.len().saturating_sub(4)..).unwrap_or(digits).to_owned(),
            verify_result: VerifyResult::default(),
        }
    }

    /// Whether the number is given as its last four digits.
    #[must_use]
    pub fn is_masked(&self) -> bool {
        self.account_number.len() == 4 && self.account_number.bytes().all(|byte| byte.is_ascii_digit())
    }
}
