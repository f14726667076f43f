//! What WeChat Pay remembers: plain structs, kept by the world as records.

pub mod accounts;
pub mod applyment;
pub mod bill;
pub mod card;
pub mod cause;
pub mod cross_border;
pub mod limits;
pub mod media;
pub mod merchant;
pub mod order;
pub mod platform_key;
pub mod pot;
pub mod prepay;
pub mod receiver;
pub mod refund;
pub mod split;
pub mod split_return;
pub mod subsidy;
pub mod switches;
pub mod withdraw;
