//! Splitting, finishing, and what is left (PS-01 to PS-55, as far as the platform is the receiver).

use serde::Deserialize;
use serde_json::Value;

use super::Outcome;
use super::money::{self, Paper};
use super::refusal::{Refusal, SplitRefusal};
use super::timers::Timer;
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::{self, Permission};
use crate::wechat_pay::model::order::{Order, Payment};
use crate::wechat_pay::model::pot::{Hold, Pot};
use crate::wechat_pay::model::split::{Detail, DetailResult, Kind, SplitOrder};
use crate::wechat_pay::model::switches::{self, SplitSwitches};
use crate::world::ids::{Mchid, OrderId, OutOrderNo, TransactionId};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen};

/// What bills and queries call the rest that a finishing split gives to the sub-merchant (PS-33).
const REST: &str = "解冻给分账方";

/// A request to split.
#[derive(Debug, Clone, Deserialize)]
pub struct SplitRequest {
    /// Whose money is split.
    pub sub_mchid: Mchid,
    /// Of which order.
    pub transaction_id: TransactionId,
    /// The platform's number.
    pub out_order_no: OutOrderNo,
    /// Who gets what.
    pub receivers: Vec<Receiver>,
    /// Whether this is the last split of the order.
    pub finish: bool,
}

/// One receiver of a split.
#[derive(Debug, Clone, Deserialize)]
pub struct Receiver {
    /// `MERCHANT_ID` or `PERSONAL_OPENID`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its merchant number or openid.
    pub receiver_account: Option<String>,
    /// The old name of the same.
    pub receiver_mchid: Option<String>,
    /// How much, in fen.
    pub amount: Fen,
    /// Why.
    pub description: String,
}

/// A request to finish.
#[derive(Debug, Clone, Deserialize)]
pub struct FinishRequest {
    /// Whose money is unfrozen.
    pub sub_mchid: Mchid,
    /// Of which order.
    pub transaction_id: TransactionId,
    /// The platform's number.
    pub out_order_no: OutOrderNo,
    /// Why.
    pub description: String,
}

impl Receiver {
    fn account(&self) -> &str {
        self.receiver_account.as_deref().or(self.receiver_mchid.as_deref()).unwrap_or_default()
    }
}

/// Accepts a split: the parts are reserved now and moved when the split is carried out. Checks in the order of PS-35.
///
/// # Errors
/// A [`Refusal`]; a refused request does not count and its number may be used again.
pub fn create(cx: &Cx<'_>, platform: &Mchid, asked: &SplitRequest, request: Value) -> Outcome<SplitOrder> {
    let switches = switches::of(cx)?.split;
    let found = asked.receivers.len();
    if found > usize::try_from(switches.max_receivers).unwrap_or(usize::MAX) {
        return Err(SplitRefusal::TooManyReceivers { found, limit: switches.max_receivers }.into());
    }
    if let Some(first) = repeated(cx, platform, &asked.out_order_no, &request)? {
        return Ok(first);
    }
    check_permission(cx, platform, &asked.sub_mchid)?;
    let of = Target { platform, sub_mchid: &asked.sub_mchid, transaction_id: &asked.transaction_id };
    let (order, payment) = of.order(cx, SplitRefusal::NotSplittable)?;
    check_open(cx, &of, &payment, &switches)?;
    if order.subsidy_amount > Fen::ZERO {
        return Err(SplitRefusal::SubsidyDue.into());
    }
    let receivers = related(platform, &asked.receivers)?;
    let pot = of.pot(cx)?;
    check_share(cx, &order, &pot, &asked.receivers, &switches)?;
    let (order_id, lead) = new_number(cx)?;
    let mut details = Vec::with_capacity(receivers.len() + 1);
    let draft = Draft { cx, pot: &pot, order_id: &order_id, lead: &lead };
    for (receiver, mchid) in asked.receivers.iter().zip(receivers) {
        details.push(draft.part(mchid, receiver.amount, &receiver.description)?);
    }
    let rest = pot.free(cx)?;
    if asked.finish && !rest.is_zero() {
        details.push(draft.part(pot.owner.clone(), rest, REST)?);
    }
    let kind = Kind::Split { details, finish: asked.finish };
    let split = of.number(cx, &asked.out_order_no, order_id, kind, request);
    cx.put(&split)?;
    let key = SplitOrder::key_of(platform, &split.out_order_no);
    Timer::CarryOutSplit(key).set(cx, cx.now().after(switches.result_after))?;
    Ok(split)
}

