//! The members of `data`: texts, though some clients send numbers; structured ones are JSON inside a text.

use serde_json::{Map, Value};

use crate::huifu::rules::refusal::FieldRefusal;
use crate::world::ids::{AcctId, HuifuId, ReqSeqId};
use crate::world::{Day, Fen};

/// The members of an object, read by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a Map<String, Value>);

impl Fields<'_> {
    /// A member as text; none where it is absent, null or empty. A nested value stands for its JSON.
    pub(super) fn text(self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                other.to_string()
            }
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// A text of at most so many characters.
    ///
    /// # Errors
    /// [`FieldRefusal`]; so for all below.
    pub(super) fn optional(self, name: &str, longest: usize) -> Result<Option<String>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        if text.chars().count() > longest {
            return Err(FieldRefusal::TooLong { name: name.to_owned(), longest });
        }
        Ok(Some(text))
    }

    /// The same, which must be there.
    pub(super) fn required(self, name: &str, longest: usize) -> Result<String, FieldRefusal> {
        self.optional(name, longest)?.ok_or_else(|| FieldRefusal::missing(name))
    }

    /// A day, yyyyMMdd.
    pub(super) fn day(self, name: &str) -> Result<Option<String>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        if text.len() != 8 {
            return Err(FieldRefusal::OtherLength { name: name.to_owned(), length: 8 });
        }
        if day(&text).is_none() {
            return Err(FieldRefusal::format(name, "yyyyMMdd"));
        }
        Ok(Some(text))
    }

    /// A day that must be there.
    pub(super) fn required_day(self, name: &str) -> Result<String, FieldRefusal> {
        self.day(name)?.ok_or_else(|| FieldRefusal::missing(name))
    }

    /// An amount in yuan with two decimals, at least 0.01.
    pub(super) fn amount(self, name: &str) -> Result<Option<Fen>, FieldRefusal> {
        let Some(text) = self.optional(name, 14)? else { return Ok(None) };
        let fen = yuan(&text).filter(|fen| !fen.is_zero());
        fen.map(Some).ok_or_else(|| FieldRefusal::format(name, "金额"))
    }

    /// An amount that must be there.
    pub(super) fn required_amount(self, name: &str) -> Result<Fen, FieldRefusal> {
        self.amount(name)?.ok_or_else(|| FieldRefusal::missing(name))
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        let unknown = || FieldRefusal::UnknownWord { name: name.to_owned(), word: text.clone() };
        found.map(Some).ok_or_else(unknown)
    }

    /// A flag `Y` or `N`; no where it is absent.
    pub(super) fn flag(self, name: &str) -> Result<bool, FieldRefusal> {
        Ok(self.choice(name, &[("Y", true), ("N", false)])?.unwrap_or(false))
    }

    /// The members of an object, whether it stands as JSON text or by itself.
    pub(super) fn object(self, name: &str) -> Result<Option<Map<String, Value>>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let object = serde_json::from_str(&text);
        object.map(Some).map_err(|_| FieldRefusal::format(name, "JSON对象"))
    }

    /// The members of each object of a list, whether it stands as JSON text or by itself.
    pub(super) fn list(self, name: &str) -> Result<Vec<Map<String, Value>>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(Vec::new()) };
        serde_json::from_str(&text).map_err(|_| FieldRefusal::format(name, "JSON数组"))
    }

    /// A huifu_id.
    pub(super) fn huifu_id(self, name: &str) -> Result<Option<HuifuId>, FieldRefusal> {
        let text = self.optional(name, 32)?;
        let parse = |text: String| HuifuId::parse(&text).map_err(|_| FieldRefusal::format(name, "huifu_id"));
        text.map(parse).transpose()
    }

    /// A huifu_id that must be there.
    pub(super) fn required_huifu_id(self, name: &str) -> Result<HuifuId, FieldRefusal> {
        self.huifu_id(name)?.ok_or_else(|| FieldRefusal::missing(name))
    }

    /// An account number.
    pub(super) fn acct_id(self, name: &str) -> Result<Option<AcctId>, FieldRefusal> {
        let text = self.optional(name, 9)?;
        let parse = |text: String| AcctId::parse(&text).map_err(|_| FieldRefusal::format(name, "acct_id"));
        text.map(parse).transpose()
    }

    /// The caller's own number of a request, which must be there.
    pub(super) fn req_seq_id(self, name: &str) -> Result<ReqSeqId, FieldRefusal> {
        let text = self.required(name, 128)?;
        ReqSeqId::parse(&text).map_err(|_| FieldRefusal::format(name, "流水号"))
    }
}

/// A day written yyyyMMdd.
pub(super) fn day(text: &str) -> Option<Day> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Day::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])).ok()
}

/// An amount written in yuan with two decimals: up to eleven digits before them.
pub(super) fn yuan(text: &str) -> Option<Fen> {
    let (whole, decimals) = text.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() != 2 || whole.len() > 11 {
        return None;
    }
    let fen = format!("{whole}{decimals}").parse().ok().map(Fen::new)?;
    (fen <= Fen::MOST).then_some(fen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_two_decimals() {
        assert_eq!(yuan("0.01"), Some(Fen::new(1)));
        assert_eq!(yuan("10000.50"), Some(Fen::new(1_000_050)));
        for wrong in ["1", "1.5", "1.555", "-1.00", ".50", "1.", "1e2.00", "99999999999999.00"] {
            assert_eq!(yuan(wrong), None, "{wrong}");
        }
    }
}
