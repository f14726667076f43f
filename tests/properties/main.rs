//! Random commands against one world; after each the invariants of the ledger hold (INV-1 to INV-8), and time may be cut
//! into any pieces.

// Nothing here ships; a test may stop at the first thing that is not as expected.
// The commands are matched in two parts: what is not in the one is in the other.
#![allow(clippy::wildcard_enum_match_arm)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod check;
mod command;
mod deeds;
mod run;
#[path = "../support/mod.rs"]
mod support;

use command::{Command, Deed, commands};
use deeds::SUPPLIER;
use proptest::collection::vec;
use proptest::prelude::*;
use run::Run;
use support::{APPID, PLATFORM};
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::world::FeeRate;

/// A world whose sub-merchants pay these rates, and whose platform bears the fee or does not.
fn world(platform_bears: bool, rates: &[u32]) -> WorldGiven {
    let bearer = if platform_bears { "platform" } else { "sub" };
    let platform = format!(
        r#"platform: {{ mchid: "{PLATFORM}", appid: {APPID}, fee_bearer: {bearer}, apiv3_key: abcdefghijabcdefghijabcdefghij12 }}"#
    );
    let mut given = support::given_platform(&platform);
    given.mini_programs =
        WorldGiven::read(&format!("mini_programs: [{{ appid: {APPID}, controlled: true }}]"))
            .unwrap()
            .mini_programs;
    given.merchants =
        WorldGiven::read(&format!("merchants: [ {{ mchid: \"{SUPPLIER}\", name: Supplier }} ]"))
            .unwrap()
            .merchants;
    for (sub, rate) in given.sub_merchants.iter_mut().zip(rates) {
        sub.fee_rate = Some(FeeRate::try_from(format!("{}.{:03}%", rate / 1000, rate % 1000)).unwrap());
    }
    given
}

/// Two orders in time to be split, one of them with a subsidy to come, so that the random commands have something to do.
fn prologue() -> Vec<Command> {
    let place = |sub, total, subsidy| Command::Place { sub, total, flagged: true, subsidy };
    vec![
        Command::TopUp { fees: true, amount: 50_000 },
        place(0, 10_000, false),
        place(1, 18_000, true),
        Command::Pay(0),
        Command::Pay(1),
        Command::Money(Deed::AddReceiver, 1, 1),
        Command::Money(Deed::AddReceiver, 2, 1),
        // One of them is out of fund control, so that it can be split.
        Command::Money(Deed::Ship, 0, 3),
        Command::Money(Deed::ConfirmReceipt, 0, 1),
        Command::Advance(30, 7),
    ]
}

/// 32 cases unless `PROPTEST_CASES` says otherwise; nothing is written beside the test.
fn settings() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(32),
        max_shrink_iters: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The first line in which two dumps differ.
fn difference(one: &str, other: &str) -> Option<String> {
    if one == other {
        return None;
    }
    let lines = one.lines().zip(other.lines()).enumerate();
    let found = lines.into_iter().find(|(_, (a, b))| a != b);
    Some(found.map_or("one is longer".to_owned(), |(n, (a, b))| format!("line {n}: {a} | {b}")))
}

proptest! {
    #![proptest_config(settings())]

    /// INV-1 to INV-8 after every command, and `advance(a); advance(b)` is `advance(a + b)`.
    #[test]
    fn the_books_balance_after_every_command(
        platform_bears in any::<bool>(),
        rates in vec(prop_oneof![Just(600_u32), 0..5000_u32, Just(100_000_u32)], 3),
        list in vec(commands(), 5..45),
    ) {
        let given = world(platform_bears, &rates);
        let (mut whole, mut cut) = (Run::new(&given, false), Run::new(&given, true));
        let all: Vec<Command> = prologue().into_iter().chain(list).collect();
        for command in &all {
            whole.do_it(command);
            whole.check();
            cut.do_it(command);
        }
        for run in [&whole, &cut] {
            run.bench.drain();
        }
        whole.check_bills();
        cut.check_bills();
        let difference = difference(&whole.dump(), &cut.dump());
        prop_assert!(difference.is_none(), "time cut in pieces: {}", difference.unwrap_or_default());
    }
}
