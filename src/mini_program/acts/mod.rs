//! What no API of this system does: users log in, read their messages, confirm and complain, WeChat controls, merchants
//! work by hand.

mod back_office;
mod buyer;
mod fault;
mod inbox;
mod merchant;
mod platform;
mod push;

use super::model::app::App;
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Args};
use crate::world::store::Page;

/// Every act, in the order in which help lists them.
pub static ACTS: &[Act] = &[
    buyer::LOGIN,
    buyer::CONFIRM_RECEIPT,
    buyer::COMPLAIN,
    buyer::WITHDRAW_COMPLAINT,
    merchant::JOIN_SHIPPING,
    merchant::GRANT_ORDER_MANAGEMENT,
    merchant::UNTIE,
    platform::CONTROL_APPID,
    platform::RELEASE_APPID,
    back_office::SHIP,
    platform::EXPIRE_ACCESS_TOKEN,
    inbox::OPEN_MESSAGE,
    push::SET_PUSH,
    fault::NEXT_ERRCODE,
];

/// The application that an act names as `appid`.
fn app_named(cx: &Cx<'_>, args: &Args) -> Result<App, ActStop> {
    let appid = args.required_text("appid")?;
    if let Some(app) = cx.get::<App>(appid)? {
        return Ok(app);
    }
    let known: Vec<String> =
        cx.page::<App>(Page::ALL)?.into_iter().map(|app| app.appid.to_string()).collect();
    let list = known.join(", ");
    Err(ActRefused::new(
        format!("given.mini_programs has no {appid}; it has: {list}"),
        format!("given.mini_programs 中没有 {appid}；现有：{list}"),
    )
    .into())
}
