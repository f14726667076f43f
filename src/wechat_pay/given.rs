//! How a user describes WeChat Pay's part of a world, and how that description becomes merchants, keys and money.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::model::accounts::Purse;
use super::model::applyment::Organization;
use super::model::card::SettlementCard;
use super::model::limits::LimitState;
use super::model::merchant::{
    ApiV3Key, AppidKind, BoundAppid, CertificateState, FeeBearer, KeyMode, MAX_APPIDS, Merchant,
    MerchantCertificate, Permission, PublicKeyOf, Role, SigningKey,
};
use super::model::switches::{self, Switches};
use super::model::{merchant, platform_key};
use super::rules::money;
use crate::crypto::certificate::{self, Serial, Subject};
use crate::crypto::pool;
use crate::world::buyer::{Buyer, KnownAs};
use crate::world::given::{SetUp, Unfit, unfit};
use crate::world::ids::{Appid, Mchid, Openid};
use crate::world::seed::ALPHANUMERIC;
use crate::world::{Bug, Cx, FeeRate, Fen};

/// Where the merchants' keys lie in the pool.
const MERCHANT_KEYS: std::ops::Range<usize> = 0..12;
/// Where WeChat Pay's public keys lie in the pool.
const PUBLIC_KEYS: std::ops::Range<usize> = 18..24;

/// A merchant that calls the API itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantGiven {
    /// Its number: 8 to 10 digits.
    pub mchid: Mchid,
    /// Its full name.
    pub name: Option<String>,
    /// What it is; a platform when it stands under `platform`, else a direct merchant.
    pub role: Option<CallerRole>,
    /// Its one appid (a mini program's); short for `appids`.
    pub appid: Option<Appid>,
    /// Its appids with their kinds.
    #[serde(default)]
    pub appids: Vec<BoundAppid>,
    /// How WeChat Pay identifies itself towards it.
    #[serde(default)]
    pub key_mode: KeyMode,
    /// Which key signs notices in the mode "both".
    #[serde(default)]
    pub notice_key: SigningKey,
    /// Its APIv3 key; made from the seed when left out, none at all for the empty text.
    pub apiv3_key: Option<String>,
    /// Its own API certificate as PEM; one of ours is issued when left out, none at all for the empty text (WI-10).
    pub certificate: Option<String>,
    /// The fee on its own trade.
    pub fee_rate: Option<FeeRate>,
    /// Who is charged for the trade of its sub-merchants.
    #[serde(default)]
    pub fee_bearer: FeeBearer,
    /// Which of a platform's accounts advances refunds; BASIC when left out.
    pub advance_account: Option<Purse>,
    /// Permissions that it does not have. A platform has opened the 平台收付通 tool unless `ecommerce` stands here (AP-01).
    #[serde(default)]
    pub switched_off: BTreeSet<Permission>,
    /// Whether it agreed to give back what ordinary splits brought it (PP-27).
    #[serde(default)]
    pub split_return_consent: bool,
    /// Where notices of what splits bring it go (PS-28).
    pub profitsharing_notify_url: Option<String>,
    /// The largest share of its orders that others may get; switches.split.max_ratio where left out.
    pub max_ratio: Option<FeeRate>,
}

/// What a merchant that calls the API is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallerRole {
    /// 平台收付通.
    Platform,
    /// An ordinary service provider.
    ServiceProvider,
    /// A merchant that trades for itself.
    Direct,
}

/// A merchant that trades through a provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubMerchantGiven {
    /// Its number: 8 to 10 digits.
    pub mchid: Mchid,
    /// Its full name.
    pub name: Option<String>,
    /// The provider that brought it in; the first platform when left out.
    pub of: Option<Mchid>,
    /// Its one appid (a mini program's); short for `appids`.
    pub appid: Option<Appid>,
    /// Its appids with their kinds.
    #[serde(default)]
    pub appids: Vec<BoundAppid>,
    /// What kind of organization it is, by its code; nothing limits what it takes in where left out (AP-20 to AP-23).
    pub organization_type: Option<Organization>,
    /// The fee on its trade: 0.6% when left out.
    pub fee_rate: Option<FeeRate>,
    /// Permissions that it does not have.
    #[serde(default)]
    pub switched_off: BTreeSet<Permission>,
    /// Whether it agreed to give back what ordinary splits brought it (PP-27).
    #[serde(default)]
    pub split_return_consent: bool,
    /// Where notices of what splits bring it go (PS-28).
    pub profitsharing_notify_url: Option<String>,
    /// The largest share of its orders that others may get; switches.split.max_ratio where left out.
    pub max_ratio: Option<FeeRate>,
    /// The card that its withdrawals go to; a verified one when left out.
    pub settlement_card: Option<SettlementCard>,
}

