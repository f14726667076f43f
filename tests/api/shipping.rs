//! What the control API shows of mini programs.

use serde_json::{Value, json};
use wxpay_sandbox::control::hub::DEFAULT;
use wxpay_sandbox::mini_program::given::{AppGiven, PushGiven};
use wxpay_sandbox::mini_program::model::order::Order;
use wxpay_sandbox::world::Bug;
use wxpay_sandbox::world::ids::Appid;
use wxpay_sandbox::world::store::Page;

use crate::app::{TestApp, request};

/// The demo world, its first mini program with a server of its own, and another that no merchant is bound to.
fn app() -> TestApp {
    let mut given = TestApp::given();
    given.mini_programs[0].push = Some(PushGiven {
        url: "http://127.0.0.1:8080/push".to_owned(),
        token: "tokenofthefirst".to_owned(),
        encoding_aes_key: None,
        mode: Default::default(),
        format: Default::default(),
    });
    let unbound: AppGiven = serde_json::from_value(json!({ "appid": "wx00000000000000aa" })).unwrap();
    given.mini_programs.push(unbound);
    TestApp::of(&given)
}

/// SH-53: what nothing can come of is not on the agenda: a mini program that never shipped has one timer, not one for
/// each order.
#[tokio::test]
async fn orders_of_a_mini_program_that_never_shipped_have_no_reminders() {
    let app = app();
    for number in ["NEVER1", "NEVER2", "NEVER3"] {
        app.paid(number).await;
    }
    let agenda = app.fine("GET", "/agenda", Value::Null).await;
    let items = agenda["items"].as_array().unwrap();
    assert_eq!(items.iter().filter(|item| item["system"] == "mini_program").count(), 1, "{agenda}");
}

/// Secrets are shown where one asks for them, and nowhere beside.
#[tokio::test]
async fn the_outbox_holds_no_push_secrets() {
    let app = app();
    app.paid("SECRET1").await;
    let credentials = app.fine("GET", "/credentials", Value::Null).await;
    let push = &credentials["mini_programs"][0]["push"];
    assert_eq!(push["token"], "tokenofthefirst");
    let key = push["encoding_aes_key"].as_str().unwrap();
    assert_eq!(key.len(), 43);
    let outbox = app.fine("GET", "/outbox", Value::Null).await;
    assert!(outbox.to_string().contains("trade_manage_remind_access_api"), "{outbox}");
    for secret in ["tokenofthefirst", key] {
        assert!(!outbox.to_string().contains(secret), "{outbox}");
    }
}

/// An AppSecret that the world made is among the credentials, whoever is bound to the application; the hint of a wrong one
/// says where.
#[tokio::test]
async fn every_app_secret_can_be_learned() {
    let app = app();
    let target = |secret: &str| {
        format!("/cgi-bin/token?grant_type=client_credential&appid=wx00000000000000aa&secret={secret}")
    };
    let refused = app.send(request("GET", &target("wrong"), "")).await;
    let hint = refused.headers.iter().find(|(name, _)| name == "Sandbox-Hint").unwrap();
    assert!(hint.1.contains("GET /_sandbox/worlds/{world}/credentials"), "{hint:?}");
    let credentials = app.fine("GET", "/credentials", Value::Null).await;
    let apps = credentials["mini_programs"].as_array().unwrap();
    let unbound = apps.iter().find(|one| one["appid"] == "wx00000000000000aa").unwrap();
    let answer = app.send(request("GET", &target(unbound["secret"].as_str().unwrap()), "")).await;
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(answer["expires_in"], 7200, "{answer}");
}

/// SH-92: by order of payment, page by page, of all mini programs or one, of any state or one.
#[tokio::test]
async fn the_back_office_goes_page_by_page() {
    let app = app();
    for number in ["LIST01", "LIST02", "LIST03"] {
        app.paid(number).await;
        app.fine("POST", "/clock/advance", json!({ "by": "1s" })).await;
    }
    for filter in ["", "&state=1", "&appid=wx0000000000000001", "&state=1&appid=wx0000000000000001"] {
        let mut seen = Vec::new();
        for offset in [0, 4] {
            let target = format!("/shipping?limit=4&offset={offset}{filter}");
            let page = app.fine("GET", &target, Value::Null).await;
            let items = page["items"].as_array().unwrap();
            seen.extend(items.iter().map(|item| item["order"]["pay_time"].as_i64().unwrap()));
        }
        let first = seen[0];
        let times: Vec<i64> = seen.iter().map(|time| time - first).collect();
        assert_eq!(times, [0, 0, 1, 1, 2, 2], "{filter}");
    }
    let none = app.fine("GET", "/shipping?state=2", Value::Null).await;
    assert_eq!(none["items"], json!([]));
}

/// SH-26, SH-29: of a combined order whose first sub order was paid elsewhere a mini program ships its own.
#[tokio::test]
async fn a_combined_order_of_two_mini_programs() {
    let app = app();
    app.paid("TWO1").await;
    let world = app.hub.resident(DEFAULT).unwrap();
    let (first, second) = world
        .world()
        .command(|cx| {
            let orders: Vec<Order> = cx.page(Page::ALL)?;
            let elsewhere = Appid::parse("wx0000000000000201").map_err(Bug::Broken)?;
            cx.put(&Order { appid: elsewhere, ..orders[0].clone() })?;
            Ok::<_, Bug>((orders[0].clone(), orders[1].clone()))
        })
        .unwrap();
    let token = "/cgi-bin/token?grant_type=client_credential&appid=wx0000000000000001&secret=sandbox0app0secret00000000000001";
    let token = app.send(request("GET", token, "")).await;
    let token: Value = serde_json::from_slice(&token.body).unwrap();
    let target = format!(
        "/wxa/sec/order/upload_combined_shipping_info?access_token={}",
        token["access_token"].as_str().unwrap()
    );
    for (order, errcode) in [(first, 10_060_001), (second, 0)] {
        let body = json!({
            "order_key": { "order_number_type": 1, "mchid": "1900000100", "out_trade_no": "TWO1" },
            "sub_orders": [{
                "order_key": { "order_number_type": 1, "mchid": order.sub_mchid, "out_trade_no": order.out_trade_no },
                "logistics_type": 3, "delivery_mode": 1, "shipping_list": [{ "item_desc": "tea" }],
            }],
            "upload_time": "2026-01-05T10:00:00+08:00",
            "payer": { "openid": order.openid },
        });
        let answer = app.send(request("POST", &target, &body.to_string())).await;
        let answer: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(answer["errcode"], errcode, "{answer}");
    }
}
