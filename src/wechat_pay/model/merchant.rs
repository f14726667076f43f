//! Merchants: platforms, service providers, direct merchants and sub-merchants.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use url::Url;

use super::accounts::Purse;
use super::applyment::Organization;
use super::card::SettlementCard;
use super::limits::LimitState;
use crate::crypto::certificate::Serial;
use crate::world::ids::{Appid, Mchid};
use crate::world::store::{Page, Record};
use crate::world::{Bug, Cx, FeeRate};

/// How many appids one merchant number binds at most (AP-04, OR-16).
pub const MAX_APPIDS: usize = 3;

/// A merchant number with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Merchant {
    /// The number.
    pub mchid: Mchid,
    /// The full name.
    pub name: String,
    /// What it may do by nature.
    pub role: Role,
    /// What kind of subject a sub-merchant is; none where nobody said.
    #[serde(default)]
    pub organization: Option<Organization>,
    /// The appids bound to it.
    pub appids: Vec<BoundAppid>,
    /// How WeChat Pay identifies itself towards it.
    pub key_mode: KeyMode,
    /// Which key signs callbacks in the mode "both".
    pub notice_key: SigningKey,
    /// The key of notices and certificates; none until the merchant sets one.
    pub apiv3_key: Option<ApiV3Key>,
    /// Its API certificates, oldest first.
    pub certificates: Vec<MerchantCertificate>,
    /// WeChat Pay's public key for this merchant.
    pub public_key: PublicKeyOf,
    /// What WeChat Pay charges on its trade.
    pub fee_rate: FeeRate,
    /// Who is charged for the trade of its sub-merchants (AP-03). Only a platform chooses.
    pub fee_bearer: FeeBearer,
    /// Which of its accounts pays for sub-merchants that cannot refund (4.2). Only a platform has one.
    pub advance_account: Purse,
    /// Permissions that are switched off; all others are there.
    pub switched_off: BTreeSet<Permission>,
    /// Whether it agreed to give back what ordinary splits brought it (PP-27).
    pub split_return_consent: bool,
    /// Where notices of what splits bring it go, and of what it gave back (PS-28).
    pub profitsharing_notify_url: Option<String>,
    /// The largest share of its orders that others may get; the world's where it set none (PS-05, PP-09).
    pub max_ratio: Option<FeeRate>,
    /// The card that its withdrawals go to. Only a sub-merchant's is known.
    pub settlement_card: Option<SettlementCard>,
    /// How risk control thinks of its trade (AP-24).
    #[serde(default)]
    pub limit_state: LimitState,
}

/// What a merchant may do by nature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 平台收付通: trades for its sub-merchants, splits their money.
    Platform,
    /// An ordinary service provider.
    ServiceProvider,
    /// Trades for itself.
    Direct,
    /// Trades through the provider that brought it in.
    Sub {
        /// The platform or service provider.
        provider: Mchid,
    },
}

/// An appid that a merchant may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundAppid {
    /// The appid.
    pub appid: Appid,
    /// What it belongs to.
    #[serde(default)]
    pub kind: AppidKind,
}

/// What an appid belongs to (OR-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppidKind {
    /// 公众号
    OfficialAccount,
    /// 小程序
    #[default]
    MiniProgram,
    /// APP
    App,
}

/// How WeChat Pay identifies itself towards a merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyMode {
    /// 平台证书 only.
    Certificate,
    /// Both, as during the switch from one to the other.
    #[default]
    Both,
    /// 微信支付公钥 only, as newly opened merchants have it.
    PublicKey,
}

/// One of the two kinds of key that WeChat Pay signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningKey {
    /// The platform certificate.
    #[default]
    Certificate,
    /// The public key.
    PublicKey,
}

/// Who is charged the fee (AP-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeBearer {
    /// The sub-merchant that receives the trade.
    #[default]
    Sub,
    /// The platform, out of its FEES account.
    Platform,
}

/// A product that a merchant may use unless it is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// JSAPI and mini-program payment.
    Jsapi,
    /// APP payment.
    App,
    /// H5 payment.
    H5,
    /// Native payment.
    Native,
    /// Combined payment.
    Combine,
    /// Profit sharing.
    ProfitSharing,
    /// Bringing in sub-merchants (AS-01).
    Onboarding,
    /// Withdrawing by API (WD-03).
    Withdraw,
    /// Paying refunds in a sub-merchant's place (垫付退款).
    RefundAdvance,
    /// The 平台收付通 tool itself, without which a platform may not use the e-commerce APIs (AP-01).
    Ecommerce,
}

impl Permission {
    /// Those that can be switched on and off one by one, for help. The tool is opened once, by an act of its own (AP-19).
    pub const NAMES: &'static [&'static str] = &[
        "jsapi",
        "app",
        "h5",
        "native",
        "combine",
        "profit_sharing",
        "onboarding",
        "withdraw",
        "refund_advance",
    ];

    /// The permission's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Permission::Jsapi => "jsapi",
            Permission::App => "app",
            Permission::H5 => "h5",
            Permission::Native => "native",
            Permission::Combine => "combine",
            Permission::ProfitSharing => "profit_sharing",
            Permission::Onboarding => "onboarding",
            Permission::Withdraw => "withdraw",
            Permission::RefundAdvance => "refund_advance",
            Permission::Ecommerce => "ecommerce",
        }
    }

    /// The products that come with a sales scene (AS-14).
    pub const BY_SCENE: &'static [Permission] =
        &[Permission::Jsapi, Permission::App, Permission::H5, Permission::Native];
}

