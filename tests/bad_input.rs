//! What no honest client sends: each gets a clear error, nothing is half done, nothing panics.

// Nothing here ships; a test may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{
    Bench, COMBINE, FINISH, JSAPI, PLATFORM, SPLIT, SUBS, combined, finish, given, read, single, split,
};
use wxpay_sandbox::wechat_pay::model::order::Order;
use wxpay_sandbox::world::Fen;
use wxpay_sandbox::world::message::Request;
use wxpay_sandbox::world::store::Page;

const SUB: &str = SUBS[0];

static BENCH: LazyLock<Bench> = LazyLock::new(|| Bench::new(&given("")));

/// Nothing was placed and no money moved.
fn untouched(bench: &Bench) {
    assert_eq!(bench.world.command(|cx| cx.page::<Order>(Page::ALL)).unwrap().len(), 0);
    assert!(bench.balances().is_empty());
}

#[track_caller]
fn refused(bench: &Bench, path: &str, body: &[u8], status: u16) -> Value {
    let (found, answer) = read(&bench.send("POST", path, body));
    assert_eq!(found, status, "{} -> {answer}", String::from_utf8_lossy(&body[..body.len().min(200)]));
    assert!(answer["code"].is_string() && answer["message"].is_string(), "{answer}");
    answer
}

/// Amounts that are none, each through the whole wire with a valid signature.
#[test]
fn amounts() {
    let bench = Bench::new(&given(""));
    let good = single("ORDER1", SUB, 777_777, false).to_string();
    let in_combined = combined("COMBINED1", &[("PART01".to_owned(), SUB, 777_777, true)]).to_string();
    let bad = [
        "0",
        "-1",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551616",
        "0.01",
        "1.0",
        "1e2",
        "100.00000000000001",
        "\"1\"",
        "null",
        "true",
        "[]",
        "{}",
        "NaN",
        "0x10",
        "01",
        "1_000",
        "+1",
        "",
        "99999999999999999999999999999999999999999999999999",
    ];
    for amount in bad {
        refused(&bench, JSAPI, good.replace("777777", amount).as_bytes(), 400);
        refused(&bench, COMBINE, in_combined.replace("777777", amount).as_bytes(), 400);
    }
    untouched(&bench);
}

/// The same for the parts of a split.
#[test]
fn amounts_of_splits() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.advance("30s");
    let good = split("S1", SUB, &id, 777_777, false).to_string();
    for amount in ["0", "-1", "9223372036854775808", "0.5", "1e2", "\"1\"", "null"] {
        refused(&bench, SPLIT, good.replace("777777", amount).as_bytes(), 400);
    }
    // Two amounts whose sum does not fit 64 bits are simply more than there is (PS-16).
    let mut body = split("S1", SUB, &id, i64::MAX, false);
    let receiver = body["receivers"][0].clone();
    body["receivers"].as_array_mut().unwrap().push(receiver);
    let (status, answer) = bench.post(SPLIT, &body);
    assert_eq!((status, answer["code"].as_str()), (403, Some("NOT_ENOUGH")));
    assert_eq!(bench.unsplit(&id), 9940);
}

/// Orders as large as the wire allows, paid until the books would burst: refused, never a bug of ours.
#[test]
fn sums_past_the_books() {
    let bench = Bench::new(&given(""));
    for number in ["ORDER1", "ORDER2", "ORDER3"] {
        let (status, _) = bench.post(JSAPI, &single(number, SUB, i64::MAX, false));
        if status == 200 {
            let _ = bench.try_act("buyer.pay", &json!({ "out_trade_no": number }));
        }
    }
    assert_eq!(bench.trial_balance(), Fen::ZERO);
    for _ in 0..3 {
        let _ = bench.try_act("merchant.top_up", &json!({ "mchid": PLATFORM, "amount": i64::MAX }));
    }
    assert_eq!(bench.trial_balance(), Fen::ZERO);
}

