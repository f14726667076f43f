//! How long a whole run of scenarios takes: 100 files, on all cores. `cargo bench --bench scenarios` prints medians.

// Nothing here ships; a bench may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use divan::Bencher;
use tempfile::TempDir;
use wxpay_sandbox::scenario::{ExitKind, RunOptions, run_paths};

/// How many files one run plays.
const FILES: usize = 100;

fn main() {
    divan::main();
}

/// The shipped scenarios, copied until there are 100, each in a world of its own.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn hundred_scenarios(bencher: Bencher<'_, '_>) {
    let folder = copies();
    let (paths, options) = ([folder.path().to_owned()], RunOptions::default());
    bencher.bench_local(|| {
        let summary = run_paths(&paths, &options, |_| {}).unwrap();
        assert_eq!((summary.exit(), summary.reports.len()), (ExitKind::Passed, FILES));
        summary
    });
}

/// A folder of 100 files; the shipped ones follow one another, round after round.
fn copies() -> TempDir {
    let mut shipped = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/wechat_pay"), &mut shipped);
    shipped.sort();
    let folder = tempfile::tempdir().unwrap();
    for (number, file) in shipped.iter().cycle().take(FILES).enumerate() {
        fs::copy(file, folder.path().join(format!("{number:03}.yaml"))).unwrap();
    }
    folder
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|end| end == "yaml") {
            into.push(path);
        }
    }
}
