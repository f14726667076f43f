//! The same scenario gives the same bytes: twice in a row, and at any number of jobs.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may simply fail")]

use std::path::{Path, PathBuf};

use wxpay_sandbox::scenario::{self, Outcome, RunOptions};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// The transcripts of all scenarios, played so many at a time.
fn transcripts(jobs: usize) -> Vec<(PathBuf, String)> {
    let options = RunOptions { jobs, ..RunOptions::default() };
    let summary = scenario::run_paths(&[folder()], &options, |_| {}).expect("the folder can be read");
    let reports = summary.reports.into_iter();
    reports
        .map(|report| match report.outcome {
            Outcome::Played(_, played) => (report.path, played.transcript),
            Outcome::Wrong(wrong) => panic!("{}", wrong.render(false)),
        })
        .collect()
}

#[test]
fn one_job_and_eight_give_the_same_transcripts() {
    let (alone, together) = (transcripts(1), transcripts(8));
    assert!(alone.len() >= 24, "only {} scenarios", alone.len());
    for (one, other) in alone.iter().zip(&together) {
        assert_eq!(one.0, other.0, "the order of the reports differs");
        assert!(one.1 == other.1, "{} differs between 1 job and 8", one.0.display());
    }
    assert_eq!(alone.len(), together.len());
}

#[test]
fn a_scenario_played_twice_gives_the_same_transcript() {
    let scenario =
        scenario::load(&folder().join("wechat_pay/combine/pay_and_split.yaml")).expect("it is right");
    let first = scenario::play(&scenario).expect("its world can be made").transcript;
    let second = scenario::play(&scenario).expect("its world can be made").transcript;
    assert!(first.contains("Wechatpay-Signature: "));
    assert_eq!(first, second);
}

#[test]
fn another_seed_gives_other_numbers() {
    let text =
        std::fs::read_to_string(folder().join("wechat_pay/split/thirty_seconds.yaml")).expect("it is there");
    let other = text.replace("given:\n", "given:\n  seed: 2\n");
    let play = |text: &str| {
        let scenario = scenario::read("thirty_seconds.yaml", text).expect("it is right");
        let played = scenario::play(&scenario).expect("its world can be made");
        assert_eq!(played.failure, None);
        played.transcript
    };
    assert_ne!(play(&text), play(&other));
}
