//! From the raw parts of a request to checked input.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value};

use super::check::{check_kind, check_object};
use super::json::{Malformed, parse_object};
use super::violation::{Place, Source, Violation};
use super::{Field, Kind, Schema};

/// What came over the wire.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// Path variables by name, percent-decoded.
    pub path: &'a [(&'static str, String)],
    /// The query as sent, without or with its `?`.
    pub query: &'a str,
    /// The body as sent.
    pub body: &'a [u8],
}

/// A request that satisfies its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The declared path variables.
    pub path: BTreeMap<&'static str, String>,
    /// The declared query parameters that were sent, decoded.
    pub query: BTreeMap<&'static str, String>,
    /// The body without its `null` members, undeclared members included; `Null` where the API takes no body.
    pub body: Value,
    /// JSON pointers of the members that were sent as an empty text or null and count as absent, where the API reads its
    /// body leniently (AS-34).
    pub blanks: Vec<String>,
}

/// Reads a request against its schema.
///
/// # Errors
///
/// The first violation in declared order: path, query, body, depth first (WI-19). A request that cannot be read at all
/// (broken JSON, a repeated name, not UTF-8) gives the bare `参数错误` and a precise hint.
pub fn read(schema: &'static Schema, parts: &Parts<'_>) -> Result<Input, Violation> {
    let path = read_texts(schema.path, &[], parts.path, Source::UriTemplate)?;
    let query = read_texts(
        schema.query,
        schema.one_of_query,
        &query_pairs(schema.query, parts.query)?,
        Source::Query,
    )?;
    let mut blanks = Vec::new();
    let body = match schema.body {
        None => Value::Null,
        Some(object) => {
            let mut members = parse_object(parts.body).map_err(|reason| match schema.lenient {
                Some(first) => Violation::unread(first, reason),
                None => Violation::malformed(Source::Body, reason),
            })?;
            if schema.lenient.is_some() {
                let sent = serde_json::from_slice(parts.body).unwrap_or_default();
                find_blanks(&sent, "", &mut blanks);
                leave_out_blanks(&mut members);
            }
            check_object(object, &members, &Place::body(schema.lenient.is_some()))?;
            Value::Object(members)
        }
    };
    Ok(Input { path, query, body, blanks })
}

/// Where members stand that were sent as an empty text or as null.
fn find_blanks(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let at = format!("{at}/{name}");
                if member.is_null() || member.as_str() == Some("") {
                    found.push(at);
                } else {
                    find_blanks(member, &at, found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_blanks(item, &format!("{at}/{index}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Takes out every member that is an empty text; those that are null are gone already.
fn leave_out_blanks(members: &mut Map<String, Value>) {
    members.retain(|_, value| value.as_str() != Some(""));
    for value in members.values_mut() {
        match value {
            Value::Object(inner) => leave_out_blanks(inner),
            Value::Array(items) => {
                items.iter_mut().filter_map(Value::as_object_mut).for_each(leave_out_blanks);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

fn read_texts(
    fields: &'static [Field],
    one_of: &[&str],
    sent: &[(&'static str, String)],
    source: Source,
) -> Result<BTreeMap<&'static str, String>, Violation> {
    let root = Place::root(source);
    let mut found = BTreeMap::new();
    for field in fields {
        let place = root.member(field);
        match sent.iter().find(|(name, _)| *name == field.name) {
            Some((_, text)) => {
                check_kind(&field.kind, &as_json(&field.kind, text), &place)?;
                found.insert(field.name, text.clone());
            }
            None if field.required || is_first_of_none(one_of, sent, field.name) => {
                return Err(Violation::required(&place));
            }
            None => {}
        }
    }
    Ok(found)
}

/// Whether `name` heads the alternatives and none of them was sent.
fn is_first_of_none(one_of: &[&str], sent: &[(&'static str, String)], name: &str) -> bool {
    one_of.first() == Some(&name) && !sent.iter().any(|(sent, _)| one_of.contains(sent))
}

/// The value a text of the path or the query stands for; a text that is none of its kind stays a string and is refused as such.
fn as_json(kind: &Kind, text: &str) -> Value {
    let typed = match kind {
        Kind::Int32 { .. } | Kind::Int64 { .. } | Kind::Uint64 => {
            text.parse::<Number>().ok().map(Value::Number)
        }
        Kind::Bool => text.parse::<bool>().ok().map(Value::Bool),
        Kind::Text { .. }
        | Kind::Time
        | Kind::OneOf(_)
        | Kind::Object(_)
        | Kind::List { .. }
        | Kind::Cipher { .. }
        | Kind::CipherOrText { .. }
        | Kind::Media { .. }
        | Kind::MediaList { .. }
        | Kind::Url { .. } => None,
    };
    typed.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// The declared parameters in a raw query. Empty pairs and undeclared names are skipped; `+` is a blank.
fn query_pairs(fields: &'static [Field], raw: &str) -> Result<Vec<(&'static str, String)>, Violation> {
    let mut pairs: Vec<(&'static str, String)> = Vec::new();
    for pair in raw.strip_prefix('?').unwrap_or(raw).split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = form_decode(name);
        let Some(field) = fields.iter().find(|field| name.as_deref() == Some(field.name)) else {
            continue;
        };
        let name = field.name;
        let Some(value) = form_decode(value) else {
            return Err(unreadable(
                format!("query parameter {name} is not UTF-8 after percent-decoding"),
                format!("查询参数 {name} 解码后不是 UTF-8"),
            ));
        };
        // As with a repeated JSON name, readers disagree on which one counts (assumed: refused).
        if pairs.iter().any(|(earlier, _)| *earlier == name) {
            return Err(unreadable(
                format!("query parameter {name} is sent twice"),
                format!("查询参数 {name} 重复出现"),
            ));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn unreadable(hint: String, hint_zh: String) -> Violation {
    Violation::malformed(Source::Query, Malformed { hint, hint_zh })
}

fn form_decode(text: &str) -> Option<String> {
    let blanks = text.replace('+', " ");
    percent_decode_str(&blanks).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
