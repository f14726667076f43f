//! Why the server API refuses. What a refusal looks like on the wire is `http::errors`' matter.

mod login;
mod shipping;
mod token;

pub use login::LoginRefusal;
pub use shipping::ShippingRefusal;
pub use token::TokenRefusal;

use crate::world::ids::Appid;
use crate::world::journal::Note;
use crate::world::{self, refusal_families};

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such path.
    UnknownPath {
        /// The path asked for.
        path: String,
        /// The one that was probably meant.
        near: Option<&'static str>,
    },
    /// A GET where a POST is needed (SH-01).
    PostRequired,
    /// A POST where a GET is needed.
    GetRequired,
    /// A POST without a body.
    EmptyBody,
    /// The body, or a field of it, is not what it must be (SH-06).
    DataFormat(String),
    /// No appid.
    AppidMissing,
    /// No application has this appid.
    UnknownAppid(String),
    /// Another grant type than the API takes.
    GrantType {
        /// What was sent.
        given: String,
        /// What is taken.
        wanted: &'static str,
    },
    /// No secret.
    SecretMissing,
    /// Another secret.
    WrongSecret(Appid),
    /// No token in the query (SH-01).
    TokenMissing,
    /// A token is not taken, or not given.
    Token(TokenRefusal),
    /// A login fails.
    Login(LoginRefusal),
    /// The shipping service refuses.
    Shipping(ShippingRefusal),
}

impl world::Refusal for Refusal {}

impl Refusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            Refusal::UnknownPath { path, near } => {
                let (en, zh) = near.map_or((String::new(), String::new()), |near| {
                    (format!("; did you mean {near}?"), format!("；是否为 {near}？"))
                });
                Note::new(format!("no API at {path}{en}"), format!("没有接口 {path}{zh}"))
            }
            Refusal::PostRequired => Note::new("this API takes POST (SH-01)", "该接口须用 POST（SH-01）"),
            Refusal::GetRequired => Note::new("this API takes GET", "该接口须用 GET"),
            Refusal::EmptyBody => Note::new(
                "a POST needs a body; send {} where there is nothing to say",
                "POST 须有请求体；无参数时发送 {}",
            ),
            Refusal::DataFormat(what) => {
                Note::new(format!("{what} (SH-06)"), format!("数据格式不符：{what}（SH-06）"))
            }
            Refusal::AppidMissing => Note::new("the appid is missing", "缺少 appid"),
            Refusal::UnknownAppid(appid) => Note::new(
                format!("no world of this sandbox has the appid {appid}; add it under given.mini_programs"),
                format!("沙盒中没有 appid {appid}；请在 given.mini_programs 中添加"),
            ),
            Refusal::GrantType { given, wanted } => Note::new(
                format!("grant_type is {wanted}, not `{given}` (SH-08)"),
                format!("grant_type 应为 {wanted}，而非 `{given}`（SH-08）"),
            ),
            Refusal::SecretMissing => Note::new("the secret is missing", "缺少 secret"),
            Refusal::WrongSecret(appid) => Note::new(
                format!("this is not the AppSecret of {appid}; GET /_sandbox/credentials shows it (SH-08)"),
                format!("AppSecret 与 {appid} 不符（SH-08）"),
            ),
            Refusal::TokenMissing => Note::new(
                "access_token is a query parameter; one in the body is not read (SH-01)",
                "access_token 须放在查询参数中，请求体中的不会读取（SH-01）",
            ),
            Refusal::Token(refusal) => refusal.explain(),
            Refusal::Login(refusal) => refusal.explain(),
            Refusal::Shipping(refusal) => refusal.explain(),
        }
    }
}

refusal_families! {
    Refusal:
    Token(TokenRefusal);
    Login(LoginRefusal);
    Shipping(ShippingRefusal);
}
