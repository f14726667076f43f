//! Logins: a code is changed into an openid (OI-01 to OI-03).

use super::refusal::{LoginRefusal, TokenRefusal};
use super::{Ruled, token};
use crate::crypto::base64;
use crate::mini_program::model::app::{App, AppKind};
use crate::mini_program::model::login::{CODE_LIFE, LoginCode, Scope};
use crate::mini_program::model::token::Grant;
use crate::world::buyer::{self, KnownAs};
use crate::world::ids::Openid;
use crate::world::seed::ALPHANUMERIC;
use crate::world::{Bug, Cx};

/// Who logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// As this application knows them.
    pub openid: Openid,
    /// As all applications of one owner know them.
    pub unionid: String,
}

/// A login on a web page, changed into a token of its own (OI-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebLogin {
    /// Who.
    pub who: Identity,
    /// What they agreed to.
    pub scope: Scope,
    /// The token that reads about them.
    pub issued: token::Issued,
    /// The text that renews it.
    pub refresh_token: String,
}

/// A buyer logs in: the code that their client is given (OI-03).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn begin(cx: &Cx<'_>, app: &App, buyer: &str, scope: Scope) -> Result<LoginCode, Bug> {
    let code = LoginCode {
        code: format!("0{}", cx.random("login code")?.text(ALPHANUMERIC, 31)),
        appid: app.appid.clone(),
        buyer: buyer.to_owned(),
        scope,
        expires_at: cx.clock().transport_now() + CODE_LIFE,
        used: false,
    };
    cx.put(&code)?;
    Ok(code)
}

/// A mini program's login: who it is, and the key of the session, base64 of 16 bytes (OI-01).
///
/// # Errors
/// [`LoginRefusal::OtherKind`], [`LoginRefusal::CodeMissing`], [`LoginRefusal::UnknownCode`], [`LoginRefusal::UsedCode`].
pub fn session(cx: &Cx<'_>, app: &App, code: &str) -> Ruled<(Identity, String)> {
    let code = redeem(cx, app, AppKind::MiniProgram, code)?;
    let who = identity(cx, app, &code.buyer)?;
    Ok((who, base64(&cx.random("session key")?.bytes::<16>())))
}

/// A login on a web page of an official account (OI-02).
///
/// # Errors
/// As [`session`].
pub fn web(cx: &Cx<'_>, app: &App, code: &str) -> Ruled<WebLogin> {
    let code = redeem(cx, app, AppKind::OfficialAccount, code)?;
    let who = identity(cx, app, &code.buyer)?;
    let grants = Grant::User { openid: who.openid.clone(), scope: code.scope };
    let issued = token::new(cx, app, grants)?;
    let refresh_token = cx.random("refresh token")?.text(ALPHANUMERIC, 96);
    Ok(WebLogin { who, scope: code.scope, issued, refresh_token })
}

/// The name and unionid of the user that a token reads about.
///
/// # Errors
/// [`TokenRefusal::Unknown`] for a token of the server API, [`LoginRefusal::OpenidMissing`], [`LoginRefusal::UnknownOpenid`] for
/// anybody else, [`LoginRefusal::ScopeTooNarrow`].
pub fn user(cx: &Cx<'_>, text: &str, openid: &str) -> Ruled<(Identity, String)> {
    let found = token::usable(cx, text)?;
    let Grant::User { openid: own, scope } = found.grants else {
        return Err(TokenRefusal::Unknown.into());
    };
    if openid.is_empty() {
        return Err(LoginRefusal::OpenidMissing.into());
    }
    if openid != own.as_str() {
        return Err(LoginRefusal::UnknownOpenid(openid.to_owned()).into());
    }
    if scope == Scope::SnsapiBase {
        return Err(LoginRefusal::ScopeTooNarrow.into());
    }
    let known = cx.get::<KnownAs>(own.as_str())?;
    let known = known.ok_or_else(|| Bug::Broken(format!("{own} has a token and is nobody's")))?;
    Ok((Identity { openid: own, unionid: unionid(cx, &known.buyer) }, known.buyer))
}

fn redeem(cx: &Cx<'_>, app: &App, kind: AppKind, code: &str) -> Ruled<LoginCode> {
    if app.kind != kind {
        return Err(LoginRefusal::OtherKind(app.kind).into());
    }
    if code.is_empty() {
        return Err(LoginRefusal::CodeMissing.into());
    }
    let now = cx.clock().transport_now();
    let found = cx.get::<LoginCode>(code)?.filter(|found| found.appid == app.appid);
    let mut found = found.ok_or(LoginRefusal::UnknownCode)?;
    if found.used {
        return Err(LoginRefusal::UsedCode.into());
    }
    if now >= found.expires_at {
        return Err(LoginRefusal::UnknownCode.into());
    }
    found.used = true;
    cx.put(&found)?;
    Ok(found)
}

fn identity(cx: &Cx<'_>, app: &App, buyer: &str) -> Result<Identity, Bug> {
    Ok(Identity { openid: buyer::openid_of(cx, buyer, &app.appid)?, unionid: unionid(cx, buyer) })
}

/// One for each buyer: here all applications belong to one owner (assumed).
fn unionid(cx: &Cx<'_>, buyer: &str) -> String {
    format!("o{}", cx.seed().draw(&format!("unionid of {buyer}"), 0).text(ALPHANUMERIC, 27))
}
