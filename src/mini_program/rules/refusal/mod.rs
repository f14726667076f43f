//! Why the server API refuses. What a refusal looks like on the wire is `http::errors`' matter.

mod application;
mod combined;
mod errcode;
mod filing;
mod login;
mod missing;
mod shipping;
mod token;

pub use application::ApplicationRefusal;
pub use combined::CombinedRefusal;
pub use errcode::Errcode;
pub use filing::FilingRefusal;
pub use login::LoginRefusal;
pub use missing::Missing;
pub use shipping::{Parameter, ShippingRefusal};
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
    /// A combined order cannot be shipped like this.
    Combined(CombinedRefusal),
    /// The place in a list is none that this application was given (SH-32).
    LastIndex,
    /// A special filing is not taken.
    Filing(FilingRefusal),
    /// An application for the mini program itself is not taken.
    Application(ApplicationRefusal),
    /// It is asked about another application than that of the token.
    OtherApp(Appid),
    /// The token is that of an official account.
    NoMiniProgram(Appid),
    /// A required parameter is missing, or is not as it must be.
    Args(Args),
    /// An act armed this code.
    Armed(Errcode),
}

/// What is wrong with a parameter that has no code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Args {
    /// No appid where one is asked about.
    Appid,
    /// The path of an order's page without the place for its number .
    DetailPath,
}

/// Where the control API shows AppSecrets.
const CREDENTIALS: &str = "GET /_sandbox/worlds/{world}/credentials";

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
                format!("this is not the AppSecret of {appid}; {CREDENTIALS} shows it (SH-08)"),
                format!("AppSecret 与 {appid} 不符；可由 {CREDENTIALS} 查看（SH-08）"),
            ),
            Refusal::TokenMissing => Note::new(
                "access_token is a query parameter; one in the body is not read (SH-01)",
                "access_token 须放在查询参数中，请求体中的不会读取（SH-01）",
            ),
            Refusal::Token(refusal) => refusal.explain(),
            Refusal::Login(refusal) => refusal.explain(),
            Refusal::Shipping(refusal) => refusal.explain(),
            Refusal::Combined(refusal) => refusal.explain(),
            Refusal::LastIndex => Note::new(
                "last_index is what the page before answered, unchanged; leave it out for the first page (SH-32)",
                "last_index 须为上一页返回的原值；第一页不填（SH-32）",
            ),
            Refusal::Filing(refusal) => refusal.explain(),
            Refusal::Application(refusal) => refusal.explain(),
            Refusal::Args(Args::Appid) => Note::new(
                "the body names the appid that is asked about (SH-36)",
                "请求体须填要查询的 appid（SH-36）",
            ),
            Refusal::OtherApp(appid) => Note::new(
                format!("a mini program asks for itself only: this is the token of {appid} (SH-36)"),
                format!("小程序只能查询自己：该 token 属于 {appid}（SH-36）"),
            ),
            Refusal::NoMiniProgram(appid) => Note::new(
                format!("{appid} is an official account; this API is for mini programs"),
                format!("{appid} 是公众号；该接口仅供小程序调用"),
            ),
            Refusal::Args(Args::DetailPath) => Note::new(
                "path has the literal ${商品订单号} where the order's number goes",
                "path 中须含 ${商品订单号}，作为订单号的位置",
            ),
            Refusal::Armed(code) => Note::new(
                format!("the act fault.next_errcode armed {}", code.number()),
                format!("动作 fault.next_errcode 设定了 {}", code.number()),
            ),
        }
    }
}

refusal_families! {
    Refusal:
    Token(TokenRefusal);
    Login(LoginRefusal);
    Shipping(ShippingRefusal);
    Combined(CombinedRefusal);
    Filing(FilingRefusal);
    Application(ApplicationRefusal);
}
