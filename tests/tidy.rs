//! The guard of the architecture: which room may know which, and which words may stand where.
//!
//! The tables are in `tidy/tables.rs`; to add a room or a ban, add a row. A failure names file and line, the rule,
//! and what to do instead.

// Nothing here ships; the functions shared by the tests may stop at the first thing that is not as expected.
#![allow(clippy::expect_used)]

#[path = "tidy/checks.rs"]
mod checks;
#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/tables.rs"]
mod tables;

use source::Source;

/// Fails with every fault found, one a line.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// All faults of one check over every file under `src/`.
fn over_src(check: impl Fn(&Source) -> Vec<String>) -> Vec<String> {
    let files = source::rust_files("src");
    assert!(!files.is_empty(), "no file under src/ was found: the guard looks in the wrong place");
    files.iter().flat_map(check).collect()
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    none(&over_src(checks::arrows));
}

#[test]
fn every_folder_of_src_is_a_room_of_the_table() {
    none(&checks::unknown_rooms(&source::folders("src")));
}

#[test]
fn the_table_of_rooms_has_no_circle() {
    none(&checks::circles(tables::ROOMS));
}

#[test]
fn words_stand_only_where_they_may() {
    none(&over_src(checks::banned_words));
}

#[test]
fn identifiers_are_ascii() {
    none(&over_src(checks::foreign_identifiers));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    none(&over_src(checks::length_and_heading));
}

#[test]
fn nothing_is_left_half_done() {
    let texts = source::all_texts();
    assert!(texts.len() > 5, "the guard sees only {} files", texts.len());
    none(&texts.iter().flat_map(|(path, text)| checks::leftovers(path, text)).collect::<Vec<_>>());
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    let places = source::machine_places();
    let faults = source::all_texts()
        .iter()
        .flat_map(|(path, text)| checks::machine_paths(path, text, &places))
        .collect::<Vec<_>>();
    none(&faults);
}

#[test]
fn the_readme_is_the_same_in_both_languages() {
    none(&documents::twins(&source::read("README.md"), &source::read("README.zh-CN.md")));
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    none(&documents::test_command(
        &source::read("README.md"),
        &source::read("README.zh-CN.md"),
        &source::read(".ci/run"),
    ));
}
