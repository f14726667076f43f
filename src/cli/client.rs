//! Talks to a running sandbox.

use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::Value;

use super::args::ServerArgs;
use super::exit::{Exit, Failure};
use crate::control::api::ROOT;

/// Where `serve` listens unless told otherwise.
pub(super) const DEFAULT_URL: &str = "http://127.0.0.1:7180";

/// A running sandbox, and one world of it.
pub(super) struct Server<'a> {
    args: &'a ServerArgs,
    client: Client,
}

impl<'a> Server<'a> {
    pub(super) fn new(args: &'a ServerArgs) -> Result<Server<'a>, Failure> {
        // No limit on the whole: a long advance waits for every callback on its way.
        let client = Client::builder().no_proxy().connect_timeout(Duration::from_secs(3)).build();
        let client = client.map_err(|error| Failure::set_up(error.to_string(), "无法创建 HTTP 客户端"))?;
        Ok(Server { args, client })
    }

    pub(super) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.send(Method::GET, path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Sends a request about the world; `path` stands below it.
    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let ServerArgs { url, world, token } = self.args;
        let target = format!("{}{ROOT}/worlds/{world}{path}", url.trim_end_matches('/'));
        let mut request = self.client.request(method, &target);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.map_err(|error| self.unreachable(&error))?;
        let status = answer.status().as_u16();
        let text = answer.text().await.map_err(|error| self.unreachable(&error))?;
        let value: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if status < 300 {
            return Ok(value);
        }
        Err(refusal(status, &value, url))
    }

    fn unreachable(&self, error: &reqwest::Error) -> Failure {
        let url = &self.args.url;
        if error.is_builder() {
            let en = format!("`{url}` is not a URL; write {DEFAULT_URL}");
            return Failure::new(Exit::Usage, en, format!("`{url}` 不是 URL"));
        }
        Failure::set_up(
            format!(
                "no sandbox answers on {url}; start one with `wxpay-sandbox serve`, or name it with --url"
            ),
            format!("{url} 没有沙盒服务；请先运行 `wxpay-sandbox serve`，或用 --url 指定地址"),
        )
    }
}

/// A refusal in the control API's own words.
fn refusal(status: u16, body: &Value, url: &str) -> Failure {
    let error = &body["error"];
    let (Some(en), Some(zh)) = (error["en"].as_str(), error["zh"].as_str()) else {
        return Failure::set_up(
            format!("{url} answered {status} and is no wxpay-sandbox"),
            format!("{url} 应答 {status}，不是 wxpay-sandbox"),
        );
    };
    let exit = match status {
        401 | 403 => Exit::SetUp,
        500.. => Exit::Bug,
        _ => Exit::Usage,
    };
    let hint = error["hint"].as_str().filter(|hint| !hint.is_empty() && !en.contains(hint));
    let en = hint.map_or_else(|| en.to_owned(), |hint| format!("{en} ({hint})"));
    Failure::new(exit, en, zh)
}
