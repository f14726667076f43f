//! The 平台收付通 tool: what needs it, and how a platform opens it (AP-01 to AP-03, AP-14, AP-19).

use std::collections::BTreeSet;

use super::Outcome;
use super::refusal::Refusal;
use crate::wechat_pay::model::applyment::{Applyment, Stage};
use crate::wechat_pay::model::merchant::{AppidKind, FeeBearer, Merchant, Permission, Role};
use crate::world::act::{ActRefused, ActStop};
use crate::world::{Bug, Cx};

/// The trade products that are a scene of their own: which of them a platform needs depends on where its buyers are.
pub const SCENES: [Permission; 4] = [Permission::Jsapi, Permission::App, Permission::H5, Permission::Native];

/// How many sub-merchants a refusal names.
const NAMED: usize = 3;

/// Whether the caller may use the e-commerce APIs: a platform that has not opened the tool may not (AP-01).
///
/// # Errors
/// [`Refusal::ToolNotOpened`].
pub fn check_opened(caller: &Merchant) -> Outcome<()> {
    if caller.may(Permission::Ecommerce) {
        Ok(())
    } else {
        Err(Refusal::ToolNotOpened(caller.mchid.clone()).into())
    }
}

/// The scenes that a merchant's appids speak of: pages and mini programs need JSAPI, apps need APP.
#[must_use]
pub fn scenes_of(merchant: &Merchant) -> BTreeSet<Permission> {
    let scene = |kind| match kind {
        AppidKind::OfficialAccount | AppidKind::MiniProgram => Permission::Jsapi,
        AppidKind::App => Permission::App,
    };
    merchant.appids.iter().map(|bound| scene(bound.kind)).collect()
}

/// Opens the tool: who bears the fee is settled, and scenes that the platform does not need are closed.
///
/// # Errors
/// [`ActRefused`] when it is no platform, has opened the tool, or has sub-merchants, in trade or on their way in (AP-02).
pub fn open(
    cx: &Cx<'_>,
    merchant: &mut Merchant,
    bearer: FeeBearer,
    scenes: &BTreeSet<Permission>,
) -> Result<(), ActStop> {
    let mchid = merchant.mchid.clone();
    if merchant.role != Role::Platform {
        return Err(ActRefused::new(
            format!("{mchid} is no platform; describe it under `platform:` with `switched_off: [ecommerce]`"),
            format!("{mchid} 不是电商平台；请在 platform: 下声明，并设 switched_off: [ecommerce]"),
        )
        .into());
    }
    if merchant.may(Permission::Ecommerce) {
        return Err(ActRefused::new(
            format!("{mchid} has opened the tool already; `switched_off: [ecommerce]` starts a platform without it"),
            format!("{mchid} 已开通平台收付通；如需从未开通状态开始，请设 switched_off: [ecommerce]"),
        )
        .into());
    }
    let subs = subs_of(cx, merchant)?;
    if !subs.is_empty() {
        let list = subs.join(", ");
        return Err(ActRefused::new(
            format!(
                "{mchid} has sub-merchants already ({list}); the tool is opened before the first one (AP-02)"
            ),
            format!("{mchid} 已有二级商户（{list}）；须在首个二级商户进件前开通（AP-02）"),
        )
        .into());
    }
    merchant.fee_bearer = bearer;
    merchant.switched_off.remove(&Permission::Ecommerce);
    merchant.switched_off.extend(SCENES.iter().filter(|scene| !scenes.contains(scene)));
    Ok(cx.put(merchant)?)
}

/// The first few sub-merchants of a provider, and applications of those that are on their way in.
fn subs_of(cx: &Cx<'_>, merchant: &Merchant) -> Result<Vec<String>, Bug> {
    let subs = cx.all::<Merchant>("platform", merchant.mchid.as_str())?;
    let mut named: Vec<String> = subs.iter().map(|sub| sub.mchid.to_string()).collect();
    let applications = cx.all::<Applyment>("provider", merchant.mchid.as_str())?;
    let in_process = applications.iter().filter(|one| match one.stage {
        Stage::Checking | Stage::Open | Stage::Rejected | Stage::Frozen => true,
        Stage::Canceled | Stage::Finished => false,
    });
    named.extend(in_process.map(|one| format!("application {}", one.applyment_id)));
    named.truncate(NAMED);
    Ok(named)
}
