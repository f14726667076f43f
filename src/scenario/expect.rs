//! Compares what came with what was expected, and says where they differ.

use regex::Regex;
use serde_json::Value;

/// Stands for anything that is there.
const ANY: &str = "${any}";
/// Stands for a member that is not there.
const ABSENT: &str = "${absent}";

/// The differences between an expectation and what came, a line each; empty when it fits.
///
/// Of an object only the listed members count; a list must have the same length and order. `/^…$/` is a regular
/// expression over the whole text.
pub(super) fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", expected, Some(found), &mut lines);
    lines
}

/// The difference between an expected text and what came; nothing when it fits.
pub(super) fn text_difference(place: &str, expected: &str, found: Option<&str>) -> Option<String> {
    let mut lines = Vec::new();
    let found = found.map(|text| Value::String(text.to_owned()));
    compare(place, &Value::String(expected.to_owned()), found.as_ref(), &mut lines);
    lines.pop()
}

/// The lines in which a file differs from what was expected of it; a line may be `${any}` or a regular expression.
pub(super) fn line_differences(expected: &str, found: &str) -> Vec<String> {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let mut lines = Vec::new();
    for (at, wanted) in expected.iter().enumerate() {
        lines.extend(text_difference(&format!("line {}", at + 1), wanted, found.get(at).copied()));
    }
    if found.len() > expected.len() {
        lines.push(format!("expected {} lines, found {}", expected.len(), found.len()));
    }
    lines
}

fn compare(place: &str, expected: &Value, found: Option<&Value>, lines: &mut Vec<String>) {
    let shown = if place.is_empty() { "/" } else { place };
    let Some(found) = found else {
        if expected.as_str() != Some(ABSENT) {
            lines.push(format!("{shown}: expected {}, nothing is there", short(expected)));
        }
        return;
    };
    match (expected, found) {
        (Value::String(text), _) if text == ANY => {}
        (Value::String(text), _) if text == ABSENT => {
            lines.push(format!("{shown}: expected nothing, found {}", short(found)));
        }
        (Value::String(pattern), Value::String(text)) if is_pattern(pattern) => {
            match Regex::new(&pattern[1..pattern.len() - 1]) {
                Ok(regex) if regex.is_match(text) => {}
                Ok(_) => lines.push(format!("{shown}: expected {pattern}, found {}", short(found))),
                Err(error) => lines.push(format!("{shown}: {pattern} is no regular expression: {error}")),
            }
        }
        (Value::Object(expected), Value::Object(found)) => {
            for (name, value) in expected {
                compare(&format!("{place}/{name}"), value, found.get(name), lines);
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            if expected.len() != found.len() {
                lines.push(format!("{shown}: expected {} items, found {}", expected.len(), found.len()));
            }
            for (at, value) in expected.iter().enumerate() {
                compare(&format!("{place}/{at}"), value, found.get(at), lines);
            }
        }
        _ if expected == found => {}
        _ => lines.push(format!("{shown}: expected {}, found {}", short(expected), short(found))),
    }
}

fn is_pattern(text: &str) -> bool {
    text.starts_with("/^") && text.ends_with("$/")
}

/// A value short enough for a line.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 300 { text } else { text.chars().take(300).chain(['…']).collect() }
}
