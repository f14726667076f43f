//! What a parser cannot know: whether acts, arguments, durations, rules and `${names}` exist.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::meant;
use crate::control::SYSTEMS;
use crate::control::catalogue::{Catalogue, RuleId};
use crate::scenario::model::{ActStep, Call, Step};
use crate::scenario::names;
use crate::scenario::wrong::Wrong;
use crate::world::act::{Act, ArgKind, Args};
use crate::world::{Instant, Span};

/// The checks of one file.
pub(super) struct Check<'a> {
    name: &'a str,
    text: &'a str,
    catalogue: Option<&'static Catalogue>,
    known: BTreeSet<String>,
    kept: BTreeSet<String>,
    slice: (usize, usize),
}

impl<'a> Check<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Check<'a> {
        let (known, kept) = (BTreeSet::new(), BTreeSet::new());
        Check { name, text, catalogue: catalogue(), known, kept, slice: (0, text.len()) }
    }

    /// A rule that is cited must stand in the catalogue.
    pub(super) fn rule(&self, id: &str, place: (usize, usize)) -> Result<RuleId, Wrong> {
        let wrong = |what: String| Wrong::at(self.name, self.text, place, what);
        let parsed: RuleId = id.parse().map_err(|why| wrong(format!("{why}")))?;
        let Some(catalogue) = self.catalogue else { return Ok(parsed) };
        if catalogue.get(&parsed).is_some() {
            return Ok(parsed);
        }
        let known: Vec<&str> = catalogue.family(parsed.family()).map(|rule| rule.id.as_str()).collect();
        let families = || catalogue.families().join(", ");
        let help = if known.is_empty() { families() } else { known.join(", ") };
        let help = format!("the catalogue has: {help}");
        Err(wrong(format!("the catalogue has no rule {id}")).help(help))
    }

    /// One step, which stands between two offsets of the file.
    pub(super) fn step(&mut self, step: &Step, start: usize, end: usize) -> Result<(), Wrong> {
        self.slice = (start, end);
        self.placeholders()?;
        match step {
            Step::Call(call) => self.call(call)?,
            Step::Act(act) => self.act(act)?,
            Step::Advance(text) => {
                Span::parse(text).map_err(|why| self.wrong(text, why))?;
            }
            Step::Set(text) if !text.contains("${") => {
                Instant::parse(text).map_err(|why| self.wrong(text, why))?;
            }
            Step::Snapshot(name) => {
                self.kept.insert(name.clone());
            }
            Step::Restore(name) if !self.kept.contains(name) => {
                let kept: Vec<&str> = self.kept.iter().map(String::as_str).collect();
                let wrong = self.wrong(name, format!("no step before keeps a snapshot `{name}`"));
                return Err(wrong.help(meant(name, &kept)));
            }
            Step::ExpectOrder(order)
                if order.out_trade_no.is_some() == order.combine_out_trade_no.is_some() =>
            {
                let what = "say which order: by out_trade_no or by combine_out_trade_no";
                return Err(self.wrong("expect_order", what));
            }
            Step::Set(_)
            | Step::Restore(_)
            | Step::Receiver(_)
            | Step::PaySign(_)
            | Step::Resend(_)
            | Step::ExpectCallback(_)
            | Step::ExpectNoCallback(_)
            | Step::ExpectHappened(_)
            | Step::ExpectOrder(_)
            | Step::ExpectBalance(_)
            | Step::ExpectJournal(_)
            | Step::ExpectMail(_) => {}
        }
        self.saves(step)
    }

    fn call(&self, call: &Call) -> Result<(), Wrong> {
        let posted = call.post.as_ref().or(call.form.as_ref());
        if call.post.is_some() && call.form.is_some() {
            return Err(self.wrong("form", "a call has `post` or `form`, not both"));
        }
        let target = match (call.get.as_ref(), posted, &call.upload) {
            (Some(target), None, None) | (None, Some(target), None) => target,
            (None, None, Some(upload)) => {
                upload.check().map_err(|why| self.wrong("upload", why))?;
                &upload.to
            }
            (None, None, None) => {
                let wrong = self.wrong("call", "the call has no target");
                return Err(wrong.help("write `get: /v3/…`, `post: /v3/…` or `upload: { to: /v3/… }`"));
            }
            (Some(_), Some(_), _) => return Err(self.wrong("post", "a call has `get` or `post`, not both")),
            (_, _, Some(_)) => {
                return Err(self.wrong("upload", "a call has `get`, `post` or `upload`, only one"));
            }
        };
        if !target.starts_with('/') && !target.starts_with("${") {
            let wrong = self.wrong(target, format!("`{target}` is not a target"));
            return Err(wrong.help("write the path from its slash on; the host is known"));
        }
        let bodies =
            [call.body.is_some(), call.raw_body.is_some(), call.raw_base64.is_some(), call.upload.is_some()];
        if bodies.into_iter().filter(|given| *given).count() > 1 {
            return Err(self.wrong("body", "a call has one of body, raw_body and raw_base64"));
        }
        if !call.change.is_empty() && call.body.is_none() {
            return Err(self.wrong("change", "`change` needs a `body` to change"));
        }
        for pointer in call.encrypt.iter().chain(&call.decrypt).chain(call.change.keys()) {
            if !pointer.starts_with('/') {
                let wrong = self.wrong(pointer, format!("`{pointer}` is not a JSON pointer"));
                return Err(wrong.help("write /payer/identity/name"));
            }
        }
        Ok(())
    }

    fn act(&self, step: &ActStep) -> Result<(), Wrong> {
        let acts = || SYSTEMS.iter().flat_map(|system| system.acts());
        let Some(act) = acts().find(|act| act.name == step.name) else {
            let names: Vec<&str> = acts().map(|act| act.name).collect();
            let wrong = self.wrong(&step.name, format!("there is no act `{}`", step.name));
            return Err(wrong.help(meant(&step.name, &names)));
        };
        for name in step.with.keys() {
            if !act.args.iter().any(|arg| arg.name == name) {
                let names: Vec<&str> = act.args.iter().map(|arg| arg.name).collect();
                let wrong = self.wrong(name, format!("{} takes no `{name}`", act.name));
                return Err(wrong.help(meant(name, &names)));
            }
        }
        let known = plain(act, &step.with);
        for (name, value) in &known {
            let mut alone: Map<String, Value> = required(act);
            alone.insert(name.clone(), value.clone());
            if let Err(refused) = Args::read(act, &alone) {
                return Err(self.wrong(name, refused.en));
            }
        }
        Args::read(act, &known).map(|_| ()).map_err(|refused| self.wrong(act.name, refused.en))
    }

    fn saves(&mut self, step: &Step) -> Result<(), Wrong> {
        let roots: &[&str] = match step {
            Step::Call(_) => &["body", "header", "status"],
            Step::Act(_) => &["result"],
            Step::ExpectCallback(_) => &["body", "envelope", "header"],
            Step::ExpectOrder(_) => &["body"],
            Step::Advance(_)
            | Step::Set(_)
            | Step::Receiver(_)
            | Step::PaySign(_)
            | Step::Resend(_)
            | Step::Snapshot(_)
            | Step::Restore(_)
            | Step::ExpectNoCallback(_)
            | Step::ExpectHappened(_)
            | Step::ExpectBalance(_)
            | Step::ExpectJournal(_)
            | Step::ExpectMail(_) => &[],
        };
        for (name, from) in step.saves() {
            let fine = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.is_empty() || !name.chars().all(fine) || names::is_reserved(name) {
                let wrong = self.wrong(name, format!("`{name}` cannot name a saved value"));
                return Err(wrong.help("letters, digits and _, and none of the names that are there already"));
            }
            if let Some(from) = from
                && !roots.contains(&from.split('.').next().unwrap_or_default())
            {
                let wrong = self.wrong(from, format!("`{from}` is nothing that this step has"));
                return Err(wrong.help(format!("begin with one of: {}", roots.join(", "))));
            }
            self.known.insert(name.to_owned());
        }
        Ok(())
    }

    /// Every `${name}` of the step's text must be there by now.
    fn placeholders(&self) -> Result<(), Wrong> {
        let (start, end) = self.slice;
        let slice = self.text.get(start..end).unwrap_or_default();
        let mut from = 0;
        for line in slice.split_inclusive('\n') {
            let code = if line.trim_start().starts_with('#') { "" } else { line };
            for (at, name) in names::placeholders(code) {
                if self.known.contains(name) || names::is_reserved(name.split(':').next().unwrap_or(name)) {
                    continue;
                }
                let known: Vec<&str> =
                    self.known.iter().map(String::as_str).chain(names::RESERVED.iter().copied()).collect();
                let place = (start + from + at, name.len() + 3);
                let what = format!("no step before saves `{name}`");
                return Err(Wrong::at(self.name, self.text, place, what).help(meant(name, &known)));
            }
            from += line.len();
        }
        Ok(())
    }

    /// Something wrong at the first place of the step where a word stands.
    fn wrong(&self, word: &str, what: impl Into<String>) -> Wrong {
        let (start, end) = self.slice;
        let slice = self.text.get(start..end).unwrap_or_default();
        let found = slice.find(word).filter(|_| !word.is_empty());
        let place = found.map_or((start, 1), |at| (start + at, word.len()));
        Wrong::at(self.name, self.text, place, what)
    }
}

