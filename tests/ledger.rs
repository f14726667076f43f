//! Money by the table: every figure here was worked out by hand from the rules that the row names.

// Nothing here ships; a test may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use support::{
    Bench, COMBINE, FINISH, PLATFORM, SPLIT, SUBS, available, combined, finish, given, given_platform, split,
};
use wxpay_sandbox::world::{FeeRate, Fen};

const SUB: &str = SUBS[0];
const PLATFORM_BEARS: &str =
    r#"platform: { mchid: "1900000100", appid: wx0000000000000001, fee_bearer: platform }"#;

fn code(answer: &(u16, Value)) -> (u16, &str, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or(""), answer.1["message"].as_str().unwrap_or(""))
}

#[track_caller]
fn refused(answer: &(u16, Value), status: u16, name: &str, message: &str) {
    assert_eq!(code(answer), (status, name, message));
}

#[track_caller]
fn fine(answer: &(u16, Value)) {
    assert_eq!(answer.0, 200, "{}", answer.1);
}

/// LG-03: half a fen is rounded up, below that nothing is charged.
#[test]
fn fees() {
    let rows = [
        ("0.6%", 1, 0),
        ("0.6%", 83, 0),
        ("0.6%", 84, 1),
        ("0.6%", 249, 1),
        ("0.6%", 250, 2),
        ("0.6%", 416, 2),
        ("0.6%", 417, 3),
        ("0.6%", 500, 3),
        ("0.6%", 1000, 6),
        ("0.6%", 10_000, 60),
        ("0.6%", 20_000, 120),
        ("0.6%", 1_000_000_000, 6_000_000),
        ("0.3%", 166, 0),
        ("0.3%", 167, 1),
        ("0.3%", 1000, 3),
        ("0.38%", 10_000, 38),
        ("0.38%", 131, 0),
        ("0.38%", 132, 1),
        ("1%", 49, 0),
        ("1%", 50, 1),
        ("0%", 1_000_000, 0),
        ("100%", 7, 7),
    ];
    for (rate, amount, fee) in rows {
        let parsed = FeeRate::try_from(rate.to_owned()).unwrap();
        assert_eq!(parsed.of(Fen::new(amount)), Fen::new(fee), "{rate} of {amount}");
    }
}

/// LG-01, LG-02, LG-03: what one payment leaves behind. Rate, total, flag, then pot, available, fee.
#[test]
fn one_payment() {
    let rows = [
        ("0.6%", 1, true, 1, 0, 0),
        ("0.6%", 83, true, 83, 0, 0),
        ("0.6%", 84, true, 83, 0, 1),
        ("0.6%", 20_000, true, 19_880, 0, 120),
        ("0.6%", 20_000, false, 0, 19_880, 120),
        ("0.6%", 250, false, 0, 248, 2),
        ("0.3%", 1000, false, 0, 997, 3),
        ("100%", 9, true, 0, 0, 9),
    ];
    for (rate, total, flagged, pot, free, fee) in rows {
        let line = format!(
            r#"sub_merchants: [ {{ mchid: "1900000201", fee_rate: {rate} }}, {{ mchid: "1900000202" }}, {{ mchid: "1900000203" }} ]"#
        );
        let old =
            r#"sub_merchants: [ { mchid: "1900000201" }, { mchid: "1900000202" }, { mchid: "1900000203" } ]"#;
        let yaml = support::GIVEN.replace(old, &line);
        let bench = Bench::new(&wxpay_sandbox::control::given::WorldGiven::read(&yaml).unwrap());
        let id = bench.paid("ORDER1", SUB, total, flagged);
        let found = (
            bench.pot(SUB, &id),
            bench.balance(&available(SUB)),
            bench.balance("FEE"),
            bench.balance("USER"),
        );
        assert_eq!(found, (pot, free, fee, -total), "{rate} of {total}, flagged {flagged}");
        assert_eq!(bench.trial_balance(), Fen::ZERO);
    }
}

/// LG-T1: amounts are what the pot holds.
#[test]
fn lg_t1_amounts() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 20_000, true);
    assert_eq!((bench.pot(SUB, &id), bench.balance("FEE"), bench.unsplit(&id)), (19_880, 120, 19_880));
}

