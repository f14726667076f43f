//! What the consoles of Huifu show, and what its callers are configured with.

use serde_json::json;

use super::wire::{Call, Reply, ok};
use crate::huifu::http::{key_line, public_key_line};
use crate::huifu::model::member::{self, Kind};

/// What a client of Huifu is configured with: `rsa_private_key` and `rsa_public_key` in one line of base64 each.
pub(super) fn credentials(call: &Call<'_>) -> Reply {
    let members = call.read(member::all)?;
    let callers = members.iter().filter(|member| member.kind != Kind::User);
    let callers: Vec<_> = callers
        .map(|member| {
            json!({
                "sys_id": member.huifu_id,
                "product_id": member.product_id,
                "name": member.name,
                "kind": member.kind,
                "rsa_private_key": member.private_key().map(|key| key_line(key.pem())),
                "token_no": member.token_no,
                "accounts": member.accounts,
            })
        })
        .collect();
    ok(&json!({ "rsa_public_key": public_key_line(), "callers": callers }))
}