/// The shipped catalogue, read once; a test keeps it readable.
fn catalogue() -> Option<&'static Catalogue> {
    static READ: OnceLock<Option<Catalogue>> = OnceLock::new();
    READ.get_or_init(|| Catalogue::load().ok()).as_ref()
}

/// The arguments with something fitting in the place of every `${name}`.
fn plain(act: &Act, with: &Map<String, Value>) -> Map<String, Value> {
    let fill = |(name, value): (&String, &Value)| {
        let unknown = value.as_str().is_some_and(|text| text.contains("${"));
        let kind = act.args.iter().find(|arg| arg.name == name).map(|arg| arg.kind);
        let value = if unknown { kind.map_or(Value::Null, fitting) } else { value.clone() };
        (name.clone(), value)
    };
    with.iter().map(fill).collect()
}

fn required(act: &Act) -> Map<String, Value> {
    let needed = act.args.iter().filter(|arg| arg.required);
    needed.map(|arg| (arg.name.to_owned(), fitting(arg.kind))).collect()
}

fn fitting(kind: ArgKind) -> Value {
    match kind {
        ArgKind::Text => json!("x"),
        ArgKind::Fen => json!(1),
        ArgKind::Count => json!(0),
        ArgKind::Flag => json!(true),
        ArgKind::Choice(words) => json!(words.first()),
        ArgKind::Object => json!({}),
        ArgKind::Objects => json!([]),
    }
}
