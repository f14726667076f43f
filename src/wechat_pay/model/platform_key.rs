//! WeChat Pay's own platform certificates: one signs, all live ones are served and accepted (CE-03).

use serde::{Deserialize, Serialize};

use crate::crypto::certificate::{self, Serial, Subject};
use crate::crypto::pool;
use crate::world::store::{Page, Record};
use crate::world::{Bug, Cx};

/// Where the platform certificates' keys begin in the pool, and how many there are.
const POOL: std::ops::Range<usize> = 12..18;

/// A platform certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformCertificate {
    /// Its serial: 40 upper-case hex digits.
    pub serial: Serial,
    /// The certificate as PEM.
    pub pem: String,
    /// The key of the program's pool.
    pub pool_key: usize,
    /// Whether it is still served and accepted.
    pub live: bool,
    /// Whether it is the one that signs.
    pub signing: bool,
}

impl Record for PlatformCertificate {
    const TABLE: &'static str = "platform_key";
    const COLUMNS: &'static [&'static str] = &["key", "signing"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.serial.to_string()), Some(self.signing.to_string())]
    }
}

/// All platform certificates ever made, oldest first.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn all(cx: &Cx<'_>) -> Result<Vec<PlatformCertificate>, Bug> {
    cx.page(Page::ALL)
}

/// The one that signs.
///
/// # Errors
/// [`Bug`] when there is none: a world begins with one, and the last live one cannot be retired.
pub fn signing(cx: &Cx<'_>) -> Result<PlatformCertificate, Bug> {
    cx.first("signing", "true")?.ok_or_else(|| Bug::Broken("no platform certificate signs".to_owned()))
}

/// Makes another platform certificate. With `signing` it takes over from the one that signs now.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn add(cx: &Cx<'_>, signing: bool) -> Result<PlatformCertificate, Bug> {
    let mut others = all(cx)?;
    let pool_key = POOL.start + others.len() % POOL.len();
    let serial = Serial::from_random(cx.random("platform certificate")?.bytes());
    let subject =
        Subject { common_name: "Tenpay.com Root CA (sandbox)", organization: "WeChat Pay (sandbox)" };
    let rotation = u32::try_from(others.len()).unwrap_or(u32::MAX);
    let pem = certificate::issue_rotated(&subject, &serial, &pool::key(pool_key), rotation)
        .map_err(|error| Bug::Broken(format!("a platform certificate could not be made: {error}")))?;
    if signing {
        for other in others.iter_mut().filter(|other| other.signing) {
            other.signing = false;
            cx.put(other)?;
        }
    }
    let certificate = PlatformCertificate { serial, pem, pool_key, live: true, signing };
    cx.put(&certificate)?;
    Ok(certificate)
}