/// LG-T3 (PS-05): 30 % of 20000 is 6000, over all splits of the order.
#[test]
fn lg_t3_thirty_percent() {
    let ratio = "分账金额超出最大分账比例";
    let bench = Bench::new(&given(""));
    let (one, two) = (bench.paid("ORDER1", SUB, 20_000, true), bench.paid("ORDER2", SUB, 20_000, true));
    bench.advance("30s");
    refused(&bench.post(SPLIT, &split("S1", SUB, &one, 6001, false)), 400, "INVALID_REQUEST", ratio);
    // A refused request does not count and its number may be used again (PS-35).
    fine(&bench.post(SPLIT, &split("S1", SUB, &one, 6000, false)));
    assert_eq!(bench.unsplit(&one), 13_880);
    bench.advance("1s");
    assert_eq!((bench.pot(SUB, &one), bench.balance(&available(PLATFORM))), (13_880, 6000));
    fine(&bench.post(SPLIT, &split("S2", SUB, &two, 3000, false)));
    refused(&bench.post(SPLIT, &split("S3", SUB, &two, 3001, false)), 400, "INVALID_REQUEST", ratio);
    fine(&bench.post(SPLIT, &split("S3", SUB, &two, 3000, false)));
    refused(&bench.post(SPLIT, &split("S4", SUB, &two, 1, false)), 400, "INVALID_REQUEST", ratio);
}

/// LG-T6 (PS-03): after 180 days to the second the rest is the sub-merchant's.
#[test]
fn lg_t6_half_a_year() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.advance("179d23h59m59s");
    assert_eq!((bench.pot(SUB, &id), bench.balance(&available(SUB))), (9940, 0));
    bench.advance("1s");
    assert_eq!((bench.pot(SUB, &id), bench.balance(&available(SUB)), bench.unsplit(&id)), (0, 9940, 0));
    refused(&bench.post(SPLIT, &split("S1", SUB, &id, 1, false)), 403, "NOT_ENOUGH", "分账金额不足");
}

/// LG-T7 (PS-04): refused at 29 s, accepted at 30 s.
#[test]
fn lg_t7_thirty_seconds() {
    let early = "订单处理中，暂时无法分账，请稍后再试";
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.advance("29s");
    refused(&bench.post(SPLIT, &split("S1", SUB, &id, 1000, false)), 400, "INVALID_REQUEST", early);
    bench.advance("1s");
    fine(&bench.post(SPLIT, &split("S1", SUB, &id, 1000, false)));
}

/// LG-T8 (PS-13, PS-33, PS-51): the finishing split releases the rest as a row of its own.
#[test]
fn lg_t8_finishing_split() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.advance("30s");
    fine(&bench.post(SPLIT, &split("S1", SUB, &id, 1000, true)));
    assert_eq!(bench.unsplit(&id), 0);
    bench.advance("1s");
    let target = format!("{SPLIT}?sub_mchid={SUB}&transaction_id={id}&out_order_no=S1");
    let (status, found) = bench.get(&target);
    let rows: Vec<(i64, &str)> = found["receivers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["amount"].as_i64().unwrap(), row["description"].as_str().unwrap()))
        .collect();
    assert_eq!((status, found["status"].as_str()), (200, Some("FINISHED")));
    assert_eq!(rows, [(1000, "share"), (8940, "解冻给分账方")]);
    assert_eq!((bench.balance(&available(SUB)), bench.balance(&available(PLATFORM))), (8940, 1000));
    refused(&bench.post(FINISH, &finish("F1", SUB, &id)), 403, "NOT_ENOUGH", "分账金额为0");
    refused(&bench.post(SPLIT, &split("S2", SUB, &id, 1, false)), 403, "NOT_ENOUGH", "分账金额不足");
    bench.advance("180d");
    assert_eq!(bench.balance(&available(SUB)), 8940);
}

/// LG-12 (PS-50, PS-54): finishing releases everything that is not promised away, once.
#[test]
fn finish_releases_the_rest() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.advance("30s");
    fine(&bench.post(SPLIT, &split("S1", SUB, &id, 1000, false)));
    fine(&bench.post(FINISH, &finish("F1", SUB, &id)));
    assert_eq!((bench.pot(SUB, &id), bench.unsplit(&id), bench.balance(&available(SUB))), (1000, 0, 8940));
    fine(&bench.post(FINISH, &finish("F1", SUB, &id)));
    bench.advance("1s");
    assert_eq!((bench.pot(SUB, &id), bench.balance(&available(PLATFORM))), (0, 1000));
    assert_eq!(bench.balance(&available(SUB)), 8940);
}

/// LG-T12, its paying half: the platform's FEES account is charged.
#[test]
fn lg_t12_platform_bears() {
    let bench = Bench::new(&given_platform(PLATFORM_BEARS));
    bench.act("merchant.top_up", &json!({ "mchid": PLATFORM, "amount": 100, "account": "FEES" }));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    let fees = bench.balance(&format!("{PLATFORM}/FEES"));
    assert_eq!(
        (bench.pot(SUB, &id), fees, bench.balance("FEE"), bench.unsplit(&id)),
        (10_000, 40, 60, 10_000)
    );
}

