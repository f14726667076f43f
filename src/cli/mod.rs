//! The command line.

mod act;
mod args;
mod bench;
mod client;
mod clock;
mod credentials;
mod exit;
mod order;
mod rules;
mod run;
mod serve;
mod table;

use std::ffi::OsString;
use std::future::Future;
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

pub use args::Cli;
pub use exit::{Exit, Failure};

use args::Command;

/// Runs the program with these arguments (the first is its name) and answers its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Ok.into() };
        }
    };
    start_log();
    match run(cli.command) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit.into()
        }
    }
}

/// One line for each command.
fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Serve(args) => serve::run(&args),
        Command::Run(args) => run::run(args),
        Command::Act(args) => wait(act::run(args)),
        Command::Clock(args) => wait(clock::run(args)),
        Command::Order(args) => wait(order::run(args)),
        Command::Credentials(args) => wait(credentials::run(args)),
        Command::Rules(args) => rules::run(&args),
        Command::Bench(args) => bench::run(&args),
    }
}

/// Waits for a command that only talks to a server.
fn wait(work: impl Future<Output = Result<Exit, Failure>>) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::set_up(format!("no runtime: {error}"), "无法启动"))?;
    runtime.block_on(work)
}

/// Logs are for whoever works on the program: to stderr, and only when asked for.
fn start_log() {
    let filter = EnvFilter::try_from_env("WXPAY_SANDBOX_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
