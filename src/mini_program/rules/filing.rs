//! Special filings: presale goods are shipped later, test orders need not be (SH-38 to SH-41).

use super::refusal::FilingRefusal;
use super::{Ruled, find, inbox, reminders};
use crate::mini_program::model::inbox::InboxKind;
use crate::mini_program::model::order::{Filing, Order, State};
use crate::world::ids::Appid;
use crate::world::{Cx, Instant, Span};

/// A presale is shipped later than so long after the payment (SH-39).
const SOONEST: Span = Span::days(15);
/// A presale is shipped not later than so long after the payment (SH-39).
const LATEST: Span = Span::days(330);

/// What is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A presale, with its delay_to in unix seconds.
    Presale(i64),
    /// A test order.
    Test,
}

/// Files an unshipped order; the last filing stands (SH-41). Its money stays where it is (SH-90).
///
/// # Errors
/// [`FilingRefusal::Order`], [`FilingRefusal::Delay`].
pub fn file(cx: &Cx<'_>, appid: &Appid, order_id: &str, asked: Asked) -> Ruled<()> {
    let found = find::by_either_number(cx, appid, order_id)?;
    let state = found.first().map(|order| order.state);
    let unshipped = found.into_iter().find(|order| order.state == State::Unshipped);
    let mut order: Order = unshipped.ok_or(FilingRefusal::Order(state))?;
    order.filing = Some(match asked {
        Asked::Test => Filing::Test,
        Asked::Presale(seconds) => {
            let (after, until) = (order.paid_at.after(SOONEST), order.paid_at.after(LATEST));
            let planned = Instant::from_unix(seconds).ok().filter(|at| *at > after && *at <= until);
            let refusal = FilingRefusal::Delay { after: Some(after), until: Some(until) };
            Filing::Presale { delay_to: planned.ok_or(refusal)? }
        }
    });
    cx.put(&order)?;
    if let Some(Filing::Presale { delay_to }) = order.filing {
        inbox::put(cx, &order, InboxKind::Presale { planned_at: delay_to })?;
    }
    Ok(reminders::filed(cx, &order)?)
}
