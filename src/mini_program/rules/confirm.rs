//! Receipt is confirmed: by the buyer, or by time (SH-43 to SH-46).

use serde::{Deserialize, Serialize};

use crate::mini_program::SYSTEM;
use crate::mini_program::model::order::{Order, State};
use crate::world::act::{ActRefused, ActStop};
use crate::world::ids::TransactionId;
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Instant};

/// One thing that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// The buyer did nothing for ten or two days: receipt is confirmed (SH-44).
    Confirm(TransactionId),
}

impl Timer {
    fn subject(&self) -> &str {
        let Timer::Confirm(transaction_id) = self;
        transaction_id.as_str()
    }

    /// Puts the timer on the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn set(&self, cx: &Cx<'_>, due: Instant) -> Result<(), Bug> {
        cx.schedule(due, SYSTEM, self.subject(), self)
    }

    /// Takes the timer off the agenda.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn call_off(&self, cx: &Cx<'_>) -> Result<(), Bug> {
        cx.call_off(SYSTEM, self.subject(), self)
    }
}

/// Does what fell due. Answers what happened, or nothing when it did not matter any more.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn fall_due(cx: &Cx<'_>, timer: &Timer) -> Result<Option<Note>, Bug> {
    let Timer::Confirm(transaction_id) = timer;
    let Some(order) = cx.get::<Order>(transaction_id.as_str())?.filter(|o| o.state == State::Shipped) else {
        return Ok(None);
    };
    complete(cx, order)?;
    Ok(Some(Note::new(
        format!("receipt of {transaction_id} confirmed automatically (SH-44)"),
        format!("{transaction_id} 自动确认收货（SH-44）"),
    )))
}

/// The buyer confirms that they have the goods.
///
/// # Errors
/// A refusal when there is nothing to confirm.
pub fn by_buyer(cx: &Cx<'_>, transaction_id: &str) -> Result<Order, ActStop> {
    let order = cx.get::<Order>(transaction_id)?.ok_or_else(|| {
        ActRefused::new(
            format!("no mini program has an order with the transaction_id {transaction_id}"),
            format!("没有小程序有微信支付订单号为 {transaction_id} 的订单"),
        )
    })?;
    if order.state != State::Shipped {
        let state = order.state.literal();
        return Err(ActRefused::new(
            format!(
                "{transaction_id} is in state {state}; a buyer confirms a shipped order, state 2 (SH-42)"
            ),
            format!("{transaction_id} 的状态为 {state}，只有已发货（2）的订单可以确认收货（SH-42）"),
        )
        .into());
    }
    Timer::Confirm(order.transaction_id.clone()).call_off(cx)?;
    Ok(complete(cx, order)?)
}

fn complete(cx: &Cx<'_>, mut order: Order) -> Result<Order, Bug> {
    order.state = State::Complete;
    cx.put(&order)?;
    Ok(order)
}
