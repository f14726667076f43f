//! What ipos-sa keeps: its merchants, their trades, its answers. The money is in Huifu's books.

pub mod answered;
pub mod assumed;
pub mod bill;
pub mod merchant;
pub mod trade;
