//! Splitting, finishing, and what is left (PS-01 to PS-55, as far as the platform is the receiver).

use serde::Deserialize;
use serde_json::Value;

use super::Outcome;
use super::money;
use super::refusal::Refusal;
use super::timers::{SYSTEM, Timer};
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::merchant::{self, Permission};
use crate::wechat_pay::model::order::{Order, Payment};
use crate::wechat_pay::model::pot::{Hold, Pot};
use crate::wechat_pay::model::split::{Detail, DetailResult, Kind, SplitOrder};
use crate::wechat_pay::model::switches::{self, SplitSwitches};
use crate::world::ids::{Mchid, OrderId, OutOrderNo, TransactionId};
use crate::world::journal::Note;
use crate::world::ledger::Transfer;
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
        return Err(Refusal::TooManyReceivers { found, limit: switches.max_receivers }.into());
    }
    if let Some(first) = repeated(cx, platform, &asked.out_order_no, &request)? {
        return Ok(first);
    }
    check_permission(cx, platform, &asked.sub_mchid)?;
    let (order, payment) = splittable(cx, platform, &asked.sub_mchid, &asked.transaction_id, Refusal::NotSplittable)?;
    check_open(cx, platform, &order, &payment, &switches)?;
    let receivers = asked.receivers.iter().map(|receiver| related(platform, receiver)).collect::<Result<Vec<_>, _>>()?;
    let pot = pot_of(cx, &asked.transaction_id)?;
    let asked_sum = asked.receivers.iter().try_fold(Fen::ZERO, |sum, receiver| sum.plus(receiver.amount))?;
    check_share(cx, &order, &pot, asked_sum, &switches)?;
    let (order_id, lead) = new_number(cx)?;
    let mut details = Vec::with_capacity(receivers.len() + 1);
    for (receiver, mchid) in asked.receivers.iter().zip(receivers) {
        let share = Share { receiver: mchid, amount: receiver.amount, description: &receiver.description, cause: "split" };
        details.push(reserve(cx, &pot, share, &lead)?);
    }
    let rest = pot.free(cx)?;
    if asked.finish && !rest.is_zero() {
        let share = Share { receiver: pot.owner.clone(), amount: rest, description: REST, cause: "unfreeze" };
        details.push(reserve(cx, &pot, share, &lead)?);
    }
    let kind = Kind::Split { details, finish: asked.finish };
    let split = keep(cx, platform, &asked.sub_mchid, &asked.transaction_id, &asked.out_order_no, order_id, kind, request)?;
    let key = SplitOrder::key_of(platform, &split.out_order_no);
    cx.schedule(cx.now().after(switches.result_after), SYSTEM, &key, &Timer::CarryOutSplit(key.clone()))?;
    Ok(split)
}
