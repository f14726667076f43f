//! Values that steps save and later steps use as `${name}`.

use std::collections::BTreeMap;

use serde_json::Value;

/// Names that are there without being saved.
///
/// `receiver` is the callback URL, `now` business time; `public_key_id`, `platform_serial` and `merchant_serial` belong to
/// the first merchant of `given`, or to another as `${merchant_serial:1900000300}`. `any` and `absent` stand in
/// expectations only.
pub(super) const RESERVED: [&str; 7] =
    ["absent", "any", "merchant_serial", "now", "platform_serial", "public_key_id", "receiver"];

/// Whether a name is there without being saved.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// Every `${name}` of a text, with the offset of its dollar.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("${").filter_map(move |(at, _)| {
        let rest = &text[at + 2..];
        rest.find('}').map(|end| (at, &rest[..end]))
    })
}

/// The values that are known at one step.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    values: BTreeMap<String, Value>,
}

impl Names {
    /// Keeps a value.
    pub(super) fn save(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_owned(), value);
    }

    /// A text with every name replaced. A text that is one name only becomes that value, a number staying a number.
    pub(super) fn value(&self, text: &str) -> Value {
        let whole = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        if let Some(value) = whole.and_then(|name| self.values.get(name)) {
            return value.clone();
        }
        Value::String(self.text(text))
    }

    /// A text with every name replaced.
    pub(super) fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (at, name) in placeholders(text) {
            let Some(value) = self.values.get(name).filter(|_| at >= done) else { continue };
            out.push_str(&text[done..at]);
            match value {
                Value::String(text) => out.push_str(text),
                other @ (Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_)) => out.push_str(&other.to_string()),
            }
            done = at + name.len() + 3;
        }
        out.push_str(&text[done..]);
        out
    }

    /// A value with the names in all its texts replaced.
    pub(super) fn deep(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.value(text),
            Value::Array(items) => items.iter().map(|item| self.deep(item)).collect(),
            Value::Object(members) => {
                members.iter().map(|(name, value)| (self.text(name), self.deep(value))).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }
}

/// The value at a dotted path such as `sub_orders.0.transaction_id`; the whole for an empty path.
pub(super) fn dig<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').filter(|part| !part.is_empty()).try_fold(value, |value, part| match value {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        Value::Object(members) => members.get(part),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}
