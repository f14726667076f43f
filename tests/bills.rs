//! Bills tell what the books hold: every total of a day, of every kind of bill.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use proptest::prelude::*;
use serde_json::json;
use support::bills::{check_day, check_story};
use support::{APPID, Bench, COMBINE, FINISH, JSAPI, PLATFORM, SPLIT, SUBS};
use support::{combined, finish, given, single, split};
use wxpay_sandbox::crypto::Sha1;
use wxpay_sandbox::wechat_pay::WechatPay;
use wxpay_sandbox::world::System;

/// What half of the orders to be split announce, in fen.
const SUBSIDY: i64 = 3000;

/// One thing that a merchant, a buyer or time does.
#[derive(Debug, Clone)]
enum Deed {
    Pay { sub: usize, total: i64, flagged: bool },
    Split { order: usize, share: i64, finish: bool },
    Finish { order: usize },
    Return { split: usize, share: i64 },
    Subsidize { order: usize },
    Refund { order: usize, share: i64, subsidy_back: i64 },
    FailRefund { refund: usize, closed: bool },
    Withdraw { sub: usize, amount: i64 },
    FailWithdraw { withdraw: usize },
    TopUp { purse: &'static str, amount: i64 },
    Wait(u32),
}

fn deed() -> impl Strategy<Value = Deed> {
    let purse = prop::sample::select(vec!["BASIC", "OPERATION", "FEES"]);
    prop_oneof![
        4 => (0..SUBS.len(), 1_i64..100_000, prop::bool::weighted(0.8))
            .prop_map(|(sub, total, flagged)| Deed::Pay { sub, total, flagged }),
        3 => (any::<usize>(), 1_i64..30, any::<bool>())
            .prop_map(|(order, share, finish)| Deed::Split { order, share, finish }),
        1 => any::<usize>().prop_map(|order| Deed::Finish { order }),
        2 => (any::<usize>(), 1_i64..100).prop_map(|(split, share)| Deed::Return { split, share }),
        2 => any::<usize>().prop_map(|order| Deed::Subsidize { order }),
        3 => (any::<usize>(), 1_i64..=100, 0_i64..=SUBSIDY)
            .prop_map(|(order, share, subsidy_back)| Deed::Refund { order, share, subsidy_back }),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(refund, closed)| Deed::FailRefund { refund, closed }),
        2 => (0..SUBS.len(), 1_i64..60_000).prop_map(|(sub, amount)| Deed::Withdraw { sub, amount }),
        1 => any::<usize>().prop_map(|withdraw| Deed::FailWithdraw { withdraw }),
        2 => (purse, 1_i64..50_000).prop_map(|(purse, amount)| Deed::TopUp { purse, amount }),
        2 => (30_u32..40_000).prop_map(Deed::Wait),
    ]
}

