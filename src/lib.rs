//! A sandbox for WeChat Pay APIv3.
pub mod world;
