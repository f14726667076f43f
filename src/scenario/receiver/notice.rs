//! Notices of WeChat Pay: a signed JSON envelope around an encrypted resource.

use serde_json::Value;

use super::Reading;
use crate::deliver::Letter;
use crate::scenario::client::{self, Keys};
use crate::wechat_pay::model::merchant::Merchant;
use crate::world::store::Page;
use crate::world::{Bug, World};

/// What the merchants of a world make of it.
pub(super) fn read(world: &World, letter: &Letter) -> Result<Reading, Bug> {
    let keys = Keys::of(world, None)?;
    let verified = keys.verify(&letter.headers, &letter.body, world.transport_now());
    let envelope: Value = serde_json::from_slice(&letter.body).unwrap_or_default();
    let merchants: Vec<Merchant> = world.command(|cx| cx.page(Page::ALL))?;
    let mut plain = Err("no merchant here has an APIv3 key".to_owned());
    for merchant in merchants.iter().filter(|merchant| merchant.apiv3_key.is_some()) {
        plain = client::open(merchant, &envelope["resource"]);
        if plain.is_ok() {
            break;
        }
    }
    let text = |name: &str| envelope[name].as_str().unwrap_or_default().to_owned();
    let (id, event) = (text("id"), text("event_type"));
    let thanks = r#"{"code":"SUCCESS"}"#.to_owned();
    Ok(Reading { id, event, envelope, plain, verified, thanks })
}
