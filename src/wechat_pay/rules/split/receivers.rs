//! Receivers: who may be given a part of an order (PS-08 to PS-12, PS-25, PS-30, PS-31, PP-12 to PP-21).

use super::family::{self, Parties};
use super::{Asked, Share};
use crate::wechat_pay::model::merchant::{self, Merchant, Permission, Role};
use crate::wechat_pay::model::receiver::{self, Relation, Trouble};
use crate::wechat_pay::model::split::{Family, Receiver};
use crate::wechat_pay::model::switches;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::order::check_openid;
use crate::wechat_pay::rules::refusal::{Refusal, SplitRefusal};
use crate::world::buyer::{Buyer, KnownAs};
use crate::world::ids::{Appid, Mchid};
use crate::world::{Bug, Cx};

/// A request to add or delete a receiver, in neither family's words.
#[derive(Debug, Clone)]
pub struct ReceiverAsk {
    /// For which sub-merchant; only ordinary providers say so.
    pub sub_mchid: Option<Mchid>,
    /// The application that knows the person.
    pub appids: Appids,
    /// The API's word for what the receiver is.
    pub kind: String,
    /// Its merchant number or openid.
    pub account: String,
}

/// The applications under which a request names persons.
#[derive(Debug, Clone, Default)]
pub struct Appids {
    /// The caller's.
    pub appid: Option<Appid>,
    /// The sub-merchant's.
    pub sub_appid: Option<Appid>,
}

/// What else is said of a receiver that is added.
#[derive(Debug, Clone)]
pub struct About {
    /// The full name, decrypted.
    pub name: Option<String>,
    /// What it is to the caller.
    pub relation_type: String,
    /// The same in the caller's words.
    pub custom_relation: Option<String>,
}

/// Adds a receiver. One that is there already is answered as it was asked for (PS-30), and stays as it was in the ordinary
/// family (PP-14).
///
/// # Errors
/// A refusal.
pub fn add(
    cx: &Cx<'_>,
    family: Family,
    caller: &Merchant,
    asked: &ReceiverAsk,
    about: &About,
) -> Outcome<Relation> {
    let of = sides(cx, family, caller, asked.sub_mchid.as_ref())?;
    let receiver = read(&asked.kind, &asked.account, Asked::Adding(family))?;
    if let Receiver::Merchant(mchid) = &receiver {
        if merchant::find(cx, mchid)?.is_none() {
            return Err(SplitRefusal::UnknownReceiver(asked.account.clone()).into());
        }
        if about.name.is_none() {
            return Err(SplitRefusal::Missing { asked: Asked::Adding(family), field: "name" }.into());
        }
    }
    check_person(cx, caller, &of.payer, &receiver, &asked.appids, Asked::Adding(family))?;
    if about.relation_type == "CUSTOM" && about.custom_relation.is_none() {
        return Err(SplitRefusal::Missing { asked: Asked::Adding(family), field: "custom_relation" }.into());
    }
    check_name(cx, &receiver, about.name.as_deref())?;
    let owner = of.owner();
    let switches = switches::of(cx)?.receivers;
    let earlier = cx.get::<Relation>(&Relation::key_of(&owner, &receiver))?;
    if earlier.is_some() && switches.duplicate_error {
        return Err(SplitRefusal::ReceiverExists(asked.account.clone()).into());
    }
    if earlier.is_none() && cx.count::<Relation>("owner", &owner.handle())? >= switches.limit {
        return Err(SplitRefusal::TooManyRelations(switches.limit).into());
    }
    let relation = Relation {
        owner,
        receiver,
        name: about.name.clone(),
        relation_type: about.relation_type.clone(),
        custom_relation: about.custom_relation.clone(),
    };
    match (family, earlier) {
        (Family::Ordinary, Some(earlier)) => Ok(earlier),
        (Family::Ordinary, None) | (Family::Ecommerce, _) => {
            cx.put(&relation)?;
            Ok(relation)
        }
    }
}

/// Deletes a receiver: no split reaches it any more, and a part that is on its way fails (PS-11).
///
/// # Errors
/// [`SplitRefusal::NoSuchRelation`], and refusals about the caller.
pub fn delete(cx: &Cx<'_>, family: Family, caller: &Merchant, asked: &ReceiverAsk) -> Outcome<Receiver> {
    let of = sides(cx, family, caller, asked.sub_mchid.as_ref())?;
    let receiver = read(&asked.kind, &asked.account, Asked::Deleting(family))?;
    let key = Relation::key_of(&of.owner(), &receiver);
    if cx.get::<Relation>(&key)?.is_none() {
        return Err(SplitRefusal::NoSuchRelation { family, account: asked.account.clone() }.into());
    }
    cx.remove::<Relation>(&key)?;
    Ok(receiver)
}

