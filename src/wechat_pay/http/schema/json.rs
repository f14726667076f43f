//! Reading a body: JSON as the interface rules allow it, stricter than `serde_json` by itself.
//!
//! `serde_json` keeps the last of two equal names and takes every code point. A sandbox that does so would hide a mistake
//! which another reader of the same bytes judges otherwise, so both are refused here (assumed: the real server's reaction to
//! them is not known; the limit to code points of one to three bytes is documented).

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Map, Number, Value};

/// The member name under which `serde_json` presents a number to a visitor when it keeps numbers as text.
const NUMBER: &str = "$serde_json::private::Number";

/// How much of a client's own text a hint repeats, in characters.
const QUOTED_MAX: usize = 40;

/// Why a body cannot be read: the reason in ASCII and in Chinese, without the field or value it may stand for.
#[derive(Debug)]
pub(super) struct Malformed {
    pub(super) hint: String,
    pub(super) hint_zh: String,
}

impl Malformed {
    pub(super) fn new(hint: impl Into<String>, hint_zh: impl Into<String>) -> Self {
        Self { hint: hint.into(), hint_zh: hint_zh.into() }
    }
}

/// The JSON object in `body`. Members that are `null` are left out at every depth, because `null` counts as absent.
pub(super) fn parse_object(body: &[u8]) -> Result<Map<String, Value>, Malformed> {
    let text = decode(body)?;
    if text.trim().is_empty() {
        return Err(Malformed::new(
            "the body is empty; send a JSON object with Content-Type application/json",
            "请求体为空；请发送 JSON 对象",
        ));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict::deserialize(&mut reader)
        .and_then(|strict| reader.end().map(|()| strict.0))
        .map_err(|error| explain(&error))?;
    let Value::Object(members) = value else {
        return Err(Malformed::new(
            "the body is JSON but not an object; send {...}",
            "请求体是 JSON，但不是对象；请发送 {...}",
        ));
    };
    Ok(members)
}

fn decode(body: &[u8]) -> Result<&str, Malformed> {
    if body.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Err(Malformed::new(
            "the body starts with a byte order mark; send UTF-8 without one",
            "请求体以 BOM 开头；请发送不带 BOM 的 UTF-8",
        ));
    }
    // Two ASCII characters in UTF-16 or UTF-32 have a zero among the first two bytes, with or without a mark.
    let start = body.get(..2).unwrap_or_default();
    if start == [0xFE, 0xFF] || start == [0xFF, 0xFE] || start.contains(&0) {
        return Err(Malformed::new(
            "the body is UTF-16 or UTF-32; send UTF-8",
            "请求体是 UTF-16 或 UTF-32；请使用 UTF-8",
        ));
    }
    std::str::from_utf8(body).map_err(|error| {
        let offset = error.valid_up_to();
        Malformed::new(
            format!("the body is not UTF-8 at byte {offset} (GBK?); send UTF-8"),
            format!("请求体在第 {offset} 字节处不是 UTF-8（是否为 GBK？）；请使用 UTF-8"),
        )
    })
}

fn explain(error: &serde_json::Error) -> Malformed {
    let (line, column) = (error.line(), error.column());
    let reason = match error.classify() {
        Category::Eof => "JSON 不完整，可能被截断",
        Category::Syntax | Category::Io => "不是合法的 JSON",
        Category::Data => "JSON 中有重复的成员名或不允许的字符",
    };
    Malformed::new(
        format!("the body cannot be read: {error} (columns count bytes)"),
        format!("请求体无法读取：{reason}，第 {line} 行第 {column} 列（按字节计）：{error}"),
    )
}

/// A JSON value read by the strict rules.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    // Integers of 64 bits arrive by value, every other number as text (see `Digits`).
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        short_code_points(value)?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name == NUMBER {
                let Digits(digits) = members.next_value()?;
                return digits.parse::<Number>().map(Value::Number).map_err(de::Error::custom);
            }
            short_code_points(&name)?;
            if object.contains_key(&name) {
                return Err(de::Error::custom(format_args!("duplicate member name \"{}\"", quoted(&name))));
            }
            let Strict(value) = members.next_value()?;
            object.insert(name, value);
        }
        object.retain(|_, value| !value.is_null());
        Ok(Value::Object(object))
    }
}

/// The text of a number. `serde_json` hands it over as an owned string, and never does so with a string of the input, so a
/// client cannot pass an object off as a number.
struct Digits(String);

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DigitsVisitor)
    }
}

struct DigitsVisitor;

impl Visitor<'_> for DigitsVisitor {
    type Value = Digits;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("another member name, this one is reserved")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Digits, E> {
        Err(E::invalid_value(de::Unexpected::Str(&quoted(text)), &self))
    }

    fn visit_string<E: de::Error>(self, digits: String) -> Result<Digits, E> {
        Ok(Digits(digits))
    }
}

fn short_code_points<E: de::Error>(text: &str) -> Result<(), E> {
    match text.chars().find(|character| character.len_utf8() > 3) {
        Some(character) => Err(E::custom(format_args!(
            "code point U+{:X} takes four bytes (an emoji?), only up to U+FFFF is allowed",
            u32::from(character)
        ))),
        None => Ok(()),
    }
}

/// A client's text for a hint: ASCII, short, without control characters.
pub(super) fn quoted(text: &str) -> String {
    text.chars().take(QUOTED_MAX).flat_map(char::escape_default).collect()
}