/// A merchant API certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantCertificate {
    /// Its serial number.
    pub serial: Serial,
    /// The certificate as PEM.
    pub pem: String,
    /// The last second of its validity, unix seconds.
    pub not_after: i64,
    /// The key of the program's pool that belongs to it; none when the user keeps the key.
    pub pool_key: Option<usize>,
    /// Whether it may still be used.
    pub state: CertificateState,
}

/// Whether a certificate may still be used (WI-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// It may.
    Active,
    /// 已作废
    Revoked,
    /// 已更换
    Replaced,
}

/// WeChat Pay's public key for one merchant number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKeyOf {
    /// `PUB_KEY_ID_` and digits.
    pub id: String,
    /// The key of the program's pool.
    pub pool_key: usize,
}

/// The APIv3 key: 32 digits and letters (AP-05, CE-05).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApiV3Key([u8; 32]);

impl ApiV3Key {
    /// Reads a key.
    ///
    /// # Errors
    /// Unless it is 32 digits and letters.
    pub fn parse(text: &str) -> Result<ApiV3Key, String> {
        let bytes: Option<[u8; 32]> = text.as_bytes().try_into().ok();
        bytes.filter(|key| key.iter().all(u8::is_ascii_alphanumeric)).map(ApiV3Key).ok_or_else(|| {
            format!(
                "an APIv3 key is 32 digits and letters; this one has {} bytes, or other characters",
                text.len()
            )
        })
    }

    /// The key's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for ApiV3Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiV3Key(…)")
    }
}

impl TryFrom<String> for ApiV3Key {
    type Error = String;
    fn try_from(text: String) -> Result<ApiV3Key, String> {
        ApiV3Key::parse(&text)
    }
}

impl From<ApiV3Key> for String {
    fn from(key: ApiV3Key) -> String {
        key.0.iter().copied().map(char::from).collect()
    }
}

impl Merchant {
    /// A merchant that trades through a provider: it signs nothing itself, so it has no keys.
    #[must_use]
    pub fn sub(mchid: Mchid, name: String, provider: Mchid) -> Merchant {
        Merchant {
            mchid,
            name,
            role: Role::Sub { provider },
            organization: None,
            limit_state: LimitState::default(),
            appids: Vec::new(),
            key_mode: KeyMode::default(),
            notice_key: SigningKey::default(),
            apiv3_key: None,
            certificates: Vec::new(),
            public_key: PublicKeyOf { id: String::new(), pool_key: 0 },
            fee_rate: FeeRate::STANDARD,
            fee_bearer: FeeBearer::Sub,
            advance_account: Purse::Basic,
            switched_off: BTreeSet::new(),
            split_return_consent: false,
            profitsharing_notify_url: None,
            max_ratio: None,
            settlement_card: None,
        }
    }

    /// Whether an appid is bound.
    #[must_use]
    pub fn has_appid(&self, appid: &Appid) -> bool {
        self.appids.iter().any(|bound| bound.appid == *appid)
    }

    /// Whether a permission is there.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        !self.switched_off.contains(&permission)
    }

    /// The provider that brought a sub-merchant in.
    #[must_use]
    pub fn provider(&self) -> Option<&Mchid> {
        match &self.role {
            Role::Sub { provider } => Some(provider),
            Role::Platform | Role::ServiceProvider | Role::Direct => None,
        }
    }

    /// Whether it trades for others.
    #[must_use]
    pub fn is_provider(&self) -> bool {
        matches!(self.role, Role::Platform | Role::ServiceProvider)
    }

    /// The certificate that signs for it now: the newest active one.
    #[must_use]
    pub fn active_certificate(&self) -> Option<&MerchantCertificate> {
        self.certificates.iter().rev().find(|c| c.state == CertificateState::Active)
    }
}

impl Record for Merchant {
    const TABLE: &'static str = "merchant";
    const COLUMNS: &'static [&'static str] = &["key", "platform"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.mchid.to_string()), self.provider().map(ToString::to_string)]
    }
}

/// Whether a text can be the address for a receiver's notices: http or https, no query, no fragment (PS-28).
#[must_use]
pub fn is_receiver_url(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none()
    })
}

/// The merchant of this number.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn find(cx: &Cx<'_>, mchid: &Mchid) -> Result<Option<Merchant>, Bug> {
    cx.get(mchid.as_str())
}

/// A merchant that must be there, because a record names it.
///
/// # Errors
/// [`Bug`] when it is not.
pub fn known(cx: &Cx<'_>, mchid: &Mchid) -> Result<Merchant, Bug> {
    find(cx, mchid)?
        .ok_or_else(|| Bug::Broken(format!("merchant {mchid} is named by a record and does not exist")))
}

/// The merchant numbers that can take payments in an application: its owners', and for a provider's application those of
/// all its sub-merchants (SH-37).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn tied_to(cx: &Cx<'_>, appid: &Appid) -> Result<Vec<Mchid>, Bug> {
    let merchants: Vec<Merchant> = cx.page(Page::ALL)?;
    let owners: BTreeSet<&Mchid> =
        merchants.iter().filter(|one| one.has_appid(appid)).map(|one| &one.mchid).collect();
    let is_tied = |one: &&Merchant| match one.provider() {
        Some(provider) => one.has_appid(appid) || owners.contains(provider),
        None => one.has_appid(appid) && !one.is_provider(),
    };
    Ok(merchants.iter().filter(is_tied).map(|one| one.mchid.clone()).collect())
}