/// What was made so far, to be chosen from.
#[derive(Default)]
struct Made {
    /// Sub-merchant, number and total of each paid order.
    orders: Vec<(&'static str, String, i64)>,
    /// Sub-merchant, number and amount of each split.
    splits: Vec<(&'static str, String, i64)>,
    refunds: Vec<String>,
    withdrawals: Vec<String>,
}

fn chosen<T>(list: &[T], at: usize) -> Option<&T> {
    (!list.is_empty()).then(|| &list[at % list.len()])
}

/// Does it, whether it is refused or not.
fn perform(bench: &Bench, number: usize, deed: &Deed, made: &mut Made) {
    match deed {
        Deed::Pay { sub, total, flagged } => {
            let mut body = single(&format!("ORDER{number}"), SUBS[*sub], *total, *flagged);
            if *flagged && number.is_multiple_of(2) {
                body["settle_info"]["subsidy_amount"] = json!(SUBSIDY);
            }
            assert_eq!(bench.post(JSAPI, &body).0, 200);
            let paid = bench.act("buyer.pay", &json!({ "out_trade_no": format!("ORDER{number}") }));
            let transaction = paid["orders"][0]["transaction_id"].as_str().unwrap().to_owned();
            made.orders.push((SUBS[*sub], transaction, *total));
            // Most orders are old enough for what comes next.
            if !number.is_multiple_of(3) {
                bench.advance("31s");
            }
        }
        Deed::Split { order, share, finish } => {
            let Some((sub, transaction, total)) = chosen(&made.orders, *order) else { return };
            let (name, amount) = (format!("SPLIT{number}"), (total * share / 100).max(1));
            if bench.post(SPLIT, &split(&name, sub, transaction, amount, *finish)).0 == 200 {
                made.splits.push((sub, name, amount));
            }
        }
        Deed::Finish { order } => {
            let Some((sub, transaction, _)) = chosen(&made.orders, *order) else { return };
            bench.post(FINISH, &finish(&format!("FINISH{number}"), sub, transaction));
        }
        Deed::TopUp { purse, amount } => {
            bench.act("merchant.top_up", &json!({ "mchid": PLATFORM, "account": purse, "amount": amount }));
        }
        Deed::Wait(seconds) => drop(bench.advance(&format!("{seconds}s"))),
        Deed::Return { .. } | Deed::Subsidize { .. } | Deed::Refund { .. } | Deed::FailRefund { .. } => {
            give_back(bench, number, deed, made);
        }
        Deed::Withdraw { sub, amount } => {
            let name = format!("WITHDRAW{number}");
            let body = json!({ "sub_mchid": SUBS[*sub], "out_request_no": name, "amount": amount });
            if bench.post("/v3/ecommerce/fund/withdraw", &body).0 == 200 {
                made.withdrawals.push(name);
            }
        }
        Deed::FailWithdraw { withdraw } => {
            let Some(name) = chosen(&made.withdrawals, *withdraw) else { return };
            let act = if number.is_multiple_of(2) { "withdraw.fail" } else { "withdraw.bounce" };
            drop(bench.try_act(act, &json!({ "out_request_no": name })));
        }
    }
    bench.drain();
}

/// Subsidies, and what goes back to where it came from.
fn give_back(bench: &Bench, number: usize, deed: &Deed, made: &mut Made) {
    match deed {
        Deed::Return { split, share } => {
            let Some((sub, name, amount)) = chosen(&made.splits, *split) else { return };
            let body = json!({
                "sub_mchid": sub, "out_order_no": name, "out_return_no": format!("RETURN{number}"),
                "return_mchid": PLATFORM, "amount": (amount * share / 100).max(1), "description": "back",
            });
            bench.post("/v3/ecommerce/profitsharing/returnorders", &body);
        }
        Deed::Subsidize { order } => {
            let Some((sub, transaction, _)) = chosen(&made.orders, *order) else { return };
            let body = json!({
                "sub_mchid": sub, "transaction_id": transaction, "amount": SUBSIDY, "description": "coupon",
            });
            bench.post("/v3/ecommerce/subsidies/create", &body);
        }
        Deed::Refund { order, share, subsidy_back } => {
            let Some((sub, transaction, total)) = chosen(&made.orders, *order) else { return };
            let name = format!("REFUND{number}");
            let body = json!({
                "sub_mchid": sub, "sp_appid": APPID, "transaction_id": transaction, "out_refund_no": name,
                "amount": { "refund": (total * share / 100).max(1), "total": total, "currency": "CNY" },
            });
            let (status, answer) = bench.post("/v3/ecommerce/refunds/apply", &body);
            if status != 200 {
                return;
            }
            made.refunds.push(name);
            let body = json!({
                "sub_mchid": sub, "transaction_id": transaction, "refund_id": answer["refund_id"],
                "out_order_no": format!("LESS{number}"), "amount": subsidy_back, "description": "less",
            });
            bench.post("/v3/ecommerce/subsidies/return", &body);
        }
        Deed::FailRefund { refund, closed } => {
            let Some(name) = chosen(&made.refunds, *refund) else { return };
            let state = if *closed { "CLOSED" } else { "ABNORMAL" };
            drop(bench.try_act("refund.fail", &json!({ "out_refund_no": name, "state": state })));
        }
        Deed::Pay { .. }
        | Deed::Split { .. }
        | Deed::Finish { .. }
        | Deed::TopUp { .. }
        | Deed::Wait(_)
        | Deed::Withdraw { .. }
        | Deed::FailWithdraw { .. } => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens over two days, the bills of each of them say what the ledger says, however late they are asked for.
    #[test]
    fn bills_equal_the_ledger(deeds in prop::collection::vec(deed(), 20..70)) {
        let bench = Bench::new(&given(""));
        let mut made = Made::default();
        for purse in ["BASIC", "OPERATION"] {
            bench.act("merchant.top_up", &json!({ "mchid": PLATFORM, "account": purse, "amount": 20_000 }));
        }
        for (number, deed) in deeds.iter().enumerate() {
            perform(&bench, number, deed, &mut made);
        }
        for (_, transaction, _) in &made.orders {
            check_story(&bench, transaction);
        }
        bench.advance("9d");
        for date in ["2026-01-05", "2026-01-06", "2026-01-07"] {
            check_day(&bench, date);
        }
    }
}

/// BI-02: a bill is told of the cut-off, so nothing that happens between applying and the last piece changes a byte.
#[test]
fn what_happens_during_a_download_changes_nothing() {
    let bench = Bench::new(&given(""));
    // More than one page of transfers.
    for number in 0..6 {
        let subs: Vec<_> = (0..50).map(|n| (format!("ORDER{number}x{n}"), SUBS[n % 3], 1000, true)).collect();
        assert_eq!(bench.post(COMBINE, &combined(&format!("COMBINED{number}"), &subs)).0, 200);
        bench.act("buyer.pay", &json!({ "combine_out_trade_no": format!("COMBINED{number}") }));
    }
    bench.advance("31s");
    let refund = |number: &str| {
        let body = json!({
            "sub_mchid": SUBS[0], "sp_appid": APPID, "out_trade_no": "ORDER5x48", "out_refund_no": number,
            "amount": { "refund": 10, "total": 1000, "currency": "CNY" },
        });
        let (status, answer) = bench.post("/v3/ecommerce/refunds/apply", &body);
        assert_eq!(status, 200, "{answer}");
    };
    refund("R1");
    bench.act("refund.fail", &json!({ "out_refund_no": "R1", "state": "ABNORMAL" }));
    bench.advance("1d");
    for (target, word) in [("/v3/bill/tradebill", "REFUND"), ("/v3/bill/tradebill?bill_type=REFUND", "R1")] {
        let joint = if target.contains('?') { '&' } else { '?' };
        let (_, answer) = bench.get(&format!("{target}{joint}bill_date=2026-01-05"));
        let url = answer["download_url"].as_str().unwrap();
        let url = url.strip_prefix("https://api.mch.weixin.qq.com").unwrap();
        let mut pieces = WechatPay.handle(&bench.worlds, &bench.signed("GET", url, b"")).rest.unwrap();
        let mut file = pieces.next().unwrap().unwrap();
        drop(bench.try_act("refund.fail", &json!({ "out_refund_no": "R1", "state": "CLOSED" })));
        bench.paid(&format!("LATER{word}"), SUBS[0], 1000, true);
        refund(&format!("LATER{word}"));
        file.extend(pieces.flat_map(Result::unwrap));
        let mut sha1 = Sha1::default();
        sha1.update(&file);
        assert_eq!(answer["hash_value"], sha1.finish().as_str(), "{target}");
        assert!(String::from_utf8(file).unwrap().contains(word));
    }
    check_day(&bench, "2026-01-05");
}
