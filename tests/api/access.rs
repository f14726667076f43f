//! Who may use the control API, and how it words wrong requests.

use serde_json::json;
use wxpay_sandbox::control::api::Access;

use crate::app::{TestApp, request};
use crate::snapshot;

#[tokio::test]
async fn foreign_pages_are_refused_and_the_systems_do_not_care() {
    let app = TestApp::new();
    for (name, value, status) in [
        ("host", "evil.example", 403),
        ("host", "127.0.0.1.evil.example", 403),
        ("host", "10.0.0.1:7180", 403),
        ("host", "localhost:7180", 200),
        ("host", "LOCALHOST.", 200),
        ("host", "[::1]:7180", 200),
        ("host", "shop.localhost", 200),
        ("origin", "http://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "http://127.0.0.1:9999", 403),
        ("origin", "http://127.0.0.1:7180", 200),
    ] {
        let mut asked = request("GET", "/_sandbox/health", "");
        asked.headers.retain(|(n, _)| n != name);
        if name == "origin" {
            asked.headers.push(("origin".to_owned(), value.to_owned()));
        } else {
            asked.headers.insert(0, ("host".to_owned(), value.to_owned()));
        }
        assert_eq!(app.send(asked).await.status, status, "{name}: {value}");
    }
    let mut call = request("GET", "/v3/certificates", "");
    call.headers[2].1 = "api.mch.weixin.qq.com".to_owned();
    assert_eq!(app.send(call).await.status, 401, "unsigned, yet answered by the system");
}

#[tokio::test]
async fn a_token_is_asked_for_and_compared_whole() {
    let mut app = TestApp::new();
    app.access = Access { token: Some("secret".to_owned()), ..Access::default() };
    for (given, status) in
        [(None, 401), (Some("Bearer secre"), 401), (Some("secret"), 401), (Some("Bearer secret"), 200)]
    {
        let mut asked = request("GET", "/_sandbox/health", "");
        asked.headers.extend(given.map(|given| ("authorization".to_owned(), given.to_owned())));
        assert_eq!(app.send(asked).await.status, status, "{given:?}");
    }
}

#[tokio::test]
async fn wrong_requests_are_told_what_to_write_instead() {
    let app = TestApp::new();
    let mut answers = Vec::new();
    for (method, path, body) in [
        ("GET", "/wrolds", ""),
        ("PUT", "/worlds", ""),
        ("GET", "/worlds?limt=1", ""),
        ("GET", "/worlds?limit=501", ""),
        ("GET", "/worlds/nobody", ""),
        ("POST", "/worlds/default/clock/advance", "{\"bye\": \"30s\"}"),
        ("POST", "/worlds/default/clock/advance", "{\"by\": \"30 sec\"}"),
        ("POST", "/worlds/default/clock/advance", "{\"by\":"),
        ("POST", "/worlds/default/clock/advance", "{\"by\": \"1s\", \"by\": \"2s\"}"),
        ("POST", "/worlds/default/clock/set", "{\"to\": \"2020-01-01T00:00:00+08:00\"}"),
        ("POST", "/worlds/default/acts/buyer.pya", ""),
        ("POST", "/worlds/default/acts/buyer.pay", "{\"combine_out_trade\": \"X\"}"),
        ("POST", "/worlds/default/acts/buyer.pay?drain=no", "{}"),
        ("POST", "/worlds/default/outbox/nothing/resend", ""),
        ("POST", "/worlds", "{\"name\": \"a b\"}"),
        ("POST", "/worlds", "{\"name\": \"w\", \"given\": {\"sub_merchant\": []}}"),
        ("GET", "/worlds/default/credentials?mchid=1900000101", ""),
        ("GET", "/worlds/default/outbox?state=delievered", ""),
        ("GET", "/worlds/default/orders/nothing", ""),
        ("GET", "/rules?family=XX", ""),
    ] {
        let (status, answer) = app.control(method, path, body).await;
        assert!(status >= 400, "{method} {path} {body}: {status}");
        answers
            .push(json!({ "asked": format!("{method} {path} {body}"), "status": status, "answer": answer }));
    }
    snapshot("wrong_requests", &json!(answers));
    let other = app.send(request("DELETE", "/_sandbox/worlds", "")).await;
    assert_eq!((other.status, other.header("allow")), (405, Some("GET, POST")));
}
