//! Money goes back (支付退款), or an order is cancelled before it is paid (撤销). The platform chooses by itself.

use super::asking::{Asking, Booked};
use super::refusal::TradeRefusal;
use super::split::Division;
use super::{Ruled, find, notices};
use crate::huifu::model::payment::{Payment, Settled, State};
use crate::huifu::model::refund::Refund;
use crate::huifu::rules::trades::Locator;
use crate::huifu::rules::{close, refund};
use crate::ipos::model::assumed;
use crate::ipos::model::trade::{Kind, Trade};
use crate::world::{Cx, Fen, Span};

/// What is to go back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The merchant's number of the order.
    pub of: String,
    /// How much of it, fen; all that is left where it is cancelled.
    pub amount: Option<Fen>,
    /// Who gives how much; in proportion where left out.
    pub division: Option<Division>,
    /// Where its notice goes.
    pub notify_url: Option<String>,
}

/// What went back.
#[derive(Debug, Clone)]
pub struct Reversed {
    /// As the merchant knows it.
    pub trade: Trade,
    /// The payment after it.
    pub payment: Payment,
    /// The refund; none where the order was not paid yet.
    pub refund: Option<Refund>,
}

/// Refunds a paid order, closes one that is not paid.
///
/// # Errors
/// [`TradeRefusal`], and what [`refund::refund`] and [`close::close`] refuse.
pub fn reverse(cx: &Cx<'_>, asking: &Asking, wish: Wish) -> Ruled<Reversed> {
    let (original, payment) = find::payment(cx, &asking.merchant, &wish.of)?;
    let within = assumed::of(cx)?.cancel_within;
    let cancels = wish.amount.is_none();
    if cancels && cx.now() > original.at.after(within) {
        return Err(TradeRefusal::TooLateToCancel(within).into());
    }
    match &payment.state {
        State::Paid(settled) => {
            let left = left(&payment, settled)?;
            let amount = wish.amount.unwrap_or(left);
            if amount.is_zero() {
                return Err(TradeRefusal::NothingLeft.into());
            }
            give_back(cx, asking, &original, &payment, amount, wish)
        }
        // A refund of an order that nobody paid cancels it, where it is for all of it.
        State::Open if cancels || wish.amount == Some(payment.amount) => {
            cancel(cx, asking, &original, &payment, within)
        }
        State::Open | State::Closed { .. } if !cancels => {
            let number = payment.head.hf_seq_id.clone();
            Err(crate::huifu::rules::refusal::Refusal::from(
                crate::huifu::rules::refusal::AfterRefusal::NotPaid(number),
            )
            .into())
        }
        State::Open | State::Closed { .. } => Err(TradeRefusal::NothingLeft.into()),
    }
}

fn left(payment: &Payment, settled: &Settled) -> Ruled<Fen> {
    if payment.delayed {
        return Ok(payment.unconfirmed()?);
    }
    Ok(payment.amount.minus(settled.refunded)?)
}

fn locator(payment: &Payment) -> Locator {
    Locator { hf_seq_id: Some(payment.head.hf_seq_id.to_string()), ..Locator::default() }
}

fn cancel(
    cx: &Cx<'_>,
    asking: &Asking,
    original: &Trade,
    payment: &Payment,
    within: Span,
) -> Ruled<Reversed> {
    if cx.now() > original.at.after(within) {
        return Err(TradeRefusal::TooLateToCancel(within).into());
    }
    let asked = asking.in_books(cx, &payment.head.huifu_id)?;
    // A cashier cancels at once, whatever Huifu asks of its own callers.
    let (closing, payment) = close::close_from(cx, &asked, &locator(payment), Span::seconds(0))?;
    let trade = asking.keep(
        cx,
        Booked {
            kind: Kind::Cancel,
            amount: payment.amount,
            books: &closing.head.hf_seq_id,
            of: Some(original),
            pay_type: &original.pay_type,
            notify_url: None,
        },
    )?;
    Ok(Reversed { trade, payment, refund: None })
}

fn give_back(
    cx: &Cx<'_>,
    asking: &Asking,
    original: &Trade,
    payment: &Payment,
    amount: Fen,
    wish: Wish,
) -> Ruled<Reversed> {
    let huifu_id = &payment.head.huifu_id;
    let bunch = match &wish.division {
        Some(division) => {
            let mut bunch = division.bunch_of(cx, huifu_id, amount)?;
            // Somebody who gives nothing need not have got anything.
            bunch.lines.retain(|line| line.amount.is_none_or(|amount| !amount.is_zero()));
            Some(bunch)
        }
        None => None,
    };
    let books = refund::Wish {
        asked: asking.in_books(cx, huifu_id)?,
        payment: locator(payment),
        amount,
        bunch,
        from_confirmed: false,
        loan: None,
        remark: None,
        notify_url: None,
    };
    let (made, payment) = refund::refund(cx, books)?;
    let trade = asking.keep(
        cx,
        Booked {
            kind: Kind::Refund,
            amount,
            books: &made.head.hf_seq_id,
            of: Some(original),
            pay_type: &original.pay_type,
            notify_url: wish.notify_url,
        },
    )?;
    notices::refunded(cx, &trade, &payment, &made)?;
    Ok(Reversed { trade, payment, refund: Some(made) })
}
