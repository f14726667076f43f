//! `order`.

use serde_json::Value;

use super::args::OrderArgs;
use super::client::Server;
use super::exit::{Exit, Failure};
use super::table;

pub(super) async fn run(args: OrderArgs) -> Result<Exit, Failure> {
    let query: String = args.mchid.iter().map(|mchid| format!("?mchid={}", encoded(mchid))).collect();
    let path = format!("/orders/{}/money{query}", encoded(&args.number));
    let money = Server::new(&args.server)?.get(&path).await?;
    if args.json {
        table::say(&format!("{}\n", table::pretty(&money)));
    } else {
        table::say(&story(&money));
    }
    Ok(Exit::Ok)
}

/// The story as a table: a line for each posting, amounts in fen, what accounts held right after it behind an arrow.
fn story(money: &Value) -> String {
    let postings = money["postings"].as_array().map(Vec::as_slice).unwrap_or_default();
    if postings.is_empty() {
        return "no money moved for this order yet 该订单尚无资金变动\n".to_owned();
    }
    let heading = [
        "time 时间",
        "cause 原因",
        "fen 分",
        "from 转出 → after",
        "to 转入 → after",
        "frozen 冻结",
        "document 单据",
    ];
    let mut rows = vec![heading.map(ToOwned::to_owned).to_vec()];
    rows.extend(postings.iter().map(line));
    table::render(&rows)
}

fn line(posting: &Value) -> Vec<String> {
    let text = |name: &str| posting[name].as_str().unwrap_or_default();
    let side = |account: &str, after: &str| format!("{} → {}", text(account), posting[after]);
    let moved = match text("state") {
        "posted" => posting["amount"].to_string(),
        state => format!("{} ({state})", posting["amount"]),
    };
    let frozen =
        if posting["pot_after"].is_null() { "-".to_owned() } else { posting["pot_after"].to_string() };
    vec![
        text("at").to_owned(),
        format!("{} {}", text("en"), text("zh")),
        moved,
        side("from", "from_after"),
        side("to", "to_after"),
        frozen,
        format!("{} {}", text("cause"), text("document")),
    ]
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
