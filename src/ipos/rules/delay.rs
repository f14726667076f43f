//! Delayed payments: confirmed (延时确认), and taken back (延时确认退回). Frozen money cannot be confirmed (HF-07).

use super::asking::{Asking, Booked};
use super::split::Division;
use super::{Ruled, find, notices};
use crate::huifu::model::confirm::{Confirm, ConfirmRefund};
use crate::huifu::model::payment::Payment;
use crate::huifu::rules::trades::Locator;
use crate::huifu::rules::{confirm, confirm_refund, shares};
use crate::ipos::model::trade::{Kind, Trade};
use crate::world::Cx;

/// What is to be confirmed, or taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The merchant's number of the payment, or of the confirmation.
    pub of: String,
    /// Who gets, or gives, how much; all of it where left out.
    pub division: Option<Division>,
    /// Where its notice goes.
    pub notify_url: Option<String>,
}

/// Confirms a delayed payment, in whole or in part.
///
/// # Errors
/// What [`confirm::confirm`] refuses: money that is frozen, more than is left.
pub fn confirm(cx: &Cx<'_>, asking: &Asking, wish: Wish) -> Ruled<(Trade, Confirm)> {
    let (original, payment) = find::payment(cx, &asking.merchant, &wish.of)?;
    let huifu_id = &payment.head.huifu_id;
    let bunch = wish.division.map(|division| division.bunch(cx, huifu_id)).transpose()?;
    let books = confirm::Wish {
        asked: asking.in_books(cx, huifu_id)?,
        payment: numbered(payment.head.hf_seq_id.as_str()),
        bunch,
        remark: None,
        notify_url: None,
    };
    let (made, _) = confirm::confirm(cx, books)?;
    let trade = asking.keep(
        cx,
        Booked {
            kind: Kind::Confirm,
            amount: made.amount,
            books: &made.head.hf_seq_id,
            of: Some(&original),
            pay_type: &original.pay_type,
            notify_url: wish.notify_url,
        },
    )?;
    notices::confirmed(cx, &trade, &original, &made)?;
    Ok((trade, made))
}

/// Takes a confirmation back, in whole or in part.
///
/// # Errors
/// What [`confirm_refund::take_back`] refuses.
pub fn take_back(cx: &Cx<'_>, asking: &Asking, wish: Wish) -> Ruled<(Trade, ConfirmRefund, Payment)> {
    let (original, made) = find::confirm(cx, &asking.merchant, &wish.of)?;
    let huifu_id = &made.head.huifu_id;
    let bunch = match wish.division {
        Some(division) => {
            let mut bunch = division.bunch(cx, huifu_id)?;
            bunch.lines.retain(|line| line.amount.is_none_or(|amount| !amount.is_zero()));
            Some(bunch)
        }
        None => None,
    };
    let books = confirm_refund::Wish {
        asked: asking.in_books(cx, huifu_id)?,
        confirm: numbered(made.head.hf_seq_id.as_str()),
        bunch,
        loan: None,
        remark: None,
    };
    let (back, payment) = confirm_refund::take_back(cx, books)?;
    let trade = asking.keep(
        cx,
        Booked {
            kind: Kind::ConfirmRefund,
            amount: shares::sum(&back.shares)?,
            books: &back.head.hf_seq_id,
            of: Some(&original),
            pay_type: &original.pay_type,
            notify_url: wish.notify_url,
        },
    )?;
    Ok((trade, back, payment))
}

fn numbered(hf_seq_id: &str) -> Locator {
    Locator { hf_seq_id: Some(hf_seq_id.to_owned()), ..Locator::default() }
}
