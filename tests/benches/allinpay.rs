//! How long the acquirer takes: an order signed with RSA, answered with RSA, and the bill of 50,000 rows.
//! `cargo bench --bench allinpay` prints medians.

// Nothing here ships; a bench may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, LazyLock};

use divan::{Bencher, black_box};
use serde_json::{Map, Value, json};
use wxpay_sandbox::allinpay::Allinpay;
use wxpay_sandbox::allinpay::given::pool_key;
use wxpay_sandbox::allinpay::http::form::{self, Fields};
use wxpay_sandbox::allinpay::http::sign::{self, MerchantKey};
use wxpay_sandbox::control::SYSTEMS;
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::crypto::pool;
use wxpay_sandbox::crypto::sha1_rsa::SigningKey;
use wxpay_sandbox::world::act::{Act, Args};
use wxpay_sandbox::world::message::Request;
use wxpay_sandbox::world::{Bug, Clock, Instant, Stop, System, Transport, World, Worlds};

const CUSID: &str = "990581007426001";
const ROWS: usize = 50_000;

const GIVEN: &str = r#"
seed: 1
start: 2026-01-05T10:00:00+08:00
clock: frozen
mini_programs: [{ appid: wx0000000000000002, secret: secretofthesecond }]
allinpay: { merchants: [{ cusid: "990581007426001", appid: "00000051" }] }
buyers: [{ name: buyer, openids: { wx0000000000000002: oSandboxBuyer000000000000002 } }]
"#;

static KEY: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_text(pool::key(pool_key(CUSID)).pem()).unwrap());

/// A world with its door.
struct Bench {
    worlds: Worlds,
    world: Arc<World>,
}

impl Bench {
    fn new() -> Bench {
        let given = WorldGiven::read(GIVEN).unwrap();
        let world = Arc::new(given.build("bench", SYSTEMS, None).unwrap());
        let worlds = Worlds::default();
        worlds.add(Arc::clone(&world)).unwrap();
        Bench { worlds, world }
    }

    fn call(&self, request: &Request) -> Value {
        let handled = Allinpay.handle(&self.worlds, request);
        serde_json::from_slice(&handled.answer.body).unwrap()
    }

    fn act(&self, name: &str, with: &Value) {
        let act: &Act = Allinpay.acts().iter().find(|act| act.name == name).unwrap();
        let with: &Map<String, Value> = with.as_object().unwrap();
        let args = Args::read(act, with).unwrap();
        let done = self.world.command(|cx| (act.run)(cx, &args));
        done.map_err(|stop| match stop {
            Stop::Refused(refused) | Stop::RefusedAndKept(refused) => refused.to_string(),
            Stop::Bug(bug) => bug.to_string(),
        })
        .unwrap();
    }
}

/// A request of the merchant, signed with RSA.
fn request(path: &str, fields: &[(&str, &str)]) -> Request {
    let common = [("cusid", CUSID), ("appid", "00000051"), ("version", "11"), ("randomstr", "1234567890")];
    let mut all: Fields =
        common.iter().chain(fields).map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    all.insert("signtype".to_owned(), "RSA".to_owned());
    let signed = sign::by_merchant(&all, &MerchantKey::Rsa(&KEY));
    all.insert("sign".to_owned(), signed);
    let headers = vec![("host".to_owned(), "vsp.allinpay.com".to_owned())];
    Request {
        method: "POST".to_owned(),
        target: path.to_owned(),
        headers,
        body: form::write(&all).into_bytes(),
    }
}

fn order(number: usize, paytype: &str) -> Request {
    let reqsn = format!("ORDER{number}");
    let mut fields = vec![("trxamt", "1000"), ("reqsn", reqsn.as_str()), ("paytype", paytype)];
    if paytype == "W06" {
        fields.extend([("acct", "oSandboxBuyer000000000000002"), ("sub_appid", "wx0000000000000002")]);
    }
    request("/apiweb/unitorder/pay", &fields)
}

/// A day of 50,000 paid orders, and the morning after it.
static LARGE: LazyLock<Bench> = LazyLock::new(|| {
    let bench = Bench::new();
    for number in 0..ROWS {
        assert_eq!(bench.call(&order(number, "A01"))["trxstatus"], "0000");
        bench.act("allinpay.pay", &json!({ "reqsn": format!("ORDER{number}"), "cusid": CUSID }));
    }
    let morning = Instant::parse("2026-01-06T07:00:00+08:00").unwrap();
    bench
        .world
        .command(|cx| {
            cx.set_clock(Clock::frozen(morning, Transport::default()));
            Ok::<_, Bug>(())
        })
        .unwrap();
    bench
});

fn main() {
    divan::main();
}

/// An order of a mini program: verified, placed at WeChat Pay too, answered with RSA.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn order_of_a_mini_program_with_rsa(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            order(number, "W06")
        })
        .bench_local_values(|request| {
            let answer = bench.call(black_box(&request));
            assert_eq!(answer["trxstatus"], "0000", "{answer}");
        });
}

/// An order of another channel.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn order_of_another_channel_with_rsa(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            order(number, "A01")
        })
        .bench_local_values(|request| {
            let answer = bench.call(black_box(&request));
            assert_eq!(answer["trxstatus"], "0000", "{answer}");
        });
}

/// The bill of 50,000 rows: asked for, made, packed.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn bill_of_fifty_thousand_rows(bencher: Bencher<'_, '_>) {
    LazyLock::force(&LARGE);
    bencher.bench_local(|| {
        let answer = LARGE.call(&request("/cusapi/trxfile/get", &[("date", "20260105")]));
        let url =
            answer["url"].as_str().unwrap().strip_prefix("https://vsp.allinpay.com").unwrap().to_owned();
        let get = Request { method: "GET".to_owned(), target: url, headers: Vec::new(), body: Vec::new() };
        let handled = Allinpay.handle(&LARGE.worlds, &get);
        assert!(handled.answer.status == 200 && handled.answer.body.len() > 500_000);
    });
}
