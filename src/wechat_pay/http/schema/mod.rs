//! One declarative description of every APIv3 request, and one checker for all of them (rule WI-19).
//!
//! A [`Schema`] reads like the table of an API page: name, Chinese label, type with its limits, required or not. [`read`]
//! takes the raw parts of a request and gives back either the decoded [`Input`] or the first [`Violation`] in the declared
//! order: path, then query, then body, depth first. It knows nothing of merchants, orders or time; the rules that need them
//! come afterwards, because schema errors win over business errors.
//!
//! The maximum of a text counts bytes and the minimum counts characters, as the real gateway does. `null` counts as absent
//! (assumed) and members that no page describes are ignored.

mod applyment;
mod applyment4sub;
mod bill;
mod check;
mod combine;
mod fields;
mod fund;
mod json;
mod literals;
mod media;
mod orders;
mod ordinary_split;
mod pattern;
mod read;
mod refund;
mod settlement;
mod split;
mod split_return;
mod subsidy;
mod violation;

pub use applyment::{APPLYMENT_BY_ID, APPLYMENT_BY_NUMBER, APPLYMENT_SIGN_VERIFY, APPLYMENT_SUBMIT};
pub use applyment4sub::{APPLYMENT4SUB_BY_ID, APPLYMENT4SUB_BY_NUMBER, APPLYMENT4SUB_SUBMIT};
pub use bill::{
    ALL_FUND_FLOW_BILL, BILL_DOWNLOAD, FUND_FLOW_BILL, SHARING_BILL, SUB_FUND_FLOW_BILL, TRADE_BILL,
    WITHDRAW_BILL,
};
pub use combine::{COMBINE_APP, COMBINE_CLOSE, COMBINE_H5, COMBINE_JSAPI, COMBINE_NATIVE, COMBINE_QUERY};
pub use fund::{
    BALANCE, DAY_END_BALANCE, DAY_END_WITHDRAW, DAY_END_WITHDRAW_QUERY, OWN_BALANCE, OWN_DAY_END_BALANCE,
    OWN_WITHDRAW, OWN_WITHDRAW_BY_ID, OWN_WITHDRAW_BY_NUMBER, WITHDRAW, WITHDRAW_BY_ID, WITHDRAW_BY_NUMBER,
};
pub use media::MEDIA_UPLOAD;
pub use orders::{
    CERTIFICATES, DIRECT_APP, DIRECT_CLOSE, DIRECT_H5, DIRECT_JSAPI, DIRECT_NATIVE, DIRECT_QUERY_BY_ID,
    DIRECT_QUERY_BY_NUMBER, PARTNER_APP, PARTNER_CLOSE, PARTNER_H5, PARTNER_JSAPI, PARTNER_NATIVE,
    PARTNER_QUERY_BY_ID, PARTNER_QUERY_BY_NUMBER,
};
pub use ordinary_split::{
    MERCHANT_CONFIG, ORDINARY_AMOUNTS, ORDINARY_RECEIVER_ADD, ORDINARY_RECEIVER_DELETE,
    ORDINARY_SPLIT_CREATE, ORDINARY_SPLIT_QUERY, ORDINARY_UNFREEZE,
};
pub use pattern::Pattern;
pub use read::{Input, Parts, read};
pub use refund::{
    REFUND_ABNORMAL, REFUND_ADVANCE_QUERY, REFUND_DOMESTIC, REFUND_DOMESTIC_QUERY, REFUND_ECOMMERCE,
    REFUND_QUERY_BY_ID, REFUND_QUERY_BY_NUMBER, REFUND_RETURN_ADVANCE,
};
pub use settlement::{MODIFY_SETTLEMENT, SETTLEMENT, SETTLEMENT_APPLICATION};
pub use split::{RECEIVER_ADD, RECEIVER_DELETE, SPLIT_AMOUNTS, SPLIT_CREATE, SPLIT_FINISH, SPLIT_QUERY};
pub use split_return::{
    ORDINARY_RETURN_CREATE, ORDINARY_RETURN_QUERY, SPLIT_RETURN_CREATE, SPLIT_RETURN_QUERY,
};
pub use subsidy::{SUBSIDY_CANCEL, SUBSIDY_CREATE, SUBSIDY_RETURN};
pub use violation::{Violation, ViolationCode};

use serde_json::Value;

use violation::{Place, Source};

/// Everything one API takes: path variables, query parameters and the JSON body.
#[derive(Debug)]
pub struct Schema {
    /// Variables of the path, in the order of the path.
    pub path: &'static [Field],
    /// Query parameters.
    pub query: &'static [Field],
    /// Query parameters of which at least one must be sent; the first is reported when none is. Empty: no such rule.
    pub one_of_query: &'static [&'static str],
    /// The body, or `None` where the API takes none (a body that is sent all the same is ignored).
    pub body: Option<&'static Object>,
    /// For an API that reads its body leniently: members that are sent as an empty text count as absent (AS-34), and of a
    /// body that is no JSON this member is said to be missing (AS-25).
    pub lenient: Option<&'static Field>,
}

