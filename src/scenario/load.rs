//! Reads a scenario from YAML and checks all of it before anything runs.

mod check;

use std::path::Path;

use serde::Deserialize;
use serde_saphyr::{Error, Location, Spanned};

use super::model::{Placed, Scenario, Step, Title};
use super::wrong::Wrong;
use crate::control::given::{ClockGiven, WorldGiven};
use crate::world::act::closest;
use crate::world::{Instant, Seed, Transport};
use check::Check;

/// The largest scenario file, in bytes.
const LARGEST: u64 = 1024 * 1024;
/// When a scenario begins unless it says otherwise.
const START: &str = "2026-01-05T10:00:00+08:00";
/// The host of the receiver that the runner plays.
pub(super) const RECEIVER_HOST: &str = "receiver.test";

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Title,
    rules: Vec<Spanned<String>>,
    #[serde(default)]
    given: WorldGiven,
    steps: Vec<Spanned<Step>>,
}

/// Reads a scenario file.
///
/// # Errors
/// [`Wrong`] says where, what, and what to write instead.
pub fn load(path: &Path) -> Result<Scenario, Wrong> {
    let name = path.display().to_string();
    let unreadable = |error: std::io::Error| Wrong::whole(&name, format!("cannot be read: {error}"));
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        let what = format!("is {size} bytes long; a scenario has at most {LARGEST}");
        return Err(Wrong::whole(&name, what));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    match String::from_utf8(bytes) {
        Ok(text) => read(&name, &text),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let wrong = Wrong::at(&name, &shown, (good, '\u{fffd}'.len_utf8()), "the file is not UTF-8");
            Err(wrong.label("the first byte that is not").help("save the file as UTF-8"))
        }
    }
}

/// Reads a scenario from text; `name` is what messages call it.
///
/// # Errors
/// [`Wrong`] says where, what, and what to write instead.
pub fn read(name: &str, text: &str) -> Result<Scenario, Wrong> {
    let file: File = parse(name, text)?;
    let offsets: Vec<usize> = file.steps.iter().map(|step| offset(&step.referenced)).collect();
    let mut check = Check::new(name, text);
    let rules = file.rules.iter().map(|rule| check.rule(&rule.value, place(text, &rule.referenced)));
    let rules = rules.collect::<Result<Vec<_>, _>>()?;
    if file.steps.is_empty() {
        let place = text.find("steps").map_or((0, 0), |at| (at, "steps".len()));
        let wrong = Wrong::at(name, text, place, "the scenario has no steps");
        return Err(wrong.help("write at least one: `- call: { get: /v3/certificates }`"));
    }
    let mut steps = Vec::new();
    for (at, spanned) in file.steps.into_iter().enumerate() {
        let end = offsets.get(at + 1).copied().unwrap_or(text.len());
        check.step(&spanned.value, offsets[at], end)?;
        let (line, column) = (lines(spanned.referenced.line()), lines(spanned.referenced.column()));
        steps.push(Placed { step: spanned.value, line, column });
    }
    let given = with_defaults(file.given);
    Ok(Scenario { title: file.title, rules, given, steps })
}

/// A scenario's own defaults: nothing in it may depend on the host.
fn with_defaults(mut given: WorldGiven) -> WorldGiven {
    given.seed.get_or_insert(Seed::new(1));
    if given.start.is_none() {
        given.start = Instant::parse(START).ok();
    }
    given.clock.get_or_insert(ClockGiven::Frozen);
    given.transport.get_or_insert(Transport::Business);
    given.receivers.allowed.insert(RECEIVER_HOST.to_owned());
    given
}

fn parse(name: &str, text: &str) -> Result<File, Wrong> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: 64,
            max_nodes: 50_000,
            max_events: 200_000,
            max_aliases: 200,
            max_anchors: 50,
            max_documents: 1,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 20_000 },
    };
    serde_saphyr::from_str_with_options::<File>(text, options).map_err(|error| explain(name, text, &error))
}

fn explain(name: &str, text: &str, error: &Error) -> Wrong {
    let error = error.without_snippet();
    let place = error.location().map_or((0, 0), |location| place(text, &location));
    let (what, help) = words(error);
    let wrong = Wrong::at(name, text, place, what);
    match help {
        Some(help) => wrong.help(help),
        None => wrong,
    }
}

/// What the parser found, in our words, and what to write instead.
fn words(error: &Error) -> (String, Option<String>) {
    if let Error::SerdeUnknownField { field, expected, .. } = error {
        return (format!("there is no key `{field}` here"), Some(meant(field, expected)));
    }
    if let Error::SerdeUnknownVariant { variant, expected, .. } = error {
        return (format!("`{variant}` is not known here"), Some(meant(variant, expected)));
    }
    if let Error::SerdeMissingField { field, .. } = error {
        return (format!("the key `{field}` is missing"), None);
    }
    if let Error::DuplicateMappingKey { .. } = error {
        return ("this key stands twice".to_owned(), Some("keep one of them".to_owned()));
    }
    let full = error.to_string();
    // These come wrapped in several ways, always with one of these words in front.
    if matches!(error, Error::Budget { .. }) || full.starts_with("alias ") || full.contains("budget") {
        let what = "the file unfolds to more than a scenario may hold";
        return (what.to_owned(), Some("write it out without aliases, or split it".to_owned()));
    }
    let short = full.split(" at line ").next().unwrap_or(&full);
    let short = short.split("\n").next().unwrap_or(short);
    (short.trim().to_owned(), None)
}

pub(super) fn meant(word: &str, expected: &[&str]) -> String {
    let list = expected.join(", ");
    match closest(word, expected.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Possible: {list}"),
        None if list.is_empty() => "there is none yet".to_owned(),
        None => format!("possible: {list}"),
    }
}

fn offset(location: &Location) -> usize {
    location.span().byte_offset().map_or(0, lines)
}

fn lines(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The place of a location, at least the word that begins there.
fn place(text: &str, location: &Location) -> (usize, usize) {
    let start = offset(location).min(text.len());
    let rest = text.get(start..).unwrap_or_default();
    let word = rest.find([' ', ':', '\n', ',', ']', '}']).unwrap_or(rest.len());
    (start, word.max(1))
}
