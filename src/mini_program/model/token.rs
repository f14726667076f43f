//! Access tokens. Their lives are measured in transport time: a client keeps them by its own clock.

use serde::{Deserialize, Serialize};

use super::login::Scope;
use crate::world::ids::{Appid, Openid};
use crate::world::store::Record;

/// How long a token lives, in seconds (SH-08).
pub const LIFE: i64 = 7200;
/// How long the former token may still be used, and how long before its end a stable one is renewed, in seconds (SH-08, SH-11).
pub const GRACE: i64 = 300;

/// A token that was given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// Its text.
    pub token: String,
    /// Whose it is.
    pub appid: Appid,
    /// What it lets its holder do.
    pub grants: Grant,
    /// The end of its life, in unix seconds of transport time.
    pub expires_at: i64,
    /// From when on a newer one stands in its place, in unix seconds of transport time.
    pub retired_at: Option<i64>,
}

/// What a token lets its holder do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// Call the server API for the application.
    Server,
    /// Read about one user who logged in on a web page (OI-02).
    User {
        /// The user.
        openid: Openid,
        /// How much.
        scope: Scope,
    },
}

/// How a token stands at an instant of transport time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may be used.
    Good,
    /// A newer one stands in its place.
    Retired,
    /// It is past its own time.
    Expired,
}

impl AccessToken {
    /// How it stands: what came first, its replacement or its end, decides (SH-08).
    #[must_use]
    pub fn standing(&self, now: i64) -> Standing {
        match self.retired_at {
            Some(at) if now >= at && at <= self.expires_at => Standing::Retired,
            _ if now >= self.expires_at => Standing::Expired,
            _ => Standing::Good,
        }
    }

    /// The appid that a token's text names, whether it was ever given out or not: so its world is found.
    #[must_use]
    pub fn appid_in(text: &str) -> Option<String> {
        let mut parts = text.split('_');
        let (_, appid) = (parts.next()?, parts.next()?);
        String::from_utf8(hex::decode(appid).ok()?).ok()
    }

    /// A token's text: a number, the appid in hex, and randomness; shorter than the 512 characters that clients reserve (SH-09).
    #[must_use]
    pub fn text_for(appid: &Appid, random: &str) -> String {
        format!("100_{}_{random}", hex::encode(appid.as_str()))
    }
}

impl Record for AccessToken {
    const TABLE: &'static str = "access_token";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.token.clone())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(retired_at: Option<i64>) -> AccessToken {
        let appid = Appid::parse("wx0000000000000001").expect("an appid");
        let token = AccessToken::text_for(&appid, "x");
        AccessToken { token, appid, grants: Grant::Server, expires_at: 7200, retired_at }
    }

    #[test]
    fn the_text_names_its_appid() {
        let token = token(None);
        assert_eq!(AccessToken::appid_in(&token.token).as_deref(), Some("wx0000000000000001"));
        assert_eq!(AccessToken::appid_in("forged"), None);
        assert_eq!(AccessToken::appid_in("100_zz_x"), None);
    }

    #[test]
    fn what_came_first_decides() {
        assert_eq!(token(None).standing(7199), Standing::Good);
        assert_eq!(token(None).standing(7200), Standing::Expired);
        assert_eq!(token(Some(400)).standing(399), Standing::Good);
        assert_eq!(token(Some(400)).standing(9000), Standing::Retired);
        assert_eq!(token(Some(7400)).standing(7300), Standing::Expired);
    }
}
