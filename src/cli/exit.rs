//! How the program ends, as the README lists it.

use std::fmt;
use std::process::ExitCode;

/// An exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Ok,
    /// A mistake of ours.
    Bug,
    /// Wrong use of the command line.
    Usage,
    /// An expectation of a scenario failed.
    Failed,
    /// A scenario or world file is wrong.
    BadFile,
    /// The port is taken, the database is not ours, the server cannot be reached.
    SetUp,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Ok => 0,
            Exit::Bug => 1,
            Exit::Usage => 2,
            Exit::Failed => 3,
            Exit::BadFile => 4,
            Exit::SetUp => 5,
        })
    }
}

/// Why a command did not do what it was asked to, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// How the program ends.
    pub exit: Exit,
    /// In English: what is wrong and what to do.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Failure {
    /// A failure in both languages.
    #[must_use]
    pub fn new(exit: Exit, en: impl Into<String>, zh: impl Into<String>) -> Failure {
        Failure { exit, en: en.into(), zh: zh.into() }
    }

    /// A failed set-up.
    #[must_use]
    pub fn set_up(en: impl Into<String>, zh: impl Into<String>) -> Failure {
        Failure::new(Exit::SetUp, en, zh)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n错误：{}", self.en, self.zh)
    }
}
