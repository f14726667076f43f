//! WeChat Pay APIv3: the imitated payment platform.

pub mod acts;
pub mod given;
pub mod http;
pub mod model;
pub mod rules;
