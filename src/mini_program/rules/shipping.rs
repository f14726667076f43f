//! Shipping: orders come when they are paid, go when they are refunded, and are shipped in between (SH-14 to SH-33).

use super::confirm::Timer;
use super::find::{Named, find};
use super::refusal::{Parameter, ShippingRefusal};
use super::{Ruled, control, inbox, notices, reminders};
use crate::mini_program::model::app::{App, AppKind};
use crate::mini_program::model::inbox::InboxKind;
use crate::mini_program::model::order::{Logistics, Mode, Order, Parcel, Scene, Shipping, State};
use crate::mini_program::model::switches;
use crate::world::event::Paid;
use crate::world::ids::{Appid, TransactionId};
use crate::world::{Bug, Cx, Span};

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
    /// Where it comes from.
    pub scene: Scene,
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
        let order = Order {
            transaction_id: paid.transaction_id.clone(),
            appid: appid.clone(),
            openid: openid.clone(),
            mchid: paid.mchid.clone(),
            sub_mchid: paid.sub_mchid.clone(),
            out_trade_no: paid.out_trade_no.clone(),
            combined: paid
                .combined
                .as_ref()
                .map(|(mchid, number)| Order::number_of(mchid.as_str(), number.as_str())),
            amount: paid.amount,
            placed_at: paid.placed_at,
            paid_at: paid.paid_at,
            state: State::Unshipped,
            shown: None,
            shipping: None,
            reminded: false,
            frozen: paid.frozen,
            in_complaint: false,
            refunding: false,
            confirmed: None,
            settled_at: None,
            filing: None,
        };
        cx.put(&order)?;
        return reminders::paid(cx, &order);
    }
    Ok(())
}

/// An order was refunded in full: it is over, unless it is complete already. The service may tell so late (SH-50).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn refunded(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<(), Bug> {
    let Some(mut order) = cx.get::<Order>(transaction_id.as_str())? else { return Ok(()) };
    match order.state {
        State::Unshipped | State::Shipped | State::Confirmed | State::AwaitingSettlement => {
            Timer::Confirm(transaction_id.clone()).call_off(cx)?;
            Timer::Settle(transaction_id.clone()).call_off(cx)?;
            reminders::over(cx, transaction_id)?;
            let lag = switches::of(cx)?.shipping.refund_lag;
            if lag > Span::default() {
                order.shown = Some(order.state);
                Timer::ShowRefund(transaction_id.clone()).set(cx, cx.now().after(lag))?;
            }
            order.state = State::Refunded;
            cx.put(&order)
        }
        State::Complete | State::Refunded => Ok(()),
    }
}

/// Enters shipping information (SH-17 to SH-23).
///
/// # Errors
/// [`ShippingRefusal`], in the order of SH-14.
pub fn upload(cx: &Cx<'_>, appid: &Appid, upload: Upload) -> Ruled<()> {
    let order = find(cx, appid, &upload.order)?;
    ship(cx, order, upload)
}

/// Enters shipping information of an order that was found.
///
/// # Errors
/// As [`upload`].
pub fn ship(cx: &Cx<'_>, mut order: Order, upload: Upload) -> Ruled<()> {
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
    let was_shipped = order.state == State::Shipped;
    order.state = match shipping.finished_at {
        Some(at) => {
            timer.set(cx, at.after(shipping.logistics.confirmed_after()))?;
            State::Shipped
        }
        None => State::Unshipped,
    };
    order.shipping = Some(shipping);
    cx.put(&order)?;
    if order.state == State::Shipped {
        finished(cx, &order)?;
    } else if was_shipped {
        reminders::anew(cx, &order)?;
    }
    Ok(())
}

/// What the end of shipping sets off: the buyer's card, the push, no more reminders (SH-25, SH-70).
fn finished(cx: &Cx<'_>, order: &Order) -> Result<(), Bug> {
    inbox::put(cx, order, InboxKind::Shipped)?;
    reminders::shipped(cx, order)?;
    notices::shipped(cx, order)
}

fn begin(cx: &Cx<'_>, upload: Upload, again: bool) -> Shipping {
    Shipping {
        logistics: upload.logistics,
        mode: upload.mode,
        parcels: upload.parcels,
        uploaded_at: upload.uploaded_at,
        finished_at: upload.last.then(|| cx.now()),
        again,
        scene: upload.scene,
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
    let fresh = beside(&before.parcels, upload.parcels.clone());
    if !other_way && upload.last == is_finished && fresh.is_empty() {
        return Err(ShippingRefusal::Unchanged.into());
    }
    if upload.uploaded_at <= before.uploaded_at {
        return Err(ShippingRefusal::Parameter(Parameter::OlderUpload).into());
    }
    if again {
        return Ok(begin(cx, upload, true));
    }
    let most = switches::of(cx)?.shipping.parcel_cap.get();
    let found = before.parcels.len() + fresh.len();
    if found > most {
        return Err(ShippingRefusal::TooManyParcels { found, most }.into());
    }
    let parcels = before.parcels.into_iter().chain(fresh).collect();
    let finished_at = upload.last.then(|| cx.now());
    let (uploaded_at, scene) = (upload.uploaded_at, upload.scene);
    Ok(Shipping { parcels, uploaded_at, finished_at, scene, ..before })
}

/// Those of the parcels that are not stored already: a repeated upload has none (SH-T7).
fn beside(before: &[Parcel], now: Vec<Parcel>) -> Vec<Parcel> {
    let timeless = |parcel: &Parcel| Parcel { uploaded_at: 0, ..parcel.clone() };
    now.into_iter().filter(|parcel| !before.iter().any(|old| timeless(old) == timeless(parcel))).collect()
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
    cx.put(&order)?;
    Ok(inbox::put(cx, &order, InboxKind::Reminder)?)
}
