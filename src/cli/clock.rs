//! `clock`.

use serde_json::{Value, json};

use super::args::{ClockArgs, ClockCommand};
use super::client::Server;
use super::exit::{Exit, Failure};
use super::table;

pub(super) async fn run(args: ClockArgs) -> Result<Exit, Failure> {
    let server = Server::new(&args.server)?;
    let moved = match args.command {
        None => {
            show(&server.get("/clock").await?);
            return Ok(Exit::Ok);
        }
        Some(ClockCommand::Advance { by }) => server.post("/clock/advance", &json!({ "by": by })).await?,
        Some(ClockCommand::Set { to }) => server.post("/clock/set", &json!({ "to": to })).await?,
    };
    table::say(&table::happened(&moved["happened"]));
    table::say(&format!("{} -> {}\n", text(&moved["from"]), text(&moved["now"])));
    Ok(Exit::Ok)
}

fn show(clock: &Value) {
    let pace = if clock["frozen"] == json!(true) { "frozen 静止" } else { "running 流动" };
    table::say(&format!("{}  {pace}\n", text(&clock["now"])));
    if let Some(next) = clock["next_due"].as_str() {
        table::say(&format!("next due 下一到期: {next}\n"));
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
