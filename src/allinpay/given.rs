//! How a user describes the acquirer's part of a world.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::model::assumed::{self, Assumed};
use super::model::channel::{self, AtWechat};
use super::model::merchant::{Application, Merchant, Organization};
use super::model::sign_type::SignType;
use crate::crypto::pool;
use crate::crypto::sha1_rsa::VerifyingKey;
use crate::crypto::sm2::Sm2PublicKey;
use crate::world::given::{SetUp, unfit};
use crate::world::ids::{Appid, Mchid};
use crate::world::{Bug, Cx, FeeRate, Fen};

/// Who the acquirer is at WeChat Pay where the description does not say: its number.
const CHANNEL: &str = "1800001001";
/// Its own application there.
const CHANNEL_APPID: &str = "wx00000000a1100001";

/// The acquirer and its merchants.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AllinpayGiven {
    /// Its own number at WeChat Pay (渠道号).
    pub channel_mchid: Option<Mchid>,
    /// Its own WeChat application, for orders that name none.
    pub channel_appid: Option<Appid>,
    /// Its merchants.
    pub merchants: Vec<MerchantGiven>,
    /// Groups and agents that trade on behalf of merchants.
    pub organizations: Vec<OrganizationGiven>,
    /// Where the table of what no source proves differs from its defaults.
    pub assumed: Assumed,
}

/// A merchant of 收银宝.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantGiven {
    /// Its number: at most 15 characters.
    pub cusid: String,
    /// Its application's number: 8 digits. Not an appid of WeChat.
    pub appid: String,
    /// Its name.
    pub name: Option<String>,
    /// The shared key of MD5 signatures; made from the seed where left out.
    pub md5_key: Option<String>,
    /// Its RSA public key, PEM or base64; one of the pool's where left out.
    pub rsa_public_key: Option<String>,
    /// Its SM2 public key, PEM, base64 or hex; one of the pool's where left out.
    pub sm2_public_key: Option<String>,
    /// How a request without `signtype` is signed; MD5 where left out.
    #[serde(default)]
    pub sign_type: SignType,
    /// The group or agent that may trade on its behalf.
    pub orgid: Option<String>,
    /// Its number at WeChat, under the acquirer's channel; made up where left out.
    pub sub_mchid: Option<Mchid>,
    /// The WeChat application of a W06 without `sub_appid`.
    pub sub_appid: Option<Appid>,
    /// The mini programs that are configured for it.
    #[serde(default)]
    pub appids: BTreeSet<Appid>,
    /// Whether the product 微信订单预消费 is open.
    #[serde(default)]
    pub pre_consumption: bool,
    /// Whether it is in the 10-yuan risk template group; as `pre_consumption` where left out, for opening it puts it there.
    pub risk_limited: Option<bool>,
    /// Its own ceiling in that group, in fen.
    pub risk_limit: Option<Fen>,
    /// Whether nothing passes until it is lifted.
    pub risk_strict: Option<bool>,
    /// The fee on its trade; 0.3% where left out.
    pub fee_rate: Option<FeeRate>,
    /// What each refund costs, in fen; nothing where left out.
    pub refund_fee: Option<Fen>,
    /// How many days after its booking money is settled; 1 where left out.
    pub settle_days: Option<u32>,
    /// Whether it may split what it takes in.
    #[serde(default)]
    pub split: bool,
}

/// A group or agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganizationGiven {
    /// Its number: at most 15 characters.
    pub orgid: String,
    /// Its application's number: 8 digits.
    pub appid: String,
    /// The shared key of MD5 signatures; made from the seed where left out.
    pub md5_key: Option<String>,
    /// Its RSA public key; one of the pool's where left out.
    pub rsa_public_key: Option<String>,
    /// Its SM2 public key; one of the pool's where left out.
    pub sm2_public_key: Option<String>,
    /// How a request without `signtype` is signed; MD5 where left out.
    #[serde(default)]
    pub sign_type: SignType,
}

/// The place in the pool of the RSA key that a caller has unless it brings its own: the same for the same number.
#[must_use]
pub fn pool_key(owner: &str) -> usize {
    owner.bytes().fold(0, |sum, byte| sum + usize::from(byte))
}

/// Writes the description into a new world.
///
/// # Errors
/// [`crate::world::given::Unfit`] with the line of the description that cannot be.
pub fn set_up(cx: &Cx<'_>, given: &AllinpayGiven) -> SetUp<()> {
    check_assumed(&given.assumed)?;
    assumed::set(cx, &given.assumed)?;
    check_organizations(given)?;
    if given.merchants.is_empty() {
        return Ok(());
    }
    let mchid = given.channel_mchid.clone().map_or_else(|| Mchid::parse(CHANNEL), Ok);
    let appid = given.channel_appid.clone().map_or_else(|| Appid::parse(CHANNEL_APPID), Ok);
    let channel = AtWechat { mchid: mchid.map_err(Bug::Broken)?, appid: appid.map_err(Bug::Broken)? };
    channel::set(cx, &channel)?;
    for organization in &given.organizations {
        check_number(&organization.orgid)?;
        let OrganizationGiven { orgid, appid, md5_key, rsa_public_key, sm2_public_key, sign_type } =
            organization.clone();
        let keys = Keys { md5_key, rsa_public_key, sm2_public_key, sign_type };
        let application = application(cx, &orgid, &appid, keys)?;
        cx.put(&Organization { orgid, application })?;
    }
    given.merchants.iter().enumerate().try_for_each(|(place, merchant)| add(cx, given, merchant, place))
}

