//! Access tokens: given out, renewed, and checked on every call (SH-08 to SH-13).

use super::Ruled;
use super::refusal::{Refusal, TokenRefusal};
use crate::mini_program::model::app::{App, AppKind};
use crate::mini_program::model::switches::{self, TokenSwitches};
use crate::mini_program::model::token::{AccessToken, GRACE, Grant, LIFE, Standing};
use crate::world::ids::Appid;
use crate::world::seed::ALPHANUMERIC;
use crate::world::{Bug, Cx};

/// How often a day a stable token may be forced (SH-12).
const FORCES_A_DAY: u32 = 20;
/// A second force within so many seconds gives the same token (SH-12).
const FORCE_GAP: i64 = 30;
/// Beijing is so many seconds ahead of UTC.
const BEIJING: i64 = 8 * 3600;

/// A token as it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Its text.
    pub token: String,
    /// The rest of its life, in seconds.
    pub expires_in: i64,
}

/// The application of this appid, once its secret is proved. The grant type is checked before the secret (SH-08).
///
/// # Errors
/// [`Refusal::UnknownAppid`], [`Refusal::GrantType`], [`Refusal::SecretMissing`], [`Refusal::WrongSecret`].
pub fn authenticate(cx: &Cx<'_>, appid: &str, grant_type: (&str, &'static str), secret: &str) -> Ruled<App> {
    let app = cx.get::<App>(appid)?.ok_or_else(|| Refusal::UnknownAppid(appid.to_owned()))?;
    let (given, wanted) = grant_type;
    if given != wanted {
        return Err(Refusal::GrantType { given: given.to_owned(), wanted }.into());
    }
    if secret.is_empty() {
        return Err(Refusal::SecretMissing.into());
    }
    if secret != app.secret {
        return Err(Refusal::WrongSecret(app.appid).into());
    }
    Ok(app)
}

/// A new token in the place of the former, which may be used five minutes longer (SH-08).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn issue(cx: &Cx<'_>, mut app: App) -> Result<Issued, Bug> {
    let now = cx.clock().transport_now();
    retire(cx, app.token.as_deref(), now + GRACE)?;
    let issued = new(cx, &app, Grant::Server)?;
    app.token = Some(issued.token.clone());
    cx.put(&app)?;
    Ok(issued)
}

/// Counts one more question for the stable token (SH-13).
fn count(app: &mut App, now: i64, most: TokenSwitches) -> Result<(), TokenRefusal> {
    let (minute, day) = (now.div_euclid(60), (now + BEIJING).div_euclid(24 * 3600));
    if app.asked.minute != minute {
        (app.asked.minute, app.asked.in_minute) = (minute, 0);
    }
    if app.asked.day != day {
        (app.asked.day, app.asked.in_day) = (day, 0);
    }
    if app.asked.in_day >= most.stable_per_day {
        return Err(TokenRefusal::AskedTooOftenToday(most.stable_per_day));
    }
    if app.asked.in_minute >= most.stable_per_minute {
        return Err(TokenRefusal::AskedTooOften(most.stable_per_minute));
    }
    app.asked.in_minute += 1;
    app.asked.in_day += 1;
    Ok(())
}

