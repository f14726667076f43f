//! The wire of APIv3: what a merchant sends and what it gets back.
//!
//! One request: route -> authentication ([`auth`]) -> schema ([`schema`]) -> rules, in one command -> signed answer ([`wire`]).

mod applyment;
mod applyment4sub;
pub mod auth;
mod bill;
mod certificates;
mod combine;
mod download;
pub mod errors;
mod fund;
mod hints;
mod media;
pub mod multipart;
pub mod notify;
mod orders;
mod ordinary_split;
mod pages;
mod reception;
mod refund;
pub mod routes;
pub mod schema;
mod settlement;
mod split;
mod split_receivers;
mod split_return;
mod subsidy;
pub mod upload;
pub mod wire;

pub use reception::handle;
