//! Double entry: money moves only as a transfer between two accounts, at once or in two phases.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use super::account::Account;
use super::bug::Bug;
use super::cx::Cx;
use super::fen::Fen;
use super::store::Page;

/// Money on its way from one account to another.
#[derive(Debug, Clone)]
pub struct Transfer<'a> {
    /// Where it leaves.
    pub debit: &'a Account,
    /// Where it arrives.
    pub credit: &'a Account,
    /// How much, in fen. Nothing is written for zero.
    pub amount: Fen,
    /// Why, in a word that the money story shows.
    pub cause: &'static str,
    /// The order it belongs to, or whose account it is.
    pub subject: &'a str,
    /// The number of the paper that moves it: a split's, a refund's, a withdrawal's. The order's own where there is none.
    pub document: &'a str,
}

/// The handle of a transfer in its first phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Reservation(i64);

/// What an account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// All that is there, in fen.
    pub balance: Fen,
    /// The part promised to transfers that are not posted yet, in fen.
    pub reserved: Fen,
}

impl Balance {
    /// What can still be moved, in fen.
    #[must_use]
    pub fn free(self) -> Fen {
        // Reserved money is part of the balance, so the difference always fits.
        Fen::new(self.balance.get().saturating_sub(self.reserved.get()))
    }
}

/// An account with what it holds, as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountRow {
    /// The account's code.
    pub account: String,
    /// Whether it lies beyond the books.
    pub outside: bool,
    /// All that is there, in fen.
    pub balance: Fen,
    /// The part promised away, in fen.
    pub reserved: Fen,
}

