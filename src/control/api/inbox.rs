//! What buyers got from WeChat about their orders (SH-93).

use serde::Serialize;

use super::wire::{Call, Reply, ok, paged};
use crate::mini_program::model::inbox::InboxMessage;
use crate::mini_program::rules::inbox;

/// A message, with where it leads and how its order stands.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    message: InboxMessage,
    title: &'static str,
    text: String,
    path: Option<String>,
    order_state: u8,
}

/// The messages of all buyers, or of one by name or openid, oldest first.
pub(super) fn list(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    let filters = [("buyer", call.parameter("buyer")), ("openid", call.parameter("openid"))];
    let wanted: Vec<(&'static str, &str)> =
        filters.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let shown = call.read(|cx| {
        let messages = cx.page_where::<InboxMessage>(&wanted, page)?.into_iter();
        let shown = messages.map(|message| {
            let order = inbox::order_of(cx, &message)?;
            Ok(Shown {
                title: message.kind.title(),
                text: message.kind.text(),
                path: inbox::path_of(cx, &order)?,
                order_state: order.shown_state().literal(),
                message,
            })
        });
        shown.collect::<Result<Vec<_>, _>>()
    })?;
    ok(&paged(shown, page))
}
