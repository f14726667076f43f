//! placeholder
pub mod control;
