//! The wire of ipos-sa: one address, JSON both ways, an MD5 signature over the first level.

mod account;
mod back;
mod bill;
mod delay;
mod errors;
mod fields;
mod list;
pub mod notify;
mod payment;
mod reception;
mod routes;
pub mod sign;
mod wire;

pub use reception::handle;

/// This API's own name. The true one of its HTTP door stands on no readable page (assumed).
pub const REAL_HOST: &str = "ipos-sa2.imageco.cn";

/// Where its one address is, on a door that several systems share. Bills lie below it.
pub const PREFIX: &str = "/ipos-sa";