/// A person who can pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuyerGiven {
    /// The name by which acts call them.
    pub name: String,
    /// The name that they proved to be theirs; profit sharing compares it (PS-25).
    pub real_name: Option<String>,
    /// Their openid in each application; made when needed where left out.
    #[serde(default)]
    pub openids: BTreeMap<Appid, Openid>,
}

/// WeChat Pay's part of a world.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<'a> {
    /// Merchants that call the API, platforms first.
    pub callers: Vec<(&'a MerchantGiven, CallerRole)>,
    /// Merchants that trade through them.
    pub subs: &'a [SubMerchantGiven],
    /// Buyers.
    pub buyers: &'a [BuyerGiven],
    /// Opening balances in fen, by merchant number and account type.
    pub balances: &'a BTreeMap<Mchid, BTreeMap<String, Fen>>,
    /// Switches.
    pub switches: Switches,
}

impl Given<'_> {
    /// Writes the description into a new world.
    ///
    /// # Errors
    /// [`Unfit`] with the line of the description that cannot be.
    pub fn set_up(&self, cx: &Cx<'_>) -> SetUp<()> {
        switches::set(cx, &self.switches)?;
        platform_key::add(cx, true)?;
        for (place, (given, role)) in self.callers.iter().enumerate() {
            let merchant = caller(cx, given, *role, place)?;
            add(cx, &merchant)?;
        }
        for given in self.subs {
            add(cx, &self.sub(given)?)?;
        }
        for given in self.buyers {
            add_buyer(cx, given)?;
        }
        for (mchid, purses) in self.balances {
            self.open_accounts(cx, mchid, purses)?;
        }
        Ok(())
    }

    fn sub(&self, given: &SubMerchantGiven) -> SetUp<Merchant> {
        let first =
            self.callers.iter().find(|(_, role)| *role != CallerRole::Direct).map(|(given, _)| &given.mchid);
        let Some(provider) = given.of.as_ref().or(first) else {
            return unfit(format!("sub-merchant {} has no platform; add `platform:` or `of:`", given.mchid));
        };
        let provides = |(caller, role): &&(&MerchantGiven, CallerRole)| {
            caller.mchid == *provider && *role != CallerRole::Direct
        };
        if !self.callers.iter().any(|caller| provides(&caller)) {
            return unfit(format!(
                "sub-merchant {}: {provider} is no platform or service provider here",
                given.mchid
            ));
        }
        let card = given.settlement_card.clone().unwrap_or_else(|| SettlementCard::of(&given.mchid));
        if !card.has_number() {
            return unfit(format!(
                "settlement_card of {}: account_number is 4 to 32 digits, in quotes",
                given.mchid
            ));
        }
        let name = given.name.clone().unwrap_or_else(|| format!("Shop {}", given.mchid));
        let mut merchant = Merchant::sub(given.mchid.clone(), name, provider.clone());
        merchant.organization = given.organization_type;
        merchant.appids = appids(&given.mchid, given.appid.as_ref(), &given.appids)?;
        merchant.fee_rate = given.fee_rate.unwrap_or(FeeRate::STANDARD);
        merchant.switched_off.clone_from(&given.switched_off);
        merchant.split_return_consent = given.split_return_consent;
        merchant.profitsharing_notify_url =
            receiver_url(&given.mchid, given.profitsharing_notify_url.as_ref())?;
        merchant.max_ratio = given.max_ratio;
        merchant.settlement_card = Some(card);
        Ok(merchant)
    }

    fn open_accounts(&self, cx: &Cx<'_>, mchid: &Mchid, purses: &BTreeMap<String, Fen>) -> SetUp<()> {
        let Some(merchant) = merchant::find(cx, mchid)? else {
            return unfit(format!("balances: {mchid} is no merchant of this world"));
        };
        for (name, amount) in purses {
            let Some(purse) = Purse::parse(name) else {
                return unfit(format!(
                    "balances: `{name}` of {mchid} is not an account; write {}",
                    Purse::NAMES.join(", ")
                ));
            };
            if amount.is_negative() || *amount > Fen::MOST {
                return unfit(format!(
                    "balances: {name} of {mchid} is {amount} fen; write 0 to {}",
                    Fen::MOST
                ));
            }
            money::top_up(cx, &merchant, purse, *amount)?;
        }
        Ok(())
    }
}

