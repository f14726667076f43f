//! How long the core takes: one call, one large payment, a full agenda, a fork. `cargo bench --bench core` prints medians.

// Nothing here ships; a bench may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

use std::sync::{Arc, LazyLock};

use divan::{Bencher, black_box};
use serde_json::json;
use support::{Bench, COMBINE, PLATFORM, SPLIT, SUBS, block_on, combined, given, single, split};
use wxpay_sandbox::crypto::pool;
use wxpay_sandbox::deliver::{Driver, Transport};
use wxpay_sandbox::wechat_pay::WechatPay;
use wxpay_sandbox::world::{Span, System, World};

/// A world of 10,000 open orders, each placed through the whole wire: 10,000 timers, 10,000 journal entries.
static LARGE: LazyLock<Arc<World>> = LazyLock::new(|| {
    let bench = Bench::new(&given(""));
    for n in 0..10_000 {
        let (status, _) = bench.post(support::JSAPI, &single(&format!("ORDER{n}"), SUBS[n % 3], 1000, false));
        assert_eq!(status, 200);
    }
    Arc::clone(&bench.world)
});

/// A world of 10,000 splits to the platform, all accepted and due at one instant.
static SPLITS: LazyLock<Arc<World>> = LazyLock::new(|| {
    let bench = Bench::new(&given("switches: { split: { result_after: 1h } }\n"));
    let mut orders = Vec::new();
    for round in 0..200 {
        let subs: Vec<_> = (0..50).map(|n| (format!("P{round}x{n}"), SUBS[n % 3], 1000, true)).collect();
        let number = format!("COMBINED{round}");
        assert_eq!(bench.post(COMBINE, &combined(&number, &subs)).0, 200);
        let paid = bench.act("buyer.pay", &json!({ "combine_out_trade_no": number }));
        for (n, order) in paid["orders"].as_array().unwrap().iter().enumerate() {
            let id = order["transaction_id"].as_str().unwrap();
            orders.push((SUBS[n % 3], id.to_owned()));
        }
    }
    bench.advance("30s");
    for (n, (sub, id)) in orders.iter().enumerate() {
        assert_eq!(bench.post(SPLIT, &split(&format!("S{n}"), sub, id, 100, true)).0, 200);
    }
    Arc::clone(&bench.world)
});

fn main() {
    divan::main();
}

/// The ceiling: one raw RSA-2048 signature.
#[divan::bench]
fn raw_signature(bencher: Bencher<'_, '_>) {
    let key = pool::key(0);
    bencher
        .bench_local(|| key.sign_sha256(black_box(b"as long as a short answer, more or less, and a nonce")));
}

/// One query, verified and signed, without the network and without the client's own signature.
#[divan::bench]
fn verified_and_signed_query(bencher: Bencher<'_, '_>) {
    let bench = Bench::new(&given(""));
    bench.paid("ORDER1", SUBS[0], 1000, false);
    let target =
        format!("/v3/pay/partner/transactions/out-trade-no/ORDER1?sp_mchid={PLATFORM}&sub_mchid={}", SUBS[0]);
    let request = bench.signed("GET", &target, b"");
    bencher.bench_local(|| {
        let answer = WechatPay.handle(&bench.worlds, black_box(&request)).answer;
        assert_eq!(answer.status, 200);
    });
}

/// The buyer pays a combined order of 50 sub orders.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn pay_fifty_sub_orders(bencher: Bencher<'_, '_>) {
    let bench = Bench::new(&given(""));
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            let subs: Vec<_> = (0..50).map(|n| (format!("P{round}x{n}"), SUBS[n % 3], 1000, true)).collect();
            let number = format!("COMBINED{round}");
            assert_eq!(bench.post(COMBINE, &combined(&number, &subs)).0, 200);
            json!({ "combine_out_trade_no": number })
        })
        .bench_local_values(|args| bench.act("buyer.pay", &args));
}

/// The clock passes 10,000 timers without callbacks.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn advance_over_ten_thousand_timers(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let world = Arc::new(LARGE.fork("large").unwrap());
            Driver::new(world, support::Receiver::new() as Arc<dyn Transport>)
        })
        .bench_local_values(|driver| {
            let moved = block_on(driver.advance(Span::days(8))).unwrap();
            assert_eq!(moved.happened.len(), 10_000);
            driver
        });
}

/// 10,000 splits fall due at one instant and are carried out, without callbacks.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn carry_out_ten_thousand_splits(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let world = Arc::new(SPLITS.fork("splits").unwrap());
            Driver::new(world, support::Receiver::new() as Arc<dyn Transport>)
        })
        .bench_local_values(|driver| {
            let moved = block_on(driver.advance(Span::hours(1))).unwrap();
            assert_eq!(moved.happened.len(), 10_000);
            driver
        });
}

/// A world of 10,000 orders is forked.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn fork_of_ten_thousand_orders(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| LARGE.fork("fork").unwrap());
}
