//! WeChat Pay APIv3: the imitated payment platform.

pub mod http;
