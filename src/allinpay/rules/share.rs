//! Splits: parts of a posted order go to other merchants, and come back (`asinfo`, AL-75). What pages do not say of them
//! is assumed.

use super::books::{self, Cause, Paper};
use super::query::Named;
use super::refusal::Why;
use super::{Ruled, numbers, place, refund};
use crate::allinpay::model::merchant::{self, Merchant};
use crate::allinpay::model::order::{Order, State, number};
use crate::allinpay::model::share::{Part, Share};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, FeeRate, Fen};

/// An order that was placed with `asinfo` is split when it is paid, or when its frozen money is released (AL-100).
/// Pre-consumption never comes here (AL-75).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn at_payment(cx: &Cx<'_>, order: &mut Order) -> Result<(), Bug> {
    let Some(asinfo) = order.asinfo.clone() else { return Ok(()) };
    let merchant = merchant::known(cx, &order.cusid)?;
    match parts(cx, &merchant, order, &asinfo)? {
        Ok(parts) => {
            let reqsn = own_number(cx, order)?;
            carry_out(cx, order, reqsn, parts).map(|_| ())
        }
        Err(why) => {
            cx.note(Note::new(
                format!("{} is paid and not split: {why}", order.reqsn),
                format!("{} 已支付，未分账：{why}", order.reqsn),
            ));
            Ok(())
        }
    }
}

/// The number of a split that the merchant gave none: the order's with an ending, none that is used.
fn own_number(cx: &Cx<'_>, order: &Order) -> Result<String, Bug> {
    let mut reqsn = format!("{}-AS", order.reqsn);
    while place::is_used(cx, &order.cusid, &reqsn)? {
        reqsn.push('S');
    }
    Ok(reqsn)
}

/// Splits a paid order.
///
/// # Errors
/// [`Why::NoShare`] for pre-consumption, [`Why::ShareFrozen`] before a release, [`Why::Share`] for what does not fit.
pub fn request(cx: &Cx<'_>, merchant: &Merchant, reqsn: &str, named: &Named, asinfo: &str) -> Ruled<Share> {
    place::check_unused(cx, merchant, reqsn)?;
    let mut order = refund::original(cx, merchant, named)?;
    match &order.state {
        State::Posted => {}
        _ if order.is_pre_consumption() => return Err(Why::NoShare.into()),
        // WeChat froze what is no pre-consumption (AL-100): nobody's money can be split.
        State::Frozen => return Err(Why::ShareFrozen.into()),
        State::Refunded => return Err(Why::Share("all of it went back".to_owned()).into()),
        State::Cancelled => return Err(Why::AlreadyCancelled.into()),
        State::Placed
        | State::Blocked { .. }
        | State::Closed
        | State::Expired
        | State::Failed(_)
        | State::Completed(_) => return Err(Why::NotPaid.into()),
    }
    let parts = parts(cx, merchant, &order, asinfo)?.map_err(Why::Share)?;
    Ok(carry_out(cx, &mut order, reqsn.to_owned(), parts)?)
}

/// Takes a split back, all of it.
///
/// # Errors
/// [`Why::UnknownOriginal`], [`Why::Share`] for one that came back already.
pub fn revoke(cx: &Cx<'_>, merchant: &Merchant, reqsn: &str, named: &Named) -> Ruled<Share> {
    place::check_unused(cx, merchant, reqsn)?;
    let mut share = find(cx, merchant, named)?.ok_or(Why::UnknownOriginal)?;
    if share.returned || share.takes_back.is_some() {
        return Err(Why::Share(format!("{} came back already", share.reqsn)).into());
    }
    let order = cx.get::<Order>(&share.original)?;
    let mut order = order.ok_or_else(|| Bug::Broken(format!("{} split nothing", share.trxid)))?;
    let back = Share {
        trxid: numbers::trxid(cx)?,
        reqsn: reqsn.to_owned(),
        at: cx.now(),
        takes_back: Some(share.reqsn.clone()),
        ..share.clone()
    };
    let paper = Paper { order: &order.trxid, document: &back.trxid };
    for part in &share.parts {
        paper.cover(cx, &part.cusid, part.amount)?;
        let (from, to) = (books::posted(&part.cusid), books::posted(&order.cusid));
        paper.transfer(cx, &from, &to, part.amount, Cause::ShareBack)?;
        order.shared = order.shared.minus(part.amount)?;
    }
    // What came back may be all that the merchant takes in on this day.
    super::settle::plan(cx, &merchant::known(cx, &order.cusid)?)?;
    share.returned = true;
    cx.put(&share)?;
    cx.put(&back)?;
    cx.put(&order)?;
    Ok(back)
}

