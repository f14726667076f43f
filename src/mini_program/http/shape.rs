//! What the body of each call is made of. A member of another kind fails the whole body, before anything it says is looked at
//! (SH-06); a member that nobody knows is passed over, and told to people.

use serde_json::{Map, Value};

use crate::mini_program::rules::refusal::Refusal;

/// One member of an object.
pub(super) type Field = (&'static str, Shape);

/// What a value must be. Null is as good as nothing, anywhere (SH-05).
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A string.
    Text,
    /// An integer.
    Number,
    /// An integer up to this one, from 0.
    UpTo(i64),
    /// An integer, or one of these names of it (SH-05).
    Named(&'static [&'static str]),
    /// True or false.
    Flag,
    /// An object of these members.
    Object(&'static [Field]),
    /// An array of such values.
    List(&'static Shape),
}

/// Checks the members of a body.
///
/// # Errors
/// [`Refusal::DataFormat`] with the first that is of another kind.
pub(super) fn check(body: &Map<String, Value>, fields: &[Field]) -> Result<(), Refusal> {
    members("", body, fields)
}

fn members(at: &str, found: &Map<String, Value>, fields: &[Field]) -> Result<(), Refusal> {
    for (name, shape) in fields {
        if let Some(value) = found.get(*name).filter(|value| !value.is_null()) {
            let path = if at.is_empty() { (*name).to_owned() } else { format!("{at}.{name}") };
            value_is(&path, value, *shape)?;
        }
    }
    Ok(())
}

fn value_is(at: &str, value: &Value, shape: Shape) -> Result<(), Refusal> {
    let misfit = |wanted: String| Err(Refusal::DataFormat(format!("{at} is {wanted}, not {value}")));
    match (shape, value) {
        (Shape::Text, Value::String(_)) | (Shape::Flag, Value::Bool(_)) => Ok(()),
        (Shape::Number | Shape::Named(_), value) if value.is_i64() => Ok(()),
        (Shape::UpTo(most), value) if value.as_i64().is_some_and(|n| (0..=most).contains(&n)) => Ok(()),
        (Shape::Named(names), Value::String(name)) if names.contains(&name.as_str()) => Ok(()),
        (Shape::Object(fields), Value::Object(found)) => members(at, found, fields),
        (Shape::List(one), Value::Array(values)) => {
            values.iter().enumerate().try_for_each(|(n, value)| value_is(&format!("{at}[{n}]"), value, *one))
        }
        (Shape::Text, _) => misfit("a string".to_owned()),
        (Shape::Flag, _) => misfit("true or false".to_owned()),
        (Shape::Number, _) => misfit("an integer".to_owned()),
        (Shape::UpTo(most), _) => misfit(format!("an integer from 0 to {most}")),
        (Shape::Named(names), _) => misfit(format!("an integer, or one of {}", names.join(", "))),
        (Shape::Object(_), _) => misfit("an object".to_owned()),
        (Shape::List(_), _) => misfit("an array".to_owned()),
    }
}

/// The first member that nobody knows, with the names that are known where it stands.
pub(super) fn stranger<'a>(
    body: &'a Map<String, Value>,
    fields: &'static [Field],
) -> Option<(&'a str, Vec<&'static str>)> {
    let known = |name: &str| fields.iter().find(|(known, _)| *known == name);
    if let Some(name) = body.keys().find(|name| known(name).is_none()) {
        return Some((name, fields.iter().map(|(known, _)| *known).collect()));
    }
    body.iter().find_map(|(name, value)| within(value, known(name)?.1))
}

fn within(value: &Value, shape: Shape) -> Option<(&str, Vec<&'static str>)> {
    match (shape, value) {
        (Shape::Object(fields), Value::Object(found)) => stranger(found, fields),
        (Shape::List(one), Value::Array(values)) => values.iter().find_map(|value| within(value, *one)),
        _ => None,
    }
}
