//! The server as a whole: health, the catalogue of rules, requests that belong to no world.

use serde_json::{Value, json};

use super::error::ApiError;
use super::wire::{Call, Reply, cut, ok, paged};
use crate::control::catalogue::{Catalogue, CatalogueError, Rule, cited_by_shipped};

/// That the server is there, and how many worlds it holds.
pub(super) fn health(call: &Call<'_>) -> Reply {
    let worlds = call.hub.all().len();
    ok(&json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "worlds": worlds }))
}

/// Requests that belonged to no world, oldest first.
pub(super) fn strays(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    ok(&paged(cut(call.door.strays(), page), page))
}

/// The catalogue; of one family, or what no scenario shows.
pub(super) fn rules(call: &Call<'_>) -> Reply {
    let (page, family) = (call.page()?, call.parameter("family"));
    let catalogue = Catalogue::load()?;
    if !family.is_empty() && catalogue.family(family).next().is_none() {
        let known = catalogue.families().join(", ");
        let en = format!("there is no family of rules `{family}`; there are: {known}");
        return Err(ApiError::new(404, "NO_FAMILY", en, format!("没有规则族 `{family}`；现有：{known}")));
    }
    let cited = cited_by_shipped()?;
    let missing = call.flag("missing")?.unwrap_or(false);
    let wanted = catalogue.iter().filter(|rule| family.is_empty() || rule.id.family() == family);
    let rows = wanted.filter(|rule| !missing || !cited.contains(&rule.id));
    let rows: Vec<Value> = rows.map(|rule| row(rule, cited.contains(&rule.id))).collect();
    ok(&paged(cut(rows, page), page))
}

fn row(rule: &Rule, shown: bool) -> Value {
    let switches = rule.switch.iter();
    let switches: Vec<Value> = switches
        .map(|switch| json!({ "key": switch.key, "default": switch.default, "other": switch.other }))
        .collect();
    json!({
        "id": rule.id.as_str(),
        "en": rule.en,
        "zh": rule.zh,
        "system": rule.system.as_str(),
        "source": rule.source,
        "status": rule.status.as_str(),
        "switch": switches,
        "shown": shown,
    })
}

impl From<CatalogueError> for ApiError {
    fn from(error: CatalogueError) -> ApiError {
        ApiError::new(500, "SANDBOX_BUG", error.to_string(), "规则目录无法读取")
    }
}
