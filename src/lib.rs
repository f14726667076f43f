//! A sandbox for WeChat Pay APIv3 and the systems around it.

pub mod control;
