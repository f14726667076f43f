//! What each refusal looks like on the wire.

use crate::mini_program::rules::refusal::{LoginRefusal, Refusal, TokenRefusal};

/// Code and text of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The `errcode`.
    pub(super) code: i64,
    /// The `errmsg` before the request's id.
    pub(super) text: &'static str,
}

const fn row(code: i64, text: &'static str) -> Row {
    Row { code, text }
}

/// A mistake of ours.
pub(super) const BUG: Row = row(-1, "system error");

/// The row of a refusal.
pub(super) const fn of_refusal(refusal: &Refusal) -> Row {
    match refusal {
        Refusal::UnknownPath { .. } => row(40066, "invalid url"),
        Refusal::PostRequired => row(43002, "require POST method"),
        // assumed: the text mirrors that of 43002
        Refusal::GetRequired => row(43001, "require GET method"),
        Refusal::EmptyBody => row(44002, "empty post data"),
        Refusal::DataFormat(_) => row(47001, "data format error"),
        // assumed: the text says what the page does
        Refusal::AppidMissing => row(41002, "appid missing"),
        Refusal::UnknownAppid(_) => row(40013, "invalid appid"),
        Refusal::GrantType { .. } => row(40002, "invalid grant_type"),
        // assumed: the text says what the page does
        Refusal::SecretMissing => row(41004, "appsecret missing"),
        Refusal::WrongSecret(_) => row(40125, "invalid appsecret"),
        Refusal::TokenMissing => row(41001, "access_token missing"),
        Refusal::Token(TokenRefusal::Unknown | TokenRefusal::Retired) => row(
            40001,
            "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r",
        ),
        Refusal::Token(TokenRefusal::Expired) => row(42001, "access_token expired"),
        Refusal::Token(TokenRefusal::ForcedTooOften(_)) => row(45009, "reach max api daily quota limit"),
        // assumed: no page says what a login of another kind of application answers, or of too narrow a scope
        Refusal::Login(LoginRefusal::OtherKind(_) | LoginRefusal::ScopeTooNarrow) => {
            row(48001, "api unauthorized")
        }
        // assumed: the text
        Refusal::Login(LoginRefusal::CodeMissing) => row(41008, "missing code"),
        Refusal::Login(LoginRefusal::UnknownCode) => row(40029, "invalid code"),
        Refusal::Login(LoginRefusal::UsedCode) => row(40163, "code been used"),
        // assumed: the text
        Refusal::Login(LoginRefusal::OpenidMissing) => row(41009, "missing openid"),
        Refusal::Login(LoginRefusal::UnknownOpenid(_)) => row(40003, "invalid openid"),
    }
}
