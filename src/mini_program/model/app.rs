//! Applications: mini programs and official accounts, with what their servers authenticate by.

use serde::{Deserialize, Serialize};

use super::management::Management;
use crate::world::ids::Appid;
use crate::world::store::Record;

/// An application whose server may call this API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct App {
    /// Its appid.
    pub appid: Appid,
    /// Its AppSecret.
    pub secret: String,
    /// What it is.
    pub kind: AppKind,
    /// The token that `/cgi-bin/token` gave last (SH-08).
    pub token: Option<String>,
    /// The token that `/cgi-bin/stable_token` gave last (SH-10).
    pub stable_token: Option<String>,
    /// How the stable token was forced.
    pub forced: Forced,
    /// How often the stable token was asked for.
    #[serde(default)]
    pub asked: Asked,
    /// How it stands with order shipping management and fund control.
    #[serde(default)]
    pub management: Management,
}

/// What an application is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppKind {
    /// 小程序: its users log in with `jscode2session`.
    #[default]
    MiniProgram,
    /// 公众号: its users log in on web pages, with `oauth2/access_token`.
    OfficialAccount,
}

/// How often and when a stable token was forced (SH-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Forced {
    /// The day of the count: days since 1970 in Beijing, on the transport clock.
    pub day: i64,
    /// How often on that day.
    pub count: u32,
    /// When last, in unix seconds of transport time; never where it is none.
    pub last: Option<i64>,
}

/// How often the stable token was asked for, on the transport clock (SH-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// The minute of the count: minutes since 1970.
    pub minute: i64,
    /// How often in that minute.
    pub in_minute: u32,
    /// The day of the count: days since 1970 in Beijing.
    pub day: i64,
    /// How often on that day.
    pub in_day: u32,
}

impl Record for App {
    const TABLE: &'static str = "mini_program";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.appid.to_string())]
    }
}
