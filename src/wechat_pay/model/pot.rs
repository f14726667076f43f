//! Frozen pots: the money of one order, and what holds it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::accounts;
use crate::world::account::Account;
use crate::world::ids::{Mchid, TransactionId};
use crate::world::store::Record;
use crate::world::{Bug, Cx, Fen, Instant};

/// The frozen money of one order. It is available to its owner when nothing holds it any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pot {
    /// The order.
    pub transaction_id: TransactionId,
    /// Whose money it is.
    pub owner: Mchid,
    /// What holds it; empty once it was released.
    pub holds: BTreeSet<Hold>,
    /// When the money came.
    pub since: Instant,
}

/// One reason why money is frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// It waits to be split (PS-02).
    Split,
    /// Its fee could not be charged yet (PS-24).
    Fee,
    /// Fund control: receipt is not confirmed and settled yet (SH-77).
    Shipping,
}

impl Pot {
    /// The account that the money lies on.
    #[must_use]
    pub fn account(&self) -> Account {
        accounts::pot(&self.owner, &self.transaction_id)
    }

    /// What can still be split or released: the pot less what is promised away (INV-7). Fen.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn free(&self, cx: &Cx<'_>) -> Result<Fen, Bug> {
        Ok(cx.balance(&self.account())?.free())
    }
}

impl Record for Pot {
    const TABLE: &'static str = "pot";
    const COLUMNS: &'static [&'static str] = &["key", "owner"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.transaction_id.to_string()), Some(self.owner.to_string())]
    }
}
