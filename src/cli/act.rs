//! `act`.

use serde_json::{Map, Value, json};

use super::args::ActArgs;
use super::client::Server;
use super::exit::{Exit, Failure};
use super::table;
use crate::control::SYSTEMS;
use crate::world::act::Act;

pub(super) async fn run(args: ActArgs) -> Result<Exit, Failure> {
    let Some(name) = &args.name else {
        table::say(&registry());
        return Ok(Exit::Ok);
    };
    let given = arguments(&args)?;
    let server = Server::new(&args.server)?;
    let query = if args.no_drain { "?drain=false" } else { "" };
    let acted = server.post(&format!("/acts/{name}{query}"), &Value::Object(given)).await?;
    table::say(&format!("{}\n", table::pretty(&acted["result"])));
    table::say(&table::happened(&acted["happened"]));
    Ok(Exit::Ok)
}

fn arguments(args: &ActArgs) -> Result<Map<String, Value>, Failure> {
    let mut given = match &args.json {
        None => Map::new(),
        Some(text) => serde_json::from_str(text).map_err(|error| {
            Failure::new(
                Exit::Usage,
                format!("--json is no JSON object: {error}"),
                format!("--json 不是 JSON 对象：{error}"),
            )
        })?,
    };
    for (key, value) in &args.args {
        if given.insert(key.clone(), json!(value)).is_some() {
            let (en, zh) = (format!("`{key}` is given twice"), format!("参数 `{key}` 重复"));
            return Err(Failure::new(Exit::Usage, en, zh));
        }
    }
    Ok(given)
}

/// Every act with its arguments.
fn registry() -> String {
    let acts = SYSTEMS.iter().flat_map(|system| system.acts().iter());
    acts.map(describe).collect::<Vec<_>>().join("\n")
}

fn describe(act: &Act) -> String {
    let mut text = format!("{}\n  {}\n  {}\n", act.name, act.en, act.zh);
    let rows: Vec<Vec<String>> = act
        .args
        .iter()
        .map(|arg| {
            let needed = if arg.required { "required 必填" } else { "" };
            let help = format!("{} {}", arg.en, arg.zh);
            vec![format!("    {}", arg.name), arg.kind.describe(), needed.to_owned(), help]
        })
        .collect();
    text.push_str(&table::render(&rows));
    text
}
