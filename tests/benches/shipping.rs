//! How long the order list of a mini program takes with 100,000 orders, beside one get_order; and 10,000 automatic
//! confirmations at one instant. `cargo bench --bench shipping`
//! prints medians.

// Nothing here ships; a bench may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

use std::sync::LazyLock;

use divan::Bencher;
use serde_json::{Value, json};
use support::{APPID, Bench, COMBINE, SUBS, SYSTEMS, combined, given, read};
use wxpay_sandbox::mini_program::MiniProgram;
use wxpay_sandbox::world::System;
use wxpay_sandbox::world::message::Request;

/// How many combined orders there are, of 50 sub orders each.
const COMBINED: usize = 2000;
/// How many orders a page has.
const PAGE: usize = 100;

/// A mini program with 100,000 paid orders, one of them, and its token.
struct Large {
    bench: Bench,
    token: String,
    transaction_id: String,
}

static LARGE: LazyLock<Large> = LazyLock::new(|| {
    let secret = "secretofthefirst";
    let given = given(&format!("mini_programs: [{{ appid: {APPID}, secret: {secret} }}]\n"));
    let bench = Bench::over(given.build("large", SYSTEMS, None).unwrap());
    let mut transaction_id = String::new();
    for number in 0..COMBINED {
        let subs: Vec<_> = (0..50).map(|n| (format!("ORDER{number}x{n}"), SUBS[n % 3], 1000, true)).collect();
        let name = format!("COMBINED{number}");
        assert_eq!(bench.post(COMBINE, &combined(&name, &subs)).0, 200);
        let paid = bench.act("buyer.pay", &json!({ "combine_out_trade_no": name }));
        paid["orders"][0]["transaction_id"].as_str().unwrap().clone_into(&mut transaction_id);
        bench.advance("1s");
    }
    let target = format!("/cgi-bin/token?grant_type=client_credential&appid={APPID}&secret={secret}");
    let token = call(&bench, "GET", &target, &Value::Null);
    let token = token["access_token"].as_str().unwrap().to_owned();
    Large { bench, token, transaction_id }
});

fn main() {
    LazyLock::force(&LARGE);
    divan::main();
}

fn call(bench: &Bench, method: &str, target: &str, body: &Value) -> Value {
    let request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: Vec::new(),
        body: if body.is_null() { Vec::new() } else { body.to_string().into_bytes() },
    };
    let (status, answer) = read(&MiniProgram.handle(&bench.worlds, &request).answer);
    assert_eq!(status, 200);
    assert_eq!(answer["errcode"].as_i64().unwrap_or(0), 0, "{answer}");
    answer
}

fn asked(name: &str, body: &Value) -> Value {
    call(&LARGE.bench, "POST", &format!("/wxa/sec/order/{name}?access_token={}", LARGE.token), body)
}

/// One order by its number.
#[divan::bench]
fn get_order(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| asked("get_order", &json!({ "transaction_id": LARGE.transaction_id })));
}

fn page(bencher: Bencher<'_, '_>, filter: &Value) {
    let mut last_index = String::new();
    // From somewhere in the middle: as far as fifty pages lead.
    for _ in 0..50 {
        let mut body = filter.clone();
        body["last_index"] = json!(last_index);
        asked("get_order_list", &body)["last_index"].as_str().unwrap().clone_into(&mut last_index);
    }
    let mut body = filter.clone();
    body["last_index"] = json!(last_index);
    bencher.bench_local(|| {
        let answer = asked("get_order_list", &body);
        assert_eq!(answer["order_list"].as_array().unwrap().len(), PAGE);
    });
}

/// A page of 100 out of 100,000.
#[divan::bench]
fn a_page_of_all(bencher: Bencher<'_, '_>) {
    page(bencher, &json!({}));
}

/// A page of those in one state.
#[divan::bench]
fn a_page_of_one_state(bencher: Bencher<'_, '_>) {
    page(bencher, &json!({ "order_state": 1 }));
}

/// A page of those of one payer in one state.
#[divan::bench]
fn a_page_of_one_payer(bencher: Bencher<'_, '_>) {
    page(bencher, &json!({ "openid": support::OPENID, "order_state": 1 }));
}

/// How many orders are confirmed by time at one instant.
const DUE: usize = 10_000;

/// A world of [`DUE`] shipped orders under fund control, whose ten days end at one instant.
fn shipped() -> Bench {
    let given = given(&format!("mini_programs: [{{ appid: {APPID}, controlled: true }}]\n"));
    let bench = Bench::over(given.build("due", SYSTEMS, None).unwrap());
    let mut rows = Vec::new();
    for number in 0..DUE / 50 {
        let subs: Vec<_> =
            (0..50).map(|n| (format!("ORDER{number}x{n}"), SUBS[n % 3], 1000, false)).collect();
        let name = format!("COMBINED{number}");
        assert_eq!(bench.post(COMBINE, &combined(&name, &subs)).0, 200);
        let paid = bench.act("buyer.pay", &json!({ "combine_out_trade_no": name }));
        rows.extend(paid["orders"].as_array().unwrap().iter().map(|order| {
            json!({ "transaction_id": order["transaction_id"], "tracking_no": "YT1", "express_company": "YTO", "item_desc": "tea" })
        }));
    }
    bench.advance("1s");
    bench.act("merchant.ship", &json!({ "orders": rows }));
    bench
}

/// Confirmed, settled and released, all of them (aim: under 2 s).
#[divan::bench(sample_count = 3, sample_size = 1)]
fn ten_thousand_confirmed_by_time(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(shipped).bench_local_values(|bench| {
        bench.advance("10d");
        // 1000 fen each, less a fee of 6.
        let free: i64 = SUBS.iter().map(|sub| bench.balance(&support::available(sub))).sum();
        assert_eq!(free, 994 * 10_000);
        bench
    });
}
