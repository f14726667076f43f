//! Merchants of 收银宝, and the groups and agents that trade on behalf of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::sign_type::SignType;
use crate::world::ids::{Appid, Mchid};
use crate::world::store::Record;
use crate::world::{Bug, Cx, FeeRate, Fen};

/// The application through which somebody calls, with its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its number: 8 digits. Not an appid of WeChat.
    pub appid: String,
    /// The shared key of MD5 signatures.
    pub md5_key: String,
    /// The caller's RSA key, SPKI in base64.
    pub rsa_key: String,
    /// The caller's SM2 key, SPKI in base64.
    pub sm2_key: String,
    /// How a request without `signtype` is signed.
    pub sign_type: SignType,
}

/// A merchant of 收银宝.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merchant {
    /// Its number: at most 15 characters.
    pub cusid: String,
    /// Its name.
    pub name: String,
    /// Its own application.
    pub application: Application,
    /// The group or agent that may trade on its behalf.
    pub orgid: Option<String>,
    /// Its number at WeChat, under the acquirer's channel.
    pub sub_mchid: Mchid,
    /// The WeChat application of a W06 without `sub_appid` (AL-63).
    pub sub_appid: Option<Appid>,
    /// The mini programs that were configured for it (AL-98).
    pub appids: BTreeSet<Appid>,
    /// Whether the product 微信订单预消费 is open (AL-65).
    pub pre_consumption: bool,
    /// Whether it is in the 10-yuan risk template group (AL-65).
    pub risk_limited: bool,
    /// Its own ceiling in fen, where that differs from the world's (AL-72).
    pub risk_limit: Option<Fen>,
    /// Whether nothing at all passes until the group is lifted, where that differs from the world's (AL-72).
    pub risk_strict: Option<bool>,
    /// The fee on its trade.
    pub fee_rate: FeeRate,
    /// What each refund costs, in fen (AL-34).
    pub refund_fee: Fen,
    /// How many days after its booking money is settled (AL-99).
    pub settle_days: u32,
    /// Whether it may split what it takes in.
    pub split: bool,
    /// What the acquirer advanced for its refunds and takes from the next settlement, in fen.
    pub owed: Fen,
}

/// A group or agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Its number: at most 15 characters.
    pub orgid: String,
    /// The application through which it calls.
    pub application: Application,
}

impl Record for Merchant {
    const TABLE: &'static str = "allinpay_merchant";
    const COLUMNS: &'static [&'static str] = &["key", "orgid", "sub_mchid"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.cusid.clone()), self.orgid.clone(), Some(self.sub_mchid.to_string())]
    }
}

impl Record for Organization {
    const TABLE: &'static str = "allinpay_organization";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.orgid.clone())]
    }
}

/// A merchant that a record names.
///
/// # Errors
/// [`Bug`] when there is none.
pub fn known(cx: &Cx<'_>, cusid: &str) -> Result<Merchant, Bug> {
    let found = cx.get::<Merchant>(cusid)?;
    found.ok_or_else(|| Bug::Broken(format!("a record names the merchant {cusid}, there is none")))
}

/// The numbers of all merchants of a group.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn members(cx: &Cx<'_>, orgid: &str) -> Result<Vec<String>, Bug> {
    let members: Vec<Merchant> = cx.all("orgid", orgid)?;
    Ok(members.into_iter().map(|one| one.cusid).collect())
}

/// The application of this number that may call for a merchant: its own, or its group's.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn application(cx: &Cx<'_>, merchant: &Merchant, appid: &str) -> Result<Option<Application>, Bug> {
    if merchant.application.appid == appid {
        return Ok(Some(merchant.application.clone()));
    }
    let Some(orgid) = &merchant.orgid else { return Ok(None) };
    let organization = cx.get::<Organization>(orgid)?;
    Ok(organization.map(|found| found.application).filter(|application| application.appid == appid))
}
