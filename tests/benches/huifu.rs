//! How long Huifu takes: one order, and the release of an order with fifty receivers. `cargo bench --bench huifu`.

// Nothing here ships; a bench may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use divan::{Bencher, black_box};
use serde_json::{Map, Value, json};
use wxpay_sandbox::control::SYSTEMS;
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::crypto::{base64, pool};
use wxpay_sandbox::huifu::Huifu;
use wxpay_sandbox::huifu::rules::release;
use wxpay_sandbox::world::act::Args;
use wxpay_sandbox::world::event::Released;
use wxpay_sandbox::world::ids::{Appid, Mchid, OutTradeNo, TransactionId};
use wxpay_sandbox::world::message::Request;
use wxpay_sandbox::world::{Bug, System, World, Worlds};

const MERCHANT: &str = "6666000100000101";
const APPID: &str = "wx0000000000000001";
const OPENID: &str = "oSandboxBuyer000000000000001";

struct Bench {
    worlds: Worlds,
    world: Arc<World>,
}

fn main() {
    divan::main();
}

impl Bench {
    /// A merchant with fifty who receive its splits; its mini program is controlled.
    fn new() -> Bench {
        let users: Vec<Value> =
            (0..49).map(|n| json!({ "huifu_id": format!("66660001000002{n:02}") })).collect();
        let given = json!({
            "seed": 1, "start": "2026-01-05T10:00:00+08:00", "clock": "frozen",
            "platform": { "mchid": "1900000100", "appid": APPID },
            "mini_programs": [{ "appid": APPID, "controlled": true }],
            "buyers": [{ "name": "buyer", "openids": { APPID: OPENID } }],
            "huifu": { "merchants": [{ "huifu_id": MERCHANT, "fee_rate": "0%", "appids": [APPID] }], "users": users },
        });
        let given = WorldGiven::read(&given.to_string()).unwrap();
        let world = Arc::new(given.build("default", SYSTEMS, None).unwrap());
        let worlds = Worlds::default();
        worlds.add(Arc::clone(&world)).unwrap();
        Bench { worlds, world }
    }

    fn order(&self, number: &str, split: bool) -> Request {
        let wx_data = json!({ "sub_appid": APPID, "sub_openid": OPENID }).to_string();
        let mut data = json!({
            "req_date": "20260105", "req_seq_id": number, "huifu_id": MERCHANT, "goods_desc": "tea",
            "trade_type": "T_MINIAPP", "trans_amt": "100.00", "wx_data": wx_data,
        });
        if split {
            let users =
                (0..49).map(|n| json!({ "huifu_id": format!("66660001000002{n:02}"), "div_amt": "1.00" }));
            let all: Vec<Value> =
                std::iter::once(json!({ "huifu_id": MERCHANT, "div_amt": "51.00" })).chain(users).collect();
            data["acct_split_bunch"] = json!(json!({ "acct_infos": all }).to_string());
        }
        let sign = base64(&pool::key(0).sign_sha256(data.to_string().as_bytes()));
        let body = json!({ "sys_id": MERCHANT, "product_id": "MCS", "sign": sign, "data": data });
        Request {
            method: "POST".to_owned(),
            target: "/v3/trade/payment/jspay".to_owned(),
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
        }
    }

    fn send(&self, request: &Request) -> Value {
        let answer = Huifu.handle(&self.worlds, request).answer;
        let answer: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(answer["data"]["resp_code"], "00000100", "{answer}");
        answer["data"].clone()
    }

    /// Pays an order of fifty receivers. Answers the news of its release.
    fn paid(&self, number: &str) -> Released {
        let placed = self.send(&self.order(number, true));
        let pay = Huifu.acts().iter().find(|act| act.name == "huifu.pay").unwrap();
        let with: Map<String, Value> =
            [("hf_seq_id".to_owned(), placed["hf_seq_id"].clone())].into_iter().collect();
        let args = Args::read(pay, &with).unwrap();
        let paid =
            self.world.command(|cx| (pay.run)(cx, &args).map_err(|stop| Bug::Broken(format!("{stop:?}"))));
        let id = paid.unwrap()["transaction_id"].as_str().unwrap().to_owned();
        let now = self.world.now();
        Released {
            transaction_id: TransactionId::parse(&id).unwrap(),
            mchid: Mchid::parse("1900000700").unwrap(),
            sub_mchid: None,
            out_trade_no: OutTradeNo::parse(placed["party_order_id"].as_str().unwrap()).unwrap(),
            appid: Appid::parse(APPID).unwrap(),
            confirmed_at: now,
            settled_at: now,
        }
    }
}

/// One order: verified, placed at WeChat Pay, signed; without the client's own signature.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn order(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            bench.order(&format!("P{number}"), false)
        })
        .bench_local_values(|request| bench.send(black_box(&request)));
}

/// The release of an order that fifty share: one command.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn release_fifty_receivers(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            bench.paid(&format!("P{number}"))
        })
        .bench_local_values(|released| bench.world.command(|cx| release::released(cx, &released)).unwrap());
}
