//! What an integrator needs to call a world's systems: numbers, keys, certificates.

use serde::{Deserialize, Serialize};

use crate::crypto::pool;
use crate::mini_program::model::app::{App, AppKind};
use crate::mini_program::model::push::{PushSettings, Server, pushed_to};
use crate::wechat_pay::model::merchant::{BoundAppid, KeyMode, Merchant, MerchantCertificate, Role};
use crate::wechat_pay::model::platform_key;
use crate::world::buyer::KnownAs;
use crate::world::ids::{Appid, Mchid, Openid};
use crate::world::store::Page;
use crate::world::{Bug, Cx};

/// A merchant that calls the API, with everything its SDK is configured with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// The merchant number.
    pub mchid: Mchid,
    /// The full name.
    pub name: String,
    /// `platform`, `service_provider` or `direct`.
    pub role: String,
    /// How WeChat Pay identifies itself towards it.
    pub key_mode: KeyMode,
    /// The appids bound to it.
    pub appids: Vec<BoundAppid>,
    /// The serial of its newest API certificate that may be used.
    pub serial: Option<String>,
    /// The private key of that certificate (`apiclient_key.pem`), PKCS#8 PEM; none when the user keeps it.
    pub private_key: Option<String>,
    /// That certificate (`apiclient_cert.pem`), PEM.
    pub certificate: Option<String>,
    /// The APIv3 key, once it was set.
    pub apiv3_key: Option<String>,
    /// WeChat Pay's live platform certificates, the one that signs first; none in the mode "public key".
    pub platform_certificates: Vec<PlatformCredential>,
    /// WeChat Pay's public key for it; none in the mode "certificate".
    pub public_key: Option<PublicKeyCredential>,
    /// The merchants that trade through it.
    pub sub_merchants: Vec<SubMerchant>,
    /// The AppSecrets of its and its sub-merchants' applications, where the world knows them.
    #[serde(default)]
    pub secrets: Vec<AppSecret>,
    /// The buyers, as each of its and its sub-merchants' applications knows them.
    pub buyers: Vec<KnownBuyer>,
}

/// A platform certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformCredential {
    /// Its serial.
    pub serial: String,
    /// The certificate as PEM.
    pub certificate: String,
    /// Whether it is the one that signs.
    pub signing: bool,
}

/// WeChat Pay's public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKeyCredential {
    /// `PUB_KEY_ID_` and digits.
    pub id: String,
    /// The key as PEM.
    pub pem: String,
}

/// A merchant that trades through another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubMerchant {
    /// The merchant number.
    pub mchid: Mchid,
    /// The full name.
    pub name: String,
    /// The appids bound to it.
    pub appids: Vec<BoundAppid>,
}

/// What the server of an application proves itself by towards api.weixin.qq.com.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppSecret {
    /// The application.
    pub appid: Appid,
    /// Its AppSecret.
    pub secret: String,
}

/// A buyer in one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownBuyer {
    /// The name by which acts call them.
    pub buyer: String,
    /// The application.
    pub appid: Appid,
    /// The openid there.
    pub openid: Openid,
}

/// An application, with everything its server is configured with, whether a merchant is bound to it or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its appid.
    pub appid: Appid,
    /// Mini program or official account.
    pub kind: AppKind,
    /// Its AppSecret.
    pub secret: String,
    /// Its original id, to which messages are addressed.
    pub original_id: Option<String>,
    /// Where and how messages are pushed; none where nothing is.
    pub push: Option<PushSettings>,
}

/// The applications of a world, in the order of its description.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn applications(cx: &Cx<'_>) -> Result<Vec<Application>, Bug> {
    let apps = cx.page::<App>(Page::ALL)?.into_iter();
    apps.map(|App { appid, kind, secret, .. }| {
        let server = cx.get::<Server>(appid.as_str())?;
        let push = pushed_to(cx, &appid)?.map(|(_, settings)| settings);
        let original_id = server.map(|server| server.original_id);
        Ok(Application { appid, kind, secret, original_id, push })
    })
    .collect()
}

