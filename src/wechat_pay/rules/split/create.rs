//! Accepting a split (PS-01 to PS-37, PP-06 to PP-24).

use serde_json::Value;

use super::checks::{self, Sofar};
use super::family;
use super::receivers::{self, Appids};
use super::{Numbers, pot_of};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::{self, Merchant};
use crate::wechat_pay::model::order::SubsidyState;
use crate::wechat_pay::model::pot::Pot;
use crate::wechat_pay::model::split::{Detail, DetailResult, Family, Kind, Receiver, SplitOrder};
use crate::wechat_pay::model::switches::{self, EndedAnswer, SplitSwitches};
use crate::wechat_pay::rules::money::Paper;
use crate::wechat_pay::rules::refusal::SplitRefusal;
use crate::wechat_pay::rules::timers::Timer;
use crate::wechat_pay::rules::{Outcome, pace};
use crate::world::ids::{Mchid, OutOrderNo, TransactionId};
use crate::world::{Bug, Cx, Fen};

/// What bills and queries call the rest that a finishing split gives to the payer (PS-33).
const REST: &str = "解冻给分账方";

/// A request to split, in neither family's words.
#[derive(Debug, Clone)]
pub struct SplitAsk {
    /// Whose money is split; a direct merchant names nobody.
    pub sub_mchid: Option<Mchid>,
    /// The applications that know the persons among the receivers.
    pub appids: Appids,
    /// Of which order.
    pub transaction_id: TransactionId,
    /// The caller's number.
    pub out_order_no: OutOrderNo,
    /// Who gets what.
    pub shares: Vec<Share>,
    /// Whether this is the last split of the order.
    pub finish: bool,
    /// The request as it came, decrypted, to tell a repeat from a change.
    pub request: Value,
}

/// What one receiver is to get.
#[derive(Debug, Clone)]
pub struct Share {
    /// The API's word for what the receiver is.
    pub kind: String,
    /// Its merchant number or openid.
    pub account: String,
    /// A person's real name, decrypted; compared where it is sent.
    pub name: Option<String>,
    /// How much, in fen.
    pub amount: Fen,
    /// Why, for the bill.
    pub description: String,
}

/// Accepts a split: the parts are reserved now and moved when the split is carried out. Checks in the order of PS-35 and PP-36.
///
/// # Errors
/// A refusal; a refused request does not count and its number may be used again.
pub fn create(cx: &Cx<'_>, family: Family, caller: &Merchant, asked: &SplitAsk) -> Outcome<SplitOrder> {
    let switches = switches::of(cx)?.split;
    check_pace(cx, &caller.mchid, asked.sub_mchid.as_ref(), &switches)?;
    let terms = switches.terms(family);
    let found = asked.shares.len();
    if found > usize::try_from(terms.max_receivers).unwrap_or(usize::MAX) {
        return Err(SplitRefusal::TooManyReceivers { family, found, limit: terms.max_receivers }.into());
    }
    if let Some(first) = checks::repeated(cx, &caller.mchid, &asked.out_order_no, &asked.request)? {
        return Ok(first);
    }
    let missing = SplitRefusal::NoSubMchid(caller.mchid.clone());
    let of = family::parties(cx, family, caller, asked.sub_mchid.as_ref(), missing)?;
    let (order, payment) = of.order(cx, &asked.transaction_id, SplitRefusal::NotSplittable)?;
    checks::check_open(cx, &of, &payment, &switches)?;
    if payment.subsidy == SubsidyState::Due {
        return Err(SplitRefusal::SubsidyDue.into());
    }
    let receivers = receivers::related(cx, &of, caller, &asked.appids, &asked.shares)?;
    let pot = pot_of(cx, &asked.transaction_id)?;
    let sofar = Sofar::of(cx, &pot)?;
    sofar.check_count(terms.max_requests)?;
    let all = checks::sum(asked.shares.iter().map(|share| share.amount));
    if sofar.ended {
        return Err(match (family, switches.ended_ordinary) {
            (Family::Ordinary, EndedAnswer::InvalidRequest) => SplitRefusal::Ended,
            (Family::Ordinary, EndedAnswer::NotEnough) | (Family::Ecommerce, _) => {
                SplitRefusal::NotEnough { asked: all, left: Fen::ZERO }
            }
        }
        .into());
    }
    checks::check_left(cx, &pot, all)?;
    let others = receivers.iter().zip(&asked.shares).filter(|(receiver, _)| !receiver.is(&of.payer));
    let others = checks::sum(others.map(|(_, share)| share.amount));
    let ratio = merchant::known(cx, &of.payer)?.max_ratio.unwrap_or(switches.max_ratio);
    sofar.check_ratio(&order, &payment, others, ratio, switches.ratio_code)?;
    let numbers = Numbers::draw(cx)?;
    let draft = Draft { cx, pot: &pot, numbers: &numbers };
    let mut details = Vec::with_capacity(receivers.len() + 1);
    for (share, receiver) in asked.shares.iter().zip(receivers) {
        details.push(draft.part(receiver, share.amount, &share.description)?);
    }
    let rest = pot.free(cx)?;
    if asked.finish && !rest.is_zero() {
        details.push(draft.part(Receiver::Merchant(pot.owner.clone()), rest, REST)?);
    }
    let split = SplitOrder {
        caller: of.caller,
        payer: of.payer,
        transaction_id: asked.transaction_id.clone(),
        out_order_no: asked.out_order_no.clone(),
        order_id: numbers.order_id,
        kind: Kind::Split { details, finish: asked.finish },
        created_at: cx.now(),
        request: asked.request.clone(),
    };
    cx.put(&split)?;
    Timer::CarryOutSplit(split.key()).set(cx, cx.now().after(switches.result_after))?;
    Ok(split)
}

/// How many splits of this second its caller and its payer have asked for (PS-26). Refused requests do not count.
fn check_pace(cx: &Cx<'_>, caller: &Mchid, payer: Option<&Mchid>, switches: &SplitSwitches) -> Outcome<()> {
    if !switches.rate_limited {
        return Ok(());
    }
    let payer = payer.filter(|payer| *payer != caller).map(|payer| (payer, switches.rate_per_payer));
    for (mchid, limit) in std::iter::once((caller, switches.rate_per_caller)).chain(payer) {
        if pace::is_too_fast(cx, "split", mchid, limit)? {
            let mchid = mchid.clone();
            return Err(SplitRefusal::TooOften { mchid, limit, code: switches.rate_code }.into());
        }
    }
    Ok(())
}

/// Puts the parts of a split aside.
struct Draft<'a> {
    cx: &'a Cx<'a>,
    pot: &'a Pot,
    numbers: &'a Numbers,
}

impl Draft<'_> {
    fn part(&self, receiver: Receiver, amount: Fen, description: &str) -> Result<Detail, Bug> {
        let cause = if receiver.is(&self.pot.owner) { Cause::Unfreeze } else { Cause::Split };
        let paper = Paper::about(&self.pot.transaction_id, self.numbers.order_id.as_str());
        let reservation = paper.reserve(self.cx, cause, &self.pot.account(), &receiver.account(), amount)?;
        let detail_id = self.numbers.detail_id(self.cx)?;
        let result = DetailResult::Pending { reservation, fails: None };
        Ok(Detail { detail_id, receiver, amount, description: description.to_owned(), result })
    }
}
