//! The program `wxpay-sandbox`.

fn main() {}
