//! Logins: the code that a user's client is given, to be changed into who they are.

use serde::{Deserialize, Serialize};

use crate::world::ids::Appid;
use crate::world::store::Record;

/// How long a code lives, in seconds of transport time (OI-01).
pub const CODE_LIFE: i64 = 300;

/// A code of one login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginCode {
    /// Its text.
    pub code: String,
    /// Where the user logged in.
    pub appid: Appid,
    /// The buyer's name.
    pub buyer: String,
    /// What they agreed to, on a web page.
    pub scope: Scope,
    /// The end of its life, in unix seconds of transport time.
    pub expires_at: i64,
    /// Whether it was changed already: it works once.
    pub used: bool,
}

/// How much a user agreed to show on a web page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Only who they are.
    SnsapiBase,
    /// Name and picture too.
    #[default]
    SnsapiUserinfo,
}

impl Scope {
    /// The words for them.
    pub const NAMES: &'static [&'static str] = &["snsapi_base", "snsapi_userinfo"];

    /// The one of this name; the wider one where nothing was said.
    #[must_use]
    pub fn named(name: Option<&str>) -> Scope {
        if name == Some("snsapi_base") { Scope::SnsapiBase } else { Scope::SnsapiUserinfo }
    }

    /// Its name on the wire.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            Scope::SnsapiBase => "snsapi_base",
            Scope::SnsapiUserinfo => "snsapi_userinfo",
        }
    }
}

impl Record for LoginCode {
    const TABLE: &'static str = "login_code";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.code.clone())]
    }
}
