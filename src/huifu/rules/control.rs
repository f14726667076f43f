//! WeChat controls an application, or releases it: whom Huifu tells, and how (HF-26 to HF-28).

use serde::{Deserialize, Serialize};

use super::timers::Timer;
use crate::huifu::model::member::{self, Binding, Member};
use crate::world::ids::Appid;
use crate::world::journal::Note;
use crate::world::store::Record;
use crate::world::{Bug, Cx, Instant};

const SWITCH: &str = "huifu.control_switch";

/// The title of the mail about control (HF-27).
pub const CONTROL_TITLE: &str = "微信小程序APPID管控通知";
/// The title of the mail about its end (HF-28).
pub const RELEASE_TITLE: &str = "微信小程序APPID解控通知";

/// An application under control, and who was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controlled {
    /// The application.
    pub appid: Appid,
    /// From when on.
    pub from: Instant,
    /// Who was told, and how.
    pub told: Vec<Told>,
}

/// How a merchant was told of control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Who.
    pub huifu_id: crate::world::ids::HuifuId,
    /// `mail`, or `人工通知` for somebody at Huifu to do by hand (HF-26).
    pub how: String,
    /// When.
    pub at: Instant,
}

impl Record for Controlled {
    const TABLE: &'static str = "huifu_controlled";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.appid.to_string())]
    }
}

/// Since when Huifu's control switch is on; never while it is off.
///
/// # Errors
/// [`Bug`] when the database fails; so for all below.
pub fn switched_on_at(cx: &Cx<'_>) -> Result<Option<Instant>, Bug> {
    Ok(cx.setting::<Option<Instant>>(SWITCH)?.flatten())
}

/// Turns the switch. Turned on twice it stays on since the first time.
pub fn turn_switch(cx: &Cx<'_>, on: bool) -> Result<Option<Instant>, Bug> {
    let since = if on { switched_on_at(cx)?.or(Some(cx.now())) } else { None };
    cx.set_setting(SWITCH, &since)?;
    Ok(since)
}

/// Binds an application to a merchant. One that is controlled already is told of at once.
pub fn bind(cx: &Cx<'_>, mut merchant: Member, appid: &Appid) -> Result<Member, Bug> {
    if merchant.bound(appid).is_none() {
        merchant.appids.push(Binding { appid: appid.clone(), at: cx.now() });
        cx.put(&merchant)?;
        if let Some(mut controlled) = cx.get::<Controlled>(appid.as_str())?.filter(|c| c.from <= cx.now()) {
            tell(cx, &merchant, &mut controlled)?;
            cx.put(&controlled)?;
        }
    }
    Ok(merchant)
}

/// WeChat announced control of an application. Merchants are told when it begins.
pub fn announced(cx: &Cx<'_>, appid: &Appid, from: Instant) -> Result<(), Bug> {
    cx.put(&Controlled { appid: appid.clone(), from, told: Vec::new() })?;
    if from <= cx.now() {
        begin(cx, appid).map(|_| ())
    } else {
        Timer::ControlBegins(appid.clone()).set(cx, from)
    }
}

/// Control begins: those who bound the application after the switch are mailed, the others are left to people.
pub fn begin(cx: &Cx<'_>, appid: &Appid) -> Result<Option<Note>, Bug> {
    let Some(mut controlled) = cx.get::<Controlled>(appid.as_str())? else { return Ok(None) };
    let merchants = bound_to(cx, appid)?;
    for merchant in &merchants {
        tell(cx, merchant, &mut controlled)?;
    }
    cx.put(&controlled)?;
    if merchants.is_empty() {
        return Ok(None);
    }
    Ok(Some(Note::new(
        format!("control of {appid}: {} merchants told (HF-26, HF-27)", merchants.len()),
        format!("{appid} 管控生效，通知 {} 个商户（HF-26、HF-27）", merchants.len()),
    )))
}

/// Control ended: every merchant and agent is mailed (HF-28). Nobody is where it was called off before it began.
pub fn lifted(cx: &Cx<'_>, appid: &Appid) -> Result<(), Bug> {
    let began = cx.get::<Controlled>(appid.as_str())?.is_some_and(|controlled| controlled.from <= cx.now());
    cx.remove::<Controlled>(appid.as_str())?;
    Timer::ControlBegins(appid.clone()).call_off(cx)?;
    if !began {
        return Ok(());
    }
    for merchant in bound_to(cx, appid)? {
        let body = format!("{} 绑定的小程序 {appid} 已解除资金管控，新交易不再冻结。", merchant.name);
        mail(cx, &merchant, RELEASE_TITLE, &body)?;
    }
    Ok(())
}

/// The merchants that an application is bound to.
pub fn bound_to(cx: &Cx<'_>, appid: &Appid) -> Result<Vec<Member>, Bug> {
    Ok(member::all(cx)?.into_iter().filter(|member| member.bound(appid).is_some()).collect())
}

fn tell(cx: &Cx<'_>, merchant: &Member, controlled: &mut Controlled) -> Result<(), Bug> {
    let appid = &controlled.appid;
    let is_new = match (switched_on_at(cx)?, merchant.bound(appid)) {
        (Some(switched), Some(bound)) => bound >= switched,
        (None, _) | (_, None) => false,
    };
    let how = if is_new {
        let body =
            format!("{} 绑定的小程序 {appid} 已被资金管控，新交易的资金将在确认收货后解冻。", merchant.name);
        mail(cx, merchant, CONTROL_TITLE, &body)?;
        "mail"
    } else {
        let id = &merchant.huifu_id;
        cx.note(Note::new(
            format!("{id} bound {appid} before the control switch: 人工通知, no mail (HF-26)"),
            format!("{id} 在管控开关开启前已绑定 {appid}：人工通知，不发邮件（HF-26）"),
        ));
        "人工通知"
    };
    controlled.told.push(Told { huifu_id: merchant.huifu_id.clone(), how: how.to_owned(), at: cx.now() });
    Ok(())
}

/// Mails a merchant and its direct agent.
fn mail(cx: &Cx<'_>, merchant: &Member, title: &str, body: &str) -> Result<(), Bug> {
    let agent = merchant.agent.as_ref().map(|agent| member::known(cx, agent)).transpose()?;
    for reader in std::iter::once(merchant).chain(agent.as_ref()) {
        match &reader.email {
            Some(email) => cx.mail(email, title, body)?,
            None => {
                let id = &reader.huifu_id;
                cx.note(Note::new(
                    format!("{id} has no mailbox: {title} is not sent"),
                    format!("{id} 没有联系邮箱，未发送「{title}」"),
                ));
            }
        }
    }
    Ok(())
}
