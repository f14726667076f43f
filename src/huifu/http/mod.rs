//! The wire of api.huifu.com: a signed envelope both ways, HTTP 200 for refusals too.

mod balance;
mod bill;
pub mod canonical;
mod close;
mod delay;
pub mod errors;
mod fields;
pub mod notify;
mod onboarding;
mod payment;
mod read;
mod reception;
mod refund;
mod routes;
mod split;
mod wire;

pub use reception::handle;
pub use wire::{key_line, public_key_line};

/// This API's own name.
pub const REAL_HOST: &str = "api.huifu.com";

/// The names of its test servers, which clients also know.
pub const TEST_HOSTS: [&str; 2] = ["opps-stbmertest.testpnr.com", "spin-test.cloudpnr.com"];

/// Where its paths begin, on a door that several systems share. WeChat Pay's begin with `/v3/` too, but not so.
pub const PREFIXES: [&str; 3] = ["/v2/", "/v3/trade/", "/v4/trade/"];
