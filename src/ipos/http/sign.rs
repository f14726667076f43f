//! `sign`: upper-case MD5 over the first level. The chapter that defines it is not readable: all of this is assumed, and
//! stands in this file alone.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::crypto::md5;
use crate::huifu::http::canonical::compact;

/// The text that is signed, before the key: `name=value` in the order of names, without `sign` and empty values. A nested
/// value stands as compact JSON, its members in the order in which they came.
#[must_use]
pub fn text(body: &str) -> Option<String> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(body).ok()?;
    let pairs = members.into_iter().filter(|(name, _)| name != "sign").filter_map(|(name, value)| {
        let value = plain(value.get());
        (!value.is_empty()).then(|| format!("{name}={value}"))
    });
    Some(pairs.collect::<Vec<_>>().join("&"))
}

/// A value as it stands in the text; nothing for null.
fn plain(raw: &str) -> String {
    match raw {
        "null" => String::new(),
        _ if raw.starts_with('"') => serde_json::from_str(raw).unwrap_or_default(),
        _ => compact(raw),
    }
}

/// The signature of a text by this key.
#[must_use]
pub fn sign(text: &str, key: &str) -> String {
    md5(format!("{text}&key={key}").as_bytes()).to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_level_is_sorted_and_what_is_nested_stays_as_it_came() {
        let body = r#"{ "b": {"z": 1.0, "a": "\u4e2d"}, "sign": "X", "a": 7, "empty": "", "none": null }"#;
        assert_eq!(text(body).unwrap(), r#"a=7&b={"z":1.0,"a":"中"}"#);
    }

    #[test]
    fn the_key_stands_at_the_end() {
        // printf 'a=7&key=k' | md5sum
        assert_eq!(sign("a=7", "k"), "3AA4E6F60477C7155A5FC43E0CB0E606");
    }
}
