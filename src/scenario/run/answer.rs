//! What an answer is compared with, and what of it is kept: the same whichever system gave it.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::{Done, Halt, Runner};
use crate::scenario::expect::{differences, line_differences, text_difference};
use crate::scenario::model::{Call, ExpectAnswer};
use crate::scenario::names::dig;
use crate::world::message::Answer;

/// An answer as its caller sees it.
pub(super) struct Heard<'a> {
    /// As it came.
    pub(super) answer: &'a Answer,
    /// What it says, opened.
    pub(super) seen: Value,
    /// Whether it can be trusted.
    pub(super) verified: Result<(), String>,
    /// The statuses of a success, where a step names none.
    pub(super) fine: RangeInclusive<u16>,
    /// Whether a text is compared line by line.
    pub(super) by_line: bool,
}

impl Runner<'_> {
    /// Compares an answer with what the step expects, and keeps what it saves.
    pub(super) fn conclude(&mut self, call: &Call, heard: &Heard<'_>) -> Done {
        let Heard { answer, seen, .. } = heard;
        let mut lines = heard.differences(&call.expect);
        if !lines.is_empty() {
            lines.push(format!("the answer was {} {}", answer.status, answer.body_text()));
            lines.extend(answer.header("Sandbox-Hint").map(|hint| format!("hint: {hint}")));
            return Err(Halt::Unmet(lines));
        }
        for (name, from) in &call.save {
            let value = match from.split_once('.').unwrap_or((from, "")) {
                ("header", name) => answer.header(name).map(|value| Value::String(value.to_owned())),
                ("status", _) => Some(Value::from(answer.status)),
                (_, path) => dig(seen, path).cloned(),
            };
            self.keep(name, from, value)?;
        }
        Ok(())
    }
}

impl Heard<'_> {
    fn differences(&self, expect: &ExpectAnswer) -> Vec<String> {
        let (status, mut lines) = (self.answer.status, Vec::new());
        match expect.status {
            Some(wanted) if wanted != status => {
                lines.push(format!("status: expected {wanted}, found {status}"));
            }
            None if !self.fine.contains(&status) => {
                let fine = if self.fine.contains(&201) { "a 2xx" } else { "200" };
                lines.push(format!("status: expected {fine}, found {status}"));
            }
            Some(_) | None => {}
        }
        match (expect.verified.unwrap_or(true), &self.verified) {
            (true, Err(why)) => lines.push(format!("the answer cannot be trusted: {why}")),
            (false, Ok(())) => lines.push("the answer verifies, it should not".to_owned()),
            (true, Ok(())) | (false, Err(_)) => {}
        }
        for (name, wanted) in &expect.headers {
            lines.extend(text_difference(&format!("header {name}"), wanted, self.answer.header(name)));
        }
        match &expect.body {
            Some(Value::String(text)) if self.by_line => {
                lines.extend(line_differences(text, self.seen.as_str().unwrap_or_default()));
            }
            Some(body) => {
                lines.extend(differences(body, &self.seen).into_iter().map(|line| format!("body{line}")));
            }
            None => {}
        }
        lines
    }
}
