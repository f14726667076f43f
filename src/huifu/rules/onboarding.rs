//! Onboarding in brief: members are opened at once, flags are set, mini programs are bound.

use super::trades::{self, Asked, Sort};
use super::{Ruled, control, payout};
use crate::huifu::given;
use crate::huifu::model::member::{Kind, Member};
use crate::world::ids::{Appid, HuifuId};
use crate::world::{Bug, Cx};

/// Who is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The numbers of the request; the member is the caller.
    pub asked: Asked,
    /// What they will be.
    pub kind: Kind,
    /// Their name.
    pub name: String,
    /// Where mails to them go.
    pub email: Option<String>,
}

/// Opens a member below its caller, who calls for it with its own number and key: it is no caller itself. Nobody reviews
/// it (assumed).
///
/// # Errors
/// What [`trades::begin`] refuses.
pub fn open(cx: &Cx<'_>, caller: &Member, opening: Opening) -> Ruled<(Member, String)> {
    let head = trades::begin(cx, &opening.asked, Sort::Other)?;
    let number = format!("6666{}", cx.random("huifu_id")?.digits(12));
    let huifu_id = HuifuId::parse(&number).map_err(Bug::Broken)?;
    let member = Member {
        huifu_id,
        name: opening.name,
        kind: opening.kind,
        email: opening.email,
        agent: Some(caller.huifu_id.clone()),
        wechat_mchid: given::new_mchid(cx)?,
        appids: Vec::new(),
        accounts: given::accounts(cx, None)?,
        token_no: cx.random("huifu token")?.digits(11),
        pool_key: None,
        opened: true,
        ..caller.clone()
    };
    cx.put(&member)?;
    payout::set_days(cx, &member)?;
    Ok((member, head.hf_seq_id.to_string()))
}

/// What is changed of a member's business.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// `delay_flag`.
    pub delay: Option<bool>,
    /// `forced_delay_flag`.
    pub forced_delay: Option<bool>,
    /// `wx_applet_app_id`: the moment of binding is compared with the control switch (HF-27).
    pub appid: Option<Appid>,
}

/// Changes a member's business.
///
/// # Errors
/// What [`trades::begin`] refuses.
pub fn change(cx: &Cx<'_>, mut member: Member, asked: &Asked, change: Change) -> Ruled<Member> {
    trades::begin(cx, asked, Sort::Other)?;
    member.business.delay = change.delay.unwrap_or(member.business.delay);
    member.business.forced_delay = change.forced_delay.unwrap_or(member.business.forced_delay);
    cx.put(&member)?;
    match change.appid {
        Some(appid) => Ok(control::bind(cx, member, &appid)?),
        None => Ok(member),
    }
}
