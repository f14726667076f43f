//! Where the pages of an application are: the addresses that the query answers.

use crate::wechat_pay::model::applyment::Applyment;
use crate::world::{Bug, Cx};

/// The setting that says where the pages are served; the real host where nobody set it.
const SETTING: &str = "wechat_pay.pages";
/// The real host.
const REAL: &str = "https://pay.weixin.qq.com";

/// The path of the signing page, as the real address has it.
pub const SIGN_PATH: &str = "/public/apply4ec_sign/s";
/// The path of the page on which the legal person verifies (assumed).
pub const LEGAL_PATH: &str = "/public/apply4ec_legal/s";

/// Says where the pages are served, such as `http://127.0.0.1:8080`: scheme, host and port.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn serve_at(cx: &Cx<'_>, base: &str) -> Result<(), Bug> {
    cx.set_setting(SETTING, &base)
}

/// Where the administrator signs (AP-42).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn sign_url(cx: &Cx<'_>, applyment: &Applyment) -> Result<String, Bug> {
    address(cx, SIGN_PATH, applyment)
}

/// Where the legal person scans (AP-32).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn legal_validation_url(cx: &Cx<'_>, applyment: &Applyment) -> Result<String, Bug> {
    address(cx, LEGAL_PATH, applyment)
}

fn address(cx: &Cx<'_>, path: &str, applyment: &Applyment) -> Result<String, Bug> {
    let base: Option<String> = cx.setting(SETTING)?;
    let base = base.as_deref().unwrap_or(REAL);
    Ok(format!("{base}{path}?applymentId={}&sign={}", applyment.applyment_id, applyment.token))
}
