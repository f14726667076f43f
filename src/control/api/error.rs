//! The one shape in which the control API refuses: `{"error": {"code", "en", "zh", "hint"}}`.

use serde_json::json;

use crate::world::message::Answer;

/// Why the control API refuses a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// A word for programs.
    pub code: &'static str,
    /// What is wrong, in English.
    pub en: String,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What to do instead; empty when the sentence says it.
    pub hint: String,
    /// The methods that the path takes, for a 405.
    pub allow: Option<String>,
}

impl ApiError {
    /// An error without a hint.
    #[must_use]
    pub fn new(status: u16, code: &'static str, en: impl Into<String>, zh: impl Into<String>) -> ApiError {
        ApiError { status, code, en: en.into(), zh: zh.into(), hint: String::new(), allow: None }
    }

    /// The same error with what to do instead.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> ApiError {
        ApiError { hint: hint.into(), ..self }
    }

    /// The answer that says it.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let ApiError { status, code, en, zh, hint, allow } = self;
        let body = json!({ "error": { "code": code, "en": en, "zh": zh, "hint": hint } });
        let mut answer = super::wire::json_answer(*status, &body);
        if let Some(methods) = allow {
            answer.set("Allow", methods.clone());
        }
        if *status == 401 {
            answer.set("WWW-Authenticate", "Bearer");
        }
        answer
    }
}
