//! How a user describes the applications of a world.

use serde::{Deserialize, Serialize};

use super::model::app::{App, AppKind, Forced};
use super::model::management::{Management, Standing};
use super::model::switches::{self, Switches};
use crate::world::Cx;
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
}

fn joined() -> bool {
    true
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
        let (token, stable_token, forced) = (None, None, Forced::default());
        let management = management(cx, given);
        cx.put(&App { appid: appid.clone(), secret, kind: *kind, token, stable_token, forced, management })?;
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