/// LG-T13 (CO-01): three independent ledgers under one payment.
#[test]
fn lg_t13_combined() {
    let bench = Bench::new(&given(""));
    let subs = [
        ("SUB01".to_owned(), SUBS[0], 5000, true),
        ("SUB02".to_owned(), SUBS[1], 3000, true),
        ("SUB03".to_owned(), SUBS[2], 2000, false),
    ];
    fine(&bench.post(COMBINE, &combined("COMBINED1", &subs)));
    let paid = bench.act("buyer.pay", &json!({ "combine_out_trade_no": "COMBINED1" }));
    let id = |n: usize| paid["orders"][n]["transaction_id"].as_str().unwrap().to_owned();
    assert_eq!((bench.pot(SUBS[0], &id(0)), bench.pot(SUBS[1], &id(1))), (4970, 2982));
    assert_eq!((bench.pot(SUBS[2], &id(2)), bench.balance(&available(SUBS[2]))), (0, 1988));
    assert_eq!((bench.balance("FEE"), bench.balance("USER")), (60, -10_000));
}

/// PS-24: FEES is short, so the order waits; an hour after the top-up it is settled.
#[test]
fn ps_24_waits_for_the_fee() {
    let early = "订单处理中，暂时无法分账，请稍后再试";
    let bench = Bench::new(&given_platform(PLATFORM_BEARS));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    assert_eq!((bench.pot(SUB, &id), bench.balance("FEE")), (10_000, 0));
    bench.advance("1d");
    refused(&bench.post(SPLIT, &split("S1", SUB, &id, 1000, false)), 400, "INVALID_REQUEST", early);
    refused(&bench.post(FINISH, &finish("F1", SUB, &id)), 400, "INVALID_REQUEST", early);
    bench.act("merchant.top_up", &json!({ "mchid": PLATFORM, "amount": 59, "account": "FEES" }));
    bench.advance("1h");
    refused(&bench.post(SPLIT, &split("S1", SUB, &id, 1000, false)), 400, "INVALID_REQUEST", early);
    bench.act("merchant.top_up", &json!({ "mchid": PLATFORM, "amount": 41, "account": "FEES" }));
    bench.advance("59m59s");
    refused(&bench.post(SPLIT, &split("S1", SUB, &id, 1000, false)), 400, "INVALID_REQUEST", early);
    bench.advance("1s");
    fine(&bench.post(SPLIT, &split("S1", SUB, &id, 1000, false)));
    assert_eq!((bench.balance(&format!("{PLATFORM}/FEES")), bench.balance("FEE")), (40, 60));
}

/// PS-24 with PS-03: money whose fee nobody paid is not released by the calendar either.
#[test]
fn ps_24_outlasts_the_180_days() {
    let bench = Bench::new(&given_platform(PLATFORM_BEARS));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.advance("180d");
    assert_eq!((bench.pot(SUB, &id), bench.balance(&available(SUB))), (10_000, 0));
    bench.act("merchant.top_up", &json!({ "mchid": PLATFORM, "amount": 100, "account": "FEES" }));
    bench.advance("1h");
    assert_eq!((bench.pot(SUB, &id), bench.balance(&available(SUB))), (0, 10_000));
}

/// PAY-06 (PS-01): an unflagged order is available at once and cannot be split.
#[test]
fn pay_06_unflagged() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, false);
    assert_eq!(bench.balance(&available(SUB)), 9940);
    bench.advance("30s");
    let answer = bench.post(SPLIT, &split("S1", SUB, &id, 1, false));
    refused(&answer, 400, "INVALID_REQUEST", "非分账订单不支持分账");
    let answer = bench.post(FINISH, &finish("F1", SUB, &id));
    refused(&answer, 400, "INVALID_REQUEST", "非分账订单不支持解冻剩余资金");
}

/// Numbers of different kinds may have the same text: paying a combined order must not stop the clock of a single order
/// of that number, nor closing an order stop a split of that number (OR-06, PS-21).
#[test]
fn equal_numbers_do_not_meet() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.place("SAME01", SUB, 500, false);
    fine(&bench.post(COMBINE, &combined("SAME01", &[("PART01".to_owned(), SUB, 700, false)])));
    bench.act("buyer.pay", &json!({ "combine_out_trade_no": "SAME01" }));
    bench.advance("7d");
    bench.place("SAME02", SUB, 500, false);
    fine(&bench.post(SPLIT, &split("SAME02", SUB, &id, 1000, false)));
    let close = "/v3/pay/partner/transactions/out-trade-no/SAME02/close";
    let closed = bench.post(close, &json!({ "sp_mchid": PLATFORM, "sub_mchid": SUB }));
    assert_eq!(closed.0, 204, "{}", closed.1);
    bench.advance("1s");
    assert_eq!(bench.balance(&available(PLATFORM)), 1000);
    let target =
        format!("/v3/pay/partner/transactions/out-trade-no/SAME01?sp_mchid={PLATFORM}&sub_mchid={SUB}");
    assert_eq!(bench.get(&target).1["trade_state"], "CLOSED");
}