/// Unfreezes what is left of an order, for the sub-merchant (PS-50 to PS-54).
///
/// # Errors
/// A [`Refusal`].
pub fn finish(cx: &Cx<'_>, platform: &Mchid, asked: &FinishRequest, request: Value) -> Outcome<SplitOrder> {
    if let Some(first) = repeated(cx, platform, &asked.out_order_no, &request)? {
        return Ok(first);
    }
    check_permission(cx, platform, &asked.sub_mchid)?;
    let of = Target { platform, sub_mchid: &asked.sub_mchid, transaction_id: &asked.transaction_id };
    let (_, payment) = of.order(cx, SplitRefusal::NotUnfreezable)?;
    check_open(cx, &of, &payment, &switches::of(cx)?.split)?;
    let (order_id, _) = new_number(cx)?;
    let paper = Paper::about(&asked.transaction_id, order_id.as_str());
    let amount = money::release(cx, paper, Hold::Split, Cause::Finish)?;
    if amount.is_zero() {
        return Err(SplitRefusal::NothingToUnfreeze.into());
    }
    Timer::Unfreeze(asked.transaction_id.clone()).call_off(cx)?;
    let kind = Kind::Finish { amount, description: asked.description.clone() };
    let split = of.number(cx, &asked.out_order_no, order_id, kind, request);
    cx.put(&split)?;
    Ok(split)
}

/// A split or finish by the platform's number.
///
/// # Errors
/// [`Refusal::RecordNotExist`].
pub fn query(
    cx: &Cx<'_>,
    platform: &Mchid,
    sub_mchid: &Mchid,
    transaction_id: &TransactionId,
    number: &OutOrderNo,
) -> Outcome<SplitOrder> {
    let found = cx.get::<SplitOrder>(&SplitOrder::key_of(platform, number))?;
    let found =
        found.filter(|split| split.sub_mchid == *sub_mchid && split.transaction_id == *transaction_id);
    found.ok_or_else(|| Refusal::RecordNotExist(format!("split {number} of order {transaction_id}")).into())
}

/// What is left of an order to split, in fen (PS-55).
///
/// # Errors
/// [`SplitRefusal::NoAmounts`], [`SplitRefusal::NotYourOrder`].
pub fn unsplit_amount(cx: &Cx<'_>, platform: &Mchid, transaction_id: &TransactionId) -> Outcome<Fen> {
    let order =
        cx.first::<Order>("transaction_id", transaction_id.as_str())?.ok_or(SplitRefusal::NoAmounts)?;
    if order.payee.initiator() != platform {
        return Err(SplitRefusal::NotYourOrder.into());
    }
    if !order.profit_sharing {
        return Err(SplitRefusal::NoAmounts.into());
    }
    Ok(pot_of(cx, transaction_id)?.free(cx)?)
}

/// Moves the reserved parts of a split to their receivers (LG-10, LG-12).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn carry_out(cx: &Cx<'_>, key: &str) -> Result<Option<Note>, Bug> {
    let Some(mut split) = cx.get::<SplitOrder>(key)? else { return Ok(None) };
    let Kind::Split { details, finish } = &mut split.kind else { return Ok(None) };
    for detail in details.iter_mut() {
        if let DetailResult::Pending { reservation } = detail.result {
            cx.post(reservation)?;
            detail.result = DetailResult::Success { at: cx.now() };
        }
    }
    if *finish {
        let paper = Paper::about(&split.transaction_id, split.order_id.as_str());
        money::release(cx, paper, Hold::Split, Cause::Unfreeze)?;
        Timer::Unfreeze(split.transaction_id.clone()).call_off(cx)?;
    }
    let number = split.out_order_no.clone();
    cx.put(&split)?;
    Ok(Some(Note::new(format!("split {number} carried out"), format!("分账单 {number} 分账完成"))))
}

/// The order that a request is about, and who asks.
struct Target<'a> {
    platform: &'a Mchid,
    sub_mchid: &'a Mchid,
    transaction_id: &'a TransactionId,
}

impl Target<'_> {
    /// The order, if it was placed for splitting by this platform for this sub-merchant (PS-01, PS-34).
    fn order(&self, cx: &Cx<'_>, otherwise: SplitRefusal) -> Outcome<(Order, Payment)> {
        let found = cx.first::<Order>("transaction_id", self.transaction_id.as_str())?;
        let found = found.filter(|order| {
            order.profit_sharing
                && order.payee.initiator() == self.platform
                && order.payee.recipient() == self.sub_mchid
        });
        let order = found.ok_or_else(|| otherwise.clone())?;
        let payment = order.payment().cloned().ok_or(otherwise)?;
        Ok((order, payment))
    }

    fn pot(&self, cx: &Cx<'_>) -> Result<Pot, Bug> {
        pot_of(cx, self.transaction_id)
    }

    fn number(
        &self,
        cx: &Cx<'_>,
        own: &OutOrderNo,
        order_id: OrderId,
        kind: Kind,
        request: Value,
    ) -> SplitOrder {
        SplitOrder {
            platform: self.platform.clone(),
            sub_mchid: self.sub_mchid.clone(),
            transaction_id: self.transaction_id.clone(),
            out_order_no: own.clone(),
            order_id,
            kind,
            created_at: cx.now(),
            request,
        }
    }
}

/// The first answer to this number, when the request is the same; splits and finishes share their numbers (PS-32, PS-54).
fn repeated(
    cx: &Cx<'_>,
    platform: &Mchid,
    number: &OutOrderNo,
    request: &Value,
) -> Outcome<Option<SplitOrder>> {
    let Some(first) = cx.get::<SplitOrder>(&SplitOrder::key_of(platform, number))? else {
        return Ok(None);
    };
    for field in ["transaction_id", "sub_mchid", "receivers", "finish", "description"] {
        if first.request.get(field) != request.get(field) {
            return Err(Refusal::RepeatDiffers(field).into());
        }
    }
    Ok(Some(first))
}

