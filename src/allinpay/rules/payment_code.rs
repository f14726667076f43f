//! Payment codes: shown by a buyer, scanned once (§2.4).

use crate::allinpay::model::assumed;
use crate::allinpay::model::code::{PaymentCode, Then};
use crate::allinpay::model::kind::Wallet;
use crate::world::{Bug, Cx};

/// A buyer shows the payment code of a wallet.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn show(cx: &Cx<'_>, buyer: &str, wallet: Wallet, then: Then) -> Result<PaymentCode, Bug> {
    let mut draw = cx.random("payment code")?;
    let code = match wallet {
        Wallet::Wechat => format!("13{}", draw.digits(16)),
        Wallet::Alipay => format!("28{}", draw.digits(16)),
        Wallet::Unionpay => format!("62{}", draw.digits(17)),
    };
    let expires_at = cx.now().after(assumed::of(cx)?.code_lives);
    let shown = PaymentCode { code, buyer: buyer.to_owned(), wallet, expires_at, used: false, then };
    cx.put(&shown)?;
    Ok(shown)
}

/// Uses a payment code up; none when nobody shows it any more.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn redeem(cx: &Cx<'_>, code: &str) -> Result<Option<PaymentCode>, Bug> {
    let found = cx.get::<PaymentCode>(code)?.filter(|found| !found.used && cx.now() <= found.expires_at);
    let Some(mut found) = found else { return Ok(None) };
    found.used = true;
    cx.put(&found)?;
    Ok(Some(found))
}
