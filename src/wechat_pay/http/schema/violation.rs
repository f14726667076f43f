//! What is wrong with a request, as the server says it and as we explain it.

use std::fmt;

use serde_json::{Map, Value, json};

use super::Field;
use super::json::{Malformed, quoted};
use super::literals::{self, fill};

/// Code of the answer; HTTP status 400 in both cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViolationCode {
    /// A field breaks its rule, or the body cannot be read.
    ParamError,
}

impl ViolationCode {
    /// The code on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ParamError => "PARAM_ERROR",
        }
    }
}

/// The first rule of its schema that a request breaks (WI-19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Code of the answer.
    pub code: ViolationCode,
    /// The server's literal message.
    pub message: String,
    /// The server's `detail`, or `Null` when it sends none.
    pub detail: Value,
    /// What is wrong and how to mend it, in short ASCII English.
    pub hint: String,
    /// The same in Chinese.
    pub hint_zh: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code.as_str(), self.message)
    }
}

impl std::error::Error for Violation {}

/// Which part of a request a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A variable of the path.
    UriTemplate,
    /// A query parameter.
    Query,
    /// The JSON body.
    Body,
}

impl Source {
    /// The word in `detail.location` and at the head of a place.
    const fn as_str(self) -> &'static str {
        match self {
            Self::UriTemplate => "uri_template",
            Self::Query => "query",
            Self::Body => "body",
        }
    }
}

/// Where a value stands and what the server calls it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    source: Source,
    pointer: String,
    label: &'static str,
    mistyped: Option<&'static str>,
    lenient: bool,
}

impl Place {
    /// The whole of a part.
    pub(super) const fn root(source: Source) -> Self {
        Self { source, pointer: String::new(), label: "", mistyped: None, lenient: false }
    }

    /// The body of an API that reads it leniently, or not: the two say differently that a text is none.
    pub(super) fn body(lenient: bool) -> Self {
        Self { lenient, ..Self::root(Source::Body) }
    }

    /// A member of this place.
    pub(super) fn member(&self, field: &Field) -> Self {
        let pointer = format!("{}/{}", self.pointer, field.name);
        Self { pointer, label: field.label, mistyped: field.mistyped, ..self.clone() }
    }

    /// An item of this place, counted from zero; it carries the label of its list.
    pub(super) fn item(&self, index: usize) -> Self {
        Self { pointer: format!("{}/{index}", self.pointer), mistyped: None, ..self.clone() }
    }

    fn path(&self) -> String {
        format!("/{}{}", self.source.as_str(), self.pointer)
    }
}

impl Violation {
    pub(super) fn too_many(place: &Place, count: usize, bound: usize) -> Self {
        Self::new(place, literals::TOO_MANY, &counted(count, bound), count.into())
            .hinted(format!("has {count} items, at most {bound}"), format!("有 {count} 项，最多 {bound} 项"))
    }

    pub(super) fn too_few(place: &Place, count: usize, bound: usize) -> Self {
        Self::new(place, literals::TOO_FEW, &counted(count, bound), count.into())
            .hinted(format!("has {count} items, at least {bound}"), format!("有 {count} 项，至少 {bound} 项"))
    }

    pub(super) fn required(place: &Place) -> Self {
        Self::new(place, literals::REQUIRED, &[], "".into())
            .hinted("is required and was not sent (null counts as absent)", "为必填项，未传（null 视为未传）")
    }

    pub(super) fn not_text(place: &Place, value: &Value) -> Self {
        let template = if place.lenient { literals::NOT_TEXT_IN_JSON } else { literals::NOT_TEXT };
        let mut violation = Self::mistyped(place, template, &[], value).hinted(
            format!("must be a JSON string, got {}; put it in quotes", kind_of(value)),
            format!("必须是 JSON 字符串，收到的是{}；请加引号", kind_of_zh(value)),
        );
        if !place.lenient {
            violation.detail = json!({
                "field": place.pointer, "location": place.source.as_str(), "value": value,
            });
        }
        violation
    }

    pub(super) fn not_integer(place: &Place, bits: u8, value: &Value) -> Self {
        let template = match place.source {
            Source::Body => literals::NOT_INTEGER_IN_JSON,
            Source::UriTemplate | Source::Query => literals::NOT_INTEGER,
        };
        Self::mistyped(place, template, &[("bits", bits.to_string())], value).hinted(
            format!(
                "must be a whole number of {bits} bits written in digits only (money in fen), got {}",
                shown(value)
            ),
            format!("必须是 {bits} 位整数，只写数字（金额单位为分），收到的是 {}", shown(value)),
        )
    }

    /// The text is that of a path variable; that a body gets the same is assumed.
    pub(super) fn not_unsigned(place: &Place, value: &Value) -> Self {
        Self::mistyped(place, literals::NOT_UNSIGNED, &[], value).hinted(
            format!("must be an unsigned whole number, got {}", shown(value)),
            format!("必须是无符号整数，收到的是 {}", shown(value)),
        )
    }

    pub(super) fn not_bool(place: &Place, value: &Value) -> Self {
        Self::mistyped(place, literals::NOT_BOOL, &[], value).hinted(
            format!("must be true or false without quotes, got {}", kind_of(value)),
            format!("必须是不带引号的 true 或 false，收到的是{}", kind_of_zh(value)),
        )
    }

    pub(super) fn not_object(place: &Place, value: &Value) -> Self {
        Self::mistyped(place, literals::NOT_OBJECT, &[], value).hinted(
            format!("must be a JSON object, got {}", kind_of(value)),
            format!("必须是 JSON 对象，收到的是{}", kind_of_zh(value)),
        )
    }