fn add(cx: &Cx<'_>, merchant: &Merchant) -> SetUp<()> {
    if merchant::find(cx, &merchant.mchid)?.is_some() {
        return unfit(format!("merchant {} stands twice", merchant.mchid));
    }
    Ok(cx.put(merchant)?)
}

fn caller(cx: &Cx<'_>, given: &MerchantGiven, role: CallerRole, place: usize) -> SetUp<Merchant> {
    let name = given.name.clone().unwrap_or_else(|| format!("Merchant {}", given.mchid));
    let pool_key = merchant_key(place);
    let certificates = match given.certificate.as_deref() {
        Some("") => Vec::new(),
        Some(pem) => {
            let own = own_certificate(pem);
            vec![own.map_err(|why| Unfit(format!("certificate of {}: {why}", given.mchid)))?]
        }
        None => vec![issue_certificate(cx, &given.mchid, &name, pool_key)?],
    };
    let mut draw = cx.random("public key id")?;
    let id = format!("PUB_KEY_ID_01{:0>10}{}", given.mchid.as_str(), draw.digits(16));
    if given.fee_bearer == FeeBearer::Platform && role != CallerRole::Platform {
        return unfit(format!(
            "fee_bearer of {}: only a platform chooses who is charged (AP-03)",
            given.mchid
        ));
    }
    if given.switched_off.contains(&Permission::Ecommerce) && role != CallerRole::Platform {
        return unfit(format!("switched_off of {}: `ecommerce` is a platform's (AP-01)", given.mchid));
    }
    Ok(Merchant {
        mchid: given.mchid.clone(),
        name,
        role: match role {
            CallerRole::Platform => Role::Platform,
            CallerRole::ServiceProvider => Role::ServiceProvider,
            CallerRole::Direct => Role::Direct,
        },
        organization: None,
        appids: caller_appids(given, role)?,
        key_mode: given.key_mode,
        notice_key: given.notice_key,
        apiv3_key: apiv3_key(cx, given)?,
        certificates,
        public_key: PublicKeyOf { id, pool_key: PUBLIC_KEYS.start + place % PUBLIC_KEYS.len() },
        fee_rate: given.fee_rate.unwrap_or(FeeRate::STANDARD),
        fee_bearer: given.fee_bearer,
        advance_account: advance_account(given, role)?,
        switched_off: given.switched_off.clone(),
        split_return_consent: given.split_return_consent,
        profitsharing_notify_url: receiver_url(&given.mchid, given.profitsharing_notify_url.as_ref())?,
        max_ratio: given.max_ratio,
        settlement_card: None,
        limit_state: LimitState::default(),
    })
}

fn receiver_url(mchid: &Mchid, url: Option<&String>) -> SetUp<Option<String>> {
    match url {
        Some(url) if !merchant::is_receiver_url(url) => {
            unfit(format!("profitsharing_notify_url of {mchid}: http or https, and no query (PS-28)"))
        }
        url => Ok(url.cloned()),
    }
}

fn advance_account(given: &MerchantGiven, role: CallerRole) -> SetUp<Purse> {
    match given.advance_account {
        Some(_) if role != CallerRole::Platform => {
            unfit(format!("advance_account of {}: only a platform advances refunds", given.mchid))
        }
        Some(Purse::Fees) => unfit(format!("advance_account of {}: write BASIC or OPERATION", given.mchid)),
        Some(purse) => Ok(purse),
        None => Ok(Purse::Basic),
    }
}

fn apiv3_key(cx: &Cx<'_>, given: &MerchantGiven) -> SetUp<Option<ApiV3Key>> {
    let text = match given.apiv3_key.as_deref() {
        Some("") => return Ok(None),
        Some(text) => text.to_owned(),
        None => cx.random("apiv3 key")?.text(ALPHANUMERIC, 32),
    };
    Ok(Some(ApiV3Key::parse(&text).map_err(|why| Unfit(format!("apiv3_key of {}: {why}", given.mchid)))?))
}

