//! Fund control by application, and what a merchant does about it: join the service, grant order management, untie
//! (SH-36, SH-37, SH-72 to SH-77, SH-94, SH-95).

use super::notices;
use crate::mini_program::model::app::{App, AppKind};
use crate::mini_program::model::management::Standing;
use crate::world::act::{ActRefused, ActStop};
use crate::world::control::{Barred, Control};
use crate::world::event::Event;
use crate::world::ids::{Appid, Mchid};
use crate::world::{Bug, Cx, Instant};

/// What a payment to a merchant number would meet now, in the first of these applications that is a mini program here.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn control_over(cx: &Cx<'_>, appids: &[&Appid], recipient: &Mchid) -> Result<Control, Bug> {
    for appid in appids {
        let app = cx.get::<App>(appid.as_str())?.filter(|app| app.kind == AppKind::MiniProgram);
        if let Some(app) = app {
            return Ok(judge(&app, recipient, cx.now()));
        }
    }
    Ok(Control::Free)
}

fn judge(app: &App, recipient: &Mchid, now: Instant) -> Control {
    let management = &app.management;
    let controlled = management.is_controlled(now);
    match management.standing(recipient) {
        Standing::Untied => Control::Barred(Barred::Untied),
        Standing::Open | Standing::Granted if !controlled => Control::Free,
        Standing::Open | Standing::Granted if !management.joined => Control::Barred(Barred::NotJoined),
        Standing::Open => Control::Barred(Barred::NotGranted),
        Standing::Granted => Control::Controlled,
    }
}

/// Whether orders of a merchant number are shipped through the service: those paid before the grant are not (SH-26, SH-75).
#[must_use]
pub fn is_managed(app: &App, recipient: &Mchid) -> bool {
    app.management.joined && app.management.standing(recipient) == Standing::Granted
}

/// Whether every merchant number that is tied to the application has granted order management or was untied (SH-37).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn is_confirmed(cx: &Cx<'_>, app: &App) -> Result<bool, Bug> {
    let open = |mchid: &Mchid| app.management.standing(mchid) == Standing::Open;
    Ok(app.management.joined && !cx.tied_to(&app.appid)?.iter().any(open))
}

/// WeChat announces control: from an instant on, payments in the application freeze (SH-95).
///
/// # Errors
/// A refusal where it is controlled already, or the instant lies in the past.
pub fn announce(cx: &Cx<'_>, mut app: App, from: Instant) -> Result<App, ActStop> {
    let appid = &app.appid;
    if app.kind != AppKind::MiniProgram {
        return Err(ActRefused::new(
            format!("{appid} is an official account; fund control is for mini programs (SH-72)"),
            format!("{appid} 是公众号，资金管控只针对小程序（SH-72）"),
        )
        .into());
    }
    if let Some(since) = app.management.controlled_from {
        return Err(ActRefused::new(
            format!("{appid} is under control from {since}; platform.release_appid lifts it"),
            format!("{appid} 自 {since} 起已被管控，可用 platform.release_appid 解除"),
        )
        .into());
    }
    if from < cx.now() {
        let now = cx.now();
        return Err(ActRefused::new(
            format!("control cannot begin at {from}, it is {now} already"),
            format!("管控不能从过去的 {from} 开始，现在是 {now}"),
        )
        .into());
    }
    app.management.controlled_from = Some(from);
    cx.put(&app)?;
    notices::controlled(cx, &app.appid, from)?;
    cx.raise(&Event::ControlAnnounced { appid: app.appid.clone(), from })?;
    Ok(app)
}

/// WeChat lifts control: new payments are free. What is frozen stays so until receipt is confirmed (SH-76).
///
/// # Errors
/// A refusal where nothing controls it.
pub fn lift(cx: &Cx<'_>, mut app: App) -> Result<App, ActStop> {
    let appid = app.appid.clone();
    if app.management.controlled_from.take().is_none() {
        return Err(ActRefused::new(
            format!("{appid} is under no control; platform.control_appid begins one"),
            format!("{appid} 未被管控，可用 platform.control_appid 开始管控"),
        )
        .into());
    }
    cx.put(&app)?;
    cx.raise(&Event::ControlLifted { appid })?;
    Ok(app)
}

/// The application joins the shipping service; its merchant numbers have still to grant order management (SH-94).
///
/// # Errors
/// A refusal where it has joined.
pub fn join(cx: &Cx<'_>, mut app: App) -> Result<App, ActStop> {
    let appid = &app.appid;
    if app.management.joined {
        return Err(ActRefused::new(
            format!("{appid} has joined order shipping management"),
            format!("{appid} 已接入发货信息管理"),
        )
        .into());
    }
    app.management.joined = true;
    app.management.others_granted = false;
    cx.put(&app)?;
    Ok(app)
}

/// A merchant number grants order management, or is untied. Answers the application. Once the last has done either,
/// settlement is authorised, and the application is reminded of the shipping API (SH-53).
///
/// # Errors
/// A refusal where the application has not joined, or the number cannot take payments there.
pub fn stand(cx: &Cx<'_>, mut app: App, mchid: &Mchid, standing: Standing) -> Result<App, ActStop> {
    let appid = &app.appid;
    if !app.management.joined {
        return Err(ActRefused::new(
            format!(
                "{appid} has not joined order shipping management: act merchant.join_shipping first (SH-94)"
            ),
            format!("{appid} 尚未接入发货信息管理，请先用 merchant.join_shipping（SH-94）"),
        )
        .into());
    }
    let tied = cx.tied_to(appid)?;
    if !tied.contains(mchid) {
        let list: Vec<&str> = tied.iter().map(Mchid::as_str).collect();
        let list = list.join(", ");
        return Err(ActRefused::new(
            format!("{mchid} cannot take payments in {appid}; these can: {list} (of a provider its sub-merchants, SH-37)"),
            format!("{mchid} 不能在 {appid} 中收款；可收款的商户号：{list}（服务商则为其子商户，SH-37）"),
        )
        .into());
    }
    let was_confirmed = is_confirmed(cx, &app)?;
    app.management.numbers.insert(mchid.clone(), standing);
    cx.put(&app)?;
    if !was_confirmed && is_confirmed(cx, &app)? {
        notices::remind_access_api(cx, &app.appid)?;
    }
    Ok(app)
}