impl Schema {
    /// An API without a body.
    pub const fn get(path: &'static [Field], query: &'static [Field]) -> Self {
        Self { path, query, one_of_query: &[], body: None, lenient: None }
    }

    /// An API with a JSON body and no query parameters.
    pub const fn post(path: &'static [Field], body: &'static Object) -> Self {
        Self { path, query: &[], one_of_query: &[], body: Some(body), lenient: None }
    }

    /// The same API, with the rule that one of these query parameters must be sent.
    pub const fn one_of_query(self, names: &'static [&'static str]) -> Self {
        Self { one_of_query: names, ..self }
    }

    /// The same API, its body read leniently; `first` is what is missed when there is no body to read.
    pub const fn lenient(self, first: &'static Field) -> Self {
        Self { lenient: Some(first), ..self }
    }

    /// JSON pointers of the texts that a client may have encrypted or not.
    pub fn maybe_ciphers(&self, body: &Value) -> Vec<String> {
        let is_maybe = |kind: &Kind| matches!(kind, Kind::CipherOrText { .. });
        let mut found = Vec::new();
        if let Some(object) = self.body {
            collect(&Kind::Object(object), body, String::new(), &is_maybe, &mut found);
        }
        found
    }

    /// What the server calls the first member of this name, wherever it stands in the body; the name itself for none.
    pub fn label_of(&self, name: &str) -> &'static str {
        self.body.and_then(|object| label_in(object, name)).unwrap_or_default()
    }

    /// JSON pointers (`/payer/identity/name`) of the encrypted fields that are present in `body`, in declared order. Not empty
    /// means that the request needs `Wechatpay-Serial` (WI-13).
    pub fn ciphers(&self, body: &Value) -> Vec<String> {
        let is_cipher = |kind: &Kind| matches!(kind, Kind::Cipher { .. });
        let mut found = Vec::new();
        if let Some(object) = self.body {
            collect(&Kind::Object(object), body, String::new(), &is_cipher, &mut found);
        }
        found
    }

    /// Every media id in `body` with the JSON pointer of its member: single ones first, then those in lists, whether an array
    /// or JSON text was sent; each of the two in declared order (AP-54).
    pub fn media(&self, body: &Value) -> Vec<(String, String)> {
        let of_kind = |wanted: &dyn Fn(&Kind) -> bool| {
            let mut pointers = Vec::new();
            if let Some(object) = self.body {
                collect(&Kind::Object(object), body, String::new(), wanted, &mut pointers);
            }
            pointers
        };
        let mut found = Vec::new();
        for pointer in of_kind(&|kind| matches!(kind, Kind::Media { .. })) {
            if let Some(id) = body.pointer(&pointer).and_then(Value::as_str) {
                found.push((pointer.clone(), id.to_owned()));
            }
        }
        for pointer in of_kind(&|kind| matches!(kind, Kind::MediaList { .. })) {
            let ids = body.pointer(&pointer).map(check::media_list).unwrap_or_default();
            found.extend(ids.into_iter().map(|id| (pointer.clone(), id)));
        }
        found
    }

    /// What the server calls the member of the body at a JSON pointer.
    pub fn label(&self, pointer: &str) -> &'static str {
        let (mut object, mut label) = (self.body, "");
        for name in pointer.split('/').skip(1).filter(|name| name.parse::<usize>().is_err()) {
            let field = object.and_then(|object| object.fields.iter().find(|field| field.name == name));
            let Some(field) = field else { return label };
            label = field.label;
            object = if let Kind::Object(object) = field.kind {
                Some(object)
            } else if let Kind::List { item: Kind::Object(object), .. } = field.kind {
                Some(*object)
            } else {
                None
            };
        }
        label
    }

    /// The violation for more items than `bound` in the body's list `name`, for bounds that a world sets below the schema's
    /// (split receivers, PS-06).
    pub fn too_many(&self, name: &str, count: usize, bound: usize) -> Violation {
        Violation::too_many(&self.place(name), count, bound)
    }

    /// The same for fewer items than `bound`.
    pub fn too_few(&self, name: &str, count: usize, bound: usize) -> Violation {
        Violation::too_few(&self.place(name), count, bound)
    }

    /// The violation for the missing member `name` of the body, where a rule and not the schema asks for it.
    pub fn missing(&self, name: &str) -> Violation {
        Violation::required(&self.place(name))
    }

    fn place(&self, name: &str) -> Place {
        let root = Place::root(Source::Body);
        let field = self.body.and_then(|object| object.fields.iter().find(|field| field.name == name));
        field.map_or_else(|| root.clone(), |field| root.member(field))
    }
}

/// The members of a JSON object.
#[derive(Debug)]
pub struct Object {
    /// The members in the order in which they are checked.
    pub fields: &'static [Field],
    /// Members of which at least one must be there; when none is, the first one is reported as missing. Empty: no such rule.
    pub at_least_one: &'static [&'static str],
}

impl Object {
    /// An object whose members stand for themselves.
    pub const fn new(fields: &'static [Field]) -> Self {
        Self { fields, at_least_one: &[] }
    }