fn caller_appids(given: &MerchantGiven, role: CallerRole) -> SetUp<Vec<BoundAppid>> {
    let bound = appids(&given.mchid, given.appid.as_ref(), &given.appids)?;
    // A service provider's single appid is an official account's: it can bind no other kind.
    let bound: Vec<BoundAppid> = match role {
        CallerRole::ServiceProvider if given.appid.is_some() && given.appids.is_empty() => {
            bound.into_iter().map(|b| BoundAppid { kind: AppidKind::OfficialAccount, ..b }).collect()
        }
        CallerRole::Platform | CallerRole::ServiceProvider | CallerRole::Direct => bound,
    };
    if role == CallerRole::ServiceProvider
        && let Some(other) = bound.iter().find(|b| b.kind != AppidKind::OfficialAccount)
    {
        return unfit(format!(
            "{} is an ordinary service provider: {} must be an official_account (OR-15)",
            given.mchid, other.appid
        ));
    }
    Ok(bound)
}

fn appids(mchid: &Mchid, one: Option<&Appid>, many: &[BoundAppid]) -> SetUp<Vec<BoundAppid>> {
    if !mchid.is_issued_form() {
        return unfit(format!("`{mchid}` is not a merchant number: 8 to 10 digits, in quotes"));
    }
    let one = one.map(|appid| BoundAppid { appid: appid.clone(), kind: AppidKind::default() });
    let all: Vec<BoundAppid> = one.into_iter().chain(many.iter().cloned()).collect();
    if all.len() > MAX_APPIDS {
        return unfit(format!("{mchid} binds {} appids, at most {MAX_APPIDS} (OR-16)", all.len()));
    }
    if let Some(bad) = all.iter().find(|bound| !bound.appid.is_issued_form()) {
        return unfit(format!("`{}` of {mchid} is not an appid: wx and 16 lower-case hex digits", bad.appid));
    }
    Ok(all)
}

/// The pool's key for the merchant, or the merchant's certificate, of this number in line.
#[must_use]
pub fn merchant_key(place: usize) -> usize {
    MERCHANT_KEYS.start + place % MERCHANT_KEYS.len()
}

/// Issues a merchant certificate by our own authority (CE-06).
///
/// # Errors
/// [`Bug`] when it cannot be made.
pub fn issue_certificate(
    cx: &Cx<'_>,
    mchid: &Mchid,
    name: &str,
    pool_key: usize,
) -> Result<MerchantCertificate, Bug> {
    let serial = Serial::from_random(cx.random("merchant certificate")?.bytes());
    let subject = Subject { common_name: mchid.as_str(), organization: name };
    let pem = certificate::issue(&subject, &serial, &pool::key(pool_key));
    let pem =
        pem.map_err(|error| Bug::Broken(format!("a certificate for {mchid} could not be made: {error}")))?;
    let mut certificate = own_certificate(&pem).map_err(Bug::Broken)?;
    certificate.pool_key = Some(pool_key);
    Ok(certificate)
}

/// A certificate that the user brings.
///
/// # Errors
/// What is wrong with it.
pub fn own_certificate(pem: &str) -> Result<MerchantCertificate, String> {
    let facts = certificate::read(pem).map_err(|error| error.to_string())?;
    Ok(MerchantCertificate {
        serial: facts.serial,
        pem: pem.to_owned(),
        not_after: facts.not_after,
        pool_key: None,
        state: CertificateState::Active,
    })
}

fn add_buyer(cx: &Cx<'_>, given: &BuyerGiven) -> SetUp<()> {
    cx.put(&Buyer { name: given.name.clone(), real_name: given.real_name.clone() })?;
    for (appid, openid) in &given.openids {
        if !openid.is_issued_form() {
            return unfit(format!(
                "`{openid}` of buyer {} is not an openid: 28 characters that begin with o",
                given.name
            ));
        }
        if cx.get::<KnownAs>(openid.as_str())?.is_some() {
            return unfit(format!("openid {openid} of buyer {} stands twice", given.name));
        }
        cx.put(&KnownAs { openid: openid.clone(), appid: appid.clone(), buyer: given.name.clone() })?;
    }
    Ok(())
}
