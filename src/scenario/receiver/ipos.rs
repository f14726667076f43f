//! Notices of ipos-sa: JSON, signed with the merchant's key.

use serde_json::Value;

use super::Reading;
use crate::deliver::Letter;
use crate::ipos::model::assumed;
use crate::ipos::model::merchant::Merchant;
use crate::scenario::ipos;
use crate::world::{Bug, World};

/// Whether a callback is one of these: no others name an isspid.
pub(super) fn is_ipos(letter: &Letter) -> bool {
    serde_json::from_slice::<Value>(&letter.body).is_ok_and(|said| said["isspid"].is_string())
}

/// What the merchant that it names makes of it.
pub(super) fn read(world: &World, letter: &Letter) -> Result<Reading, Bug> {
    let said: Value = serde_json::from_slice(&letter.body)?;
    let isspid = said["isspid"].as_str().unwrap_or_default();
    let (merchant, types) =
        world.command(|cx| Ok::<_, Bug>((cx.get::<Merchant>(isspid)?, assumed::of(cx)?.notify_type)))?;
    let body = String::from_utf8_lossy(&letter.body);
    let verified = match &merchant {
        Some(merchant) => ipos::verify(&body, &merchant.key),
        None => Err(format!("there is no merchant {isspid}")),
    };
    let kind = said["notify_type"].as_str().unwrap_or_default();
    let events = [
        (&types.payment, "ipos.payment"),
        (&types.refund, "ipos.refund"),
        (&types.unfreeze, "ipos.unfreeze"),
        (&types.confirm, "ipos.confirm"),
    ];
    let event = events.iter().find(|(known, _)| *known == kind).map_or("ipos.other", |(_, event)| event);
    let id = format!("{} {event}", said["sys_seq"].as_str().unwrap_or_default());
    let thanks = "success".to_owned();
    Ok(Reading { id, event: event.to_owned(), envelope: said.clone(), plain: Ok(said), verified, thanks })
}