    /// The same object, with the rule that one of `names` must be present.
    pub const fn at_least_one(self, names: &'static [&'static str]) -> Self {
        Self { fields: self.fields, at_least_one: names }
    }
}

/// One line of an API page's table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// Chinese name, as it stands in the server's messages.
    pub label: &'static str,
    /// Type and limits.
    pub kind: Kind,
    /// Whether its absence is a violation.
    pub required: bool,
    /// The message for a wrong JSON type, where the API has one of its own.
    pub mistyped: Option<&'static str>,
}

impl Field {
    /// A field that must be present.
    pub const fn required(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { name, label, kind, required: true, mistyped: None }
    }

    /// A field that may be absent.
    pub const fn optional(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { name, label, kind, required: false, mistyped: None }
    }

    /// The same field, with a message of its own for a wrong JSON type.
    pub const fn mistyped(self, message: &'static str) -> Self {
        Self { mistyped: Some(message), ..self }
    }
}

/// Type and limits of a value.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A string.
    Text {
        /// Fewest characters.
        min: usize,
        /// Most bytes of UTF-8.
        max: usize,
        /// What it must match; looked at after the lengths.
        pattern: Option<&'static Pattern>,
    },
    /// An integer that fits 32 bits, both bounds inclusive.
    Int32 {
        /// Smallest value.
        min: i32,
        /// Largest value.
        max: i32,
    },
    /// An integer that fits 64 bits, both bounds inclusive. Money is in fen.
    Int64 {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// An unsigned integer that fits 64 bits.
    Uint64,
    /// `true` or `false`.
    Bool,
    /// RFC 3339 with an offset, such as `2018-06-08T10:34:56+08:00`.
    Time,
    /// One of the listed words, letter for letter.
    OneOf(&'static [&'static str]),
    /// A nested object.
    Object(&'static Object),
    /// An array.
    List {
        /// What every item is.
        item: &'static Kind,
        /// Fewest items.
        min: usize,
        /// Most items.
        max: usize,
    },
    /// An RSA-OAEP ciphertext in base64 (CE-04); whether it can be decrypted is asked later (WI-15).
    Cipher {
        /// Most bytes of the base64 text.
        max: usize,
    },
    /// The same, from clients of which some encrypt it and others do not: what does not decrypt is taken as it is.
    CipherOrText {
        /// Most bytes of the text as sent.
        max: usize,
    },
    /// What an upload answered (MU-05); whose it is is asked later (AP-54).
    Media {
        /// Most bytes.
        max: usize,
    },
    /// Several of those: an array, or JSON text that holds one, as two editions of the page have it.
    MediaList {
        /// Most items.
        max: usize,
        /// Most bytes of the text.
        bytes: usize,
    },
    /// A callback address (NO-07).
    Url {
        /// Most bytes.
        max: usize,
    },
}

impl Kind {
    /// A string of one character to `max` bytes, as most fields are.
    pub const fn text(max: usize) -> Self {
        Self::Text { min: 1, max, pattern: None }
    }

    /// A string of `min` characters to `max` bytes that matches `pattern`.
    pub const fn matching(min: usize, max: usize, pattern: &'static Pattern) -> Self {
        Self::Text { min, max, pattern: Some(pattern) }
    }

    /// A 64-bit integer of at least `min`.
    pub const fn at_least(min: i64) -> Self {
        Self::Int64 { min, max: i64::MAX }
    }

    /// An array of `min` to `max` items.
    pub const fn list(item: &'static Self, min: usize, max: usize) -> Self {
        Self::List { item, min, max }
    }
}

fn label_in(object: &'static Object, name: &str) -> Option<&'static str> {
    for field in object.fields {
        let inner = if let Kind::Object(inner) = field.kind {
            label_in(inner, name)
        } else if let Kind::List { item: Kind::Object(inner), .. } = field.kind {
            label_in(inner, name)
        } else {
            None
        };
        let own = (field.name == name).then_some(field.label);
        if let Some(label) = own.or(inner) {
            return Some(label);
        }
    }
    None
}

fn collect(
    kind: &Kind,
    value: &Value,
    pointer: String,
    wanted: &dyn Fn(&Kind) -> bool,
    found: &mut Vec<String>,
) {
    match kind {
        Kind::Object(object) => {
            for field in object.fields {
                if let Some(member) = value.get(field.name) {
                    collect(&field.kind, member, format!("{pointer}/{}", field.name), wanted, found);
                }
            }
        }
        Kind::List { item, .. } => {
            for (index, entry) in value.as_array().into_iter().flatten().enumerate() {
                collect(item, entry, format!("{pointer}/{index}"), wanted, found);
            }
        }
        Kind::Cipher { .. }
        | Kind::CipherOrText { .. }
        | Kind::Media { .. }
        | Kind::MediaList { .. }
        | Kind::Text { .. }
        | Kind::Int32 { .. }
        | Kind::Int64 { .. }
        | Kind::Uint64
        | Kind::Bool
        | Kind::Time
        | Kind::OneOf(_)
        | Kind::Url { .. } => {
            if wanted(kind) && !value.is_null() {
                found.push(pointer);
            }
        }
    }
}