/// The credentials of every merchant of a world that calls the API, platforms first.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of(cx: &Cx<'_>) -> Result<Vec<Credentials>, Bug> {
    let merchants: Vec<Merchant> = cx.page(Page::ALL)?;
    let known: Vec<KnownAs> = cx.page(Page::ALL)?;
    let apps: Vec<App> = cx.page(Page::ALL)?;
    let platform = platform_certificates(cx)?;
    let mut callers: Vec<&Merchant> = merchants.iter().filter(|m| role(m) != "sub").collect();
    callers.sort_by_key(|merchant| role(merchant) != "platform");
    let all = callers.into_iter().map(|merchant| {
        let subs: Vec<&Merchant> =
            merchants.iter().filter(|sub| sub.provider() == Some(&merchant.mchid)).collect();
        one(merchant, &subs, &known, &apps, &platform)
    });
    Ok(all.collect())
}

fn one(
    merchant: &Merchant,
    subs: &[&Merchant],
    known: &[KnownAs],
    apps: &[App],
    platform: &[PlatformCredential],
) -> Credentials {
    let certificate = merchant.active_certificate();
    let key = certificate.and_then(|certificate| certificate.pool_key).map(pool::key);
    let has_certificate = merchant.key_mode != KeyMode::PublicKey;
    let has_public_key = merchant.key_mode != KeyMode::Certificate;
    let is_ours =
        |appid: &Appid| merchant.has_appid(appid) || subs.iter().any(|merchant| merchant.has_appid(appid));
    let sub = |merchant: &&Merchant| SubMerchant {
        mchid: merchant.mchid.clone(),
        name: merchant.name.clone(),
        appids: merchant.appids.clone(),
    };
    let buyer = |known: &KnownAs| KnownBuyer {
        buyer: known.buyer.clone(),
        appid: known.appid.clone(),
        openid: known.openid.clone(),
    };
    let secret = |app: &App| AppSecret { appid: app.appid.clone(), secret: app.secret.clone() };
    Credentials {
        mchid: merchant.mchid.clone(),
        name: merchant.name.clone(),
        role: role(merchant).to_owned(),
        key_mode: merchant.key_mode,
        appids: merchant.appids.clone(),
        serial: certificate.map(|certificate| certificate.serial.to_string()),
        private_key: key.map(|key| key.pem().to_owned()),
        certificate: certificate.map(|MerchantCertificate { pem, .. }| pem.clone()),
        apiv3_key: merchant.apiv3_key.clone().map(String::from),
        platform_certificates: if has_certificate { platform.to_vec() } else { Vec::new() },
        public_key: has_public_key.then(|| PublicKeyCredential {
            id: merchant.public_key.id.clone(),
            pem: pool::key(merchant.public_key.pool_key).public().spki_pem().to_owned(),
        }),
        sub_merchants: subs.iter().map(sub).collect(),
        secrets: apps.iter().filter(|app| is_ours(&app.appid)).map(secret).collect(),
        buyers: known.iter().filter(|known| is_ours(&known.appid)).map(buyer).collect(),
    }
}

fn platform_certificates(cx: &Cx<'_>) -> Result<Vec<PlatformCredential>, Bug> {
    let live = platform_key::all(cx)?.into_iter().filter(|certificate| certificate.live);
    let mut live: Vec<PlatformCredential> = live
        .map(|certificate| PlatformCredential {
            serial: certificate.serial.to_string(),
            certificate: certificate.pem,
            signing: certificate.signing,
        })
        .collect();
    live.sort_by_key(|certificate| !certificate.signing);
    Ok(live)
}

const fn role(merchant: &Merchant) -> &'static str {
    match merchant.role {
        Role::Platform => "platform",
        Role::ServiceProvider => "service_provider",
        Role::Direct => "direct",
        Role::Sub { .. } => "sub",
    }
}
