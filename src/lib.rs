//! A sandbox for WeChat Pay APIv3 and its acquirers.

pub mod control;
pub mod crypto;
pub mod deliver;
pub mod scenario;
pub mod wechat_pay;
pub mod world;
