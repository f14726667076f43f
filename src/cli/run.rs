//! `run`.

use super::args::RunArgs;
use super::exit::{Exit, Failure};
use crate::scenario::{self, ExitKind, RunOptions};

pub(super) fn run(args: RunArgs) -> Result<Exit, Failure> {
    let color =
        std::io::IsTerminal::is_terminal(&std::io::stdout()) && std::env::var_os("NO_COLOR").is_none();
    let junit = args.report.map(|report| report.0);
    let options = RunOptions { jobs: args.jobs, junit, color, verbose: args.verbose };
    match scenario::run_command(&args.paths, &options) {
        ExitKind::Passed => Ok(Exit::Ok),
        ExitKind::Failed => Ok(Exit::Failed),
        ExitKind::WrongFile => Ok(Exit::BadFile),
        ExitKind::SetUp => Ok(Exit::SetUp),
        ExitKind::NothingFound => Err(Failure::new(
            Exit::Usage,
            "the paths hold no scenario (*.yaml)",
            "给出的路径下没有场景文件（*.yaml）",
        )),
        ExitKind::Bug => Ok(Exit::Bug),
    }
}
