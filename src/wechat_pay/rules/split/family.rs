//! Who may call which family, for whose money, and of which order (PP-01 to PP-06, PS-01, PS-23, PS-34).

use crate::wechat_pay::model::merchant::{self, Merchant, Permission, Role};
use crate::wechat_pay::model::order::{Order, Payee, Payment};
use crate::wechat_pay::model::receiver::{self, Owner, Trouble};
use crate::wechat_pay::model::split::Family;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::{Refusal, SplitRefusal};
use crate::world::Cx;
use crate::world::ids::{Mchid, TransactionId};
use crate::world::journal::Note;

/// Whether a merchant may call this family at all (PP-01).
///
/// # Errors
/// [`SplitRefusal::OtherFamily`].
pub fn admit(family: Family, caller: &Merchant) -> Result<(), SplitRefusal> {
    if Family::of(&caller.role) == family { Ok(()) } else { Err(SplitRefusal::OtherFamily(family)) }
}

/// The two sides of a request: who calls, and whose money it is.
#[derive(Debug, Clone)]
pub struct Parties {
    /// The family that was called.
    pub family: Family,
    /// The platform, service provider or direct merchant that calls.
    pub caller: Mchid,
    /// The sub-merchant whose money it is; for a direct merchant the caller itself.
    pub payer: Mchid,
}

/// The parties of a request, if the caller may ask for this payer. `missing` is what a provider hears that names none.
///
/// A direct merchant is its own payer; what it writes as `sub_mchid` is ignored (assumed).
///
/// # Errors
/// [`SplitRefusal::OtherFamily`], [`SplitRefusal::NoPermission`], [`Refusal::NoRelation`], [`SplitRefusal::NotAccepted`].
pub fn parties(
    cx: &Cx<'_>,
    family: Family,
    caller: &Merchant,
    sub_mchid: Option<&Mchid>,
    missing: SplitRefusal,
) -> Outcome<Parties> {
    admit(family, caller)?;
    if !caller.may(Permission::ProfitSharing) {
        return Err(SplitRefusal::NoPermission(caller.mchid.clone()).into());
    }
    check_punished(cx, &caller.mchid)?;
    let of = |payer: Mchid| Parties { family, caller: caller.mchid.clone(), payer };
    if caller.role == Role::Direct {
        if sub_mchid.is_some() {
            cx.note(Note::new(
                "a direct merchant splits its own orders: sub_mchid is ignored",
                "直连商户只能分自己的订单：sub_mchid 被忽略",
            ));
        }
        return Ok(of(caller.mchid.clone()));
    }
    let sub_mchid = sub_mchid.ok_or(missing)?;
    let sub = merchant::find(cx, sub_mchid)?.filter(|sub| sub.provider() == Some(&caller.mchid));
    let sub = sub.ok_or_else(|| match family {
        Family::Ecommerce => Refusal::NoRelation(sub_mchid.clone()),
        Family::Ordinary => SplitRefusal::NotAccepted(sub_mchid.clone()).into(),
    })?;
    if !sub.may(Permission::ProfitSharing) {
        return Err(SplitRefusal::NoPermission(sub.mchid).into());
    }
    check_punished(cx, &sub.mchid)?;
    Ok(of(sub.mchid))
}

fn check_punished(cx: &Cx<'_>, mchid: &Mchid) -> Outcome<()> {
    match receiver::trouble_of(cx, mchid.as_str())? {
        Some(Trouble::Punished) => Err(SplitRefusal::Punished(mchid.clone()).into()),
        _ => Ok(()),
    }
}

impl Parties {
    /// The list of receivers that counts between them (PS-09, PP-12).
    #[must_use]
    pub fn owner(&self) -> Owner {
        match self.family {
            Family::Ecommerce => Owner::Platform(self.caller.clone()),
            Family::Ordinary => Owner::Pair(self.caller.clone(), self.payer.clone()),
        }
    }

    /// The paid order, if it was placed for splitting by this caller for this payer (PS-01, PS-34, PP-02, PP-06).
    ///
    /// # Errors
    /// `otherwise` for an unknown, unflagged or foreign order, [`SplitRefusal::ModeDiffers`].
    pub fn order(
        &self,
        cx: &Cx<'_>,
        transaction_id: &TransactionId,
        otherwise: SplitRefusal,
    ) -> Outcome<(Order, Payment)> {
        let order = cx.first::<Order>("transaction_id", transaction_id.as_str())?;
        let order = order.filter(|order| order.profit_sharing).ok_or_else(|| otherwise.clone())?;
        let direct = matches!(order.payee, Payee::Direct { .. });
        if self.family == Family::Ordinary && direct != (self.caller == self.payer) {
            return Err(SplitRefusal::ModeDiffers.into());
        }
        if order.payee.initiator() != &self.caller || order.payee.recipient() != &self.payer {
            return Err(otherwise.into());
        }
        let payment = order.payment().cloned().ok_or(otherwise)?;
        Ok((order, payment))
    }
}
