//! What this acquirer keeps.

pub mod assumed;
pub mod channel;
pub mod code;
pub mod control;
pub mod follow;
pub mod kind;
pub mod merchant;
pub mod order;
pub mod share;
pub mod sign_type;
