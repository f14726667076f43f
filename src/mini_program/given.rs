//! How a user describes the applications of a world.

use serde::{Deserialize, Serialize};

use super::model::app::{App, AppKind, Asked, Forced};
use super::model::management::{Management, Standing};
use super::model::profile::Profile;
use super::model::push::{PushFormat, PushMode, Server};
use super::model::switches::{self, Switches};
use super::rules::push;
use crate::world::Cx;
use crate::world::event::Event;
use crate::world::given::{SetUp, unfit};
use crate::world::ids::{Appid, Mchid};

/// An application whose server calls this API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppGiven {
    /// Its appid.
    pub appid: Appid,
    /// Its AppSecret; made from the seed where left out.
    pub secret: Option<String>,
    /// What it is; a mini program where left out.
    #[serde(default)]
    pub kind: AppKind,
    /// Whether it joined order shipping management before the world began (SH-36).
    #[serde(default = "joined")]
    pub joined: bool,
    /// Whether its payments are under fund control from the world's first instant on (SH-72).
    #[serde(default)]
    pub controlled: bool,
    /// The merchant numbers that granted order management; all where left out (SH-37).
    pub granted: Option<Vec<Mchid>>,
    /// Its original id, `gh_…`; made from the seed where left out.
    pub original_id: Option<String>,
    /// Where a buyer gets who opens a message about an order; the platform's own page where left out (SH-35).
    pub msg_jump_path: Option<String>,
    /// Where messages are pushed; nowhere where left out.
    pub push: Option<PushGiven>,
}

fn joined() -> bool {
    true
}

/// Where and how messages are pushed (SH-58). They are in force at once: no address is checked before a world begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushGiven {
    /// The address of the server.
    pub url: String,
    /// The secret that signs: 3 to 32 letters and digits.
    pub token: String,
    /// The secret that encrypts: 43 letters and digits; made from the seed where left out.
    pub encoding_aes_key: Option<String>,
    /// What of a message is encrypted; nothing where left out.
    #[serde(default)]
    pub mode: PushMode,
    /// What a message is written in; XML where left out.
    #[serde(default)]
    pub format: PushFormat,
}

/// Writes the applications and switches into a new world.
///
/// # Errors
/// [`crate::world::given::Unfit`] with the line of the description that cannot be.
pub fn set_up(cx: &Cx<'_>, apps: &[AppGiven], switches: &Switches) -> SetUp<()> {
    switches::set(cx, switches)?;
    for given in apps {
        let AppGiven { appid, kind, .. } = given;
        if !appid.is_issued_form() {
            return unfit(format!(
                "mini_programs: `{appid}` is not an appid: wx and 16 lower-case hex digits"
            ));
        }
        if cx.get::<App>(appid.as_str())?.is_some() {
            return unfit(format!("mini_programs: {appid} stands twice"));
        }
        let secret = match &given.secret {
            Some(secret) if secret.is_empty() || !secret.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                return unfit(format!("mini_programs: the secret of {appid} is letters and digits"));
            }
            Some(secret) => secret.clone(),
            None => hex::encode(cx.random("app secret")?.bytes::<16>()),
        };
        let (token, stable_token, forced, asked) = (None, None, Forced::default(), Asked::default());
        cx.put(&App {
            appid: appid.clone(),
            secret,
            kind: *kind,
            token,
            stable_token,
            forced,
            asked,
            management: management(cx, given),
        })?;
        if given.controlled {
            cx.raise(&Event::ControlAnnounced { appid: appid.clone(), from: cx.now() })?;
        }
        if let Some(path) = &given.msg_jump_path {
            cx.put(&Profile { message_path: path.clone(), ..Profile::of(cx, appid)? })?;
        }
        cx.put(&server(cx, given)?)?;
    }
    Ok(())
}

fn management(cx: &Cx<'_>, given: &AppGiven) -> Management {
    let named = given.granted.iter().flatten().map(|mchid| (mchid.clone(), Standing::Granted));
    Management {
        joined: given.joined,
        controlled_from: given.controlled.then(|| cx.now()),
        others_granted: given.granted.is_none(),
        numbers: named.collect(),
    }
}

/// The server of an application as it is described.
fn server(cx: &Cx<'_>, given: &AppGiven) -> SetUp<Server> {
    let AppGiven { appid, original_id, .. } = given;
    if let Some(id) = original_id.as_deref()
        && !(id.strip_prefix("gh_").is_some_and(|rest| {
            (1..=29).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }))
    {
        return unfit(format!(
            "mini_programs: `{id}` of {appid} is no original id: gh_ and up to 29 letters and digits"
        ));
    }
    let mut server = push::new_server(cx, appid, original_id.as_deref())?;
    let Some(settings) = &given.push else { return Ok(server) };
    if given.kind != AppKind::MiniProgram {
        return unfit(format!(
            "mini_programs: {appid} is no mini program, so nothing about orders is pushed to it"
        ));
    }
    let asked = push::Asked {
        url: &settings.url,
        token: &settings.token,
        encoding_aes_key: settings.encoding_aes_key.as_deref(),
        mode: settings.mode,
        format: settings.format,
    };
    if let Err(refused) = push::checked(&asked) {
        return unfit(format!("mini_programs: push of {appid}: {}", refused.en));
    }
    let settings = push::complete(cx, &asked)?;
    server.in_force = Some(push::keep(cx, &mut server, settings)?);
    Ok(server)
}
