//! Notices of the acquirer 收银宝: a signed form (AL-40, AL-41).

use serde_json::{Map, Value};

use super::Reading;
use crate::allinpay::http::{form, sign};
use crate::allinpay::model::merchant::{self, Merchant};
use crate::allinpay::model::sign_type::SignType;
use crate::deliver::Letter;
use crate::world::{Bug, World};

/// Whether a callback is a form.
pub(super) fn is_form(letter: &Letter) -> bool {
    letter.headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("content-type") && value.starts_with("application/x-www-form-urlencoded")
    })
}

/// What the merchant that it names makes of it.
pub(super) fn read(world: &World, letter: &Letter) -> Result<Reading, Bug> {
    let fields = match form::read(&letter.body) {
        Ok(fields) => fields,
        Err(why) => return Ok(reading(String::new(), String::new(), Err(why.clone()), Err(why))),
    };
    let text = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let (cusid, appid) = (text("cusid"), text("appid"));
    let application = world.command(|cx| {
        let Some(merchant) = cx.get::<Merchant>(&cusid)? else { return Ok::<_, Bug>(None) };
        merchant::application(cx, &merchant, &appid)
    })?;
    let verified = match (application, SignType::read(&text("signtype"))) {
        (Some(application), Some(kind)) if sign::is_by_acquirer(&fields, &application, kind) => Ok(()),
        (Some(_), Some(kind)) => Err(format!("the {} signature does not match", kind.literal())),
        (None, _) => Err(format!("no merchant {cusid} has the application {appid}")),
        (_, None) => Err("signtype is none".to_owned()),
    };
    let members: Map<String, Value> =
        fields.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
    Ok(reading(text("trxid"), text("trxcode"), Ok(Value::Object(members)), verified))
}

fn reading(id: String, event: String, plain: Result<Value, String>, verified: Result<(), String>) -> Reading {
    let envelope = plain.clone().unwrap_or_default();
    Reading { id, event, envelope, plain, verified, thanks: "success".to_owned() }
}
