//! What a mini program settles for itself (2.7, 2.10 to 2.12): pages, special filings, another trade type, a brand; and carriers.

use serde_json::{Value, json};

use super::wire::{Call, done};
use crate::mini_program::model::app::App;
use crate::mini_program::model::carrier::CARRIERS;
use crate::mini_program::model::profile::Profile;
use crate::mini_program::rules::filing::{self, Asked};
use crate::mini_program::rules::members::Members;
use crate::mini_program::rules::refusal::{self, ApplicationRefusal, FilingRefusal, Refusal};
use crate::mini_program::rules::{Ruled, application, control};

/// The most entries of a material_list, and how many of them may be videos.
const MATERIALS: (usize, usize) = (10, 3);

/// set_msg_jump_path (SH-35).
pub(super) fn set_message_path(call: &Call<'_>) -> Ruled<Value> {
    application::set_message_path(call.cx, call.appid()?, Members(call.body).text("path")?)?;
    Ok(done())
}

/// is_trade_managed (SH-36).
pub(super) fn is_managed(call: &Call<'_>) -> Ruled<Value> {
    let app = asked_about(call)?;
    let mut answer = done();
    answer["is_trade_managed"] = json!(app.management.joined);
    Ok(answer)
}

/// is_trade_management_confirmation_completed (SH-37).
pub(super) fn is_confirmed(call: &Call<'_>) -> Ruled<Value> {
    let app = asked_about(call)?;
    let mut answer = done();
    answer["completed"] = json!(control::is_confirmed(call.cx, &app)?);
    Ok(answer)
}

/// The application that the body names: only that of the token, where no provider asks.
fn asked_about(call: &Call<'_>) -> Ruled<App> {
    let named = Members(call.body).text("appid")?;
    if named.is_empty() {
        return Err(Refusal::Args(refusal::Args::Appid).into());
    }
    let app = call.cx.get::<App>(named)?.ok_or_else(|| Refusal::UnknownAppid(named.to_owned()))?;
    let own = call.appid()?;
    if app.appid != *own {
        return Err(Refusal::OtherApp(own.clone()).into());
    }
    Ok(app)
}

/// update_order_detail_path.
pub(super) fn set_detail_path(call: &Call<'_>) -> Ruled<Value> {
    application::set_detail_path(call.cx, call.appid()?, Members(call.body).text("path")?)?;
    Ok(done())
}

/// get_order_detail_path.
pub(super) fn detail_path(call: &Call<'_>) -> Ruled<Value> {
    let mut answer = done();
    answer["path"] = json!(Profile::of(call.cx, call.appid()?)?.detail_path);
    Ok(answer)
}

/// opspecialorder (SH-38 to SH-41).
pub(super) fn file(call: &Call<'_>) -> Ruled<Value> {
    let body = Members(call.body);
    let asked = match body.number("type")? {
        Some(1) => {
            let delay_to = body.number("delay_to")?;
            Asked::Presale(delay_to.ok_or(FilingRefusal::Delay { after: None, until: None })?)
        }
        Some(2) => Asked::Test,
        _ => return Err(FilingRefusal::Type.into()),
    };
    filing::file(call.cx, call.appid()?, body.text("order_id")?, asked)?;
    Ok(done())
}

/// get_delivery_list (2.11): the count is that of this list.
pub(super) fn carriers(_call: &Call<'_>) -> Ruled<Value> {
    let list: Vec<Value> = CARRIERS
        .iter()
        .map(|carrier| json!({ "delivery_id": carrier.id, "delivery_name": carrier.name }))
        .collect();
    let mut answer = done();
    answer["count"] = json!(list.len());
    answer["delivery_list"] = json!(list);
    Ok(answer)
}

/// setwxatradetypecgi.
pub(super) fn trade_type(call: &Call<'_>) -> Ruled<Value> {
    let body = Members(call.body);
    let (trade_type, reason) = (body.number("trade_type")?.unwrap_or(0), body.text("reason")?);
    let materials = body.objects("material_list")?;
    let mut videos = 0;
    let mut complete = true;
    for material in &materials {
        let kind = material.number("type")?;
        videos += usize::from(kind == Some(2));
        complete &= matches!(kind, Some(1 | 2)) && !material.text("media_id")?.is_empty();
    }
    let (most, most_videos) = MATERIALS;
    let fits = materials.len() <= most && videos <= most_videos && complete;
    if !(1..=4).contains(&trade_type) || reason.is_empty() || !fits {
        return Err(ApplicationRefusal::TradeType.into());
    }
    application::trade_type(call.cx, call.appid()?, trade_type, reason)?;
    Ok(done())
}

/// famousbrand/apply.
pub(super) fn apply_for_brand(call: &Call<'_>) -> Ruled<Value> {
    let application = Members(call.body).object("Application")?;
    let application = Members(&application);
    let audit = application.object("audit_info")?;
    let audit = Members(&audit);
    let is_named = !audit.text("brand_name")?.is_empty() && audit.number("brand_type")?.is_some();
    let apply_for = match application.number("apply_for")? {
        Some(1) if is_named => 1,
        Some(2) => 2,
        _ => return Err(ApplicationRefusal::Brand.into()),
    };
    application::brand(call.cx, call.appid()?, apply_for)?;
    Ok(done())
}

/// famousbrand/get_status: 1 is under review; without an application neither object is there (assumed).
pub(super) fn brand_status(call: &Call<'_>) -> Ruled<Value> {
    let mut answer = done();
    if let Some(brand) = Profile::of(call.cx, call.appid()?)?.brand {
        answer["progress"] = json!({ "status": 1 });
        answer["application"] =
            json!({ "apply_for": brand.apply_for, "audit_info": { "audit_reason": "" }, "status": 1 });
    }
    Ok(answer)
}
