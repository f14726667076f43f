//! The members of a JSON object, read one by one.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The members of an object; null is as good as not there (SH-05).
#[derive(Debug, Clone, Copy)]
pub struct Members<'a>(pub &'a Map<String, Value>);

impl<'a> Members<'a> {
    /// A member as it is.
    pub fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A text; empty when it is not there.
    ///
    /// # Errors
    /// [`Refusal::DataFormat`] when it is something else (SH-06).
    pub fn text(self, name: &str) -> Result<&'a str, Refusal> {
        let is_text = |value: &'a Value| value.as_str().ok_or_else(|| misfit(name, "a string", value));
        self.get(name).map_or(Ok(""), is_text)
    }

    /// A whole number.
    ///
    /// # Errors
    /// As [`Members::text`].
    pub fn number(self, name: &str) -> Result<Option<i64>, Refusal> {
        let is_number = |value: &Value| value.as_i64().ok_or_else(|| misfit(name, "an integer", value));
        self.get(name).map(is_number).transpose()
    }

    /// A yes or no.
    ///
    /// # Errors
    /// As [`Members::text`].
    pub fn flag(self, name: &str) -> Result<Option<bool>, Refusal> {
        let is_flag = |value: &Value| value.as_bool().ok_or_else(|| misfit(name, "true or false", value));
        self.get(name).map(is_flag).transpose()
    }

    /// A list; empty when it is not there.
    ///
    /// # Errors
    /// As [`Members::text`].
    pub fn list(self, name: &str) -> Result<&'a [Value], Refusal> {
        let is_list = |value: &'a Value| {
            value.as_array().map(Vec::as_slice).ok_or_else(|| misfit(name, "an array", value))
        };
        self.get(name).map_or(Ok(&[]), is_list)
    }

    /// A list of objects; empty when it is not there.
    ///
    /// # Errors
    /// As [`Members::text`].
    pub fn objects(self, name: &str) -> Result<Vec<Members<'a>>, Refusal> {
        let is_object = |value: &'a Value| {
            value.as_object().map(Members).ok_or_else(|| misfit(name, "an array of objects", value))
        };
        self.list(name)?.iter().map(is_object).collect()
    }

    /// An object; without members when it is not there.
    ///
    /// # Errors
    /// As [`Members::text`].
    pub fn object(self, name: &str) -> Result<Map<String, Value>, Refusal> {
        let is_object =
            |value: &Value| value.as_object().cloned().ok_or_else(|| misfit(name, "an object", value));
        self.get(name).map_or_else(|| Ok(Map::new()), is_object)
    }
}

fn misfit(name: &str, wanted: &str, found: &Value) -> Refusal {
    Refusal::DataFormat(format!("{name} is {wanted}, not {found}"))
}
