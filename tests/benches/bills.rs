//! How long the bills of a day with 100,000 orders take: made when they are applied for, made again while they are
//! downloaded. `cargo bench --bench bills` prints medians, and what memory the program had at most before and after.

// Nothing here ships; a bench may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

use std::sync::LazyLock;

use divan::Bencher;
use serde_json::json;
use support::{Bench, COMBINE, SUBS, combined, given, read};
use wxpay_sandbox::wechat_pay::WechatPay;
use wxpay_sandbox::world::System;

/// How many combined orders there are, of 50 sub orders each.
const COMBINED: usize = 2000;

/// The day after a day of 100,000 paid orders, each with its frozen pot: 200,000 transfers.
static LARGE: LazyLock<Bench> = LazyLock::new(|| {
    let bench = Bench::new(&given(""));
    for number in 0..COMBINED {
        let subs: Vec<_> = (0..50).map(|n| (format!("ORDER{number}x{n}"), SUBS[n % 3], 1000, true)).collect();
        let combined_number = format!("COMBINED{number}");
        assert_eq!(bench.post(COMBINE, &combined(&combined_number, &subs)).0, 200);
        bench.act("buyer.pay", &json!({ "combine_out_trade_no": combined_number }));
    }
    bench.advance("1d");
    bench
});

fn main() {
    LazyLock::force(&LARGE);
    println!("most memory so far: {}", peak());
    divan::main();
    println!("most memory in all: {}", peak());
}

/// The most memory that this process ever had, as the system tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known here".to_owned(), |line| line.trim().to_owned())
}

/// Applies for a bill and downloads it, dropping each piece as a client that writes to a file would.
fn made_and_downloaded(bencher: Bencher<'_, '_>, target: &str) {
    bencher.bench_local(|| {
        let (status, answer) = LARGE.get(target);
        assert_eq!(status, 200, "{answer}");
        let file = answer.pointer("/download_bill_list/0").unwrap_or(&answer);
        let url =
            file["download_url"].as_str().unwrap().strip_prefix("https://api.mch.weixin.qq.com").unwrap();
        let handled = WechatPay.handle(&LARGE.worlds, &LARGE.signed("GET", url, b""));
        assert_eq!(handled.answer.status, 200, "{:?}", read(&handled.answer));
        let length: usize = handled.rest.unwrap().map(|piece| piece.unwrap().len()).sum();
        assert!(length > 1_000_000);
    });
}

/// 100,000 payments.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn trade_bill(bencher: Bencher<'_, '_>) {
    made_and_downloaded(bencher, "/v3/bill/tradebill?bill_date=2026-01-05");
}

/// The same, compressed.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn trade_bill_packed(bencher: Bencher<'_, '_>) {
    made_and_downloaded(bencher, "/v3/bill/tradebill?bill_date=2026-01-05&tar_type=GZIP");
}

/// 200,000 rows of all sub-merchants, compressed and encrypted: the one kind of file that is held whole.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn fund_flow_bill_of_all(bencher: Bencher<'_, '_>) {
    let target = "/v3/ecommerce/bill/fundflowbill?bill_date=2026-01-05&account_type=ALL&algorithm=AEAD_AES_256_GCM&tar_type=GZIP";
    made_and_downloaded(bencher, target);
}
