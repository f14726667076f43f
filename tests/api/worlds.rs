//! Worlds: made, told apart, reset, copied, deleted; and their clock.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wxpay_sandbox::control::api::{self, Access};

use crate::app::{TestApp, request};
use crate::snapshot;

fn other(name: &str, mchid: &str) -> String {
    json!({
        "name": name,
        "given": {
            "seed": 7, "start": "2026-01-05T10:00:00+08:00", "clock": "frozen",
            "platform": { "mchid": mchid, "appid": "wx00000000000000aa", "apiv3_key": "a".repeat(32) },
            "sub_merchants": [{ "mchid": "1900000701" }],
        },
    })
    .to_string()
}

#[tokio::test]
async fn a_world_is_made_listed_and_deleted() {
    let app = TestApp::new();
    let (status, made) = app.control("POST", "/worlds", &other("second", "1900000700")).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(made["credentials"][0]["mchid"], "1900000700");
    let (_, list) = app.control("GET", "/worlds?limit=1", "").await;
    assert_eq!((&list["items"][0]["name"], &list["next"]), (&json!("default"), &json!(1)));
    let (_, list) = app.control("GET", "/worlds?limit=1&offset=1", "").await;
    assert_eq!((&list["items"][0]["name"], &list["next"]), (&json!("second"), &Value::Null));

    let (status, refused) = app.control("POST", "/worlds", &other("second", "1900000800")).await;
    assert_eq!((status, &refused["error"]["code"]), (409, &json!("NAME_TAKEN")));
    let (status, refused) = app.control("POST", "/worlds", &other("third", "1900000700")).await;
    assert_eq!((status, &refused["error"]["code"]), (409, &json!("CREDENTIAL_TAKEN")));
    assert!(refused["error"]["en"].as_str().unwrap().contains("`second`"), "{refused}");
    assert_eq!(app.control("GET", "/worlds/third", "").await.0, 404);

    assert_eq!(app.control("DELETE", "/worlds/second", "").await.0, 204);
    assert_eq!(app.control("DELETE", "/worlds/second", "").await.0, 404);
    assert_eq!(app.control("POST", "/worlds", &other("third", "1900000700")).await.0, 201);
}

#[tokio::test]
async fn the_same_description_gives_the_same_credentials_on_every_machine() {
    let app = TestApp::new();
    let first = app.fine("GET", "/credentials?mchid=1900000100", Value::Null).await;
    snapshot("credentials", &first);
    app.paid("C1").await;
    app.fine("POST", "/reset", Value::Null).await;
    assert_eq!(app.fine("GET", "/credentials?mchid=1900000100", Value::Null).await, first);
    assert_eq!(app.fine("GET", "/orders", Value::Null).await["items"], json!([]));
}

#[tokio::test]
async fn a_snapshot_sets_the_clock_back_and_a_fork_goes_its_own_way() {
    let app = TestApp::new();
    app.place("C1").await;
    app.fine("POST", "/snapshots", json!({ "name": "placed" })).await;
    app.fine("POST", "/acts/buyer.pay", json!({ "combine_out_trade_no": "C1" })).await;
    app.fine("POST", "/clock/advance", json!({ "by": "1h" })).await;
    let (status, fork) = app.control("POST", "/worlds/default/fork", "{\"name\": \"side\"}").await;
    assert_eq!((status, &fork["clock"]["now"]), (201, &json!("2026-01-05T11:00:00+08:00")));

    app.fine("POST", "/snapshots/placed/restore", Value::Null).await;
    let clock = app.fine("GET", "/clock", Value::Null).await;
    assert_eq!(clock["now"], "2026-01-05T10:00:00+08:00");
    let order = app.fine("GET", "/orders/C1", Value::Null).await;
    assert_eq!((&order["bill"]["trade_state"], &order["story"]), (&json!("NOTPAY"), &json!([])));
    let (_, order) = app.control("GET", "/worlds/side/orders/C1", "").await;
    assert_eq!(order["bill"]["trade_state"], "SUCCESS");
    assert_eq!(app.fine("GET", "/snapshots", Value::Null).await["items"], json!(["placed"]));
    let (status, refused) = app.control("POST", "/worlds/default/snapshots/plaecd/restore", "").await;
    assert_eq!((status, &refused["error"]["code"]), (404, &json!("NO_SNAPSHOT")));
}

#[tokio::test]
async fn a_clock_command_from_inside_a_callback_is_refused() {
    let app = TestApp::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    app.on_callback(move |hub, _| {
        let seen = Arc::clone(&kept);
        async move {
            for path in ["/clock/advance", "/reset"] {
                let body = if path == "/reset" { "" } else { "{\"by\": \"1s\"}" };
                let asked = request("POST", &format!("/_sandbox/worlds/default{path}"), body);
                let (answer, _) = api::answer(&hub, hub.main(), asked, &Access::default()).await;
                seen.lock().unwrap().push(answer.status);
            }
            let asked = request("GET", "/_sandbox/worlds/default/orders/C1", "");
            let (answer, _) = api::answer(&hub, hub.main(), asked, &Access::default()).await;
            seen.lock().unwrap().push(answer.status);
            200
        }
    });
    app.paid("C1").await;
    assert_eq!(*seen.lock().unwrap(), [409, 409, 200]);
    app.fine("POST", "/clock/advance", json!({ "by": "1s" })).await;
}

#[tokio::test]
async fn advance_answers_in_order_what_happened() {
    let app = TestApp::new();
    app.on_callback(|_, _| async { 500 });
    let acted = app.paid("C1").await;
    assert_eq!(acted["happened"][0]["detail"]["outcome"]["answered"]["status"], 500);
    let moved = app.fine("POST", "/clock/advance", json!({ "by": "1m" })).await;
    snapshot("advance", &moved);
}
