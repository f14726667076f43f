//! The control room: what no imitated API offers, in one place for console, command line and scenarios.

pub mod catalogue;
