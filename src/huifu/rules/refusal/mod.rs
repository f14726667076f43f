//! Why Huifu refuses. What a refusal looks like on the wire is `http::errors`' matter.

mod after;
mod field;
mod order;
mod trade;

pub use after::AfterRefusal;
pub use field::FieldRefusal;
pub use order::OrderRefusal;
pub use trade::TradeRefusal;

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
        near: Option<String>,
    },
    /// Another method than POST.
    PostRequired,
    /// No body.
    EmptyBody,
    /// The body is no JSON object.
    NotJson(String),
    /// The envelope lacks a member.
    EnvelopeLacks(&'static str),
    /// `data` is no object.
    DataNoObject,
    /// Nobody has this sys_id.
    UnknownCaller(String),
    /// The caller has another product number.
    OtherProduct {
        /// What was sent.
        given: String,
        /// What it has.
        wanted: String,
    },
    /// The signature does not match; the text that it should cover.
    Signature(String),
    /// A member of `data` is not what it must be.
    Field(FieldRefusal),
    /// Something about trades, members and accounts.
    Trade(TradeRefusal),
    /// An order is not taken.
    Order(OrderRefusal),
    /// What follows a payment is refused.
    After(AfterRefusal),
}

impl world::Refusal for Refusal {}

impl Refusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            Refusal::UnknownPath { path, near } => {
                let (en, zh) = near.as_ref().map_or((String::new(), String::new()), |near| {
                    (format!("; did you mean {near}?"), format!("；是否为 {near}？"))
                });
                Note::new(format!("huifu has no API at {path}{en}"), format!("斗拱没有接口 {path}{zh}"))
            }
            Refusal::PostRequired => Note::new("huifu's APIs take POST", "斗拱接口须用 POST"),
            Refusal::EmptyBody => Note::new(
                "the body is empty; send {sys_id, product_id, sign, data}",
                "请求体为空；应为 {sys_id, product_id, sign, data}",
            ),
            Refusal::NotJson(why) => Note::new(
                format!("the body is no JSON envelope: {why}"),
                format!("请求体不是合法的 JSON：{why}"),
            ),
            Refusal::EnvelopeLacks(name) => {
                Note::new(format!("the envelope lacks {name}"), format!("请求缺少 {name}"))
            }
            Refusal::DataNoObject => Note::new(
                "data is a JSON object, not a text: sign its text, send the object",
                "data 应为 JSON 对象而非字符串：对其文本签名，发送对象本身",
            ),
            Refusal::UnknownCaller(sys_id) => Note::new(
                format!(
                    "no world of this sandbox has the caller {sys_id}; add it under given.huifu, and for a member that the API opened let its agent's sys_id call"
                ),
                format!(
                    "沙盒中没有调用方 {sys_id}；请在 given.huifu 中添加。接口进件的客户由其上级的 sys_id 代为调用"
                ),
            ),
            Refusal::OtherProduct { given, wanted } => Note::new(
                format!("the caller's product_id is {wanted}, not {given}"),
                format!("product_id 应为 {wanted}，而非 {given}"),
            ),
            Refusal::Signature(text) => Note::new(
                format!(
                    "the signature is not SHA256withRSA, by the caller's key, over: {text} - GET …/huifu/credentials shows the key"
                ),
                format!("签名与调用方密钥不符，应对以下文本做 SHA256withRSA：{text}"),
            ),
            Refusal::Field(refusal) => refusal.explain(),
            Refusal::Trade(refusal) => refusal.explain(),
            Refusal::Order(refusal) => refusal.explain(),
            Refusal::After(refusal) => refusal.explain(),
        }
    }

    /// Whether the answer says that a trade failed: money was to move, and did not.
    #[must_use]
    pub const fn fails_a_trade(&self) -> bool {
        matches!(self, Refusal::After(refusal) if refusal.fails_a_trade())
    }
}

refusal_families! {
    Refusal:
    Field(FieldRefusal);
    Trade(TradeRefusal);
    Order(OrderRefusal);
    After(AfterRefusal);
}
