//! What the merchants of ipos-sa are configured with.

use serde_json::{Value, json};

use super::wire::{Call, Reply, ok};
use crate::ipos::http::{PREFIX, REAL_HOST};
use crate::ipos::model::merchant;

/// The numbers and the key of each merchant, and where it calls.
pub(super) fn credentials(call: &Call<'_>) -> Reply {
    let merchants = call.read(merchant::all)?;
    let one = |merchant: &merchant::Merchant| {
        json!({
            "isspid": merchant.isspid,
            "system_id": merchant.system_id,
            "key": merchant.key,
            "name": merchant.name,
            "huifu_id": merchant.huifu_id,
            "stores": merchant.stores,
            "split_merchants": merchant.split_merchants,
        })
    };
    let merchants: Vec<Value> = merchants.iter().map(one).collect();
    ok(&json!({ "host": REAL_HOST, "path": PREFIX, "merchants": merchants }))
}
