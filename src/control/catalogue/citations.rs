//! Which rules the scenarios show: the `rules:` lists of scenario files, on disk and shipped.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::{CatalogueError, RuleId};

/// The shipped `scenarios/` folder; a build without optimisation reads it from the source tree.
#[derive(rust_embed::RustEmbed)]
#[folder = "scenarios/"]
struct Shipped;

/// The part of a scenario that the catalogue cares about; the loader of scenarios checks the rest.
#[derive(Deserialize)]
struct Cites {
    #[serde(default)]
    rules: Vec<RuleId>,
}

/// The rules cited by the scenarios under a folder, searched with its sub-folders.
///
/// A scenario is any `*.yaml` except the catalogue in the folder `rules` and everything in the folder `bad`, whose files
/// are wrong on purpose.
///
/// # Errors
/// [`CatalogueError::Read`] or [`CatalogueError::Scenario`], for the first file in path order that is at fault.
pub fn cited(scenarios: &Path) -> Result<BTreeSet<RuleId>, CatalogueError> {
    let mut files = Vec::new();
    collect(scenarios, "", &mut files)?;
    files.sort();
    let mut ids = BTreeSet::new();
    for name in files.iter().filter(|name| is_scenario(name)) {
        let path = scenarios.join(name);
        let yaml = std::fs::read(&path).map_err(|source| CatalogueError::Read { path, source })?;
        ids.extend(cites(name, &yaml)?);
    }
    Ok(ids)
}

/// The rules cited by the scenarios shipped with the program.
///
/// # Errors
/// [`CatalogueError::Scenario`]; a test keeps it from being released.
pub fn cited_by_shipped() -> Result<BTreeSet<RuleId>, CatalogueError> {
    let mut ids = BTreeSet::new();
    for name in Shipped::iter().filter(|name| is_scenario(name)) {
        if let Some(file) = Shipped::get(&name) {
            ids.extend(cites(&name, &file.data)?);
        }
    }
    Ok(ids)
}

/// The shipped files of the catalogue, name and text, in the order of their names.
pub(super) fn shipped_rules() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Shipped::iter()
        .filter_map(|name| {
            let rules = name.strip_prefix("rules/").filter(|file| file.ends_with(".yaml"))?.to_owned();
            let text = String::from_utf8_lossy(&Shipped::get(&name)?.data).into_owned();
            Some((rules, text))
        })
        .collect();
    files.sort();
    files
}

/// Whether a path relative to the scenarios' folder, with `/` between its parts, is a scenario.
fn is_scenario(name: &str) -> bool {
    name.ends_with(".yaml") && !name.starts_with("rules/") && !name.starts_with("bad/")
}

/// The `rules:` of one scenario.
fn cites(path: &str, yaml: &[u8]) -> Result<Vec<RuleId>, CatalogueError> {
    serde_saphyr::from_slice::<Cites>(yaml)
        .map(|scenario| scenario.rules)
        .map_err(|e| CatalogueError::Scenario { path: path.to_owned(), reason: e.to_string() })
}

/// Every file below `root/below`, relative to `root` with `/` between its parts.
fn collect(root: &Path, below: &str, files: &mut Vec<String>) -> Result<(), CatalogueError> {
    let folder = root.join(below);
    let failed = |source| CatalogueError::Read { path: folder.clone(), source };
    for entry in std::fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            collect(root, &format!("{name}/"), files)?;
        } else {
            files.push(name);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_are_told_from_other_files() {
        for (name, expected) in [
            ("orders/place.yaml", true),
            ("place.yaml", true),
            ("orders/rules.yaml", true),
            ("rules/01_wire.yaml", false),
            ("bad/unknown_key.yaml", false),
            ("orders/readme.md", false),
        ] {
            assert_eq!(is_scenario(name), expected, "{name}");
        }
    }

    #[test]
    fn a_scenario_cites_what_it_lists() {
        let yaml = "title: { zh: 冻结, en: frozen }\nrules: [PS-02, LG-T1]\nsteps:\n  - advance: 29s\n";
        let ids = cites("a.yaml", yaml.as_bytes()).expect("a good scenario");
        assert_eq!(ids.iter().map(RuleId::as_str).collect::<Vec<_>>(), ["PS-02", "LG-T1"]);
        assert!(cites("b.yaml", b"steps: []\n").expect("no rules is allowed here").is_empty());

        let error = cites("c.yaml", b"rules: [PS04]\n").expect_err("not an id").to_string();
        assert!(error.contains("c.yaml") && error.contains("PS04"), "{error}");
    }
}
