//! Where the pages of an application are: the addresses that the query answers.

use crate::wechat_pay::model::applyment::Applyment;

/// The path of the signing page, as the real address has it.
pub const SIGN_PATH: &str = "/public/apply4ec_sign/s";
/// The path of the page on which the legal person verifies (assumed).
pub const LEGAL_PATH: &str = "/public/apply4ec_legal/s";

/// WeChat Pay's own host of these pages.
const REAL: &str = "https://pay.weixin.qq.com";

/// Where the administrator signs (AP-42), for a client that reached the server under this origin.
#[must_use]
pub fn sign_url(origin: &str, applyment: &Applyment) -> String {
    address(origin, SIGN_PATH, applyment)
}

/// Where the legal person scans (AP-32), for a client that reached the server under this origin.
#[must_use]
pub fn legal_validation_url(origin: &str, applyment: &Applyment) -> String {
    address(origin, LEGAL_PATH, applyment)
}

/// A client that calls by WeChat Pay's own names is sent to WeChat Pay's own pages; any other back to the same door.
fn address(origin: &str, path: &str, applyment: &Applyment) -> String {
    let base = if origin.ends_with(".weixin.qq.com") { REAL } else { origin };
    format!("{base}{path}?applymentId={}&sign={}", applyment.applyment_id, applyment.token)
}