/// The money story of an order tells each movement at the moment at which it was carried out: a split is promised when it
/// is asked for and moves a second later. By hand: 10000 - 60 = 9940; 9940 - 3000 = 6940.
#[test]
fn the_story_of_a_split_order() {
    let bench = Bench::new(&given(""));
    let paid_at = bench.world.now();
    let id = bench.paid("ORDER01", SUB, 10_000, true);
    bench.advance("1m");
    fine(&bench.post(SPLIT, &split("S1", SUB, &id, 3000, false)));
    let story = || bench.world.command(|cx| cx.story(&id)).unwrap();
    let waiting: Vec<_> = story().into_iter().filter(|c| c.posting.state == "reserved").collect();
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    // Promised money has not moved, whatever else does meanwhile.
    assert_eq!((waiting[0].debit_after, waiting[0].credit_after), (Fen::new(9940), Fen::ZERO));
    bench.paid("ORDER02", SUB, 5000, false);
    bench.advance("1s");
    bench.advance("1h");
    fine(&bench.post(FINISH, &finish("F1", SUB, &id)));

    let (pot, shop, platform) = (format!("{SUB}/POT/{id}"), available(SUB), available(PLATFORM));
    let told: Vec<_> = story()
        .into_iter()
        .map(|c| {
            let p = c.posting;
            assert_eq!(p.state, "posted");
            let after = (c.debit_after.get(), c.credit_after.get());
            (p.at.unix() - paid_at.unix(), p.debit, p.credit, p.amount.get(), after)
        })
        .collect();
    let line = |at: i64, debit: &str, credit: &str, amount: i64, after: (i64, i64)| {
        (at, debit.to_owned(), credit.to_owned(), amount, after)
    };
    let (split_line, finish_line) =
        (line(61, &pot, &platform, 3000, (6940, 3000)), line(3661, &pot, &shop, 6940, (0, 4970 + 6940)));
    assert_eq!(told[told.len() - 2..], [split_line, finish_line], "{told:?}");
    assert!(told[..told.len() - 2].iter().all(|told| told.0 == 0), "{told:?}");
    assert!(told.is_sorted_by_key(|told| told.0), "{told:?}");
    // What the last line of each account says is what the account holds.
    assert_eq!((bench.balance(&pot), bench.balance(&shop), bench.balance(&platform)), (0, 11_910, 3000));
    let entries: Vec<i64> = story().iter().map(|c| c.posting.entry).collect();
    assert!(entries.is_sorted(), "{entries:?}");
}

/// SUB-24 and LG-14: what was paid and what was added arrive in one posting, and each paper stands under its own number. By
/// hand: 10000 - 60 + 500 = 10440.
#[test]
fn a_subsidised_order_is_released_in_one() {
    let bench = Bench::new(&given("balances: { \"1900000100\": { OPERATION: 500 } }"));
    let mut order = support::single("ORDER1", SUB, 10_000, true);
    order["settle_info"]["subsidy_amount"] = json!(500);
    fine(&bench.post(support::JSAPI, &order));
    let paid = bench.act("buyer.pay", &json!({ "out_trade_no": "ORDER1" }));
    let id = paid["orders"][0]["transaction_id"].as_str().unwrap().to_owned();
    bench.advance("30s");
    let body = json!({ "sub_mchid": SUB, "transaction_id": id, "amount": 500, "description": "coupon" });
    let subsidy = bench.post("/v3/ecommerce/subsidies/create", &body);
    fine(&subsidy);
    fine(&bench.post(FINISH, &finish("F1", SUB, &id)));
    let story = bench.world.command(|cx| cx.story(&id)).unwrap();
    let arrived: Vec<_> = story.iter().filter(|c| c.posting.credit == available(SUB)).collect();
    assert_eq!(arrived.len(), 1, "{story:?}");
    assert_eq!((arrived[0].posting.amount, arrived[0].debit_after), (Fen::new(10_440), Fen::ZERO));
    let added = story.iter().find(|c| c.posting.cause == "subsidy").unwrap();
    assert_eq!(added.posting.debit, format!("{PLATFORM}/OPERATION"));
    assert_eq!(subsidy.1["subsidy_id"], added.posting.document.as_str());
}
