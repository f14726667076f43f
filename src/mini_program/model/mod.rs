//! What this system keeps.

pub mod app;
pub mod login;
pub mod management;
pub mod order;
pub mod switches;
pub mod token;
