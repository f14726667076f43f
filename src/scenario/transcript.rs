//! All that a merchant sees, as text: nothing is left out and nothing depends on the machine.

use std::fmt::Write as _;

use serde_json::Value;

use super::model::Scenario;
use super::receiver::Received;
use crate::deliver::Happening;
use crate::world::Instant;
use crate::world::message::{Answer, Request};
use crate::world::outbox::Outcome;

/// A transcript in the making.
#[derive(Debug, Default)]
pub(super) struct Transcript(String);

impl Transcript {
    pub(super) fn begin(scenario: &Scenario) -> Transcript {
        let rules: Vec<&str> = scenario.rules.iter().map(|rule| rule.as_str()).collect();
        let mut transcript = Transcript::default();
        transcript.line(&scenario.title.en);
        transcript.line(&scenario.title.zh);
        transcript.line(&format!("rules: {}", rules.join(", ")));
        transcript
    }

    /// The heading of a step.
    pub(super) fn step(&mut self, number: usize, now: Instant, heading: &str) {
        self.line("");
        self.line(&format!("== {number}. {now} {heading}"));
    }

    /// One line.
    pub(super) fn line(&mut self, text: &str) {
        self.0.push_str(text.trim_end());
        self.0.push('\n');
    }

    pub(super) fn request(&mut self, request: &Request) {
        self.line(&format!("> {} {}", request.method, request.target));
        self.message('>', &request.headers, &request.body_text());
    }

    pub(super) fn answer(&mut self, answer: &Answer) {
        self.line(&format!("< {}", answer.status));
        self.message('<', &answer.headers, &answer.body_text());
    }

    pub(super) fn happened(&mut self, happened: &[Happening]) {
        for happening in happened {
            self.line(&format!("* {} {}", happening.at, happening.en));
        }
    }

    pub(super) fn received(&mut self, received: &Received) {
        self.line(&format!("~ {} {} {}", received.at, received.method.name(), received.url));
        self.message('~', &received.headers, &received.body);
        match &received.reading.verified {
            Ok(()) => self.line("~ the signature is right"),
            Err(why) => self.line(&format!("~ the signature is wrong: {why}")),
        }
        match &received.reading.plain {
            Ok(plain) => self.value("~ says ", plain),
            Err(why) => self.line(&format!("~ does not open: {why}")),
        }
        match &received.outcome {
            Outcome::Answered { status, body } => self.line(&format!("~ answered {status} {body}")),
            Outcome::Failed { reason, .. } => self.line(&format!("~ not answered: {reason}")),
        }
    }

    /// A value over several lines.
    pub(super) fn value(&mut self, before: &str, value: &Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
        self.line(&format!("{before}{text}"));
    }

    fn message(&mut self, mark: char, headers: &[(String, String)], body: &str) {
        for (name, value) in headers {
            self.line(&format!("{mark} {name}: {value}"));
        }
        if !body.is_empty() {
            let _ = writeln!(self.0, "{mark}\n{mark} {}", body.trim_end());
        }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}