/// Who the receivers of a split are: each was added, or needs no adding, and is who the request says.
pub(super) fn related(
    cx: &Cx<'_>,
    of: &Parties,
    caller: &Merchant,
    appids: &Appids,
    shares: &[Share],
) -> Outcome<Vec<Receiver>> {
    let asked = Asked::Splitting(of.family);
    let mut receivers: Vec<Receiver> = Vec::with_capacity(shares.len());
    for share in shares {
        let receiver = read(&share.kind, &share.account, asked)?;
        check_person(cx, caller, &of.payer, &receiver, appids, asked)?;
        if !is_related(cx, of, &receiver)? {
            return Err(SplitRefusal::NoReceiverRelation(share.account.clone()).into());
        }
        if receiver.merchant().is_none() {
            check_name(cx, &receiver, share.name.as_deref())?;
        }
        if receiver::trouble_of(cx, receiver.id())? == Some(Trouble::NoAccount) {
            return Err(SplitRefusal::NoAccount(share.account.clone()).into());
        }
        if of.family == Family::Ordinary && receivers.contains(&receiver) {
            return Err(SplitRefusal::ReceiverTwice(share.account.clone()).into());
        }
        receivers.push(receiver);
    }
    Ok(receivers)
}

/// Whether a receiver may be given a part now. A platform is a receiver of all its sub-merchants (PS-08), and the payer of its
/// own money (PS-12, PP-21; that nobody has to add it is assumed).
pub(super) fn is_related(cx: &Cx<'_>, of: &Parties, receiver: &Receiver) -> Result<bool, Bug> {
    if receiver.is(&of.payer) || of.family == Family::Ecommerce && receiver.is(&of.caller) {
        return Ok(true);
    }
    Ok(cx.get::<Relation>(&Relation::key_of(&of.owner(), receiver))?.is_some())
}

/// The two sides of a list. A platform's list is for all its sub-merchants, so the request names none: it stands for both.
fn sides(cx: &Cx<'_>, family: Family, caller: &Merchant, sub_mchid: Option<&Mchid>) -> Outcome<Parties> {
    match family {
        Family::Ordinary => {
            let missing = SplitRefusal::NoSubMchid(caller.mchid.clone());
            family::parties(cx, family, caller, sub_mchid, missing)
        }
        Family::Ecommerce => {
            family::admit(family, caller)?;
            if !caller.may(Permission::ProfitSharing) {
                return Err(SplitRefusal::NoPermission(caller.mchid.clone()).into());
            }
            Ok(Parties { family, caller: caller.mchid.clone(), payer: caller.mchid.clone() })
        }
    }
}

fn read(kind: &str, account: &str, asked: Asked) -> Result<Receiver, SplitRefusal> {
    Receiver::read(kind, account)
        .ok_or_else(|| SplitRefusal::NotAReceiver { asked, account: account.to_owned() })
}

/// Whether the request names the application that knows the person, and that application does (2.2, PP-18).
fn check_person(
    cx: &Cx<'_>,
    caller: &Merchant,
    payer: &Mchid,
    receiver: &Receiver,
    appids: &Appids,
    asked: Asked,
) -> Outcome<()> {
    match receiver {
        Receiver::Merchant(_) => Ok(()),
        Receiver::Person(openid) => {
            let missing = || SplitRefusal::Missing { asked, field: "appid" };
            let appid = appids.appid.as_ref().ok_or_else(missing)?;
            if !caller.has_appid(appid) {
                return Err(Refusal::AppidNotBound(appid.clone(), caller.mchid.clone()).into());
            }
            check_openid(cx, openid, appid, Refusal::OpenidOfOtherAppid)
        }
        // A direct merchant has no sub-merchant whose application could know anybody.
        Receiver::SubPerson(openid) if caller.role == Role::Direct => {
            Err(SplitRefusal::NotAReceiver { asked, account: openid.to_string() }.into())
        }
        Receiver::SubPerson(openid) => {
            let missing = || SplitRefusal::Missing { asked, field: "sub_appid" };
            let sub_appid = appids.sub_appid.as_ref().ok_or_else(missing)?;
            if !merchant::known(cx, payer)?.has_appid(sub_appid) {
                return Err(Refusal::SubAppidNotBound(sub_appid.clone(), payer.clone()).into());
            }
            check_openid(cx, openid, sub_appid, Refusal::SubOpenidOfOtherAppid)
        }
    }
}

/// Whether a name that was sent is the receiver's: a merchant's registered one, a person's real one (2.2, PS-25, PP-17, PP-18).
/// Of a person whose real name the world was not told any name will do.
fn check_name(cx: &Cx<'_>, receiver: &Receiver, name: Option<&str>) -> Outcome<()> {
    let Some(name) = name else { return Ok(()) };
    match receiver {
        Receiver::Merchant(mchid) => {
            let registered = merchant::known(cx, mchid)?.name;
            if registered != name {
                return Err(SplitRefusal::MerchantNameDiffers { mchid: mchid.clone(), registered }.into());
            }
        }
        Receiver::Person(openid) | Receiver::SubPerson(openid) => {
            let known = cx.get::<KnownAs>(openid.as_str())?;
            let buyer = known.map(|known| cx.get::<Buyer>(&known.buyer)).transpose()?.flatten();
            let real = buyer.and_then(|buyer| buyer.real_name);
            if real.is_some_and(|real| real != name) {
                return Err(SplitRefusal::PersonNameDiffers(openid.clone()).into());
            }
        }
    }
    Ok(())
}
