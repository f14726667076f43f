//! The server of a mini program, and how WeChat pushes messages to it (SH-58).

use serde::{Deserialize, Serialize};

use crate::world::ids::Appid;
use crate::world::store::Record;
use crate::world::{Bug, Cx};

/// A mini program as the sender and receiver of pushed messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// The mini program.
    pub appid: Appid,
    /// Its original id, `gh_…`: messages are addressed to it.
    pub original_id: String,
    /// The number of the settings in force; none where nothing is pushed.
    pub in_force: Option<u32>,
    /// The number of the settings that were asked for last (SH-59).
    #[serde(default)]
    pub asked: u32,
    /// Whether an order of it was ever shipped: that decides what it is reminded of (SH-53).
    pub has_shipped: bool,
}

/// Settings under their number: a message names them by it, for the outbox shows messages and no secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedSettings {
    /// The mini program.
    pub appid: Appid,
    /// Their number from 1, in the order of asking.
    pub number: u32,
    /// The settings.
    pub settings: PushSettings,
}

/// Where and how messages are pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushSettings {
    /// The address of the server.
    pub url: String,
    /// The secret that signs.
    pub token: String,
    /// The secret that encrypts: 43 letters and digits.
    pub encoding_aes_key: String,
    /// What of a message is encrypted.
    pub mode: PushMode,
    /// What a message is written in.
    pub format: PushFormat,
}

/// What of a message is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushMode {
    /// 明文模式: nothing (SH-60).
    #[default]
    Plain,
    /// 兼容模式: it comes plain and encrypted (SH-62).
    Compatible,
    /// 安全模式: all of it (SH-61).
    Secure,
}

/// What a message is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushFormat {
    /// XML.
    #[default]
    Xml,
    /// JSON.
    Json,
}

impl PushMode {
    /// The words for them.
    pub const NAMES: &'static [&'static str] = &["plain", "compatible", "secure"];

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> PushMode {
        match name {
            "secure" => PushMode::Secure,
            "compatible" => PushMode::Compatible,
            _ => PushMode::Plain,
        }
    }
}

impl PushFormat {
    /// The words for them.
    pub const NAMES: &'static [&'static str] = &["xml", "json"];

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> PushFormat {
        if name == "json" { PushFormat::Json } else { PushFormat::Xml }
    }

    /// The Content-Type of a message (SH-60).
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            PushFormat::Xml => "text/xml",
            PushFormat::Json => "application/json",
        }
    }
}

/// The server of a mini program with the settings in force, if messages can be pushed to it.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn pushed_to(cx: &Cx<'_>, appid: &Appid) -> Result<Option<(Server, PushSettings)>, Bug> {
    let Some(server) = cx.get::<Server>(appid.as_str())? else { return Ok(None) };
    let Some(number) = server.in_force else { return Ok(None) };
    let settings = settings_of(cx, appid, number)?;
    Ok(Some((server, settings)))
}

/// The settings of this number.
///
/// # Errors
/// [`Bug`] when there are none, or the database fails.
pub fn settings_of(cx: &Cx<'_>, appid: &Appid, number: u32) -> Result<PushSettings, Bug> {
    let found = cx.get::<NumberedSettings>(&key_of(appid, number))?;
    found.map(|one| one.settings).ok_or_else(|| Bug::Broken(format!("{appid} has no push settings {number}")))
}

fn key_of(appid: &Appid, number: u32) -> String {
    format!("{appid}/{number}")
}

impl Record for NumberedSettings {
    const TABLE: &'static str = "push_settings";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(key_of(&self.appid, self.number))]
    }
}

impl Record for Server {
    const TABLE: &'static str = "app_server";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.appid.to_string())]
    }
}
