//! Merchants of ipos-sa: each sells through stores, whose money a member of Huifu holds.

use serde::{Deserialize, Serialize};

use crate::world::ids::{HuifuId, Isspid};
use crate::world::store::{Page, Record};
use crate::world::{Bug, Cx};

/// A merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merchant {
    /// Its number.
    pub isspid: Isspid,
    /// Its name.
    pub name: String,
    /// The `system_id` of its calls.
    pub system_id: String,
    /// The key of `sign`.
    pub key: String,
    /// The member of Huifu whose account its stores sell into.
    pub huifu_id: HuifuId,
    /// Stores that sell into another member's.
    pub stores: Vec<Store>,
    /// Members whose balances it may ask for and spend besides.
    pub split_merchants: Vec<HuifuId>,
}

/// A store with an account of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Its number, which the merchant gave it.
    pub store_id: String,
    /// The member of Huifu whose account it sells into.
    pub huifu_id: HuifuId,
}

impl Merchant {
    /// The member whose account a store sells into.
    #[must_use]
    pub fn sells_into(&self, store_id: &str) -> &HuifuId {
        let own = self.stores.iter().find(|store| store.store_id == store_id);
        own.map_or(&self.huifu_id, |store| &store.huifu_id)
    }

    /// The members whose balances it may ask for and spend, its own first.
    pub fn members(&self) -> impl Iterator<Item = &HuifuId> {
        let stores = self.stores.iter().map(|store| &store.huifu_id);
        std::iter::once(&self.huifu_id).chain(stores).chain(&self.split_merchants)
    }
}

impl Record for Merchant {
    const TABLE: &'static str = "ipos_merchant";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.isspid.to_string())]
    }
}

/// Every merchant, in the order in which the world was told of them.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn all(cx: &Cx<'_>) -> Result<Vec<Merchant>, Bug> {
    cx.page(Page::ALL)
}
