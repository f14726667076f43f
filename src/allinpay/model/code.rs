//! Payment codes that buyers show (付款码).

use serde::{Deserialize, Serialize};

use super::kind::Wallet;
use crate::world::Instant;
use crate::world::store::Record;

/// A payment code of a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentCode {
    /// Its digits.
    pub code: String,
    /// Whose.
    pub buyer: String,
    /// Whose wallet.
    pub wallet: Wallet,
    /// When it ends.
    pub expires_at: Instant,
    /// Whether it was scanned already: it works once.
    pub used: bool,
    /// What happens when it is scanned.
    pub then: Then,
}

/// What happens when a payment code is scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// It is paid.
    #[default]
    Pays,
    /// The wallet asks for a password: the merchant polls until the buyer pays (2000).
    AsksPassword,
    /// There is not enough money.
    Fails,
}

impl Then {
    /// The words for them.
    pub const NAMES: &'static [&'static str] = &["pays", "asks_password", "fails"];

    /// The one of this name; paid where nothing was said.
    #[must_use]
    pub fn named(name: Option<&str>) -> Then {
        match name {
            Some("asks_password") => Then::AsksPassword,
            Some("fails") => Then::Fails,
            _ => Then::Pays,
        }
    }
}

impl Record for PaymentCode {
    const TABLE: &'static str = "allinpay_code";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.code.clone())]
    }
}
