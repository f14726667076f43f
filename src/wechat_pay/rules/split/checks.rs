//! Checks that splitting and finishing share.

use serde_json::Value;

use super::family::Parties;
use super::pot_of;
use crate::wechat_pay::model::order::{Order, Payment};
use crate::wechat_pay::model::pot::{Hold, Pot};
use crate::wechat_pay::model::receiver::{Trouble, trouble_of};
use crate::wechat_pay::model::split::{Detail, DetailResult, Kind, SplitOrder};
use crate::wechat_pay::model::switches::{RatioCode, SplitSwitches};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::{Refusal, SplitRefusal};
use crate::world::ids::{Mchid, OutOrderNo};
use crate::world::{Cx, FeeRate, Fen};

/// The first answer to this number, when the request is the same; splits and finishes share their numbers (PS-32, PS-54, PP-25).
pub(super) fn repeated(
    cx: &Cx<'_>,
    caller: &Mchid,
    number: &OutOrderNo,
    request: &Value,
) -> Outcome<Option<SplitOrder>> {
    let Some(first) = cx.get::<SplitOrder>(&SplitOrder::key_of(caller, number))? else {
        return Ok(None);
    };
    for field in ["transaction_id", "sub_mchid", "receivers", "finish", "unfreeze_unsplit", "description"] {
        if first.request.get(field) != request.get(field) {
            return Err(Refusal::RepeatDiffers(field).into());
        }
    }
    Ok(Some(first))
}

/// Whether the order can be split by now: long enough after payment, settled, and under no fund control
/// (PS-04, PS-24, PP-08, SH-83).
pub fn check_open(cx: &Cx<'_>, of: &Parties, payment: &Payment, switches: &SplitSwitches) -> Outcome<()> {
    let opens = payment.at.after(switches.terms(of.family).opens_after);
    if cx.now() < opens {
        return Err(SplitRefusal::TooEarly { family: of.family, from: opens }.into());
    }
    if !payment.settled {
        return Err(SplitRefusal::NotSettled { family: of.family, bearer: of.caller.clone() }.into());
    }
    if pot_of(cx, &payment.transaction_id)?.holds.contains(&Hold::Shipping) {
        return Err(SplitRefusal::Controlled.into());
    }
    if trouble_of(cx, of.payer.as_str())? == Some(Trouble::SettledLater) {
        return Err(SplitRefusal::SettledLater(of.payer.clone()).into());
    }
    Ok(())
}

/// What became of an order so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sofar {
    /// How many splits were accepted.
    splits: u32,
    /// What others than the payer got or will get, in fen.
    given: Fen,
    /// Whether a request ended it.
    pub(super) ended: bool,
}

impl Sofar {
    pub(super) fn of(cx: &Cx<'_>, pot: &Pot) -> Outcome<Sofar> {
        let mut sofar = Sofar { splits: 0, given: Fen::ZERO, ended: false };
        for split in cx.all::<SplitOrder>("transaction_id", pot.transaction_id.as_str())? {
            let Kind::Split { details, finish } = &split.kind else {
                sofar.ended = true;
                continue;
            };
            sofar.splits += 1;
            sofar.ended |= finish;
            for detail in details.iter().filter(|detail| counts(detail, &pot.owner)) {
                sofar.given = sofar.given.plus(detail.amount)?;
            }
        }
        Ok(sofar)
    }

    /// How many splits there were (PS-06, PP-10).
    pub(super) fn check_count(&self, limit: u32) -> Result<(), SplitRefusal> {
        if self.splits >= limit { Err(SplitRefusal::TooManyRequests(limit)) } else { Ok(()) }
    }

    /// What others may get: a share of what was paid and of the subsidy that came on top (PS-05, PP-09, SUB-01).
    pub(super) fn check_ratio(
        &self,
        order: &Order,
        payment: &Payment,
        asked: Fen,
        ratio: FeeRate,
        code: RatioCode,
    ) -> Outcome<()> {
        let base = order.total.plus(payment.subsidy.paid())?;
        let (asked, limit) = (self.given.plus(asked)?, ratio.floor_of(base));
        if asked > limit {
            return Err(SplitRefusal::RatioExceeded { asked, limit, code }.into());
        }
        Ok(())
    }
}

/// Whether a part counts as given to others: not what the payer gets itself (PS-12), nor what came back (PS-27).
fn counts(detail: &Detail, payer: &Mchid) -> bool {
    !detail.receiver.is(payer) && !matches!(detail.result, DetailResult::Closed { .. })
}

/// Whether that much is left (PS-16, PP-24).
pub(super) fn check_left(cx: &Cx<'_>, pot: &Pot, asked: Fen) -> Outcome<()> {
    let left = pot.free(cx)?;
    if asked > left { Err(SplitRefusal::NotEnough { asked, left }.into()) } else { Ok(()) }
}

/// The sum of amounts. One past 2^63 is more than anybody holds.
pub(super) fn sum(amounts: impl Iterator<Item = Fen>) -> Fen {
    let mut amounts = amounts;
    amounts.try_fold(Fen::ZERO, Fen::plus).unwrap_or(Fen::new(i64::MAX))
}
