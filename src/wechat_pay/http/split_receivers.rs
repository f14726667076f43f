//! `/v3/ecommerce/profitsharing/receivers/*`: receivers of the e-commerce platform.

use serde::Deserialize;
use serde_json::json;

use super::wire::{Call, Reply};
use crate::wechat_pay::model::split::{Family, Receiver};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::split::{self, About, Appids, ReceiverAsk};
use crate::world::ids::Appid;

#[derive(Deserialize)]
struct Body {
    appid: Option<Appid>,
    #[serde(rename = "type")]
    kind: String,
    account: String,
    name: Option<String>,
    encrypted_name: Option<String>,
    relation_type: Option<String>,
}

impl Body {
    fn asked(&self) -> ReceiverAsk {
        ReceiverAsk {
            sub_mchid: None,
            appids: Appids { appid: self.appid.clone(), sub_appid: None },
            kind: self.kind.clone(),
            account: self.account.clone(),
        }
    }
}

/// Adds a receiver for all sub-merchants. A merchant's name comes in the clear, a person's either way.
pub(super) fn add(call: &Call<'_>) -> Outcome<Reply> {
    let body: Body = call.body()?;
    let asked = body.asked();
    let about = About {
        name: body.name.or(body.encrypted_name),
        relation_type: body.relation_type.unwrap_or_default(),
        custom_relation: None,
    };
    let added = split::add_receiver(call.cx, Family::Ecommerce, call.caller, &asked, &about)?;
    Ok(answer(&added.receiver))
}

/// Deletes a receiver.
pub(super) fn delete(call: &Call<'_>) -> Outcome<Reply> {
    let body: Body = call.body()?;
    Ok(answer(&split::delete_receiver(call.cx, Family::Ecommerce, call.caller, &body.asked())?))
}

fn answer(receiver: &Receiver) -> Reply {
    Reply::Json(json!({ "type": receiver.literal(), "account": receiver.id() }))
}
