//! The wire of APIv3: what a merchant sends and what it gets back.

pub mod schema;
