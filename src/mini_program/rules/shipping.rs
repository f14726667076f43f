//! Shipping: orders come when they are paid, go when they are refunded, and are shipped in between (SH-14 to SH-33).

use super::Ruled;
use super::confirm::Timer;
use super::control;
use super::refusal::ShippingRefusal;
use crate::mini_program::model::app::{App, AppKind};
use crate::mini_program::model::order::{Logistics, Mode, Order, Parcel, Shipping, State};
use crate::world::event::Paid;
use crate::world::ids::{Appid, TransactionId};
use crate::world::{Bug, Cx};

/// The most parcels of an order over all its uploads (SH-19).
pub const MOST_PARCELS: usize = 15;

/// Which order is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By WeChat Pay's number.
    Transaction(String),
    /// By the number of the merchant that received the money (SH-26).
    Recipient {
        /// That merchant.
        mchid: String,
        /// Its number.
        out_trade_no: String,
    },
    /// By the number of the merchant that placed it, or received the money.
    Either {
        /// That merchant.
        mchid: String,
        /// Its number.
        out_trade_no: String,
    },
}

/// What one upload says, its fields checked already (SH-07).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Which order.
    pub order: Named,
    /// How it goes.
    pub logistics: Logistics,
    /// In one upload or in several.
    pub mode: Mode,
    /// Whether this is the last upload; always so when unified.
    pub last: bool,
    /// The parcels of this upload.
    pub parcels: Vec<Parcel>,
    /// upload_time in milliseconds since 1970.
    pub uploaded_at: i64,
    /// Who paid.
    pub openid: String,
}

/// A payment was made: the mini program that it was made in can see it, if the merchant number has granted the management
/// of its orders by then (SH-26, SH-75).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn paid(cx: &Cx<'_>, paid: &Paid) -> Result<(), Bug> {
    for (appid, openid) in &paid.payers {
        let app = cx.get::<App>(appid.as_str())?.filter(|app| app.kind == AppKind::MiniProgram);
        let Some(app) = app else { continue };
        if !control::is_managed(&app, paid.sub_mchid.as_ref().unwrap_or(&paid.mchid)) {
            return Ok(());
        }
        let combined = paid.combined.as_ref();
        let combined = combined.map(|(mchid, number)| Order::number_of(mchid.as_str(), number.as_str()));
        return cx.put(&Order {
            transaction_id: paid.transaction_id.clone(),
            appid: appid.clone(),
            openid: openid.clone(),
            mchid: paid.mchid.clone(),
            sub_mchid: paid.sub_mchid.clone(),
            out_trade_no: paid.out_trade_no.clone(),
            amount: paid.amount,
            placed_at: paid.placed_at,
            paid_at: paid.paid_at,
            state: State::Unshipped,
            shipping: None,
            reminded: false,
            combined,
            frozen: paid.frozen,
            in_complaint: false,
            confirmed: None,
            settled_at: None,
        });
    }
    Ok(())
}

/// An order was refunded in full: it is over, unless it is complete already (SH-50).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn refunded(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<(), Bug> {
    let Some(mut order) = cx.get::<Order>(transaction_id.as_str())? else { return Ok(()) };
    match order.state {
        State::Unshipped | State::Shipped | State::Confirmed | State::AwaitingSettlement => {
            Timer::Confirm(transaction_id.clone()).call_off(cx)?;
            Timer::Settle(transaction_id.clone()).call_off(cx)?;
            order.state = State::Refunded;
            cx.put(&order)
        }
        State::Complete | State::Refunded => Ok(()),
    }
}

/// The order that is named, if it was paid in this mini program.
///
/// # Errors
/// [`ShippingRefusal::NoOrder`].
pub fn find(cx: &Cx<'_>, appid: &Appid, named: &Named) -> Ruled<Order> {
    let found = match named {
        Named::Transaction(id) => cx.get::<Order>(id)?,
        Named::Recipient { mchid, out_trade_no } => {
            cx.first::<Order>("by_recipient", &Order::number_of(mchid, out_trade_no))?
        }
        Named::Either { mchid, out_trade_no } => {
            let number = Order::number_of(mchid, out_trade_no);
            match cx.first::<Order>("by_initiator", &number)? {
                Some(order) => Some(order),
                None => cx.first::<Order>("by_recipient", &number)?,
            }
        }
    };
    Ok(found.filter(|order| order.appid == *appid).ok_or(ShippingRefusal::NoOrder)?)
}

