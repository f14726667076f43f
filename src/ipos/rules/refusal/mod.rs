//! Why ipos-sa refuses. What a refusal looks like on the wire is `http::errors`' matter.

mod field;
mod trade;

pub use field::FieldRefusal;
pub use trade::TradeRefusal;

use crate::huifu::rules::refusal::Refusal as BooksRefusal;
use crate::world::journal::Note;
use crate::world::{self, Stop, refusal_families};

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Another path than the one.
    UnknownPath(String),
    /// Another method than POST.
    PostRequired,
    /// The body is no JSON object.
    NotJson(String),
    /// No such `request_type`.
    UnknownRequest {
        /// The one asked for.
        asked: String,
        /// The one that was probably meant.
        near: Option<&'static str>,
    },
    /// Nobody has this isspid.
    UnknownMerchant(String),
    /// The merchant has another `system_id`.
    OtherSystem {
        /// What was sent.
        given: String,
        /// What it has.
        wanted: String,
    },
    /// The signature does not match; the text that it should cover, without the key.
    Signature(String),
    /// The node of the request is missing, or no object.
    NoNode(&'static str),
    /// A member is not what it must be.
    Field(FieldRefusal),
    /// Something about trades and whose they are.
    Trade(TradeRefusal),
    /// Huifu's books refuse it.
    Books(BooksRefusal),
}

impl world::Refusal for Refusal {}

impl Refusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            Refusal::UnknownPath(path) => Note::new(
                format!(
                    "ipos-sa has one address, POST /ipos-sa, not {path}; request_type says what is asked"
                ),
                format!("ipos-sa 只有一个地址 POST /ipos-sa，而非 {path}；由 request_type 区分接口"),
            ),
            Refusal::PostRequired => Note::new("ipos-sa takes POST", "ipos-sa 须用 POST"),
            Refusal::NotJson(why) => Note::new(
                format!("the body is no JSON object: {why}"),
                format!("请求体不是合法的 JSON 对象：{why}"),
            ),
            Refusal::UnknownRequest { asked, near } => {
                let (en, zh) = near.map_or((String::new(), String::new()), |near| {
                    (format!("; did you mean {near}?"), format!("；是否为 {near}？"))
                });
                Note::new(
                    format!("ipos-sa has no request_type {asked}{en}"),
                    format!("ipos-sa 没有 request_type {asked}{zh}"),
                )
            }
            Refusal::UnknownMerchant(isspid) => Note::new(
                format!("no world of this sandbox has the isspid {isspid}; add it under given.ipos"),
                format!("沙盒中没有 isspid {isspid}；请在 given.ipos 中添加"),
            ),
            Refusal::OtherSystem { given, wanted } => Note::new(
                format!("the merchant's system_id is {wanted}, not {given}"),
                format!("system_id 应为 {wanted}，而非 {given}"),
            ),
            Refusal::Signature(text) => Note::new(
                format!(
                    "sign is not the upper-case MD5 (assumed) of: {text}&key=KEY - GET .../ipos/credentials shows the key"
                ),
                format!("sign 与密钥不符，应为以下文本的大写 MD5（推定算法）：{text}&key=密钥"),
            ),
            Refusal::NoNode(name) => Note::new(
                format!("what is asked stands in an object called {name}"),
                format!("业务参数应放在名为 {name} 的对象中"),
            ),
            Refusal::Field(refusal) => refusal.explain(),
            Refusal::Trade(refusal) => refusal.explain(),
            Refusal::Books(refusal) => refusal.explain(),
        }
    }
}

refusal_families! {
    Refusal:
    Field(FieldRefusal);
    Trade(TradeRefusal);
    Books(BooksRefusal);
}

/// Huifu's rules end, and so end those that called them.
impl From<Stop<BooksRefusal>> for Stop<Refusal> {
    fn from(stop: Stop<BooksRefusal>) -> Stop<Refusal> {
        match stop {
            Stop::Refused(refusal) => Stop::Refused(Refusal::Books(refusal)),
            Stop::RefusedAndKept(refusal) => Stop::RefusedAndKept(Refusal::Books(refusal)),
            Stop::Bug(bug) => Stop::Bug(bug),
        }
    }
}
