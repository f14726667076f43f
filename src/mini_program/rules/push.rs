//! Push settings: what they may be, and how they come into force (SH-58, SH-59).

use url::Url;

use super::notices::{self, Content};
use super::reminders;
use crate::crypto::push::MessageKey;
use crate::mini_program::model::push::{
    NumberedSettings, PushFormat, PushMode, PushSettings, Server, settings_of,
};
use crate::world::act::ActRefused;
use crate::world::ids::Appid;
use crate::world::journal::Note;
use crate::world::receivers::is_loopback;
use crate::world::seed::ALPHANUMERIC;
use crate::world::{Bug, Cx};

/// Settings as a user gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The address of the server.
    pub url: &'a str,
    /// The secret that signs.
    pub token: &'a str,
    /// The secret that encrypts; made from the seed where left out.
    pub encoding_aes_key: Option<&'a str>,
    /// What of a message is encrypted.
    pub mode: PushMode,
    /// What a message is written in.
    pub format: PushFormat,
}

/// The settings that are asked for, if they may be (SH-58).
///
/// # Errors
/// The first setting that may not be, with what it must look like.
pub fn checked(asked: &Asked<'_>) -> Result<(), ActRefused> {
    let Asked { url, token, encoding_aes_key, .. } = asked;
    check_url(url)?;
    if !(3..=32).contains(&token.len()) || !token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(ActRefused::new(
            format!("the push token `{token}` is not 3 to 32 letters and digits (SH-58)"),
            format!("消息推送的 Token `{token}` 须为 3 到 32 位字母和数字（SH-58）"),
        ));
    }
    match encoding_aes_key {
        Some(key) if MessageKey::parse(key).is_none() => {
            let length = key.chars().count();
            Err(ActRefused::new(
                format!(
                    "the EncodingAESKey has {length} characters, or others than A-Z a-z 0-9; it is 43 of these (SH-58)"
                ),
                format!(
                    "EncodingAESKey 有 {length} 个字符，或含 A-Z a-z 0-9 以外的字符；须为 43 个此类字符（SH-58）"
                ),
            ))
        }
        Some(_) | None => Ok(()),
    }
}

fn check_url(text: &str) -> Result<(), ActRefused> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let Some(url) = url.filter(|url| url.fragment().is_none()) else {
        return Err(ActRefused::new(
            format!("the push url `{text}` is not an http or https URL (SH-58)"),
            format!("消息推送的 URL `{text}` 不是 http 或 https 地址（SH-58）"),
        ));
    };
    match url.port() {
        Some(port) if !is_loopback(&url) => {
            let host = url.host_str().unwrap_or_default();
            Err(ActRefused::new(
                format!(
                    "WeChat pushes to port 80 or 443 only, not {port} (SH-58); leave the port out, and bring {host} home as a receiver"
                ),
                format!(
                    "微信只推送到 80 或 443 端口，而非 {port}（SH-58）；请去掉端口，并把 {host} 设为接收方映射到本机"
                ),
            ))
        }
        Some(_) | None => Ok(()),
    }
}

/// Settings with their key, made where none was given.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn complete(cx: &Cx<'_>, asked: &Asked<'_>) -> Result<PushSettings, Bug> {
    let encoding_aes_key = match asked.encoding_aes_key {
        Some(key) => key.to_owned(),
        None => cx.random("encoding aes key")?.text(ALPHANUMERIC, 43),
    };
    Ok(PushSettings {
        url: asked.url.to_owned(),
        token: asked.token.to_owned(),
        encoding_aes_key,
        mode: asked.mode,
        format: asked.format,
    })
}

/// A mini program's server without settings, under an original id of its own.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn new_server(cx: &Cx<'_>, appid: &Appid, original_id: Option<&str>) -> Result<Server, Bug> {
    let original_id = match original_id {
        Some(id) => id.to_owned(),
        None => format!("gh_{}", hex::encode(cx.random("original id")?.bytes::<6>())),
    };
    Ok(Server { appid: appid.clone(), original_id, in_force: None, asked: 0, has_shipped: false })
}

/// Keeps settings under the next number of their mini program. Answers that number; it is not in force by that.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn keep(cx: &Cx<'_>, server: &mut Server, settings: PushSettings) -> Result<u32, Bug> {
    server.asked += 1;
    cx.put(&NumberedSettings { appid: server.appid.clone(), number: server.asked, settings })?;
    Ok(server.asked)
}

/// The check of an address came to its end: the settings are in force, or nothing changed (SH-59). Only the check that
/// was asked for last counts, whenever the others end or are sent again.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn check_ended(cx: &Cx<'_>, content: &Content, passed: bool) -> Result<Note, Bug> {
    let Content { appid, settings: number, .. } = content;
    let mut server = server_of(cx, appid)?;
    let url = settings_of(cx, appid, *number)?.url;
    if server.asked != *number {
        return Ok(Note::new(
            format!(
                "other push settings of {appid} were asked for since, so the check of {url} changes nothing (SH-59)"
            ),
            format!("{appid} 其后又提交了消息推送设置，对 {url} 的校验不再改变设置（SH-59）"),
        ));
    }
    if !passed {
        return Ok(Note::new(
            format!(
                "{url} did not answer the echostr and nothing else, so the push settings of {appid} stay as they were (SH-59)"
            ),
            format!("{url} 未原样返回 echostr，{appid} 的消息推送设置保持不变（SH-59）"),
        ));
    }
    let is_first = server.in_force.replace(*number).is_none();
    cx.put(&server)?;
    if is_first {
        reminders::begin(cx, &server)?;
    }
    Ok(Note::new(
        format!("messages of {appid} are pushed to {url} from now on (SH-59)"),
        format!("{appid} 的消息自此推送到 {url}（SH-59）"),
    ))
}

/// Puts the check of new settings in the outbox. Answers the id under which it stands there.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn ask(cx: &Cx<'_>, appid: &Appid, settings: PushSettings) -> Result<String, Bug> {
    let mut server = server_of(cx, appid)?;
    let url = settings.url.clone();
    let number = keep(cx, &mut server, settings)?;
    cx.put(&server)?;
    notices::check(cx, appid, number, url)
}

fn server_of(cx: &Cx<'_>, appid: &Appid) -> Result<Server, Bug> {
    let server = cx.get::<Server>(appid.as_str())?;
    server.map_or_else(|| new_server(cx, appid, None), Ok)
}
