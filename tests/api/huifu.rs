//! The consoles of Huifu, and what its clients are configured with (HF-30 to HF-38).

use serde_json::Value;

use crate::app::TestApp;

#[tokio::test]
async fn the_consoles_list_export_and_show() {
    let app = TestApp::new();
    let merchants = app.fine("GET", "/huifu/merchants", Value::Null).await;
    assert_eq!(merchants["items"].as_array().unwrap().len(), 4);
    assert_eq!(merchants["items"][1]["control_bal"], 0);
    let page = app.fine("GET", "/huifu/accounts?limit=2&huifu_id=6666000100000101", Value::Null).await;
    assert_eq!((page["items"].as_array().unwrap().len(), &page["next"]), (2, &Value::from(2)));
    let number = page["items"][0]["acct_id"].as_str().unwrap();
    let account = app.fine("GET", &format!("/huifu/accounts/{number}"), Value::Null).await;
    assert_eq!(account["acct_type"], "01");
    let merchant = app.fine("GET", "/huifu/merchants/6666000100000101", Value::Null).await;
    assert_eq!(merchant["agent"], "6666000100000001");
    let trades = app.fine("GET", "/huifu/transactions", Value::Null).await;
    assert_eq!(trades["items"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn clients_find_their_keys_and_nobody_elses() {
    let app = TestApp::new();
    let given = app.fine("GET", "/huifu/credentials", Value::Null).await;
    assert!(given["rsa_public_key"].as_str().unwrap().starts_with("MII"));
    let callers = given["callers"].as_array().unwrap();
    assert_eq!(callers.len(), 3, "an agent and two merchants; users do not call");
    assert!(callers[0]["rsa_private_key"].as_str().unwrap().starts_with("MII"));
}
