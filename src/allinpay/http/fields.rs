//! What the fields of a form may be (§1.1, §2.1), as a table, and the check of it (AL-14).

use super::form::Fields;
use crate::allinpay::model::kind::PayType;
use crate::allinpay::rules::refusal::Refusal;
use crate::world::{Fen, Instant};

/// One field of an API.
pub(super) struct Field {
    name: &'static str,
    longest: usize,
    needed: bool,
    kind: Kind,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Any text.
    Text,
    /// Digits.
    Digits,
    /// Whole fen, above zero.
    Amount,
    /// Minutes from 1 to 1440.
    Minutes,
    /// `yyyyMMddHHmmss`.
    Time,
    /// `yyyyMMdd`.
    Date,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// A paytype.
    PayType,
    /// JSON as text.
    Json,
    /// An address without a query.
    Address,
    /// An HTTPS address without a query.
    SecureAddress,
    /// A text without the characters that the acquirer forbids.
    Remark,
}

/// A field that must be there.
pub(super) const fn needed(name: &'static str, longest: usize, kind: Kind) -> Field {
    Field { name, longest, needed: true, kind }
}

/// A field that may be left out.
pub(super) const fn optional(name: &'static str, longest: usize, kind: Kind) -> Field {
    Field { name, longest, needed: false, kind }
}

/// What every request carries (§1.1).
pub(super) const COMMON: &[Field] = &[
    optional("orgid", 15, Kind::Text),
    needed("cusid", 15, Kind::Text),
    needed("appid", 8, Kind::Text),
    optional("version", 2, Kind::Digits),
    needed("randomstr", 32, Kind::Text),
    optional("signtype", 8, Kind::OneOf(&["MD5", "RSA", "SM2"])),
];

/// Whether a table has a field.
pub(super) fn is_listed(table: &[Field], name: &str) -> bool {
    table.iter().any(|field| field.name == name)
}

/// Whether a text is `yyyyMMdd`, and the day that it is.
pub(super) fn day(text: &str) -> Option<crate::world::Day> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    crate::world::Day::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])).ok()
}

/// The instant that a text of the form `yyyyMMddHHmmss` is.
pub(super) fn instant(text: &str) -> Option<Instant> {
    if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| &text[from..to];
    let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
    let (hour, minute, second) = (part(8, 10), part(10, 12), part(12, 14));
    Instant::parse(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}+08:00")).ok()
}

/// Checks fields against their table, in its order.
///
/// # Errors
/// [`Refusal::Missing`], [`Refusal::Malformed`] for the first that does not fit.
pub(super) fn check(table: &[Field], fields: &Fields) -> Result<(), Refusal> {
    table.iter().try_for_each(|field| match fields.get(field.name) {
        None if field.needed => Err(Refusal::Missing(field.name.to_owned())),
        None => Ok(()),
        Some(value) => field.check(value),
    })
}

impl Field {
    fn check(&self, value: &str) -> Result<(), Refusal> {
        let wrong = |wanted: &str| Err(Refusal::malformed(self.name, wanted));
        if value.len() > self.longest {
            return Err(Refusal::malformed(self.name, format!("at most {} bytes", self.longest)));
        }
        let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
        let address = |schemes: &[&str]| {
            schemes.iter().any(|scheme| value.starts_with(scheme)) && !value.contains(['?', '#', ' '])
        };
        match self.kind {
            Kind::Text => Ok(()),
            Kind::Digits if digits => Ok(()),
            Kind::Digits => wrong("digits"),
            Kind::Amount => match value.parse::<i64>() {
                Ok(fen) if digits && (1..=Fen::MOST.get()).contains(&fen) => Ok(()),
                _ => wrong("whole fen above zero"),
            },
            Kind::Minutes => match value.parse::<u32>() {
                Ok(1..=1440) if digits => Ok(()),
                _ => wrong("1 to 1440 minutes"),
            },
            Kind::Time if instant(value).is_some() => Ok(()),
            Kind::Time => wrong("a time as yyyyMMddHHmmss"),
            Kind::Date if day(value).is_some() => Ok(()),
            Kind::Date => wrong("a day as yyyyMMdd"),
            Kind::OneOf(words) if words.iter().any(|word| word.eq_ignore_ascii_case(value)) => Ok(()),
            Kind::OneOf(words) => wrong(&format!("one of {}", words.join(", "))),
            Kind::PayType if PayType::read(value).is_some() => Ok(()),
            Kind::PayType => wrong("a paytype such as W11"),
            Kind::Json if serde_json::from_str::<serde_json::Value>(value).is_ok() => Ok(()),
            Kind::Json => wrong("JSON as text"),
            Kind::Address if address(&["http://", "https://"]) => Ok(()),
            Kind::Address => wrong("an address without a query"),
            Kind::SecureAddress if address(&["https://"]) => Ok(()),
            Kind::SecureAddress => wrong("an https address without a query"),
            Kind::Remark if !value.contains(['+', ' ', '/', '?', '%', '#', '&', '=']) => Ok(()),
            Kind::Remark => wrong("a text without + / ? % # & = and blanks"),
        }
    }
}
