//! The text that is signed: `data` as compact JSON, its first level in the order of names.
//!
//! Clients agree on the first level alone: one leaves nested objects as they were written, another sorts them too, a
//! third drops what is null. Whoever wrote the text, its numbers are taken as they stand.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

/// Every text that a client may have signed for these members, the likeliest first.
pub(super) fn readings(raw: &RawValue) -> Vec<String> {
    let mut readings = Vec::new();
    if let Ok(members) = serde_json::from_str::<BTreeMap<String, &RawValue>>(raw.get()) {
        let members: Vec<(String, String)> =
            members.into_iter().map(|(name, value)| (name, compact(value.get()))).collect();
        let present = members.iter().filter(|(_, value)| value != "null").cloned();
        let present: Vec<(String, String)> = present.collect();
        readings.push(object(&members));
        readings.push(object(&present));
    }
    if let Ok(value) = serde_json::from_str::<Value>(raw.get()) {
        readings.push(value.to_string());
    }
    readings.push(raw.get().to_owned());
    readings.dedup();
    readings
}

fn object(members: &[(String, String)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
    format!("{{{}}}", members.join(","))
}

/// A JSON text without blanks between its parts, its strings as plain UTF-8, everything else as it stands.
#[must_use]
pub fn compact(raw: &str) -> String {
    let mut compact = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => {
                let length = string_length(rest);
                let text = &rest[..length];
                match serde_json::from_str::<Value>(text) {
                    Ok(value) => compact.push_str(&value.to_string()),
                    Err(_) => compact.push_str(text),
                }
                length
            }
            ' ' | '\t' | '\r' | '\n' => 1,
            c => {
                compact.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    compact
}

/// How many bytes the string takes that a text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        readings(serde_json::from_str(text).unwrap())
    }

    #[test]
    fn the_first_level_is_sorted_and_numbers_stand_as_written() {
        let first = all(r#"{ "b": 1.00, "a": "\u4e2d\/文", "c" : {"z":1, "y": [ 2 ]} }"#).remove(0);
        assert_eq!(first, r#"{"a":"中/文","b":1.00,"c":{"z":1,"y":[2]}}"#);
    }

    #[test]
    fn text_inside_text_is_left_alone() {
        let text = r#"{"a":"{\"x\": 1, \"w\":\"\\\"\"}"}"#;
        assert_eq!(all(text), [text]);
    }

    #[test]
    fn what_is_null_may_have_been_dropped_before_signing() {
        let wanted = [
            r#"{"a":{"d":1,"c":2},"b":null}"#,
            r#"{"a":{"d":1,"c":2}}"#,
            r#"{"a":{"c":2,"d":1},"b":null}"#,
            r#"{"b":null,"a":{"d":1,"c":2}}"#,
        ];
        assert_eq!(all(wanted[3]), wanted);
    }
}