/// Bodies that are no JSON, or not what they should be, correctly signed.
#[test]
fn broken_bodies() {
    let bench = Bench::new(&given(""));
    let good = single("ORDER1", SUB, 100, false).to_string().into_bytes();
    for cut in 0..good.len() {
        refused(&bench, JSAPI, &good[..cut], 400);
        if cut > 60 {
            break;
        }
    }
    for cut in (60..good.len()).step_by(17) {
        refused(&bench, JSAPI, &good[..cut], 400);
    }
    let mut not_utf8 = good.clone();
    let place = not_utf8.windows(5).position(|w| w == b"goods").unwrap();
    not_utf8[place] = 0xff;
    let twice = String::from_utf8(good.clone()).unwrap().replacen('{', "{\"sub_mchid\":\"1900000202\",", 1);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_object = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let rows: [&[u8]; 9] = [
        &not_utf8,
        twice.as_bytes(),
        deep.as_bytes(),
        deep_object.as_bytes(),
        b"null",
        b"[]",
        b"\"text\"",
        b"{}{}",
        b"\xef\xbb\xbf{}",
    ];
    for body in rows {
        refused(&bench, JSAPI, body, 400);
    }
    untouched(&bench);
}

/// Five megabytes, correctly signed.
#[test]
fn a_huge_body() {
    let bench = Bench::new(&given(""));
    let mut body = single("ORDER1", SUB, 100, false);
    body["attach"] = json!("x".repeat(5 * 1024 * 1024));
    refused(&bench, JSAPI, body.to_string().as_bytes(), 400);
    refused(&bench, JSAPI, &vec![0xff; 5 * 1024 * 1024], 400);
    untouched(&bench);
}

/// CO-01: 1 to 50 sub orders, no number twice.
#[test]
fn sub_orders() {
    let bench = Bench::new(&given(""));
    let subs =
        |count: usize| -> Vec<_> { (0..count).map(|n| (format!("PART{n}"), SUB, 100, false)).collect() };
    for count in [0, 51, 500] {
        let answer =
            refused(&bench, COMBINE, combined("COMBINED1", &subs(count)).to_string().as_bytes(), 400);
        assert_eq!(answer["code"], "PARAM_ERROR");
    }
    let mut twice = subs(3);
    twice[2].0 = "PART0".to_owned();
    let answer = refused(&bench, COMBINE, combined("COMBINED1", &twice).to_string().as_bytes(), 403);
    assert_eq!(answer["code"], "OUT_TRADE_NO_USED");
    untouched(&bench);
    assert_eq!(bench.post(COMBINE, &combined("COMBINED1", &subs(50))).0, 200);
    // A number of another order, in the middle of a combined one: none of its sub orders is placed.
    let mut taken = subs(0);
    taken.extend([("FRESH1".to_owned(), SUB, 100, false), ("PART7".to_owned(), SUB, 100, false)]);
    refused(&bench, COMBINE, combined("COMBINED2", &taken).to_string().as_bytes(), 403);
    assert_eq!(bench.world.command(|cx| cx.page::<Order>(Page::ALL)).unwrap().len(), 50);
}

/// NO-07: where notices may be asked to go. What the wire takes must reach the outbox without a bug.
#[test]
fn notify_urls() {
    let long = format!("http://127.0.0.1/{}", "a".repeat(255));
    let refused_rows = [
        "",
        "x",
        "ftp://127.0.0.1/",
        "http://",
        "//127.0.0.1/",
        "/notify",
        "http://127.0.0.1/?a=1",
        "http://127.0.0.1/#a",
        " http://127.0.0.1/",
        "http://127.0.0.1/ ",
        "http://127.0.0.1/a\nb",
        "javascript:1",
        "HTTP://127.0.0.1/",
        "http://[::1]/n",
        &long,
    ];
    let bench = Bench::new(&given(""));
    for url in refused_rows {
        let mut body = single("ORDER1", SUB, 100, false);
        body["notify_url"] = json!(url);
        refused(&bench, JSAPI, body.to_string().as_bytes(), 400);
    }
    untouched(&bench);
    let taken = [
        "http://127.0.0.1",
        "https://shop.example.com/n",
        "http://user@127.0.0.1/n",
        "http://127.0.0.1:99999/n",
        "http://%/",
        "http://a b",
        "http://支付.example/回调",
        "http://0x7f.1/n",
        "http://127.1/n",
        "http://localhost./n",
        "http://127.0.0.1:80/../..",
        "http://a..b/",
        "http://-/",
        "https://2130706433/n",
    ];
    for (n, url) in taken.iter().enumerate() {
        let mut body = single(&format!("TAKEN{n}"), SUB, 100, false);
        body["notify_url"] = json!(url);
        if bench.post(JSAPI, &body).0 == 200 {
            bench.act("buyer.pay", &json!({ "out_trade_no": format!("TAKEN{n}") }));
        }
    }
    bench.advance("1d1h");
    assert_eq!(bench.trial_balance(), Fen::ZERO);
}