/// The stable token: the same one until five minutes before its end (SH-11), or a new one at once (SH-12).
///
/// # Errors
/// [`TokenRefusal::AskedTooOftenToday`], [`TokenRefusal::AskedTooOften`], [`TokenRefusal::ForcedTooOften`].
pub fn stable(cx: &Cx<'_>, mut app: App, force: bool) -> Ruled<Issued> {
    let now = cx.clock().transport_now();
    count(&mut app, now, switches::of(cx)?.token)?;
    let current = match &app.stable_token {
        Some(token) => cx.get::<AccessToken>(token)?,
        None => None,
    };
    let same = current.filter(|current| current.standing(now) == Standing::Good);
    let again = app.forced.last.is_some_and(|last| now < last + FORCE_GAP);
    if let Some(same) = &same
        && (!force || again)
        && (again || same.expires_at - now >= GRACE)
    {
        cx.put(&app)?;
        return Ok(Issued { token: same.token.clone(), expires_in: same.expires_at - now });
    }
    if force {
        let day = (now + BEIJING).div_euclid(24 * 3600);
        if app.forced.day != day {
            app.forced.count = 0;
        }
        if app.forced.count >= FORCES_A_DAY {
            return Err(TokenRefusal::ForcedTooOften(FORCES_A_DAY).into());
        }
        app.forced.day = day;
        app.forced.count += 1;
        app.forced.last = Some(now);
        retire(cx, app.stable_token.as_deref(), now)?;
    }
    let issued = new(cx, &app, Grant::Server)?;
    app.stable_token = Some(issued.token.clone());
    cx.put(&app)?;
    Ok(issued)
}

/// A new token of an application.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn new(cx: &Cx<'_>, app: &App, grants: Grant) -> Result<Issued, Bug> {
    let random = cx.random("access token")?.text(ALPHANUMERIC, 96);
    let token = AccessToken::text_for(&app.appid, &random);
    let expires_at = cx.clock().transport_now() + LIFE;
    let appid = app.appid.clone();
    cx.put(&AccessToken { token: token.clone(), appid, grants, expires_at, retired_at: None })?;
    Ok(Issued { token, expires_in: LIFE })
}

fn retire(cx: &Cx<'_>, token: Option<&str>, at: i64) -> Result<(), Bug> {
    let Some(token) = token else { return Ok(()) };
    if let Some(mut former) = cx.get::<AccessToken>(token)? {
        former.retired_at = Some(at);
        cx.put(&former)?;
    }
    Ok(())
}

/// The token of this text, if it may be used now.
///
/// # Errors
/// [`TokenRefusal::Unknown`], [`TokenRefusal::Retired`], [`TokenRefusal::Expired`].
pub fn usable(cx: &Cx<'_>, text: &str) -> Ruled<AccessToken> {
    let token = cx.get::<AccessToken>(text)?.ok_or(TokenRefusal::Unknown)?;
    match token.standing(cx.clock().transport_now()) {
        Standing::Good => Ok(token),
        Standing::Retired => Err(TokenRefusal::Retired.into()),
        Standing::Expired => Err(TokenRefusal::Expired.into()),
    }
}

/// The application whose token of the server API this is.
///
/// # Errors
/// As [`usable`]; [`TokenRefusal::Unknown`] for a user's token.
pub fn server(cx: &Cx<'_>, text: &str) -> Ruled<Appid> {
    let token = usable(cx, text)?;
    match token.grants {
        Grant::Server => Ok(token.appid),
        Grant::User { .. } => Err(TokenRefusal::Unknown.into()),
    }
}

/// The mini program whose token of the server API this is.
///
/// # Errors
/// As [`server`]; [`Refusal::NoMiniProgram`] for an official account's.
pub fn of_mini_program(cx: &Cx<'_>, text: &str) -> Ruled<Appid> {
    let appid = server(cx, text)?;
    let app = cx.get::<App>(appid.as_str())?;
    if app.is_none_or(|app| app.kind != AppKind::MiniProgram) {
        return Err(Refusal::NoMiniProgram(appid).into());
    }
    Ok(appid)
}

/// Ends the lives of an application's tokens now. Answers how many were still good.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn expire(cx: &Cx<'_>, app: &App) -> Result<u32, Bug> {
    let now = cx.clock().transport_now();
    let mut ended = 0;
    for text in [&app.token, &app.stable_token].into_iter().flatten() {
        if let Some(mut token) = cx.get::<AccessToken>(text)?
            && token.standing(now) == Standing::Good
        {
            token.expires_at = now;
            cx.put(&token)?;
            ended += 1;
        }
    }
    Ok(ended)
}
