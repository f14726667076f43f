//! Acts: what no API does. One registry entry each; HTTP, YAML and CLI read the same one.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};
use thiserror::Error;

use super::bug::{Bug, Refusal, Stop};
use super::cx::Cx;
use super::fen::Fen;

/// One act: its name, what it takes, and the one function that does it.
pub struct Act {
    /// The name, `who.does_what`.
    pub name: &'static str,
    /// One line of help in English.
    pub en: &'static str,
    /// One line of help in Chinese.
    pub zh: &'static str,
    /// What it takes.
    pub args: &'static [Arg],
    /// What it does. The answer is shown to whoever called it.
    pub run: fn(&Cx<'_>, &Args) -> Result<Value, ActStop>,
}

/// Why an act did not happen.
pub type ActStop = Stop<ActRefused>;

/// One argument of an act.
#[derive(Debug, Clone, Copy)]
pub struct Arg {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ArgKind,
    /// Whether it must be given.
    pub required: bool,
    /// Help in English.
    pub en: &'static str,
    /// Help in Chinese.
    pub zh: &'static str,
}

/// What an argument holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgKind {
    /// Any text.
    Text,
    /// An amount in fen, at least 1 and at most [`Fen::MOST`].
    Fen,
    /// A whole number from 0.
    Count,
    /// Yes or no.
    Flag,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A group of named values.
    Object,
    /// Several groups of named values.
    Objects,
}

/// Why an act was refused, for people.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{en}")]
pub struct ActRefused {
    /// In English: what is wrong and what to do instead.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Refusal for ActRefused {}

impl ActRefused {
    /// A refusal in both languages.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> ActRefused {
        ActRefused { en: en.into(), zh: zh.into() }
    }
}

impl Arg {
    /// An argument that must be given.
    #[must_use]
    pub const fn required(name: &'static str, kind: ArgKind, en: &'static str, zh: &'static str) -> Arg {
        Arg { name, kind, required: true, en, zh }
    }

    /// An argument that may be left out.
    #[must_use]
    pub const fn optional(name: &'static str, kind: ArgKind, en: &'static str, zh: &'static str) -> Arg {
        Arg { name, kind, required: false, en, zh }
    }
}

impl ArgKind {
    /// What the kind is called in help.
    #[must_use]
    pub fn describe(self) -> String {
        match self {
            ArgKind::Text => "text".to_owned(),
            ArgKind::Fen => "fen".to_owned(),
            ArgKind::Count => "count".to_owned(),
            ArgKind::Flag => "true|false".to_owned(),
            ArgKind::Choice(words) => words.join("|"),
            ArgKind::Object => "object".to_owned(),
            ArgKind::Objects => "list of objects".to_owned(),
        }
    }

    /// The value in its one form: a command line gives every value as text, YAML leaves `1900000100` a number.
    fn normal(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (ArgKind::Text, Value::String(_))
            | (ArgKind::Flag, Value::Bool(_))
            | (ArgKind::Object, Value::Object(_)) => Some(value.clone()),
            (ArgKind::Text, Value::Number(number)) => Some(Value::String(number.to_string())),
            (ArgKind::Fen, Value::Number(number)) => {
                number.as_i64().filter(|n| (1..=Fen::MOST.get()).contains(n)).map(Value::from)
            }
            (ArgKind::Count, Value::Number(number)) => {
                number.as_u64().filter(|n| *n <= u64::from(u32::MAX)).map(Value::from)
            }
            (ArgKind::Fen | ArgKind::Count, Value::String(text)) => {
                let number: i64 = text.parse().ok()?;
                self.normal(&Value::Number(Number::from(number)))
            }
            (ArgKind::Flag, Value::String(text)) => text.parse::<bool>().ok().map(Value::from),
            (ArgKind::Choice(words), Value::String(text)) => {
                words.contains(&text.as_str()).then(|| value.clone())
            }
            (ArgKind::Objects, Value::Array(list)) => {
                list.iter().all(Value::is_object).then(|| value.clone())
            }
            (ArgKind::Objects, Value::String(text)) => {
                self.normal(&serde_json::from_str::<Vec<Value>>(text).ok().map(Value::Array)?)
            }
            (ArgKind::Object, Value::String(text)) => {
                serde_json::from_str::<Map<String, Value>>(text).ok().map(Value::Object)
            }
            _ => None,
        }
    }
}

/// An act's arguments, checked against its description.
#[derive(Debug, Clone, Default)]
pub struct Args(BTreeMap<&'static str, Value>);

impl Args {
    /// Checks what was given against what the act takes.
    ///
    /// # Errors
    /// An unknown, missing or ill-formed argument, with the one that was probably meant.
    pub fn read(act: &Act, given: &Map<String, Value>) -> Result<Args, ActRefused> {
        let mut args = BTreeMap::new();
        for (name, value) in given {
            let arg = act.args.iter().find(|arg| arg.name == name).ok_or_else(|| unknown(act, name))?;
            if value.is_null() {
                continue;
            }
            let kind = arg.kind.describe();
            let value = arg.kind.normal(value).ok_or_else(|| {
                ActRefused::new(
                    format!("`{}` of {}: {value} is not {kind}", arg.name, act.name),
                    format!("{} 的参数 `{}`：{value} 不是 {kind}", act.name, arg.name),
                )
            })?;
            args.insert(arg.name, value);
        }
        if let Some(arg) = act.args.iter().find(|arg| arg.required && !args.contains_key(arg.name)) {
            return Err(ActRefused::new(
                format!("{} needs `{}` ({}): {}", act.name, arg.name, arg.kind.describe(), arg.en),
                format!("{} 缺少参数 `{}`（{}）：{}", act.name, arg.name, arg.kind.describe(), arg.zh),
            ));
        }
        Ok(Args(args))
    }

    /// A text or choice.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A text or choice that the description requires.
    ///
    /// # Errors
    /// [`Bug`] when the description does not require it after all.
    pub fn required_text(&self, name: &str) -> Result<&str, Bug> {
        self.text(name).ok_or_else(|| Bug::Broken(format!("the act's description does not require `{name}`")))
    }

    /// An amount.
    #[must_use]
    pub fn fen(&self, name: &str) -> Option<Fen> {
        self.0.get(name).and_then(Value::as_i64).map(Fen::new)
    }

    /// A whole number.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<u32> {
        self.0.get(name).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok())
    }

    /// A yes or no; no when it was left out.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Several groups of named values.
    #[must_use]
    pub fn objects(&self, name: &str) -> Option<Vec<&Map<String, Value>>> {
        let list = self.0.get(name)?.as_array()?;
        Some(list.iter().filter_map(Value::as_object).collect())
    }

    /// Whatever was given, in its one form.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Value> {
        self.0.get(name).cloned()
    }

    /// A group of named values.
    #[must_use]
    pub fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.0.get(name).and_then(Value::as_object)
    }
}

fn unknown(act: &Act, name: &str) -> ActRefused {
    let names: Vec<&str> = act.args.iter().map(|arg| arg.name).collect();
    let near = closest(name, names.iter().copied());
    let list = names.join(", ");
    let (mean_en, mean_zh) = near.map_or((String::new(), String::new()), |n| {
        (format!("; did you mean `{n}`?"), format!("；是否想写 `{n}`？"))
    });
    ActRefused::new(
        format!("{} takes no `{name}`{mean_en} (it takes: {list})", act.name),
        format!("{} 没有参数 `{name}`{mean_zh}（可用：{list}）", act.name),
    )
}

/// The candidate that a mistyped word was probably meant to be.
#[must_use]
pub fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
