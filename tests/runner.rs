//! What the runner says when an expectation is not met, and how a run ends.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may simply fail")]

use std::path::{Path, PathBuf};

use wxpay_sandbox::scenario::{self, ExitKind, Failure, RunOptions, run_command};

const HEAD: &str = r#"title: { zh: 试, en: a try }
rules: [PS-04]
given:
  platform: { mchid: "1900000100", appid: wx0000000000000001 }
  sub_merchants: [{ mchid: "1900000201" }]
  buyers: [{ name: buyer }]
steps:
"#;

const ORDER: &str = r#"  - call:
      post: /v3/pay/partner/transactions/native
      body: { sp_appid: wx0000000000000001, sp_mchid: "1900000100", sub_mchid: "1900000201", description: tea, out_trade_no: ORDER01, notify_url: "${receiver}", amount: { total: 10000 }, settle_info: { profit_sharing: true } }
"#;

fn failure_of(steps: &str) -> Failure {
    let scenario = scenario::read("try.yaml", &format!("{HEAD}{steps}")).unwrap_or_else(|wrong| {
        panic!("{}", wrong.render(false));
    });
    scenario::play(&scenario).expect("its world can be made").failure.expect("it fails")
}

/// Steps that fail at their last step, and a part of what is said.
const UNMET: [(&str, &str); 14] = [
    ("  - call: { get: /v3/certificates, expect: { status: 204 } }\n", "status: expected 204, found 200"),
    ("  - call: { get: /v3/nothing }\n", "status: expected a 2xx, found 404"),
    (
        "  - call: { get: /v3/certificates, expect: { verified: false } }\n",
        "the answer verifies, it should not",
    ),
    (
        "  - call: { get: /v3/certificates, expect: { headers: { Request-ID: nothing } } }\n",
        "header Request-ID",
    ),
    (
        "  - call: { get: /v3/certificates, expect: { body: { data: [] } } }\n",
        "body/data: expected 0 items, found 1",
    ),
    (
        "  - call: { get: /v3/certificates, expect: { body: { data: \"${absent}\" } } }\n",
        "body/data: expected nothing",
    ),
    (
        "  - call: { get: /v3/certificates, expect: { body: { more: 1 } } }\n",
        "body/more: expected 1, nothing is there",
    ),
    (
        "  - call: { get: /v3/certificates, save: { a: body.data.7 } }\n",
        "there is no body.data.7 to save as `a`",
    ),
    ("  - act: { do: buyer.pay, with: { out_trade_no: NONE01 } }\n", "buyer.pay was refused"),
    (
        "  - act: { do: merchant.top_up, with: { mchid: \"1900000100\", amount: 1 }, refused: no }\n",
        "was not refused with `no`",
    ),
    ("  - expect_balance: { \"1900000201\": { available: 1 } }\n", "expected 1 fen, found 0"),
    ("  - expect_callback: { event: TRANSACTION.SUCCESS }\n", "none came"),
    ("  - expect_order: { out_trade_no: NONE01, state: SUCCESS }\n", "1900000100 has no such order"),
    ("  - expect_journal: { contains: [never] }\n", "the journal has no `never`"),
];

#[test]
fn what_is_not_met_is_said() {
    for (steps, part) in UNMET {
        let failure = failure_of(steps);
        assert!(failure.lines.iter().any(|line| line.contains(part)), "{steps}{:#?}", failure.lines);
        assert_eq!((failure.line, failure.column), (8, 5), "{steps}");
        assert!(!failure.bug, "{steps}");
    }
}

#[test]
fn a_callback_that_nobody_expects_fails_the_scenario() {
    let steps = format!("{ORDER}  - act: {{ do: buyer.pay, with: {{ out_trade_no: ORDER01 }} }}\n");
    let failure = failure_of(&steps);
    assert_eq!(failure.step, 3);
    assert!(failure.lines[0].contains("no step expects"), "{:#?}", failure.lines);
}

#[test]
fn a_wrong_callback_is_compared() {
    let pay = "  - act: { do: buyer.pay, with: { out_trade_no: ORDER01 } }\n";
    let expect = "  - expect_callback: { event: REFUND.SUCCESS, attempts: 2, verified: false, body: { amount: { total: 1 } } }\n";
    let said = failure_of(&format!("{ORDER}{pay}{expect}")).lines.join("\n");
    for part in [
        "attempts: expected 2, found 1",
        "event: expected",
        "it should not be",
        "body/amount/total: expected 1, found 10000",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

fn written(folder: &Path, name: &str, steps: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, format!("{HEAD}{steps}")).expect("the folder can be written");
    file
}

#[test]
fn a_run_ends_with_the_gravest_outcome_and_a_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = written(folder.path(), "good.yaml", "  - advance: 1s\n");
    let unmet = written(folder.path(), "unmet.yaml", "  - expect_happened: [something]\n");
    let wrong = written(folder.path(), "wrong.yaml", "  - advance: soon\n");
    let junit = folder.path().join("junit.xml");
    let options = RunOptions { jobs: 2, junit: Some(junit.clone()), ..RunOptions::default() };
    let run = |paths: &[PathBuf]| run_command(paths, &options);
    assert_eq!(run(std::slice::from_ref(&good)), ExitKind::Passed);
    assert_eq!(run(&[good.clone(), unmet.clone()]), ExitKind::Failed);
    assert_eq!(run(&[folder.path().to_owned()]), ExitKind::WrongFile);
    let xml = std::fs::read_to_string(&junit).expect("the report was written");
    for part in ["tests=\"3\"", "failures=\"1\"", "errors=\"1\"", "expected 1 happenings, found 0"] {
        assert!(xml.contains(part), "{part}: {xml}");
    }
    let empty = tempfile::tempdir().expect("a folder");
    assert_eq!(run(&[empty.path().to_owned()]), ExitKind::NothingFound);
    assert_eq!(run(&[folder.path().join("nowhere")]), ExitKind::SetUp);
    let _ = (good, unmet, wrong);
}

#[test]
fn a_huge_file_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), "huge.yaml", &"# much ado\n".repeat(100_000));
    let wrong = scenario::load(&file).expect_err("it is too large");
    assert!(wrong.what().contains("a scenario has at most 1048576"), "{}", wrong.what());
}
