//! The names of rules: parsing, and the order a reader expects.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// The name of one rule: `PS-04`, `INV-1`, or `LG-T1` for a worked figure.
///
/// Ids sort by family, then rules before worked figures, then by number, so that `LG-T3` comes before `LG-T13`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct RuleId {
    text: String,
    family_len: usize,
    figure: bool,
    number: u16,
}

/// A text that is not a rule id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a rule id: write two to five capital letters, a hyphen and a number, like PS-04, INV-1 or LG-T1"
)]
pub struct BadRuleId {
    /// What was given.
    pub text: String,
}

impl RuleId {
    /// The id as written, `PS-04`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The letters before the hyphen, `PS`.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.text[..self.family_len]
    }

    /// The number, 4 in `PS-04` and 13 in `LG-T13`.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }

    /// Whether this is a worked figure (`LG-T1`) and not a rule.
    #[must_use]
    pub fn is_figure(&self) -> bool {
        self.figure
    }
}

impl FromStr for RuleId {
    type Err = BadRuleId;

    fn from_str(text: &str) -> Result<Self, BadRuleId> {
        let bad = || BadRuleId { text: text.to_owned() };
        let (family, rest) = text.split_once('-').ok_or_else(bad)?;
        let figure = rest.starts_with('T');
        let digits = rest.strip_prefix('T').unwrap_or(rest);
        let letters = (2..=5).contains(&family.len()) && family.bytes().all(|b| b.is_ascii_uppercase());
        let number = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if !letters || !number {
            return Err(bad());
        }
        let number = digits.parse().map_err(|_| bad())?;
        Ok(Self { text: text.to_owned(), family_len: family.len(), figure, number })
    }
}

impl TryFrom<String> for RuleId {
    type Error = BadRuleId;

    fn try_from(text: String) -> Result<Self, BadRuleId> {
        text.parse()
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Ord for RuleId {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |id: &Self| (id.figure, id.number);
        self.family()
            .cmp(other.family())
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for RuleId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_letters_a_hyphen_and_a_number() {
        for (text, family, figure, number) in [
            ("PS-04", "PS", false, 4),
            ("INV-1", "INV", false, 1),
            ("LG-T13", "LG", true, 13),
            ("AL-100", "AL", false, 100),
        ] {
            let id: RuleId = text.parse().expect(text);
            assert_eq!(
                (id.family(), id.is_figure(), id.number(), id.as_str()),
                (family, figure, number, text)
            );
        }
        for text in [
            "",
            "PS",
            "PS-",
            "ps-04",
            "P-04",
            "PS-4a",
            "PS-T",
            "PS--4",
            "PS-0004",
            "PS 04",
            "ＰＳ-04",
            "PS-０４",
            "PS-+4",
        ] {
            assert!(text.parse::<RuleId>().is_err(), "{text} was taken for a rule id");
        }
    }

    #[test]
    fn ids_sort_as_a_reader_counts() {
        let mut ids: Vec<RuleId> =
            ["PS-01", "LG-T13", "LG-12", "LG-T3", "LG-02"].iter().map(|t| t.parse().expect(t)).collect();
        ids.sort();
        let texts: Vec<&str> = ids.iter().map(RuleId::as_str).collect();
        assert_eq!(texts, ["LG-02", "LG-12", "LG-T3", "LG-T13", "PS-01"]);
    }
}
