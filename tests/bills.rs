//! Bills tell what the books hold: every total of a day, of every kind of bill.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use proptest::prelude::*;
use serde_json::json;
use support::bills::{check_day, check_story};
use support::{Bench, FINISH, PLATFORM, SPLIT, SUBS, finish, given, split};

/// One thing that a merchant, a buyer or time does.
#[derive(Debug, Clone)]
enum Deed {
    Pay { sub: usize, total: i64, flagged: bool },
    Split { order: usize, share: i64, finish: bool },
    Finish { order: usize },
    TopUp { purse: &'static str, amount: i64 },
    Wait(u32),
}

fn deed() -> impl Strategy<Value = Deed> {
    let purse = prop::sample::select(vec!["BASIC", "OPERATION", "FEES"]);
    prop_oneof![
        4 => (0..SUBS.len(), 1_i64..100_000, any::<bool>())
            .prop_map(|(sub, total, flagged)| Deed::Pay { sub, total, flagged }),
        3 => (any::<usize>(), 1_i64..30, any::<bool>())
            .prop_map(|(order, share, finish)| Deed::Split { order, share, finish }),
        1 => any::<usize>().prop_map(|order| Deed::Finish { order }),
        1 => (purse, 1_i64..50_000).prop_map(|(purse, amount)| Deed::TopUp { purse, amount }),
        2 => (30_u32..40_000).prop_map(Deed::Wait),
    ]
}

/// Does it, whether it is refused or not. Orders are those that were paid so far: sub-merchant, number, total.
fn perform(bench: &Bench, number: usize, deed: &Deed, orders: &mut Vec<(&'static str, String, i64)>) {
    let chosen = |at: usize| (!orders.is_empty()).then(|| orders[at % orders.len()].clone());
    match deed {
        Deed::Pay { sub, total, flagged } => {
            let transaction = bench.paid(&format!("ORDER{number}"), SUBS[*sub], *total, *flagged);
            orders.push((SUBS[*sub], transaction, *total));
        }
        Deed::Split { order, share, finish } => {
            let Some((sub, transaction, total)) = chosen(*order) else { return };
            let amount = (total * share / 100).max(1);
            bench.post(SPLIT, &split(&format!("SPLIT{number}"), sub, &transaction, amount, *finish));
        }
        Deed::Finish { order } => {
            let Some((sub, transaction, _)) = chosen(*order) else { return };
            bench.post(FINISH, &finish(&format!("FINISH{number}"), sub, &transaction));
        }
        Deed::TopUp { purse, amount } => {
            bench.act("merchant.top_up", &json!({ "mchid": PLATFORM, "account": purse, "amount": amount }));
        }
        Deed::Wait(seconds) => drop(bench.advance(&format!("{seconds}s"))),
    }
    bench.drain();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens over two days, the bills of each of them say what the ledger says, however late they are asked for.
    #[test]
    fn bills_equal_the_ledger(deeds in prop::collection::vec(deed(), 1..40)) {
        let bench = Bench::new(&given(""));
        let mut orders = Vec::new();
        for (number, deed) in deeds.iter().enumerate() {
            perform(&bench, number, deed, &mut orders);
        }
        for (_, transaction, _) in &orders {
            check_story(&bench, transaction);
        }
        bench.advance("9d");
        for date in ["2026-01-05", "2026-01-06", "2026-01-07"] {
            check_day(&bench, date);
        }
    }
}