/// What no server and no clock can do.
fn check_assumed(assumed: &Assumed) -> SetUp<()> {
    let status = assumed.error_status;
    if !(200..=599).contains(&status) {
        return unfit(format!("allinpay: assumed.error_status {status} is no HTTP status from 200 to 599"));
    }
    let hour = assumed.settle_hour;
    if hour > 23 {
        return unfit(format!("allinpay: assumed.settle_hour {hour} is no hour of a day: 0 to 23"));
    }
    not_negative("assumed.risk_limit", assumed.risk_limit)
}

fn not_negative(what: &str, amount: Fen) -> SetUp<()> {
    if amount < Fen::ZERO {
        return unfit(format!("allinpay: {what} is {amount} fen, less than nothing"));
    }
    Ok(())
}

/// Every group stands once and has a merchant: without one it could ask for nothing.
fn check_organizations(given: &AllinpayGiven) -> SetUp<()> {
    for (place, OrganizationGiven { orgid, .. }) in given.organizations.iter().enumerate() {
        if given.organizations.iter().take(place).any(|earlier| earlier.orgid == *orgid) {
            return unfit(format!("allinpay: {orgid} stands twice"));
        }
        if !given.merchants.iter().any(|merchant| merchant.orgid.as_ref() == Some(orgid)) {
            return unfit(format!("allinpay: no merchant names the organization {orgid} as its orgid"));
        }
    }
    Ok(())
}

fn add(cx: &Cx<'_>, all: &AllinpayGiven, given: &MerchantGiven, place: usize) -> SetUp<()> {
    let cusid = &given.cusid;
    check_number(cusid)?;
    let known = |orgid: &str| all.organizations.iter().any(|one| one.orgid == orgid);
    if cx.get::<Merchant>(cusid)?.is_some() || known(cusid) {
        return unfit(format!("allinpay: {cusid} stands twice"));
    }
    if let Some(orgid) = given.orgid.as_deref().filter(|orgid| !known(orgid)) {
        return unfit(format!("allinpay: {cusid} names the organization {orgid}, there is none"));
    }
    let keys = Keys {
        md5_key: given.md5_key.clone(),
        rsa_public_key: given.rsa_public_key.clone(),
        sm2_public_key: given.sm2_public_key.clone(),
        sign_type: given.sign_type,
    };
    let made_up = Mchid::parse(&format!("18{:08}", 1_000_100 + place)).map_err(Bug::Broken)?;
    let sub_mchid = given.sub_mchid.clone().unwrap_or(made_up);
    if let Some(other) = cx.first::<Merchant>("sub_mchid", sub_mchid.as_str())? {
        return unfit(format!("allinpay: {cusid} and {} are both {sub_mchid} at WeChat", other.cusid));
    }
    let refund_fee = given.refund_fee.unwrap_or(Fen::ZERO);
    not_negative(&format!("refund_fee of {cusid}"), refund_fee)?;
    not_negative(&format!("risk_limit of {cusid}"), given.risk_limit.unwrap_or(Fen::ZERO))?;
    cx.put(&Merchant {
        cusid: cusid.clone(),
        name: given.name.clone().unwrap_or_else(|| format!("商户{cusid}")),
        application: application(cx, cusid, &given.appid, keys)?,
        orgid: given.orgid.clone(),
        sub_mchid,
        sub_appid: given.sub_appid.clone(),
        appids: given.appids.clone(),
        pre_consumption: given.pre_consumption,
        risk_limited: given.risk_limited.unwrap_or(given.pre_consumption),
        risk_limit: given.risk_limit,
        risk_strict: given.risk_strict,
        fee_rate: given.fee_rate.unwrap_or(FeeRate::THREE_PER_MILLE),
        refund_fee,
        settle_days: given.settle_days.unwrap_or(1),
        split: given.split,
        owed: Fen::ZERO,
    })?;
    Ok(())
}

/// What a caller signs with, as far as the description says.
struct Keys {
    md5_key: Option<String>,
    rsa_public_key: Option<String>,
    sm2_public_key: Option<String>,
    sign_type: SignType,
}

fn application(cx: &Cx<'_>, owner: &str, appid: &str, keys: Keys) -> SetUp<Application> {
    if appid.len() != 8 || !appid.bytes().all(|b| b.is_ascii_digit()) {
        return unfit(format!("allinpay: the appid {appid} of {owner} is 8 digits; WeChat's is sub_appid"));
    }
    let md5_key = match keys.md5_key {
        Some(key) if key.is_empty() => return unfit(format!("allinpay: the md5_key of {owner} is empty")),
        Some(key) => key,
        None => hex::encode(cx.random("allinpay md5 key")?.bytes::<16>()),
    };
    let rsa_key = match keys.rsa_public_key {
        Some(text) => match VerifyingKey::from_text(&text) {
            Ok(key) => key.base64(),
            Err(why) => return unfit(format!("allinpay: rsa_public_key of {owner}: {why}")),
        },
        None => match VerifyingKey::from_text(pool::key(pool_key(owner)).public().spki_pem()) {
            Ok(key) => key.base64(),
            Err(why) => return Err(Bug::Broken(format!("a key of the pool: {why}")).into()),
        },
    };
    let sm2_key = match keys.sm2_public_key {
        Some(text) => match Sm2PublicKey::from_text(&text) {
            Some(key) => key.base64(),
            None => return unfit(format!("allinpay: sm2_public_key of {owner} is no SM2 key")),
        },
        None => pool::sm2(owner).public().base64(),
    };
    Ok(Application { appid: appid.to_owned(), md5_key, rsa_key, sm2_key, sign_type: keys.sign_type })
}

fn check_number(number: &str) -> SetUp<()> {
    if number.is_empty() || number.len() > 15 || !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return unfit(format!("allinpay: `{number}` is no number: 1 to 15 letters and digits, in quotes"));
    }
    Ok(())
}