/// A receiver that nobody added, named in every odd way: the hint quotes it and stays a header.
#[test]
fn receivers_in_hints() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.advance("30s");
    for account in ["1900000999", "商户", "a\r\nSet-Cookie: x", "\u{0}", "\u{7f}", "🦀"] {
        let mut body = split("S1", SUB, &id, 1, false);
        body["receivers"][0]["receiver_account"] = json!(account);
        let answer = refused(&bench, SPLIT, body.to_string().as_bytes(), 400);
        assert_eq!(answer["code"], "PARAM_ERROR");
    }
    let body = finish("F\n1", SUB, &id);
    refused(&bench, FINISH, body.to_string().as_bytes(), 400);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[ -~]{0,60}", "[\\x00-\\xff]{0,40}"]
}

fn authorization() -> impl Strategy<Value = String> {
    let value = || prop_oneof![text(), Just(PLATFORM.to_owned()), "[0-9]{0,25}", "[A-Za-z0-9+/=]{0,400}"];
    let pairs = (value(), value(), value(), value(), value()).prop_map(|(a, b, c, d, e)| {
        format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{a}\",nonce_str=\"{b}\",timestamp=\"{c}\",serial_no=\"{d}\",signature=\"{e}\""
        )
    });
    prop_oneof![text(), text().prop_map(|rest| format!("WECHATPAY2-SHA256-RSA2048 {rest}")), pairs]
}

fn target() -> impl Strategy<Value = String> {
    let paths = prop_oneof![
        Just(JSAPI.to_owned()),
        Just(COMBINE.to_owned()),
        Just(SPLIT.to_owned()),
        Just("/v3/certificates".to_owned()),
        text().prop_map(|number| format!("/v3/pay/partner/transactions/out-trade-no/{number}")),
        text().prop_map(|number| format!("/v3/ecommerce/profitsharing/orders/{number}/amounts")),
        text(),
    ];
    (paths, prop_oneof![Just(String::new()), text().prop_map(|query| format!("?{query}"))])
        .prop_map(|(path, query)| path + &query)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any bytes in any place: an error below 500.
    #[test]
    fn unsigned_noise(
        method in prop_oneof![Just("GET".to_owned()), Just("POST".to_owned()), text()],
        target in target(),
        authorization in authorization(),
        agent in any::<bool>(),
        body in vec(any::<u8>(), 0..200),
    ) {
        let mut headers = vec![("authorization".to_owned(), authorization)];
        if agent {
            headers.extend([("accept", "*/*"), ("user-agent", "x")].map(|(n, v)| (n.to_owned(), v.to_owned())));
        }
        let answer = BENCH.handle(&Request { method, target, headers, body });
        prop_assert!((400..500).contains(&answer.status), "{}", answer.status);
    }

    /// Any target and body with a valid signature: never a bug of ours.
    #[test]
    fn signed_noise(
        get in any::<bool>(),
        target in target(),
        body in prop_oneof![
            vec(any::<u8>(), 0..200),
            text().prop_map(String::into_bytes),
            (text(), text()).prop_map(|(a, b)| {
                let mut body = single(&a, SUB, 1, false);
                body["notify_url"] = json!(b);
                body["settle_info"] = json!({ "profit_sharing": a, "subsidy_amount": b });
                body.to_string().into_bytes()
            }),
        ],
    ) {
        let answer = BENCH.send(if get { "GET" } else { "POST" }, &target, &body);
        prop_assert!(answer.status < 500, "{}", answer.body_text());
    }
}
