//! Onboarding in brief: merchants and users are opened, configured, shown.

use serde_json::{Value, json};

use super::fields::Fields;
use super::read;
use super::wire::{Call, Reply};
use crate::huifu::model::member::Kind;
use crate::huifu::rules::onboarding::{self, Change, Opening};
use crate::huifu::rules::refusal::FieldRefusal;
use crate::huifu::rules::trades::Asked;
use crate::huifu::rules::{Ruled, members};
use crate::world::ids::Appid;

/// 商户进件, of a company or a person.
pub(super) fn open_merchant(call: &Call<'_>) -> Ruled<Reply> {
    open(call, Kind::Merchant, "reg_name")
}

/// 用户进件: somebody who receives splits.
pub(super) fn open_user(call: &Call<'_>) -> Ruled<Reply> {
    open(call, Kind::User, "name")
}

fn open(call: &Call<'_>, kind: Kind, name: &str) -> Ruled<Reply> {
    let data = call.data;
    let asked = Asked {
        huifu_id: call.caller.huifu_id.clone(),
        req_date: data.required_day("req_date")?,
        req_seq_id: data.req_seq_id("req_seq_id")?,
    };
    // A company's name stands under reg_name in either form.
    let name = match data.optional(name, 128)? {
        Some(name) => name,
        None => data.required("reg_name", 128)?,
    };
    let email = data.optional("contact_email", 128)?;
    let (member, apply_no) = onboarding::open(call.cx, call.caller, Opening { asked, kind, name, email })?;
    Ok(Reply::new("00000000", "处理成功")
        .set("huifu_id", member.huifu_id.as_str())
        .set("apply_no", apply_no)
        .set("token_no", member.token_no))
}

/// 业务开通 and its change: the flags of late settlement.
pub(super) fn business(call: &Call<'_>) -> Ruled<Reply> {
    change(call, call.data)
}

/// 微信商户配置: a mini program is bound.
pub(super) fn config(call: &Call<'_>) -> Ruled<Reply> {
    change(call, call.data)
}

fn change(call: &Call<'_>, data: Fields<'_>) -> Ruled<Reply> {
    let (member, asked) = read::asked(call)?;
    let flags = [("Y", true), ("N", false)];
    let appid = data.optional("wx_applet_app_id", 32)?;
    let appid =
        appid.map(|text| Appid::parse(&text).map_err(|_| FieldRefusal::format("wx_applet_app_id", "APPID")));
    let change = Change {
        delay: data.choice("delay_flag", &flags)?,
        forced_delay: data.choice("forced_delay_flag", &flags)?,
        appid: appid.transpose()?,
    };
    onboarding::change(call.cx, member, &asked, change)?;
    Ok(Reply::new("00000000", "处理成功"))
}

/// 商户详细信息查询.
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    let member = members::own(call.cx, call.caller, &call.data.required_huifu_id("huifu_id")?)?;
    let flag = |on: bool| if on { "Y" } else { "N" };
    let appids: Vec<Value> =
        member.appids.iter().map(|bound| json!({ "wx_applet_app_id": bound.appid })).collect();
    Ok(Reply::new("00000000", "查询成功")
        .set("reg_name", member.name.as_str())
        .maybe("contact_email", member.email.clone())
        .maybe("upper_huifu_id", member.agent.as_ref().map(|agent| agent.as_str()))
        .set("delay_flag", flag(member.business.delay))
        .set("forced_delay_flag", flag(member.business.forced_delay))
        .json("wx_conf_list", &Value::Array(appids)))
}
