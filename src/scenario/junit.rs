//! The report that CI servers read.

use std::path::Path;

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::report::{Outcome, Report, Summary};

/// Writes the outcomes as JUnit XML: a suite for each folder, a case for each scenario.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(summary: &Summary, file: &Path) -> Result<(), String> {
    let mut document = Document::new("wxpay-sandbox");
    document.set_time(summary.took);
    let mut rest = summary.reports.as_slice();
    while let Some(first) = rest.first() {
        let folder = first.path.parent();
        let count = rest.iter().take_while(|report| report.path.parent() == folder).count();
        let (mine, others) = rest.split_at(count);
        let name = folder.map(|folder| folder.display().to_string()).unwrap_or_default();
        let mut suite = TestSuite::new(name);
        suite.set_time(mine.iter().map(|report| report.took).sum());
        suite.add_test_cases(mine.iter().map(case));
        document.add_test_suite(suite);
        rest = others;
    }
    let xml = document.to_string().map_err(|error| error.to_string())?;
    std::fs::write(file, xml).map_err(|error| error.to_string())
}

fn case(report: &Report) -> TestCase {
    let path = report.path.display();
    let name = report.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let status = match &report.outcome {
        Outcome::Wrong(wrong) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(wrong.what()).set_type("wrong file").set_description(wrong.render(false));
            status
        }
        Outcome::Played(_, played) => match &played.failure {
            None => TestCaseStatus::success(),
            Some(failure) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                let place = format!("{path}:{}:{}: step {}", failure.line, failure.column, failure.step);
                let text = format!("{place}\n{}", failure.lines.join("\n"));
                status.set_message(place).set_type("unmet expectation").set_description(text);
                status
            }
        },
    };
    let mut case = TestCase::new(name, status);
    case.set_classname(path.to_string()).set_time(report.took);
    if let Outcome::Played(scenario, _) = &report.outcome {
        let rules: Vec<&str> = scenario.rules.iter().map(|rule| rule.as_str()).collect();
        case.add_property(("title", scenario.title.en.as_str()));
        case.add_property(("rules", rules.join(" ").as_str()));
    }
    case
}
