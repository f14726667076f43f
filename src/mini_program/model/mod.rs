//! What this system keeps.

pub mod app;
pub mod carrier;
pub mod inbox;
pub mod login;
pub mod management;
pub mod order;
pub mod profile;
pub mod push;
pub mod switches;
pub mod texts;
pub mod token;
