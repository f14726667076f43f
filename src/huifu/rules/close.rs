//! Orders are closed: on request, or because nobody paid in time.

use serde::{Deserialize, Serialize};

use super::Ruled;
use super::refusal::{AfterRefusal, TradeRefusal};
use super::timers::Timer;
use super::trades::{self, Asked, Locator, Sort};
use crate::huifu::model::head::Head;
use crate::huifu::model::payment::{Payment, State};
use crate::huifu::model::{assumed, channel};
use crate::world::ids::HfSeqId;
use crate::world::journal::Note;
use crate::world::store::Record;
use crate::world::{Bug, Cx, Span};

/// That an order was closed on request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The numbers of the request.
    pub head: Head,
    /// The payment's number.
    pub payment: HfSeqId,
}

impl Record for Closing {
    const TABLE: &'static str = "huifu_closing";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.payment.to_string())]
    }
}

/// The locators of closing.
const NAMES: &str = "org_hf_seq_id,org_req_seq_id";

/// Closes an unpaid order.
///
/// # Errors
/// [`AfterRefusal::TooYoung`], [`AfterRefusal::Over`], and what [`trades::payment`] refuses.
pub fn close(cx: &Cx<'_>, asked: &Asked, locator: &Locator) -> Ruled<(Closing, Payment)> {
    close_from(cx, asked, locator, assumed::of(cx)?.close_min_age)
}

/// Closes an unpaid order that is at least so old.
///
/// # Errors
/// As [`close`].
pub fn close_from(cx: &Cx<'_>, asked: &Asked, locator: &Locator, min_age: Span) -> Ruled<(Closing, Payment)> {
    let head = trades::begin(cx, asked, Sort::Other)?;
    let mut payment = trades::payment(cx, &asked.huifu_id, locator, NAMES)?;
    if payment.state != State::Open {
        return Err(AfterRefusal::Over.into());
    }
    if cx.now() < payment.head.at.after(min_age) {
        return Err(AfterRefusal::TooYoung.into());
    }
    if !cx.channel()?.close(cx, &channel::of(cx)?.mchid, &payment.out_trade_no)? {
        return Err(AfterRefusal::Over.into());
    }
    shut(cx, &mut payment)?;
    let closing = Closing { head, payment: payment.head.hf_seq_id.clone() };
    cx.put(&closing)?;
    Ok((closing, payment))
}

/// How a request to close stands.
///
/// # Errors
/// [`TradeRefusal::NotFound`] where none was made.
pub fn query(cx: &Cx<'_>, asked: &Asked, locator: &Locator) -> Ruled<(Closing, Payment)> {
    let payment = trades::payment(cx, &asked.huifu_id, locator, NAMES)?;
    let closing = cx.get::<Closing>(payment.head.hf_seq_id.as_str())?;
    Ok((closing.ok_or(TradeRefusal::NotFound)?, payment))
}

/// Nobody paid in time.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn expire(cx: &Cx<'_>, hf_seq_id: &HfSeqId) -> Result<Option<Note>, Bug> {
    let found = cx.get::<Payment>(hf_seq_id.as_str())?;
    let Some(mut payment) = found.filter(|payment| payment.state == State::Open) else { return Ok(None) };
    shut(cx, &mut payment)?;
    Ok(Some(Note::new(format!("{hf_seq_id} closed unpaid"), format!("{hf_seq_id} 超时未支付，已关闭"))))
}

fn shut(cx: &Cx<'_>, payment: &mut Payment) -> Result<(), Bug> {
    Timer::Expire(payment.head.hf_seq_id.clone()).call_off(cx)?;
    for subsidy in &mut payment.subsidies {
        subsidy.reservation.take().map_or(Ok(()), |reservation| cx.void(reservation))?;
    }
    payment.state = State::Closed { at: cx.now() };
    cx.put(payment)
}
