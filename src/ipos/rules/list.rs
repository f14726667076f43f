//! Payments and refunds as lists show them: each with 资金冻结标识, and 资金解冻时间 (HF-42 to HF-45).

use super::find;
use crate::huifu::model::payment::{Freeze, Payment, State};
use crate::huifu::model::refund::Refund;
use crate::ipos::model::merchant::Merchant;
use crate::ipos::model::trade::{Kind, Trade, day_key, key};
use crate::world::{Bug, Cx, Day, Instant};

/// How a trade stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It waits for the buyer.
    Processing,
    /// It was made.
    Success,
    /// It will not be made.
    Failed,
}

/// A payment or a refund in a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// As the merchant knows it.
    pub trade: Trade,
    /// Its payment.
    pub payment: Payment,
    /// Whether it is a payment, not a refund.
    pub forward: bool,
    /// How it stands.
    pub status: Status,
    /// Whether fund control held its money; of a refund, at that moment.
    pub freeze: Freeze,
}

impl Row {
    /// When fund control let go of its payment.
    #[must_use]
    pub fn released_at(&self) -> Option<Instant> {
        released_at(&self.payment)
    }
}

/// When fund control let go of a payment, where it held it.
#[must_use]
pub fn released_at(payment: &Payment) -> Option<Instant> {
    match payment.freeze() {
        Freeze::Released { at, .. } => Some(at),
        Freeze::Never | Freeze::Frozen { .. } => None,
    }
}

/// How a payment stands.
#[must_use]
pub const fn status(payment: &Payment) -> Status {
    match payment.state {
        State::Open => Status::Processing,
        State::Closed { .. } => Status::Failed,
        State::Paid(_) => Status::Success,
    }
}

/// The payments and refunds of a merchant's day, in the order of their making.
///
/// # Errors
/// [`Bug`] when the database fails; so for all below.
pub fn of_day(cx: &Cx<'_>, merchant: &Merchant, day: Day) -> Result<Vec<Row>, Bug> {
    let trades: Vec<Trade> = cx.all("by_day", &day_key(&merchant.isspid, day))?;
    let rows: Vec<Option<Row>> = trades.into_iter().map(|trade| row(cx, trade)).collect::<Result<_, _>>()?;
    Ok(rows.into_iter().flatten().collect())
}

/// The refunds of a payment, in the order of their making.
pub fn refunds(cx: &Cx<'_>, payment: &Trade) -> Result<Vec<Row>, Bug> {
    let of = key(&payment.isspid, payment.pos_seq.as_str());
    let trades: Vec<Trade> = cx.all("by_original", &of)?;
    let rows: Vec<Option<Row>> = trades.into_iter().map(|trade| row(cx, trade)).collect::<Result<_, _>>()?;
    Ok(rows.into_iter().flatten().collect())
}

/// A trade as a row, where it is a payment or a refund.
pub fn row(cx: &Cx<'_>, trade: Trade) -> Result<Option<Row>, Bug> {
    match trade.kind {
        Kind::Payment => {
            let payment: Payment = find::booked(cx, &trade.books)?;
            let (status, freeze) = (status(&payment), payment.freeze());
            Ok(Some(Row { trade, payment, forward: true, status, freeze }))
        }
        Kind::Refund => {
            let refund: Refund = find::booked(cx, &trade.books)?;
            let payment = find::booked(cx, &refund.payment)?;
            let (status, freeze) = (Status::Success, refund.freeze);
            Ok(Some(Row { trade, payment, forward: false, status, freeze }))
        }
        Kind::Cancel
        | Kind::Confirm
        | Kind::ConfirmRefund
        | Kind::BalancePay
        | Kind::BalanceRefund
        | Kind::Withdraw => Ok(None),
    }
}
