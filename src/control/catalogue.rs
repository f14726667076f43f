//! The catalogue of rules: which behaviours the sandbox has, where each comes from, and which scenario shows it.
//!
//! The catalogue is data, the files of `scenarios/rules/`, shipped inside the program. Besides the loader of scenarios this is
//! the only module that parses YAML.

mod citations;
mod rule_id;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;

pub use citations::{cited, cited_by_shipped};
pub use rule_id::{BadRuleId, RuleId};

/// The imitated service a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// WeChat Pay APIv3.
    WechatPay,
    /// The server API of mini programs.
    MiniProgram,
    /// The acquirer 收银宝.
    Allinpay,
    /// The acquirer Huifu.
    Huifu,
    /// The platform ipos-sa over Huifu's books.
    Ipos,
}

impl System {
    /// The name used in the catalogue and in output, `wechat_pay`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WechatPay => "wechat_pay",
            Self::MiniProgram => "mini_program",
            Self::Allinpay => "allinpay",
            Self::Huifu => "huifu",
            Self::Ipos => "ipos",
        }
    }
}

/// How far a rule can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A public source shows it.
    Documented,
    /// No source proves it; the sandbox had to choose.
    Assumed,
}

impl Status {
    /// The name used in the catalogue and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Assumed => "assumed",
        }
    }
}

/// A setting that chooses between sources that disagree.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// The setting's key, `split.max_requests`.
    pub key: String,
    /// What the sandbox does when nothing is set.
    pub default: String,
    /// What the other source says.
    pub other: String,
}

/// One rule of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The rule's name.
    pub id: RuleId,
    /// The rule in one English line.
    pub en: String,
    /// The same line in Chinese.
    pub zh: String,
    /// The service it belongs to.
    pub system: System,
    /// Where it comes from, for a reader with the public documentation at hand.
    pub source: String,
    /// Whether a source proves it.
    pub status: Status,
    /// The settings that follow another source; empty where sources agree.
    #[serde(default)]
    pub switch: Vec<Switch>,
}

/// Why the catalogue or the citations of scenarios could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The shipped catalogue is not what its types say: a bug of ours.
    #[error("scenarios/rules/{file} is malformed: {reason}")]
    Malformed {
        /// The file's name.
        file: String,
        /// What is wrong with it, with line and column.
        reason: String,
    },
    /// The shipped catalogue names a rule twice: a bug of ours.
    #[error("scenarios/rules has {0} twice")]
    Duplicate(RuleId),
    /// A file or folder of scenarios cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A scenario is not YAML, or its `rules:` is not a list of rule ids.
    #[error("cannot read the rules of scenario {path}: {reason}")]
    Scenario {
        /// The scenario's path, relative to its folder.
        path: String,
        /// What is wrong with it, with line and column.
        reason: String,
    },
}

/// All rules, in the order of the files.
#[derive(Clone, Debug)]
pub struct Catalogue {
    rules: Vec<Rule>,
    by_id: BTreeMap<RuleId, usize>,
}

impl Catalogue {
    /// The catalogue shipped with the program.
    ///
    /// # Errors
    /// [`CatalogueError::Malformed`] or [`CatalogueError::Duplicate`]; a test keeps both from being released.
    pub fn load() -> Result<Self, CatalogueError> {
        Self::parse(&citations::shipped_rules())
    }

    /// Reads a catalogue from the names and texts of its files.
    ///
    /// # Errors
    /// As [`Catalogue::load`].
    pub fn parse(files: &[(String, String)]) -> Result<Self, CatalogueError> {
        let mut rules: Vec<Rule> = Vec::new();
        for (file, yaml) in files {
            let read = serde_saphyr::from_str::<Vec<Rule>>(yaml);
            rules.extend(
                read.map_err(|e| CatalogueError::Malformed { file: file.clone(), reason: e.to_string() })?,
            );
        }
        let mut by_id = BTreeMap::new();
        for (at, rule) in rules.iter().enumerate() {
            if by_id.insert(rule.id.clone(), at).is_some() {
                return Err(CatalogueError::Duplicate(rule.id.clone()));
            }
        }
        Ok(Self { rules, by_id })
    }

    /// The rule of that name.
    #[must_use]
    pub fn get(&self, id: &RuleId) -> Option<&Rule> {
        self.by_id.get(id).and_then(|at| self.rules.get(*at))
    }

    /// Every rule, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rules of one family, `PS`, in the order of the file; empty when there is no such family.
    pub fn family<'a>(&'a self, family: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| rule.id.family() == family)
    }

    /// The families, each once, in the order in which they first appear.
    #[must_use]
    pub fn families(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.rules.iter().map(|rule| rule.id.family()).filter(|family| seen.insert(*family)).collect()
    }

    /// The rules that `cited` does not hold, in the order of the file.
    pub fn missing<'a>(&'a self, cited: &'a BTreeSet<RuleId>) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| !cited.contains(&rule.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_rule_twice_is_refused() {
        let one = "- { id: PS-04, en: a, zh: b, system: wechat_pay, source: s, status: assumed }\n";
        let file = |text: &str| ("01_wire.yaml".to_owned(), text.to_owned());
        assert!(Catalogue::parse(&[file(one)]).is_ok());
        assert!(matches!(Catalogue::parse(&[file(one), file(one)]), Err(CatalogueError::Duplicate(_))));
        let unknown = one.replace("status", "state");
        assert!(matches!(Catalogue::parse(&[file(&unknown)]), Err(CatalogueError::Malformed { .. })));
    }
}
