//! The checker: a JSON value against its declared kind.

use std::sync::LazyLock;

use jiff::Timestamp;
use regex::Regex;
use serde_json::{Map, Value};

use super::fields::CALLBACK_URL;
use super::violation::{Place, Violation};
use super::{Kind, Object, Pattern};

/// The shape of a time; whether the day exists is asked of the calendar afterwards.
static RFC_3339: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$",
    )
    .ok()
});

/// Checks the members of an object in declared order.
pub(super) fn check_object(
    object: &Object,
    members: &Map<String, Value>,
    place: &Place,
) -> Result<(), Violation> {
    for field in object.fields {
        let place = place.member(field);
        match present(members, field.name) {
            Some(value) => check_kind(&field.kind, value, &place)?,
            None if field.required || is_first_of_none(object, members, field.name) => {
                return Err(Violation::required(&place));
            }
            None => {}
        }
    }
    Ok(())
}

fn present<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members.get(name).filter(|value| !value.is_null())
}

/// Whether `name` heads the object's alternatives and none of them was sent.
fn is_first_of_none(object: &Object, members: &Map<String, Value>, name: &str) -> bool {
    object.at_least_one.first() == Some(&name)
        && object.at_least_one.iter().all(|other| present(members, other).is_none())
}

/// Checks one value.
pub(super) fn check_kind(kind: &Kind, value: &Value, place: &Place) -> Result<(), Violation> {
    match kind {
        Kind::Text { min, max, pattern } => check_text(value, *min, *max, *pattern, place),
        Kind::Cipher { max } | Kind::CipherOrText { max } | Kind::Media { max } => {
            check_text(value, 1, *max, None, place)
        }
        Kind::Url { max } => check_text(value, 1, *max, Some(&CALLBACK_URL), place),
        Kind::Int32 { min, max } => {
            let number = integer(value)
                .filter(|number| i32::try_from(*number).is_ok())
                .ok_or_else(|| Violation::not_integer(place, 32, value))?;
            check_range(number, i64::from(*min), i64::from(*max), value, place)
        }
        Kind::Int64 { min, max } => {
            let number = integer(value).ok_or_else(|| Violation::not_integer(place, 64, value))?;
            check_range(number, *min, *max, value, place)
        }
        Kind::Uint64 if is_unsigned(value) => Ok(()),
        Kind::Uint64 => Err(Violation::not_unsigned(place, value)),
        Kind::MediaList { max, bytes } => check_media_list(value, *max, *bytes, place),
        Kind::Bool if value.is_boolean() => Ok(()),
        Kind::Bool => Err(Violation::not_bool(place, value)),
        Kind::Time => match text(value, place)? {
            time if is_time(time) => Ok(()),
            time => Err(Violation::not_time(place, time)),
        },
        Kind::OneOf(words) => match text(value, place)? {
            word if words.contains(&word) => Ok(()),
            word => Err(Violation::not_listed(place, words, word)),
        },
        Kind::Object(object) => {
            let members = value.as_object().ok_or_else(|| Violation::not_object(place, value))?;
            check_object(object, members, place)
        }
        Kind::List { item, min, max } => check_list(value, item, *min, *max, place),
    }
}

fn text<'a>(value: &'a Value, place: &Place) -> Result<&'a str, Violation> {
    value.as_str().ok_or_else(|| Violation::not_text(place, value))
}

fn check_text(
    value: &Value,
    min: usize,
    max: usize,
    pattern: Option<&Pattern>,
    place: &Place,
) -> Result<(), Violation> {
    let text = text(value, place)?;
    if text.len() > max {
        return Err(Violation::too_long(place, text.len(), max));
    }
    let characters = text.chars().count();
    if characters < min {
        return Err(Violation::too_short(place, characters, min));
    }
    match pattern {
        Some(pattern) if !pattern.matches(text) => Err(Violation::mismatch(place, pattern.literal(), text)),
        Some(_) | None => Ok(()),
    }
}

/// The integer that a number was written as. `1.0` and `1e2` are fractions by their form and not integers (assumed; `0.01` and
/// `110.00000000000001` are known to be refused), and a string is never a number.
fn integer(value: &Value) -> Option<i64> {
    let Value::Number(number) = value else { return None };
    number.as_str().parse().ok()
}

fn check_range(number: i64, min: i64, max: i64, value: &Value, place: &Place) -> Result<(), Violation> {
    if number < min {
        return Err(Violation::too_small(place, value, min));
    }
    if number > max {
        return Err(Violation::too_large(place, value, max));
    }
    Ok(())
}

fn check_list(value: &Value, item: &Kind, min: usize, max: usize, place: &Place) -> Result<(), Violation> {
    let items = value.as_array().ok_or_else(|| Violation::not_list(place, value))?;
    if items.len() > max {
        return Err(Violation::too_many(place, items.len(), max));
    }
    if items.len() < min {
        return Err(Violation::too_few(place, items.len(), min));
    }
    for (index, entry) in items.iter().enumerate() {
        let place = place.item(index);
        if entry.is_null() {
            return Err(Violation::required(&place));
        }
        check_kind(item, entry, &place)?;
    }
    Ok(())
}

fn is_time(text: &str) -> bool {
    RFC_3339.as_ref().is_some_and(|shape| shape.is_match(text)) && text.parse::<Timestamp>().is_ok()
}

fn is_unsigned(value: &Value) -> bool {
    matches!(value, Value::Number(number) if number.as_str().parse::<u64>().is_ok())
}

fn check_media_list(value: &Value, max: usize, bytes: usize, place: &Place) -> Result<(), Violation> {
    if let Value::String(text) = value {
        check_text(value, 1, bytes, None, place)?;
        let list =
            serde_json::from_str::<Vec<String>>(text).map_err(|_| Violation::not_list(place, value))?;
        return if list.len() > max { Err(Violation::too_many(place, list.len(), max)) } else { Ok(()) };
    }
    check_list(value, &Kind::Media { max: bytes }, 0, max, place)
}

/// The media ids in a list of media: an array, or JSON text that holds one.
pub(super) fn media_list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    }
}
