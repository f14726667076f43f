//! The consoles of Huifu, and what its clients are configured with (HF-30 to HF-38).

use serde_json::{Value, json};
use wxpay_sandbox::control::hub::DEFAULT;
use wxpay_sandbox::huifu::Huifu;
use wxpay_sandbox::huifu::model::member::{self, Kind};
use wxpay_sandbox::huifu::model::payment::{FeeMode, TradeType};
use wxpay_sandbox::huifu::rules::onboarding::{self, Opening};
use wxpay_sandbox::huifu::rules::order::{self, Wish};
use wxpay_sandbox::huifu::rules::trades::Asked;
use wxpay_sandbox::world::ids::{HuifuId, ReqSeqId};
use wxpay_sandbox::world::system::System as _;
use wxpay_sandbox::world::{Bug, Fen};

use crate::app::{TestApp, request};

#[tokio::test]
async fn the_consoles_list_export_and_show() {
    let app = TestApp::new();
    let merchants = app.fine("GET", "/huifu/merchants", Value::Null).await;
    assert_eq!(merchants["items"].as_array().unwrap().len(), 2, "neither agents nor users");
    assert_eq!(merchants["items"][0]["control_bal"], 0);
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

/// Whoever the API opened has no key of its own: its agent calls for it, before a restart as after.
#[tokio::test]
async fn nobody_whom_the_api_opened_calls() {
    let app = TestApp::new();
    let resident = app.hub.resident(DEFAULT).unwrap();
    let (opened, callers) = resident
        .world()
        .command(|cx| {
            let agent = member::known(cx, &HuifuId::parse("6666000100000001").unwrap())?;
            let opening = Opening {
                asked: Asked {
                    huifu_id: agent.huifu_id.clone(),
                    req_date: "20260105".to_owned(),
                    req_seq_id: ReqSeqId::parse("O1").unwrap(),
                },
                kind: Kind::Merchant,
                name: "new".to_owned(),
                email: None,
            };
            let (opened, _) = onboarding::open(cx, &agent, opening).unwrap();
            Ok::<_, Bug>((opened.huifu_id.to_string(), Huifu.credentials(cx)?))
        })
        .unwrap();
    assert!(callers.iter().all(|caller| caller.value != opened), "{callers:?}");
    let given = app.fine("GET", "/huifu/credentials", Value::Null).await;
    assert_eq!(given["callers"].as_array().unwrap().len(), 3);
    // It is shown all the same.
    app.fine("GET", &format!("/huifu/merchants/{opened}"), Value::Null).await;
}

#[tokio::test]
async fn trades_are_listed_exported_and_shown() {
    let app = TestApp::new();
    let resident = app.hub.resident(DEFAULT).unwrap();
    let payment = resident.world().command(|cx| {
        let merchant = member::known(cx, &HuifuId::parse("6666000100000101").unwrap())?;
        let wish = Wish {
            told_elsewhere: false,
            asked: Asked {
                huifu_id: merchant.huifu_id.clone(),
                req_date: "20260105".to_owned(),
                req_seq_id: ReqSeqId::parse("=1+1").unwrap(),
            },
            kind: TradeType::Native,
            amount: Fen::new(1000),
            acct_id: None,
            goods_desc: "tea".to_owned(),
            appid: None,
            openid: None,
            delayed: false,
            fee_mode: FeeMode::Inside,
            bunch: None,
            subsidies: Vec::new(),
            no_credit: false,
            expires_at: None,
            attach: None,
            remark: None,
            notify_url: None,
        };
        Ok::<_, Bug>(order::place(cx, &merchant, wish).unwrap().payment)
    });
    let number = payment.unwrap().head.hf_seq_id.to_string();
    let list = app.fine("GET", "/huifu/transactions", Value::Null).await;
    assert_eq!((&list["items"][0]["hf_seq_id"], &list["items"][0]["amount"]), (&json!(number), &json!(1000)));
    let shown = app.fine("GET", &format!("/huifu/transactions/{number}"), Value::Null).await;
    assert_eq!((&shown["rows"][0]["trans_stat"], &shown["unconfirmed"]), (&json!("P"), &json!(0)));
    let file = app.send(request("GET", "/_sandbox/worlds/default/huifu/transactions?format=csv", "")).await;
    let text = String::from_utf8(file.body).unwrap();
    // A spreadsheet calculates nothing of what a caller wrote.
    assert!(text.lines().nth(1).unwrap().contains(",payment,'=1+1,"), "{text}");
    let none = app.send(request("GET", "/_sandbox/worlds/default/huifu/accounts?format=csv", "")).await;
    assert_eq!(none.status, 404);
}
