//! The accounts that money moves between.

use std::fmt;

use serde::Serialize;

/// One account of the double entry. The code is what a human reads in the database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Account {
    code: String,
    outside: bool,
}

impl Account {
    /// An account inside the books: never below zero.
    #[must_use]
    pub fn inside(code: String) -> Account {
        Account { code, outside: false }
    }

    /// An account beyond the books (buyers, banks, the provider's income): it may be negative.
    #[must_use]
    pub fn outside(code: &str) -> Account {
        Account { code: code.to_owned(), outside: true }
    }

    /// The buyers, whoever they pay (USER).
    #[must_use]
    pub fn buyers() -> Account {
        Account::outside("USER")
    }

    /// The banks that money comes from and goes to (BANK).
    #[must_use]
    pub fn banks() -> Account {
        Account::outside("BANK")
    }

    /// The account's code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether it lies beyond the books.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.outside
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)
    }
}