fn check_permission(cx: &Cx<'_>, platform: &Mchid, sub_mchid: &Mchid) -> Outcome<()> {
    let caller = merchant::known(cx, platform)?;
    if !caller.may(Permission::ProfitSharing) {
        return Err(SplitRefusal::NoPermission(platform.clone()).into());
    }
    let sub = merchant::find(cx, sub_mchid)?.filter(|sub| sub.provider() == Some(platform));
    let sub = sub.ok_or_else(|| Refusal::NoRelation(sub_mchid.clone()))?;
    if !sub.may(Permission::ProfitSharing) {
        return Err(SplitRefusal::NoPermission(sub_mchid.clone()).into());
    }
    Ok(())
}

fn check_open(cx: &Cx<'_>, of: &Target<'_>, payment: &Payment, switches: &SplitSwitches) -> Outcome<()> {
    let opens = payment.at.after(switches.opens_after);
    if cx.now() < opens {
        return Err(SplitRefusal::TooEarly(opens).into());
    }
    if !payment.settled {
        return Err(SplitRefusal::NotSettled(of.platform.clone()).into());
    }
    Ok(())
}

/// The receivers' merchant numbers: the platform itself is a receiver of all its sub-merchants (PS-08, PS-10).
fn related(platform: &Mchid, receivers: &[Receiver]) -> Result<Vec<Mchid>, SplitRefusal> {
    let known =
        |receiver: &Receiver| receiver.kind == "MERCHANT_ID" && receiver.account() == platform.as_str();
    match receivers.iter().find(|receiver| !known(receiver)) {
        Some(stranger) => Err(SplitRefusal::NoReceiverRelation(stranger.account().to_owned())),
        None => Ok(receivers.iter().map(|_| platform.clone()).collect()),
    }
}

/// How many splits there were (PS-06), what is left (PS-16), and what others may get (PS-05).
fn check_share(
    cx: &Cx<'_>,
    order: &Order,
    pot: &Pot,
    receivers: &[Receiver],
    switches: &SplitSwitches,
) -> Outcome<()> {
    let earlier: Vec<SplitOrder> = cx.all("transaction_id", pot.transaction_id.as_str())?;
    let mut splits = 0;
    let mut given = Fen::ZERO;
    for split in &earlier {
        let Kind::Split { details, .. } = &split.kind else { continue };
        splits += 1;
        for detail in details.iter().filter(|detail| detail.receiver != pot.owner) {
            given = given.plus(detail.amount)?;
        }
    }
    if splits >= switches.max_requests {
        return Err(SplitRefusal::TooManyRequests(switches.max_requests).into());
    }
    let left = pot.free(cx)?;
    let asked = receivers.iter().try_fold(Fen::ZERO, |sum, receiver| sum.plus(receiver.amount));
    // A sum past 2^63 is more than anybody holds.
    let asked = asked.unwrap_or(Fen::new(i64::MAX));
    if asked > left {
        return Err(SplitRefusal::NotEnough { asked, left }.into());
    }
    let (asked, limit) = (given.plus(asked)?, switches.max_ratio.floor_of(order.total));
    if asked > limit {
        return Err(SplitRefusal::RatioExceeded { asked, limit, code: switches.ratio_code }.into());
    }
    Ok(())
}

/// Puts the parts of a split aside.
struct Draft<'a> {
    cx: &'a Cx<'a>,
    pot: &'a Pot,
    order_id: &'a OrderId,
    /// The digits that the numbers of its parts share with its own.
    lead: &'a str,
}

impl Draft<'_> {
    fn part(&self, receiver: Mchid, amount: Fen, description: &str) -> Result<Detail, Bug> {
        let goal = accounts::available(&receiver, Purse::Basic);
        let cause = if receiver == self.pot.owner { Cause::Unfreeze } else { Cause::Split };
        let paper = Paper::about(&self.pot.transaction_id, self.order_id.as_str());
        let reservation = paper.reserve(self.cx, cause, &self.pot.account(), &goal, amount)?;
        let detail_id = format!("3600{}{}", self.lead, self.cx.random("detail_id")?.digits(11));
        let result = DetailResult::Pending { reservation };
        Ok(Detail { detail_id, receiver, amount, description: description.to_owned(), result })
    }
}

/// `3000`, six digits, the day, eleven digits; the parts of one split share the six digits and the day (GEN-05).
fn new_number(cx: &Cx<'_>) -> Result<(OrderId, String), Bug> {
    let mut draw = cx.random("order_id")?;
    let lead = format!("{}{}", draw.digits(6), cx.now().format("%Y%m%d"));
    let order_id = OrderId::parse(&format!("3000{lead}{}", draw.digits(11))).map_err(Bug::Broken)?;
    Ok((order_id, lead))
}

fn pot_of(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Pot, Bug> {
    let pot = cx.get::<Pot>(transaction_id.as_str())?;
    pot.ok_or_else(|| Bug::Broken(format!("the paid order {transaction_id} has no pot")))
}
