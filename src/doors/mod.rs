//! Listeners: bytes from the network in, bytes back out. What is answered, the rooms below decide.

pub mod plain;
