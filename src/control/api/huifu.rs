//! What the consoles of Huifu show, and what its callers are configured with.

use serde_json::{Value, json};

use super::error::ApiError;
use super::wire::{Call, Reply, cut, ok, paged};
use crate::huifu::http::{key_line, public_key_line};
use crate::huifu::model::member;
use crate::huifu::rules::console::{self, Page};
use crate::world::act::closest;
use crate::world::message::Answer;

/// What a client of Huifu is configured with: `rsa_private_key` and `rsa_public_key` in one line of base64 each.
pub(super) fn credentials(call: &Call<'_>) -> Reply {
    let members = call.read(member::all)?;
    let callers = members.iter().filter(|member| member.calls());
    let caller = |member: &member::Member| {
        json!({
            "sys_id": member.huifu_id,
            "product_id": member.product_id,
            "name": member.name,
            "kind": member.kind,
            "rsa_private_key": member.private_key().map(|key| key_line(key.pem())),
            "token_no": member.token_no,
            "accounts": member.accounts,
        })
    };
    let callers: Vec<Value> = callers.map(caller).collect();
    ok(&json!({ "rsa_public_key": public_key_line(), "callers": callers }))
}

/// A list of the consoles: JSON in pages, or with `format=csv` the whole file that the console exports.
pub(super) fn list(call: &Call<'_>) -> Reply {
    let (page, console) = (call.page()?, console_page(call)?);
    let huifu_id = Some(call.parameter("huifu_id")).filter(|id| !id.is_empty());
    match call.parameter("format") {
        "" | "json" => ok(&paged(cut(call.read(|cx| console::list(cx, console, huifu_id))?, page), page)),
        "csv" => {
            let text = call.read(|cx| console::export(cx, console, huifu_id))?;
            let text = text.ok_or_else(|| missing("this page has no export", "该页面没有导出"))?;
            let mut answer = Answer::empty(200);
            answer.set("Content-Type", "text/csv; charset=utf-8");
            answer.set("Cache-Control", "no-store");
            answer.body = text.into_bytes();
            Ok(answer)
        }
        other => Err(ApiError::new(
            400,
            "BAD_PARAMETER",
            format!("`format`: `{other}` is not json or csv"),
            format!("参数 `format`：`{other}` 不是 json 或 csv"),
        )),
    }
}

/// The detail of what a list shows.
pub(super) fn detail(call: &Call<'_>) -> Reply {
    let (console, number) = (console_page(call)?, call.variable("number"));
    let found = call.read(|cx| console::detail(cx, console, number))?;
    let (en, zh) = (format!("this page has no {number}"), format!("该页面没有 {number}"));
    ok(&found.ok_or_else(|| missing(&en, &zh))?)
}

fn console_page(call: &Call<'_>) -> Result<Page, ApiError> {
    let name = call.variable("page");
    let found = Page::NAMES.iter().find(|(known, _)| *known == name).map(|(_, page)| *page);
    found.ok_or_else(|| {
        let near = closest(name, Page::NAMES.iter().map(|(known, _)| *known));
        let hint = near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default();
        missing(&format!("Huifu's consoles have no page {name}"), &format!("汇付控台没有页面 {name}"))
            .hint(hint)
    })
}

fn missing(en: &str, zh: &str) -> ApiError {
    ApiError::new(404, "NOT_FOUND", en, zh)
}
