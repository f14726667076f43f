//! The orders of a mini program in the order of payment, page after page (SH-32, SH-92).

use super::Ruled;
use super::refusal::Refusal;
use crate::mini_program::model::order::Order;
use crate::mini_program::model::switches;
use crate::world::Cx;
use crate::world::ids::Appid;
use crate::world::store::Stretch;

/// The most orders of a page; more are not given, however many are asked for (assumed).
pub const MOST: u32 = 100;

/// Which orders are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// Paid at this second or later.
    pub begin: i64,
    /// Paid at this second or before.
    pub end: i64,
    /// In this state, by its number on the wire.
    pub state: Option<i64>,
    /// Paid by this user.
    pub openid: Option<&'a str>,
    /// After this place, as the page before named it.
    pub last_index: Option<&'a str>,
    /// How many at most.
    pub size: u32,
}

/// A page of orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Those of this page.
    pub orders: Vec<Order>,
    /// The place where it ends; none for an empty page.
    pub last_index: Option<String>,
    /// Whether there are more.
    pub more: bool,
}

/// A page of the orders that are asked for, oldest payment first, then by transaction_id. Payments that are not seen
/// yet are left out (SH-26).
///
/// # Errors
/// [`Refusal::LastIndex`] for a place that this mini program was never given.
pub fn page(cx: &Cx<'_>, appid: &Appid, wanted: &Wanted<'_>) -> Ruled<Listed> {
    let place = match wanted.last_index {
        Some(index) => Some(place_of(cx, appid, index).ok_or(Refusal::LastIndex)?),
        None => None,
    };
    let begin = (wanted.begin, String::new());
    let after = place.map_or(begin.clone(), |place| place.max(begin));
    let delay = i64::from(switches::of(cx)?.shipping.index_delay.get());
    let state = wanted.state.map(|state| state.to_string());
    let columns: Vec<(&'static str, &str)> = [("appid", appid.as_str())]
        .into_iter()
        .chain(state.as_deref().map(|state| ("state", state)))
        .chain(wanted.openid.map(|openid| ("openid", openid)))
        .collect();
    let size = wanted.size.min(MOST);
    let mut orders: Vec<Order> = cx.stretch(&Stretch {
        wanted: &columns,
        column: "paid_at",
        after: (after.0, &after.1),
        until: wanted.end.min(cx.now().unix() - delay),
        limit: size + 1,
    })?;
    let more = orders.len() > usize::try_from(size).unwrap_or(usize::MAX);
    if more {
        orders.pop();
    }
    let last_index = orders.last().map(|order| index_of(cx, order));
    Ok(Listed { orders, last_index, more })
}

/// How many bytes of an index are the time.
const TIME: usize = 5;
/// How many bytes of an index prove that it is ours.
const PROOF: usize = 4;

/// The name of an order's place: its time, its number, and a proof, so that a place nobody was given is told.
fn index_of(cx: &Cx<'_>, order: &Order) -> String {
    let (at, key) = (order.paid_at.unix(), order.transaction_id.as_str());
    let proof = proof(cx, &order.appid, at, key);
    format!("{at:010x}{}{}", hex::encode(key), hex::encode(proof))
}

fn place_of(cx: &Cx<'_>, appid: &Appid, index: &str) -> Option<(i64, String)> {
    let bytes = hex::decode(index).ok()?;
    let (time, rest) = bytes.split_at_checked(TIME)?;
    let (key, found) = rest.split_at_checked(rest.len().checked_sub(PROOF)?)?;
    let at = time.iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte));
    let key = String::from_utf8(key.to_vec()).ok()?;
    (proof(cx, appid, at, &key) == found).then_some((at, key))
}

fn proof(cx: &Cx<'_>, appid: &Appid, at: i64, key: &str) -> [u8; PROOF] {
    cx.seed().draw(&format!("last_index of {appid}: {at} {key}"), 0).bytes::<PROOF>()
}
