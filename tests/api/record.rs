//! Acts, orders, ledger, outbox, journal.

use serde_json::{Value, json};
use wxpay_sandbox::control::hub::DEFAULT;
use wxpay_sandbox::world::channel::{ChannelKind, ChannelOrder};
use wxpay_sandbox::world::ids::{Appid, Mchid, OutTradeNo};
use wxpay_sandbox::world::{Bug, Fen, Instant};

use crate::app::{TestApp, request};
use crate::snapshot;

#[tokio::test]
async fn the_registry_lists_every_act_with_its_help() {
    let app = TestApp::new();
    let acts = app.fine("GET", "/acts", Value::Null).await;
    let acts = acts["items"].as_array().unwrap();
    assert!(acts.len() >= 10);
    for act in acts {
        assert!(!act["en"].as_str().unwrap().is_empty() && !act["zh"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_order_tells_the_story_of_its_money() {
    let app = TestApp::new();
    app.paid("C1").await;
    snapshot("orders", &app.fine("GET", "/orders", Value::Null).await);
    snapshot("order", &app.fine("GET", "/orders/C1", Value::Null).await);
    snapshot("money", &app.fine("GET", "/orders/C1/money", Value::Null).await);
    let part = app.fine("GET", "/orders/C1A/money", Value::Null).await;
    assert_eq!(part["postings"][1]["pot_after"], 4970);
    let part = app.fine("GET", "/orders/C1A", Value::Null).await;
    assert_eq!(part["bill"]["parts"][0]["frozen"], 4970);
    let ledger = app.fine("GET", "/ledger?account=1900000201", Value::Null).await;
    assert_eq!(ledger["trial_balance"], 0);
    assert_eq!(ledger["accounts"]["items"].as_array().unwrap().len(), 1);
}

/// An acquirer's merchant has no name at WeChat Pay: its order shows the number, and no money of WeChat Pay's.
#[tokio::test]
async fn orders_of_acquirers_stand_in_the_list() {
    let app = TestApp::new();
    let order = ChannelOrder {
        mchid: Mchid::parse("1800000001").unwrap(),
        sub_mchid: Mchid::parse("1800000101").unwrap(),
        out_trade_no: OutTradeNo::parse("ACQUIRED1").unwrap(),
        description: "tea".to_owned(),
        amount: Fen::new(250),
        appid: Appid::parse("wx0000000000000001").unwrap(),
        kind: ChannelKind::Native,
        no_credit: false,
        expires_at: Instant::parse("2026-01-05T11:00:00+08:00").unwrap(),
    };
    let resident = app.hub.resident(DEFAULT).unwrap();
    let placed = resident.world().command(|cx| match cx.channel()?.place(cx, &order) {
        Ok(session) => Ok(session),
        Err(stop) => Err(Bug::Broken(format!("{stop:?}"))),
    });
    placed.unwrap();
    app.fine("POST", "/acts/buyer.pay", json!({ "out_trade_no": "ACQUIRED1" })).await;
    let orders = app.fine("GET", "/orders", Value::Null).await;
    let [shown] = orders["items"].as_array().unwrap().as_slice() else { panic!("{orders}") };
    assert_eq!((&shown["payee"], &shown["trade_state"]), (&json!("1800000101"), &json!("SUCCESS")));
    let money = app.fine("GET", "/orders/ACQUIRED1/money", Value::Null).await;
    assert_eq!(money["postings"], json!([]));
}

/// PAY-02: a combined order names the platform, its sub orders stand in the detail; an ordinary one names the shop.
#[tokio::test]
async fn orders_show_what_the_cashier_shows() {
    let app = TestApp::new();
    app.place("C1").await;
    let body = json!({
        "sp_appid": "wx0000000000000001", "sp_mchid": "1900000100", "sub_mchid": "1900000202",
        "description": "one thing", "out_trade_no": "SINGLE1", "notify_url": "http://127.0.0.1:8080/notify",
        "amount": { "total": 250 },
    });
    assert_eq!(app.call("POST", "/v3/pay/partner/transactions/native", &body).await.0, 200);
    let orders = app.fine("GET", "/orders", Value::Null).await;
    let shown = |bill: &Value| {
        let parts = bill["parts"].as_array().unwrap();
        let parts: Vec<_> = parts.iter().map(|part| (part["mchid"].clone(), part["total"].clone())).collect();
        (bill["kind"].clone(), bill["mchid"].clone(), bill["total"].clone(), parts)
    };
    let [combined, single] = orders["items"].as_array().unwrap().as_slice() else { panic!("{orders}") };
    let parts = vec![(json!("1900000201"), json!(5000)), (json!("1900000202"), json!(3000))];
    assert_eq!(shown(combined), (json!("combined"), json!("1900000100"), json!(8000), parts));
    let parts = vec![(json!("1900000202"), json!(250))];
    assert_eq!(shown(single), (json!("single"), json!("1900000202"), json!(250), parts));
    // The names are what a buyer reads.
    let payees = (&combined["payee"], &combined["parts"][1]["payee"], &single["payee"]);
    assert_eq!(payees, (&json!("沙盒电商平台"), &json!("沙盒店铺乙"), &json!("沙盒店铺乙")));
}

#[tokio::test]
async fn an_act_without_drain_leaves_its_callbacks_for_later() {
    let app = TestApp::new();
    app.place("C1").await;
    let acted =
        app.fine("POST", "/acts/buyer.pay?drain=false", json!({ "combine_out_trade_no": "C1" })).await;
    assert_eq!(acted["happened"], json!([]));
    app.fine("POST", "/clock/advance", json!({ "by": "1s" })).await;
    assert_eq!(app.letters(), 1);
}

#[tokio::test]
async fn a_callback_is_sent_again_by_hand() {
    let app = TestApp::new();
    app.paid("C1").await;
    let outbox = app.fine("GET", "/outbox?state=delivered", Value::Null).await;
    let id = outbox["items"][0]["notice"]["id"].as_str().unwrap();
    let resent = app.fine("POST", &format!("/outbox/{id}/resend"), Value::Null).await;
    assert_eq!(resent["happened"][0]["detail"]["by_hand"], true);
    assert_eq!(app.letters(), 2);
    let outbox = app.fine("GET", "/outbox", Value::Null).await;
    assert_eq!(outbox["items"][0]["attempts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_journal_is_read_page_by_page() {
    let app = TestApp::new();
    app.paid("C1").await;
    let (mut after, mut titles) = (0, Vec::new());
    loop {
        let page = app.fine("GET", &format!("/journal?after={after}&limit=1"), Value::Null).await;
        titles.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["title"].clone()));
        let Some(next) = page["next"].as_i64() else { break };
        after = next;
    }
    let all = app.fine("GET", "/journal", Value::Null).await;
    let all: Vec<Value> = all["items"].as_array().unwrap().iter().map(|e| e["title"].clone()).collect();
    assert_eq!(titles, all);
    assert!(all.len() >= 4, "{all:?}");
}

#[tokio::test]
async fn rules_agenda_mails_and_strays_can_be_read() {
    let app = TestApp::new();
    app.paid("C1").await;
    let (_, rules) = app.control("GET", "/rules?family=PS&limit=1", "").await;
    assert_eq!(rules["items"][0]["id"], "PS-01");
    let agenda = app.fine("GET", "/agenda", Value::Null).await;
    assert_eq!(agenda["items"].as_array().unwrap().len(), 2, "one release for each pot: {agenda}");
    assert_eq!(app.fine("GET", "/mails", Value::Null).await["items"], json!([]));
    let answer = app.send(crate::app::request("GET", "/v3/nowhere", "")).await;
    assert_eq!(answer.status, 404);
    let (_, strays) = app.control("GET", "/strays", "").await;
    assert_eq!(strays["items"][0]["request"], "GET /v3/nowhere");
}

/// XB-08: what the portal shows of an application, and what may be done with it.
#[tokio::test]
async fn cross_border_applications_can_be_read() {
    let app = TestApp::new();
    let given = json!({
        "platform": { "mchid": "1900000170", "appid": "wx0000000000000001" },
        "sub_merchants": [{ "mchid": "1900000171", "organization_type": "2" }],
        "clock": "frozen", "start": "2026-01-05T10:00:00+08:00",
    });
    let made = app.control("POST", "/worlds", &json!({ "name": "abroad", "given": given }).to_string()).await;
    assert_eq!(made.0, 201, "{}", made.1);
    let acts = "/worlds/abroad/acts/cross_border";
    let asked = app.control("POST", &format!("{acts}.ask_permission"), "{\"mchid\": \"1900000170\"}").await;
    assert_eq!(asked.0, 200, "{}", asked.1);
    let form = json!({
        "mchid": "1900000171", "company_size": "small", "years_in_business": 5, "company_type": "trade",
        "customs_category": "进出口货物收发货人",
        "questionnaire": { "answers": ["a", "b", "c", "d", "e", "f", "g", "h"], "ticks": vec![true; 9] },
    });
    let applied = app.control("POST", &format!("{acts}.apply"), &form.to_string()).await;
    assert_eq!(applied.0, 200, "{}", applied.1);
    let (status, page) = app.control("GET", "/worlds/abroad/cross-border?platform=1900000170", "").await;
    assert_eq!(status, 200);
    snapshot("cross_border", &page);
    let (_, none) = app.control("GET", "/worlds/abroad/cross-border?platform=1900000999", "").await;
    assert_eq!(none, json!({ "items": [], "next": null }));
    let (status, _) = app.control("GET", "/worlds/abroad/cross-border?mchid=1900000171", "").await;
    assert_eq!(status, 400);
}

/// SH-92, SH-35, SH-41: what the back office shows of an order, and how it is narrowed down.
#[tokio::test]
async fn the_back_office_lists_orders_by_state() {
    let app = TestApp::new();
    let paid = app.paid("C1").await;
    let secret = "sandbox0app0secret00000000000001";
    let token =
        format!("/cgi-bin/token?grant_type=client_credential&appid=wx0000000000000001&secret={secret}");
    let (_, token) = app.call("GET", &token, &Value::Null).await;
    let token = token["access_token"].as_str().unwrap();
    let transactions: Vec<&str> = paid["result"]["orders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|order| order["transaction_id"].as_str().unwrap())
        .collect();
    let calls = [
        ("set_msg_jump_path", json!({ "path": "pages/order?from=message" })),
        ("opspecialorder", json!({ "order_id": transactions[1], "type": 1, "delay_to": 1_769_306_400 })),
        ("opspecialorder", json!({ "order_id": "C1B", "type": 2 })),
    ];
    for (name, body) in calls {
        let target = format!("/wxa/sec/order/{name}?access_token={token}");
        let (_, answer) = app.call("POST", &target, &body).await;
        assert_eq!(answer["errcode"], 0, "{name}: {answer}");
    }
    let ship = json!({ "transaction_id": transactions[0], "logistics_type": 4, "item_desc": "茶" });
    app.fine("POST", "/acts/merchant.ship", ship).await;
    let page = app.fine("GET", "/shipping?appid=wx0000000000000001", Value::Null).await;
    snapshot("shipping", &page);
    for (state, expected) in [(1, "C1B"), (2, "C1A")] {
        let page = app.fine("GET", &format!("/shipping?state={state}"), Value::Null).await;
        let [one] = page["items"].as_array().unwrap().as_slice() else { panic!("{page}") };
        assert_eq!(one["order"]["merchant_trade_no"], expected);
    }
    let none = app.fine("GET", "/shipping?appid=wx0000000000000201&state=1", Value::Null).await;
    assert_eq!(none, json!({ "items": [], "next": null }));
    let (status, _) = app.control("GET", "/worlds/default/shipping?state=7", "").await;
    assert_eq!(status, 400);
}

/// SH-93: what a buyer got from WeChat, with where it leads and how its order stands.
#[tokio::test]
async fn the_inbox_of_a_buyer_is_listed() {
    let app = TestApp::new();
    let paid = app.paid("C1").await;
    let transaction_id = paid["result"]["orders"][0]["transaction_id"].as_str().unwrap().to_owned();
    let plain = |target: String, method: &'static str, body: String| {
        let app = &app;
        async move {
            let answer = app.send(request(method, &target, &body)).await;
            serde_json::from_slice::<Value>(&answer.body).unwrap()
        }
    };
    let secret = "appid=wx0000000000000001&secret=sandbox0app0secret00000000000001";
    let token = format!("/cgi-bin/token?grant_type=client_credential&{secret}");
    let token = plain(token, "GET", String::new()).await["access_token"].as_str().unwrap().to_owned();
    let body = json!({
        "order_key": { "order_number_type": 2, "transaction_id": transaction_id },
        "logistics_type": 4, "delivery_mode": 1, "shipping_list": [{ "item_desc": "tea" }],
        "upload_time": "2026-01-05T10:00:00+08:00", "payer": { "openid": "oSandboxBuyer000000000000001" },
    });
    let upload = format!("/wxa/sec/order/upload_shipping_info?access_token={token}");
    assert_eq!(plain(upload, "POST", body.to_string()).await["errcode"], 0);
    for (filter, count) in [
        ("", 1),
        ("?buyer=buyer", 1),
        ("?openid=oSandboxBuyer000000000000001", 1),
        ("?openid=oSandboxBuyer000000000000003", 0),
        ("?buyer=nobody", 0),
    ] {
        let inbox = app.fine("GET", &format!("/inbox{filter}"), Value::Null).await;
        assert_eq!(inbox["items"].as_array().unwrap().len(), count, "{filter}");
    }
    let inbox = app.fine("GET", "/inbox", Value::Null).await;
    let message = &inbox["items"][0];
    assert_eq!(
        (&message["title"], &message["order_state"], &message["path"], &message["opened_at"]),
        (&json!("收货提醒"), &json!(2), &Value::Null, &Value::Null)
    );
    app.fine("POST", "/acts/buyer.open_message", json!({ "confirm": true })).await;
    let inbox = app.fine("GET", "/inbox", Value::Null).await;
    let message = &inbox["items"][0];
    assert_eq!((&message["order_state"], message["opened_at"].is_null()), (&json!(4), false));
}