/// The split, or return, of this number; by an order's own number the first split of it, for nobody is told the number of
/// one that `asinfo` made.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn find(cx: &Cx<'_>, merchant: &Merchant, named: &Named) -> Result<Option<Share>, Bug> {
    match named {
        Named::Reqsn(reqsn) => cx.get::<Share>(&number(&merchant.cusid, reqsn)),
        Named::Trxid(trxid) => {
            let found = match cx.first::<Share>("trxid", trxid)? {
                Some(share) => Some(share),
                None => cx.first::<Share>("original", trxid)?,
            };
            Ok(found.filter(|share| share.cusid == merchant.cusid))
        }
    }
}

/// Reads `cusid:type:amount;…`: type 01 is an amount in yuan, 02 a share of the order (§2.1). The inner error says why it
/// does not fit.
fn parts(
    cx: &Cx<'_>,
    merchant: &Merchant,
    order: &Order,
    asinfo: &str,
) -> Result<Result<Vec<Part>, String>, Bug> {
    if !merchant.split {
        return Ok(Err(format!("{} may not split; given: split: true", merchant.cusid)));
    }
    let (mut parts, mut sum) = (Vec::new(), Fen::ZERO);
    for text in asinfo.split(';').filter(|text| !text.is_empty()) {
        let pieces: Vec<&str> = text.split(':').collect();
        let [cusid, kind, amount] = pieces.as_slice() else {
            return Ok(Err(format!("`{text}` is not cusid:type:amount")));
        };
        let amount = match *kind {
            "01" => yuan(amount),
            "02" => ratio(amount).map(|rate| rate.floor_of(order.amount)),
            _ => None,
        };
        let Some(amount) = amount.filter(|amount| *amount > Fen::ZERO && *amount <= Fen::MOST) else {
            return Ok(Err(format!("`{text}` is no amount: type 01 in yuan, 02 a share such as 0.5")));
        };
        if *cusid == merchant.cusid || cx.get::<Merchant>(cusid)?.is_none() {
            return Ok(Err(format!("{cusid} is no other merchant here")));
        }
        sum = sum.plus(amount)?;
        parts.push(Part { cusid: (*cusid).to_owned(), amount });
    }
    let fee = order.payment.as_ref().map_or(Fen::ZERO, |payment| payment.fee);
    let left = order.refundable()?.minus(order.shared)?.minus(fee)?;
    if parts.is_empty() || sum > left {
        return Ok(Err(format!("{sum} fen are to be split, {left} can be")));
    }
    Ok(Ok(parts))
}

fn carry_out(cx: &Cx<'_>, order: &mut Order, reqsn: String, parts: Vec<Part>) -> Result<Share, Bug> {
    let trxid = numbers::trxid(cx)?;
    let paper = Paper { order: &order.trxid, document: &trxid };
    for part in &parts {
        // What the merchant was paid may be settled already.
        paper.cover(cx, &order.cusid, part.amount)?;
        let (from, to) = (books::posted(&order.cusid), books::posted(&part.cusid));
        paper.transfer(cx, &from, &to, part.amount, Cause::Share)?;
        order.shared = order.shared.plus(part.amount)?;
        super::settle::plan(cx, &merchant::known(cx, &part.cusid)?)?;
    }
    cx.put(order)?;
    let share = Share {
        trxid: trxid.clone(),
        cusid: order.cusid.clone(),
        reqsn,
        original: order.trxid.clone(),
        parts,
        at: cx.now(),
        takes_back: None,
        returned: false,
    };
    cx.put(&share)?;
    Ok(share)
}

/// An amount in yuan with at most two decimals.
fn yuan(text: &str) -> Option<Fen> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 10 || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return None;
    }
    format!("{whole}{decimals:0<2}").parse().ok().map(Fen::new)
}

/// A share such as `0.5`: at most five decimals, at most the whole.
fn ratio(text: &str) -> Option<FeeRate> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if !matches!(whole, "0" | "1") || decimals.len() > 5 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = format!("{whole}{decimals:0<5}");
    let parts: u32 = digits.parse().ok()?;
    FeeRate::try_from(format!("{}.{:03}%", parts / 1000, parts % 1000)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_yuan_or_a_part_of_one() {
        assert_eq!(
            (yuan("1.5"), yuan("12"), yuan("0.07")),
            (Some(Fen::new(150)), Some(Fen::new(1200)), Some(Fen::new(7)))
        );
        assert!(["1.234", "", "-1", "1,5"].into_iter().all(|text| yuan(text).is_none()));
        let half = ratio("0.5").map(|rate| rate.floor_of(Fen::new(101)));
        assert_eq!(
            (half, ratio("1").map(|rate| rate.floor_of(Fen::new(7)))),
            (Some(Fen::new(50)), Some(Fen::new(7)))
        );
        assert!(["1.5", "2", "", "0.123456"].into_iter().all(|text| ratio(text).is_none()));
    }
}
