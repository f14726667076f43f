//! Why the acquirer refuses. What a refusal looks like on the wire is `http::errors`' matter.

mod explain;
mod said;
mod trade;

pub use trade::{TradeRefused, Why};

use crate::world::{self, Day, Instant, refusal_families};

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
    /// Another method than POST (AL-02).
    PostRequired,
    /// The body is no form in UTF-8 (AL-02).
    NotForm(String),
    /// A field is missing (AL-14).
    Missing(String),
    /// A field is not what it must be (AL-14).
    Malformed {
        /// The field.
        field: String,
        /// What it must be, in English.
        wanted: String,
    },
    /// No merchant or group has this number (AL-13).
    UnknownMerchant(String),
    /// No such application, or it is not the caller's (AL-13).
    UnknownApplication {
        /// The application that was named.
        appid: String,
        /// Who named it.
        owner: String,
    },
    /// The signature does not verify (AL-12).
    WrongSignature {
        /// What must be signed, keys left out.
        text: String,
        /// How.
        sign_type: &'static str,
        /// Whether the signature has blanks: base64 whose `+` was not escaped in the form.
        blanks: bool,
    },
    /// A day's bill is not there yet (AL-51).
    BillNotThere(Day, Instant),
    /// A link to a bill that does not live any more (AL-51).
    LinkEnded,
    /// A trade fails: the communication itself is a success (AL-04).
    Trade(TradeRefused),
}

impl world::Refusal for Refusal {}

refusal_families! {
    Refusal:
    Trade(TradeRefused);
}

impl Refusal {
    /// A field that is not what it must be.
    #[must_use]
    pub fn malformed(field: &str, wanted: impl Into<String>) -> Refusal {
        Refusal::Malformed { field: field.to_owned(), wanted: wanted.into() }
    }
}
