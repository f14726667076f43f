//! The wire of 收银宝: signed forms in, signed flat JSON out (AL-01 to AL-14).

mod bill;
mod close;
mod errors;
mod fields;
pub mod form;
pub mod notify;
mod pay;
mod query;
mod reception;
mod refund;
mod routes;
mod share;
pub mod sign;
mod wire;

pub use reception::handle;

/// The acquirer's own names (AL-01).
pub const REAL_HOSTS: [&str; 5] = [
    "vsp.allinpay.com",
    "syb.allinpay.com",
    "cus.allinpay.com",
    "syb-test.allinpay.com",
    "test.allinpaygd.com",
];

/// Where its paths begin, on a door that several systems share.
pub const PREFIXES: [&str; 3] = ["/apiweb/", "/cusapi/", "/trxfile/"];
