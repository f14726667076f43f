//! The control API inside the process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a failed step ends the test

mod access;
#[path = "../app/mod.rs"]
mod app;
mod huifu;
mod media;
mod pages;
mod record;
mod shipping;
mod worlds;

/// Compares with a file under `snapshots/api/`.
pub(crate) fn snapshot(name: &str, value: &serde_json::Value) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/api");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
        .bind(|| insta::assert_snapshot!(name, serde_json::to_string_pretty(&value).expect("plain data")));
}
