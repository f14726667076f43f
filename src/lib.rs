//! A sandbox for WeChat Pay APIv3 and its acquirers.

pub mod allinpay;
pub mod cli;
pub mod control;
pub mod crypto;
pub mod deliver;
pub mod doors;
pub mod huifu;
pub mod ipos;
pub mod mini_program;
pub mod scenario;
pub mod wechat_pay;
pub mod world;
