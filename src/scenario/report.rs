//! Plays many scenarios side by side, and tells how it went in the order of their paths.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use super::model::Scenario;
use super::run::{Failure, Played, StepTime, play};
use super::wrong::Wrong;
use super::{junit, load, paths};
use crate::world::host::Stopwatch;

/// How scenarios are run.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// How many at a time; 0 for as many as the machine has cores.
    pub jobs: usize,
    /// Where a JUnit report is written.
    pub junit: Option<PathBuf>,
    /// Whether the output is coloured.
    pub color: bool,
    /// Whether the steps of scenarios that passed are listed too.
    pub verbose: bool,
}

/// How a run ended, for the process's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitKind {
    /// Every scenario passed.
    Passed,
    /// An expectation of a scenario was not met.
    Failed,
    /// A scenario file is wrong.
    WrongFile,
    /// A path cannot be read, or the report cannot be written.
    SetUp,
    /// The paths hold no scenario.
    NothingFound,
    /// The sandbox itself made a mistake.
    Bug,
}

/// One scenario's outcome.
#[derive(Debug)]
pub struct Report {
    /// Its file.
    pub path: PathBuf,
    /// How it went.
    pub outcome: Outcome,
    /// Host time.
    pub took: Duration,
}

/// How a scenario went.
#[derive(Debug)]
pub enum Outcome {
    /// It was played, to its end or to the step that failed.
    Played(Box<Scenario>, Played),
    /// Its file is wrong.
    Wrong(Wrong),
}

/// All outcomes, in the order of their paths.
#[derive(Debug)]
pub struct Summary {
    /// The outcomes.
    pub reports: Vec<Report>,
    /// Host time in all.
    pub took: Duration,
}

impl Report {
    /// What failed; nothing for a scenario that passed or a file that is wrong.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.outcome {
            Outcome::Played(_, played) => played.failure.as_ref(),
            Outcome::Wrong(_) => None,
        }
    }

    /// Whether every expectation was met.
    #[must_use]
    pub fn passed(&self) -> bool {
        matches!(&self.outcome, Outcome::Played(_, played) if played.failure.is_none())
    }
}

impl Summary {
    /// How the run ended: the gravest outcome decides.
    #[must_use]
    pub fn exit(&self) -> ExitKind {
        if self.reports.is_empty() {
            return ExitKind::NothingFound;
        }
        if self.reports.iter().any(|report| report.failure().is_some_and(|failure| failure.bug)) {
            return ExitKind::Bug;
        }
        if self.reports.iter().any(|report| matches!(report.outcome, Outcome::Wrong(_))) {
            return ExitKind::WrongFile;
        }
        if self.reports.iter().all(Report::passed) { ExitKind::Passed } else { ExitKind::Failed }
    }
}

/// Plays every scenario under some paths. `told` hears each outcome in the order of the paths, as soon as it may.
///
/// # Errors
/// A sentence that says which path cannot be looked at.
pub fn run_paths(
    paths: &[PathBuf],
    options: &RunOptions,
    mut told: impl FnMut(&Report),
) -> Result<Summary, String> {
    let files = paths::find(paths)?;
    let watch = Stopwatch::start();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = if options.jobs == 0 { cores } else { options.jobs }.min(files.len());
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut slots: Vec<Option<Report>> = files.iter().map(|_| None).collect();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let (sender, next, files) = (sender.clone(), &next, &files);
            scope.spawn(move || {
                while let Some((at, path)) = take(next, files) {
                    if sender.send((at, run_one(path))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut shown = 0;
        for (at, report) in receiver {
            slots[at] = Some(report);
            while let Some(Some(report)) = slots.get(shown) {
                told(report);
                shown += 1;
            }
        }
    });
    Ok(Summary { reports: slots.into_iter().flatten().collect(), took: watch.elapsed() })
}

fn take<'a>(next: &AtomicUsize, files: &'a [PathBuf]) -> Option<(usize, &'a Path)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    files.get(at).map(|path| (at, path.as_path()))
}

fn run_one(path: &Path) -> Report {
    let watch = Stopwatch::start();
    let outcome = match load::load(path) {
        Err(wrong) => Outcome::Wrong(wrong),
        Ok(scenario) => match play(&scenario) {
            Ok(played) => Outcome::Played(Box::new(scenario), played),
            Err(why) => {
                let name = path.display().to_string();
                Outcome::Wrong(Wrong::whole(&name, format!("`given` makes no world: {why}")))
            }
        },
    };
    Report { path: path.to_owned(), outcome, took: watch.elapsed() }
}

/// The command `run`: plays scenarios, prints how it went, writes the report.
#[must_use]
pub fn run_command(paths: &[PathBuf], options: &RunOptions) -> ExitKind {
    let mut out = std::io::stdout().lock();
    let summary = run_paths(paths, options, |report| {
        let _ = out.write_all(shown(report, options).as_bytes());
        let _ = out.flush();
    });
    let summary = match summary {
        Ok(summary) => summary,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "error: {why}");
            return ExitKind::SetUp;
        }
    };
    let _ = out.write_all(closing(&summary).as_bytes());
    if let Some(file) = &options.junit
        && let Err(why) = junit::write(&summary, file)
    {
        let _ = writeln!(std::io::stderr(), "error: the report {} cannot be written: {why}", file.display());
        return ExitKind::SetUp;
    }
    summary.exit()
}

/// One scenario's lines.
fn shown(report: &Report, options: &RunOptions) -> String {
    let mut text = String::new();
    let path = report.path.display();
    match &report.outcome {
        Outcome::Wrong(wrong) => {
            let _ = writeln!(text, "{} {path}", word("WRONG", 31, options));
            text.push_str(&wrong.render(options.color));
            text.push('\n');
        }
        Outcome::Played(scenario, played) => {
            let (mark, color) = if played.failure.is_some() { ("FAIL", 31) } else { ("PASS", 32) };
            let title = format!("{} · {}", scenario.title.zh, scenario.title.en);
            let _ =
                writeln!(text, "{} {:>8} {path}  {title}", word(mark, color, options), millis(report.took));
            if options.verbose || played.failure.is_some() {
                steps(&mut text, &played.steps);
            }
            if let Some(failure) = &played.failure {
                failed(&mut text, report, failure);
            }
        }
    }
    text
}

fn steps(text: &mut String, steps: &[StepTime]) {
    for (at, step) in steps.iter().enumerate() {
        let _ =
            writeln!(text, "     {:>8}  {}. {} (line {})", millis(step.took), at + 1, step.name, step.line);
    }
}

fn failed(text: &mut String, report: &Report, failure: &Failure) {
    let Failure { step, line, column, lines, bug } = failure;
    let _ = writeln!(text, "  {}:{line}:{column}: step {step}", report.path.display());
    if *bug {
        let _ = writeln!(text, "  a mistake of the sandbox; please report it with this file");
    }
    for line in lines {
        let _ = writeln!(text, "    {line}");
    }
}

fn closing(summary: &Summary) -> String {
    let count = |fits: fn(&Report) -> bool| summary.reports.iter().filter(|report| fits(report)).count();
    let passed = count(Report::passed);
    let wrong = count(|report| matches!(report.outcome, Outcome::Wrong(_)));
    let failed = summary.reports.len() - passed - wrong;
    if summary.reports.is_empty() {
        return "no scenario found; give *.yaml files, or folders that hold some\n".to_owned();
    }
    format!("\n{passed} passed, {failed} failed, {wrong} wrong, in {}\n", millis(summary.took))
}

fn word(text: &str, color: u8, options: &RunOptions) -> String {
    if options.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
