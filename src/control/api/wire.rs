//! How the control API reads requests and writes answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::ApiError;
use crate::control::hub::{Hub, Resident};
use crate::world::act::closest;
use crate::world::message::{Answer, Request};
use crate::world::store::Page;
use crate::world::{Bug, Cx, Worlds};

/// The longest page.
pub const MAX_LIMIT: u32 = 500;
const DEFAULT_LIMIT: u32 = 50;

/// One request to the control API, with its path and query taken apart.
pub(super) struct Call<'a> {
    pub(super) hub: &'a Arc<Hub>,
    pub(super) door: &'a Worlds,
    pub(super) request: &'a Request,
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) query: BTreeMap<String, String>,
}

/// What a route answers.
pub(super) type Reply = Result<Answer, ApiError>;

impl Call<'_> {
    /// A variable of the path; empty when the route has none of that name.
    pub(super) fn variable(&self, name: &str) -> &str {
        self.path.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the query; empty when it was not sent.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    /// The world that the path names.
    pub(super) fn resident(&self) -> Result<Arc<Resident>, ApiError> {
        Ok(self.hub.resident(self.variable("world"))?)
    }

    /// Reads from the world that the path names.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Cx<'_>) -> Result<T, Bug>) -> Result<T, ApiError> {
        Ok(self.resident()?.world().command(work)?)
    }

    /// The body; an empty one stands for no members.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        let bytes: &[u8] = if self.request.body.is_empty() { b"{}" } else { &self.request.body };
        serde_json::from_slice(bytes).map_err(|error| bad_body(&error))
    }

    /// A whole number of the query.
    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, ApiError> {
        let Some(text) = self.query.get(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| i32::try_from(*number).is_ok());
        number.map(Some).ok_or_else(|| bad_parameter(name, text, "a whole number", "整数"))
    }

    /// A yes or no of the query.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, ApiError> {
        let Some(text) = self.query.get(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| bad_parameter(name, text, "true or false", "true 或 false"))
    }

    /// The page that the query asks for, one longer than it answers: the last one tells whether there is more.
    pub(super) fn page(&self) -> Result<Page, ApiError> {
        let limit = self.number("limit")?.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(bad_parameter("limit", &limit.to_string(), "1 to 500", "1 到 500"));
        }
        Ok(Page { offset: self.number("offset")?.unwrap_or(0), limit: limit + 1 })
    }
}

/// A page's items, and the offset of the next one.
pub(super) fn paged<T: Serialize>(mut items: Vec<T>, page: Page) -> Value {
    let limit = page.limit - 1;
    let more = items.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        items.pop();
    }
    json!({ "items": items, "next": more.then(|| page.offset.saturating_add(limit)) })
}

/// The page of what is in memory already.
pub(super) fn cut<T>(all: Vec<T>, page: Page) -> Vec<T> {
    let count = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    all.into_iter().skip(count(page.offset)).take(count(page.limit)).collect()
}

/// A 200 with a JSON body.
pub(super) fn ok(value: &impl Serialize) -> Reply {
    Ok(json_answer(200, &serde_json::to_value(value).map_err(Bug::from)?))
}

/// An answer with a JSON body.
pub(super) fn json_answer(status: u16, value: &Value) -> Answer {
    let mut answer = Answer::empty(status);
    answer.set("Content-Type", "application/json; charset=utf-8");
    answer.set("Cache-Control", "no-store");
    answer.body = value.to_string().into_bytes();
    answer
}

fn bad_parameter(name: &str, text: &str, en: &str, zh: &str) -> ApiError {
    ApiError::new(
        400,
        "BAD_PARAMETER",
        format!("`{name}`: `{text}` is not {en}"),
        format!("参数 `{name}`：`{text}` 不是{zh}"),
    )
}

fn bad_body(error: &serde_json::Error) -> ApiError {
    let text = error.to_string();
    let refused = ApiError::new(
        400,
        "BAD_BODY",
        format!("the body is not what this path takes: {text}"),
        format!("请求体不符合要求：{text}"),
    );
    match meant(&text) {
        Some(near) => refused.hint(format!("did you mean `{near}`?")),
        None => refused,
    }
}

/// The member that was probably meant, out of serde's own words: "unknown field `a`, expected one of `b`, `c`".
fn meant(text: &str) -> Option<&str> {
    if !text.starts_with("unknown field") && !text.starts_with("unknown variant") {
        return None;
    }
    let mut words = text.split('`').skip(1).step_by(2);
    closest(words.next()?, words)
}
