//! WeChat Pay's chart of accounts (LG).

use serde::{Deserialize, Serialize};

use crate::world::account::Account;
use crate::world::ids::{Mchid, Openid, TransactionId};

/// One of a merchant's accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Purse {
    /// 基本账户: what trade brings in, available money.
    Basic,
    /// 运营账户: filled by top-ups alone.
    Operation,
    /// 手续费账户: pays fees when the platform bears them.
    Fees,
}

impl Purse {
    /// Every account type's name, for help.
    pub const NAMES: &'static [&'static str] = &["BASIC", "OPERATION", "FEES"];

    /// The type as the API writes it.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            Purse::Basic => "BASIC",
            Purse::Operation => "OPERATION",
            Purse::Fees => "FEES",
        }
    }

    /// Reads the type as the API writes it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Purse> {
        [Purse::Basic, Purse::Operation, Purse::Fees].into_iter().find(|purse| purse.literal() == text)
    }
}

/// WeChat Pay's income from fees (FEE).
#[must_use]
pub fn fee_income() -> Account {
    Account::inside("FEE".to_owned())
}

/// A merchant's available money.
#[must_use]
pub fn available(mchid: &Mchid, purse: Purse) -> Account {
    Account::inside(format!("{mchid}/{}", purse.literal()))
}

/// The merchant whose FEES account this is; none for any other account.
#[must_use]
pub fn fees_of(account: &Account) -> Option<&str> {
    account.code().strip_suffix("/FEES")
}

/// Money that is on its way to a merchant's bank (LG-15).
#[must_use]
pub fn in_transit(mchid: &Mchid) -> Account {
    Account::inside(format!("{mchid}/TRANSIT"))
}

/// How the codes of wallets begin.
const WALLET: &str = "WALLET";

/// The wallet of a person, by one of their openids.
#[must_use]
pub fn wallet(openid: &Openid) -> Account {
    Account::inside(format!("{WALLET}/{openid}"))
}

/// How the codes of all of a merchant's pots begin.
#[must_use]
pub fn pots_of(mchid: &Mchid) -> String {
    format!("{mchid}/POT/")
}

/// The frozen money of one order.
#[must_use]
pub fn pot(mchid: &Mchid, transaction_id: &TransactionId) -> Account {
    Account::inside(format!("{mchid}/POT/{transaction_id}"))
}

/// Whose money lies on an account, and in which of their purses: frozen money counts as BASIC. None for accounts that no
/// merchant may dispose of, such as money on its way to a bank.
#[must_use]
pub fn purse_of(code: &str) -> Option<(&str, Purse)> {
    let (owner, account) = code.split_once('/')?;
    let purse = if account.starts_with("POT/") { Some(Purse::Basic) } else { Purse::parse(account) };
    purse.filter(|_| owner != WALLET).map(|purse| (owner, purse))
}

/// Whose account it is: the number of the merchant or the openid of the person that its code names.
#[must_use]
pub fn holder_of(code: &str) -> &str {
    match code.split_once('/') {
        Some((WALLET, openid)) => openid,
        Some((owner, _)) => owner,
        None => code,
    }
}
