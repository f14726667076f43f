//! One test for each scenario file: it passes, and all that a merchant sees is as it was. And one for each file that is
//! wrong on purpose: its message is as it was.

use std::path::Path;

use wxpay_sandbox::scenario;

/// The name of a scenario's snapshot: its path under `scenarios/`, with `__` between the parts.
fn snapshot_name(path: &Path) -> String {
    let name = path.with_extension("").to_string_lossy().replace('\\', "/");
    let name = name.split_once("scenarios/").map_or(name.clone(), |(_, below)| below.to_owned());
    name.replace('/', "__")
}

/// The path as a user in the repository would write it, the same on every machine.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.split_once("scenarios/").map_or(text.clone(), |(_, below)| format!("scenarios/{below}"))
}

#[allow(clippy::needless_pass_by_value, reason = "the harness hands the text over")]
fn plays(path: &Path, text: String) -> datatest_stable::Result<()> {
    let scenario = scenario::read(&shown(path), &text).map_err(|wrong| wrong.render(false))?;
    let played = scenario::play(&scenario)?;
    if let Some(failure) = played.failure {
        let place = format!("{}:{}:{}: step {}", shown(path), failure.line, failure.column, failure.step);
        return Err(format!("{place}\n  {}", failure.lines.join("\n  ")).into());
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(snapshot_name(path), played.transcript);
    });
    Ok(())
}

fn is_refused(path: &Path, bytes: Vec<u8>) -> datatest_stable::Result<()> {
    let wrong = match String::from_utf8(bytes) {
        Ok(text) => scenario::read(&shown(path), &text),
        Err(_) => scenario::load(path),
    };
    let Err(wrong) = wrong else { return Err(format!("{} is not wrong", shown(path)).into()) };
    let rendered = wrong.render(false).replace(&path.display().to_string(), &shown(path));
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    insta::with_settings!({ snapshot_path => "../snapshots/bad", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(stem, rendered);
    });
    Ok(())
}

datatest_stable::harness! {
    { test = plays, root = "scenarios", pattern = r"^(?!bad/|rules/).*\.yaml$" },
    { test = is_refused, root = "scenarios/bad", pattern = r"^.*\.yaml$" },
}