/// Enters shipping information (SH-17 to SH-23).
///
/// # Errors
/// [`ShippingRefusal`], in the order of SH-14.
pub fn upload(cx: &Cx<'_>, appid: &Appid, upload: Upload) -> Ruled<()> {
    let mut order = find(cx, appid, &upload.order)?;
    if order.openid.as_str() != upload.openid {
        return Err(ShippingRefusal::OtherPayer.into());
    }
    match order.state {
        State::Unshipped | State::Shipped => {}
        State::Confirmed | State::AwaitingSettlement | State::Complete | State::Refunded => {
            return Err(ShippingRefusal::NotShippable(order.state).into());
        }
    }
    let shipping = match order.shipping.take() {
        Some(before) => follow(cx, before, upload)?,
        None => begin(cx, upload, false),
    };
    let timer = Timer::Confirm(order.transaction_id.clone());
    timer.call_off(cx)?;
    order.state = match shipping.finished_at {
        Some(at) => {
            timer.set(cx, at.after(shipping.logistics.confirmed_after()))?;
            State::Shipped
        }
        None => State::Unshipped,
    };
    order.shipping = Some(shipping);
    Ok(cx.put(&order)?)
}

fn begin(cx: &Cx<'_>, upload: Upload, again: bool) -> Shipping {
    Shipping {
        logistics: upload.logistics,
        mode: upload.mode,
        parcels: upload.parcels,
        uploaded_at: upload.uploaded_at,
        finished_at: upload.last.then(|| cx.now()),
        again,
    }
}

/// The shipping after an upload that is not the first: more parcels, or the one chance to ship again (SH-22).
fn follow(cx: &Cx<'_>, before: Shipping, upload: Upload) -> Ruled<Shipping> {
    let other_way = before.mode != upload.mode || before.logistics != upload.logistics;
    let again = other_way || before.finished_at.is_some();
    if again && before.again {
        return Err(ShippingRefusal::AgainTwice.into());
    }
    let is_finished = before.finished_at.is_some();
    if !other_way && upload.last == is_finished && same(&before.parcels, &upload.parcels) {
        return Err(ShippingRefusal::Unchanged.into());
    }
    if upload.uploaded_at <= before.uploaded_at {
        let what = "upload_time is not later than that of the last upload (SH-20)";
        return Err(ShippingRefusal::Parameter(what).into());
    }
    if again {
        return Ok(begin(cx, upload, true));
    }
    let count = before.parcels.len() + upload.parcels.len();
    if count > MOST_PARCELS {
        return Err(ShippingRefusal::TooManyParcels(count).into());
    }
    let parcels = before.parcels.into_iter().chain(upload.parcels).collect();
    let finished_at = upload.last.then(|| cx.now());
    Ok(Shipping { parcels, uploaded_at: upload.uploaded_at, finished_at, ..before })
}

/// Whether two lists of parcels say the same, whenever they were uploaded.
fn same(before: &[Parcel], now: &[Parcel]) -> bool {
    let timeless = |parcel: &Parcel| Parcel { uploaded_at: 0, ..parcel.clone() };
    before.len() == now.len() && before.iter().zip(now).all(|(a, b)| timeless(a) == timeless(b))
}

/// The buyer is reminded to confirm that they have the goods; nothing is confirmed by it (SH-33, SH-34).
///
/// # Errors
/// [`ShippingRefusal`].
pub fn remind(cx: &Cx<'_>, appid: &Appid, named: &Named, received_at: i64) -> Ruled<()> {
    let mut order = find(cx, appid, named)?;
    let Some((shipping, shipped_at)) =
        order.shipping.as_ref().and_then(|shipping| Some((shipping, shipping.finished_at?)))
    else {
        return Err(ShippingRefusal::NotShipped(order.state).into());
    };
    if order.state != State::Shipped {
        return Err(ShippingRefusal::NotShipped(order.state).into());
    }
    if shipping.logistics != Logistics::Express {
        return Err(ShippingRefusal::NotExpress.into());
    }
    if order.reminded {
        return Err(ShippingRefusal::RemindedTwice.into());
    }
    // A time in milliseconds lies beyond any that is written in seconds.
    if received_at <= shipped_at.unix() || received_at > i64::from(u32::MAX) {
        return Err(ShippingRefusal::ReceivedTime.into());
    }
    order.reminded = true;
    Ok(cx.put(&order)?)
}
