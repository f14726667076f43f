//! How long onboarding takes: applications submitted through the whole wire, checked, audited, signed and finished.
//! `cargo bench --bench applyment` prints medians; `APPLICATIONS=1000` takes as many as you like.

// Nothing here ships; a bench may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

use divan::Bencher;
use serde_json::{Value, json};
use support::{Bench, given};
use wxpay_sandbox::crypto::{base64, pool};
use wxpay_sandbox::wechat_pay::WechatPay;
use wxpay_sandbox::world::System;
use wxpay_sandbox::world::message::Request;

/// A world that signs by itself and takes any picture.
const SWITCHES: &str = "switches: { applyment: { sign: by_itself, check_media: false } }\n";

fn main() {
    divan::main();
}

fn count() -> usize {
    std::env::var("APPLICATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(100)
}

/// A micro merchant's application, its six secrets encrypted with the merchant's public key of WeChat Pay.
fn application(bench: &Bench, number: usize) -> Request {
    let key = bench.merchant().public_key;
    let sealed = |text: &str| {
        json!(base64(&pool::key(key.pool_key).public().encrypt_oaep(text.as_bytes(), [7; 20]).unwrap()))
    };
    // Everybody is somebody else: one person signs for five at most.
    let id = format!("1101011990{number:07}X");
    let body: Value = json!({
        "out_request_no": format!("SHOP{number}"),
        "organization_type": "2401",
        "id_card_info": {
            "id_card_copy": "media-1", "id_card_national": "media-2",
            "id_card_name": sealed("张三"), "id_card_number": sealed(&id),
            "id_card_valid_time_begin": "2016-01-01", "id_card_valid_time": "长期",
        },
        "account_info": {
            "bank_account_type": "75", "account_bank": "工商银行", "account_name": sealed("张三"),
            "bank_address_code": "110100", "account_number": sealed("6222000011112222"),
        },
        "contact_info": { "contact_type": "65", "contact_name": sealed("张三"), "mobile_phone": sealed("13900000000") },
        "sales_scene_info": { "store_name": "shop", "store_url": "https://shop.example.com/1" },
        "merchant_shortname": "shop",
    });
    let mut request = bench.signed("POST", "/v3/ecommerce/applyments/", body.to_string().as_bytes());
    request.headers.push(("wechatpay-serial".to_owned(), key.id));
    request
}

/// All of it: so many applications come in, a week passes, so many merchants exist.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn submitted_audited_and_finished(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let bench = Bench::new(&given(SWITCHES));
            let requests: Vec<Request> = (0..count()).map(|number| application(&bench, number)).collect();
            (bench, requests)
        })
        .bench_local_values(|(bench, requests)| {
            for request in &requests {
                let answer = WechatPay.handle(&bench.worlds, request).answer;
                assert_eq!(answer.status, 200, "{}", answer.body_text());
            }
            let moved = bench.advance("7d");
            let finished = moved.happened.iter().filter(|line| line.en.contains("FINISH")).count();
            assert_eq!(finished, requests.len());
            bench
        });
}
