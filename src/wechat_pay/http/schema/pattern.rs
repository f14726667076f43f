//! Regular expressions that the server quotes in its messages.

use std::sync::OnceLock;

use regex::Regex;

/// A regular expression together with the text under which the server quotes it.
#[derive(Debug)]
pub struct Pattern {
    literal: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern; it is compiled when it is first needed.
    pub const fn new(literal: &'static str) -> Self {
        Self { literal, compiled: OnceLock::new() }
    }

    /// The expression as the server writes it.
    pub const fn literal(&self) -> &'static str {
        self.literal
    }

    /// Whether `text` matches. An expression that does not compile matches nothing, so that the mistake cannot hide.
    pub fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Regex::new(self.literal).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}