impl Cx<'_> {
    /// Moves money at once.
    ///
    /// # Errors
    /// [`Bug::Ledger`] when an inside account would fall below zero: rules check first and refuse.
    pub fn transfer(&self, transfer: &Transfer<'_>) -> Result<(), Bug> {
        if !self.is_movement(transfer)? {
            return Ok(());
        }
        self.book(transfer.debit, Fen::ZERO.minus(transfer.amount)?, Fen::ZERO)?;
        self.book(transfer.credit, transfer.amount, Fen::ZERO)?;
        self.record(transfer, "posted").map(|_| ())
    }

    /// Promises money: it stays on the account and cannot be moved by anyone else.
    ///
    /// # Errors
    /// [`Bug::Ledger`] when the account does not have it.
    pub fn reserve(&self, transfer: &Transfer<'_>) -> Result<Reservation, Bug> {
        if !self.is_movement(transfer)? {
            return Err(Bug::Ledger("nothing cannot be reserved".to_owned()));
        }
        self.book(transfer.debit, Fen::ZERO, transfer.amount)?;
        self.record(transfer, "reserved")
    }

    /// Moves reserved money to where it was promised.
    ///
    /// # Errors
    /// [`Bug::Ledger`] when it was posted or voided before.
    pub fn post(&self, reservation: Reservation) -> Result<(), Bug> {
        let (debit, credit, amount) = self.settle(reservation, "posted")?;
        let back = Fen::ZERO.minus(amount)?;
        self.book(&debit, back, back)?;
        self.book(&credit, amount, Fen::ZERO)
    }

    /// Takes a promise back: the money is free again where it is.
    ///
    /// # Errors
    /// [`Bug::Ledger`] when it was posted or voided before.
    pub fn void(&self, reservation: Reservation) -> Result<(), Bug> {
        let (debit, _, amount) = self.settle(reservation, "voided")?;
        self.book(&debit, Fen::ZERO, Fen::ZERO.minus(amount)?)
    }

    /// What an account holds; nothing for one that was never used.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn balance(&self, account: &Account) -> Result<Balance, Bug> {
        let sql = "SELECT balance, reserved FROM account WHERE code = ?1";
        let found = self.tx.prepare_cached(sql)?.query_row(params![account.code()], |row| {
            Ok(Balance { balance: Fen::new(row.get(0)?), reserved: Fen::new(row.get(1)?) })
        });
        Ok(found.optional()?.unwrap_or_default())
    }

    /// Whether money was ever booked on an account.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn is_used(&self, account: &Account) -> Result<bool, Bug> {
        let sql = "SELECT EXISTS (SELECT 1 FROM account WHERE code = ?1)";
        Ok(self.tx.prepare_cached(sql)?.query_row(params![account.code()], |row| row.get(0))?)
    }

    /// The accounts whose code begins with a prefix, by code.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn accounts(&self, prefix: &str, page: Page) -> Result<Vec<AccountRow>, Bug> {
        let sql = "SELECT code, outside, balance, reserved FROM account \
                   WHERE substr(code, 1, length(?1)) = ?1 ORDER BY code LIMIT ?2 OFFSET ?3";
        let mut statement = self.tx.prepare_cached(sql)?;
        let rows = statement.query_map(params![prefix, page.limit, page.offset], |row| {
            let (balance, reserved) = (Fen::new(row.get(2)?), Fen::new(row.get(3)?));
            Ok(AccountRow { account: row.get(0)?, outside: row.get(1)?, balance, reserved })
        })?;
        rows.map(|row| Ok(row?)).collect()
    }

    /// The sum of all accounts in fen: zero, or money was made or lost (INV-1).
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn trial_balance(&self) -> Result<Fen, Bug> {
        let sql = "SELECT COALESCE(SUM(balance), 0) FROM account";
        Ok(Fen::new(self.tx.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
    }

    /// What the accounts whose code begins with a prefix hold together, in fen.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn held(&self, prefix: &str) -> Result<Fen, Bug> {
        let sql =
            "SELECT COALESCE(SUM(balance), 0) FROM account WHERE code BETWEEN ?1 AND ?1 || char(1114111)";
        Ok(Fen::new(self.tx.prepare_cached(sql)?.query_row(params![prefix], |row| row.get(0))?))
    }

    fn is_movement(&self, transfer: &Transfer<'_>) -> Result<bool, Bug> {
        if transfer.amount.is_negative() || transfer.debit == transfer.credit {
            let Transfer { debit, credit, amount, cause, .. } = transfer;
            return Err(Bug::Ledger(format!(
                "{cause}: {amount} fen from {debit} to {credit} is no transfer"
            )));
        }
        Ok(!transfer.amount.is_zero())
    }

    fn book(&self, account: &Account, balance: Fen, reserved: Fen) -> Result<(), Bug> {
        let old = self.balance(account)?;
        let new = Balance { balance: old.balance.plus(balance)?, reserved: old.reserved.plus(reserved)? };
        let short = new.balance < new.reserved && !account.is_outside();
        if short || new.reserved.is_negative() {
            return Err(Bug::Ledger(format!(
                "{account} holds {} fen ({} reserved); {balance} and {reserved} do not fit",
                old.balance, old.reserved
            )));
        }
        let sql = "INSERT INTO account (code, outside, balance, reserved) VALUES (?1, ?2, ?3, ?4) \
                   ON CONFLICT (code) DO UPDATE SET balance = excluded.balance, reserved = excluded.reserved";
        let values = params![account.code(), account.is_outside(), new.balance.get(), new.reserved.get()];
        self.tx.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    fn record(&self, transfer: &Transfer<'_>, state: &str) -> Result<Reservation, Bug> {
        let sql = "INSERT INTO transfer (entry, at, cause, subject, debit, credit, amount, state, document) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let Transfer { debit, credit, amount, cause, subject, document } = transfer;
        let values = params![
            self.entry(),
            self.now().unix(),
            cause,
            subject,
            debit.code(),
            credit.code(),
            amount.get(),
            state,
            document
        ];
        self.tx.prepare_cached(sql)?.execute(values)?;
        Ok(Reservation(self.tx.last_insert_rowid()))
    }

    fn settle(&self, reservation: Reservation, state: &str) -> Result<(Account, Account, Fen), Bug> {
        // It takes its place among the transfers of the moment at which it is settled, not of the promise.
        let sql = "UPDATE transfer SET state = ?2, entry = ?3, at = ?4, id = (SELECT MAX(id) + 1 FROM transfer) \
                   WHERE id = ?1 AND state = 'reserved' RETURNING debit, credit, amount";
        let mut statement = self.tx.prepare_cached(sql)?;
        let row: Option<(String, String, i64)> = statement
            .query_row(params![reservation.0, state, self.entry(), self.now().unix()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let (debit, credit, amount) =
            row.ok_or_else(|| Bug::Ledger(format!("transfer {} is not reserved", reservation.0)))?;
        Ok((self.known(debit)?, self.known(credit)?, Fen::new(amount)))
    }

    fn known(&self, code: String) -> Result<Account, Bug> {
        let sql = "SELECT outside FROM account WHERE code = ?1";
        let outside: Option<bool> =
            self.tx.prepare_cached(sql)?.query_row(params![code], |row| row.get(0)).optional()?;
        Ok(if outside == Some(true) { Account::outside(&code) } else { Account::inside(code) })
    }
}