    pub(super) fn not_list(place: &Place, value: &Value) -> Self {
        Self::mistyped(place, literals::NOT_LIST, &[], value).hinted(
            format!("must be a JSON array, got {}", kind_of(value)),
            format!("必须是 JSON 数组，收到的是{}", kind_of_zh(value)),
        )
    }

    pub(super) fn too_long(place: &Place, bytes: usize, bound: usize) -> Self {
        Self::new(place, literals::TOO_LONG, &counted(bytes, bound), bytes.into()).hinted(
            format!("is {bytes} bytes of UTF-8, at most {bound} (a Chinese character counts 3)"),
            format!("为 {bytes} 字节（UTF-8），最多 {bound} 字节（一个汉字算 3 字节）"),
        )
    }

    pub(super) fn too_short(place: &Place, characters: usize, bound: usize) -> Self {
        Self::new(place, literals::TOO_SHORT, &counted(characters, bound), characters.into()).hinted(
            format!("has {characters} characters, at least {bound}; leave out what is empty"),
            format!("有 {characters} 个字符，至少 {bound} 个；没有值时不要传该字段"),
        )
    }

    pub(super) fn mismatch(place: &Place, pattern: &str, text: &str) -> Self {
        Self::new(place, literals::MISMATCH, &[("pattern", pattern.to_owned())], text.into())
            .hinted(format!("must match {pattern}"), format!("必须匹配 {pattern}"))
    }

    pub(super) fn not_time(place: &Place, text: &str) -> Self {
        Self::new(place, literals::NOT_TIME, &[], text.into()).hinted(
            format!("must be RFC 3339 like 2018-06-08T10:34:56+08:00, got \"{}\"", quoted(text)),
            "必须是 RFC 3339 时间，例如 2018-06-08T10:34:56+08:00",
        )
    }

    pub(super) fn not_listed(place: &Place, words: &[&str], text: &str) -> Self {
        Self::new(place, literals::NOT_LISTED, &[("words", words.join("、"))], text.into()).hinted(
            format!("must be one of {}, got \"{}\"", words.join(", "), quoted(text)),
            format!("取值必须为 {} 之一", words.join("、")),
        )
    }

    pub(super) fn too_small(place: &Place, value: &Value, bound: i64) -> Self {
        let number = shown(value);
        let values = [("count", number.clone()), ("bound", bound.to_string())];
        Self::new(place, literals::TOO_SMALL, &values, value.clone())
            .hinted(format!("is {number}, at least {bound}"), format!("为 {number}，不得小于 {bound}"))
    }

    pub(super) fn too_large(place: &Place, value: &Value, bound: i64) -> Self {
        let number = shown(value);
        let values = [("count", number.clone()), ("bound", bound.to_string())];
        Self::new(place, literals::TOO_LARGE, &values, value.clone())
            .hinted(format!("is {number}, at most {bound}"), format!("为 {number}，不得大于 {bound}"))
    }

    /// A body that cannot be read, where the server then misses its first member instead (AS-25).
    pub(super) fn unread(first: &Field, reason: Malformed) -> Self {
        let source = format!("/{}", first.name);
        let message = fill(literals::REQUIRED, &[("source", source.as_str()), ("label", first.label)]);
        let detail = json!({ "location": null, "value": "" });
        Self { message, detail, ..Self::malformed(Source::Body, reason) }
    }

    /// A request that cannot be read at all: the bare text, without detail.
    pub(super) fn malformed(source: Source, reason: Malformed) -> Self {
        let Malformed { hint, hint_zh } = reason;
        let (hint, hint_zh) =
            (format!("/{}: {hint}", source.as_str()), format!("/{}：{hint_zh}", source.as_str()));
        let message = literals::MALFORMED.to_owned();
        Self { code: ViolationCode::ParamError, message, detail: Value::Null, hint, hint_zh }
    }

    fn new(place: &Place, template: &str, values: &[(&str, String)], value: Value) -> Self {
        let source = place.path();
        let mut all = vec![("source", source.as_str()), ("label", place.label)];
        all.extend(values.iter().map(|(name, value)| (*name, value.as_str())));
        Self {
            code: ViolationCode::ParamError,
            message: fill(template, &all),
            detail: Value::Object(Map::from_iter([
                ("location".to_owned(), Value::from(place.source.as_str())),
                ("value".to_owned(), value),
            ])),
            hint: source.clone(),
            hint_zh: source,
        }
    }

    /// A value of the wrong JSON type.
    fn mistyped(place: &Place, template: &str, values: &[(&str, String)], value: &Value) -> Self {
        let mut violation = Self::new(place, template, values, value.clone());
        if let Some(message) = place.mistyped {
            message.clone_into(&mut violation.message);
        }
        violation
    }

    /// Completes the hints, which begin with the place.
    fn hinted(mut self, english: impl AsRef<str>, chinese: impl AsRef<str>) -> Self {
        self.hint = format!("{} {}", self.hint, english.as_ref());
        self.hint_zh = format!("{} {}", self.hint_zh, chinese.as_ref());
        self
    }
}

fn counted(count: usize, bound: usize) -> [(&'static str, String); 2] {
    [("count", count.to_string()), ("bound", bound.to_string())]
}

/// A value for a hint: numbers and words as written, anything else by its type.
fn shown(value: &Value) -> String {
    match value {
        Value::Number(number) => quoted(number.as_str()),
        Value::String(text) => format!("the string \"{}\"", quoted(text)),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => kind_of(value).to_owned(),
    }
}

const fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

const fn kind_of_zh(value: &Value) -> &'static str {
    match value {
        Value::Null => " null",
        Value::Bool(_) => "布尔值",
        Value::Number(_) => "数字",
        Value::String(_) => "字符串",
        Value::Array(_) => "数组",
        Value::Object(_) => "对象",
    }
}
