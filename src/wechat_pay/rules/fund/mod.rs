//! Money at rest and on its way out: balances (FB), withdrawals (WD, LG-15).

pub mod balance;
pub mod course;
pub mod day_end;
pub mod view;
pub mod withdraw;

use super::refusal::FundRefusal;
use crate::wechat_pay::model::merchant::{self, Merchant};
use crate::world::ids::Mchid;
use crate::world::{Bug, Cx};

/// A sub-merchant of this provider.
fn sub_of(cx: &Cx<'_>, provider: &Mchid, sub_mchid: &Mchid) -> Result<Option<Merchant>, Bug> {
    Ok(merchant::find(cx, sub_mchid)?.filter(|sub| sub.provider() == Some(provider)))
}

/// The APIs of the caller's own funds are open to those who trade for others (FB-03; who gets which text is assumed).
fn check_own(caller: &Merchant) -> Result<(), FundRefusal> {
    if caller.is_provider() { Ok(()) } else { Err(FundRefusal::NoInterface(caller.mchid.clone())) }
}
