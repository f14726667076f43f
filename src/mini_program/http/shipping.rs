//! `/wxa/sec/order/`: shipping information (SH-14 to SH-34).

use serde_json::{Map, Value, json};

use super::wire::{Call, done};
use crate::mini_program::rules::find::Named;
use crate::mini_program::rules::list::{self, Wanted};
use crate::mini_program::rules::members::Members;
use crate::mini_program::rules::refusal::{Parameter, Refusal, ShippingRefusal};
use crate::mini_program::rules::{Ruled, combined, find, shipping, upload, view};
use crate::world::journal::Note;

/// upload_shipping_info. Its fields are checked before the order is looked for (SH-07).
pub(super) fn upload_one(call: &Call<'_>) -> Ruled<Value> {
    let upload = upload::single(call.cx, Members(call.body))?;
    shipping::upload(call.cx, call.appid()?, upload)?;
    Ok(done())
}

/// upload_combined_shipping_info (SH-28 to SH-31).
pub(super) fn upload_combined(call: &Call<'_>) -> Ruled<Value> {
    let (main, subs) = upload::of_combined(call.cx, Members(call.body))?;
    combined::upload(call.cx, call.appid()?, &main, subs)?;
    Ok(done())
}

/// get_order.
pub(super) fn get_order(call: &Call<'_>) -> Ruled<Value> {
    let order = find::find(call.cx, call.appid()?, &triple(call.body)?)?;
    let mut body = done();
    body["order"] = view::order(&order);
    Ok(body)
}

/// notify_confirm_receive (SH-33).
pub(super) fn remind(call: &Call<'_>) -> Ruled<Value> {
    let named = triple(call.body)?;
    let received_at = Members(call.body).number("received_time")?;
    let received_at = received_at.ok_or(ShippingRefusal::Parameter(Parameter::NoReceivedTime))?;
    shipping::remind(call.cx, call.appid()?, &named, received_at)?;
    Ok(done())
}

/// The end of time where a range has none.
const NO_END: i64 = 4_294_967_295;
/// How many orders a page has where nothing was said.
const USUAL_SIZE: i64 = 100;

/// get_order_list (SH-32).
pub(super) fn get_order_list(call: &Call<'_>) -> Ruled<Value> {
    let body = Members(call.body);
    let range = body.object("pay_time_range")?;
    let begin = Members(&range).number("begin_time")?.unwrap_or(0);
    let end = Members(&range).number("end_time")?.unwrap_or(NO_END);
    if begin > end {
        return Err(ShippingRefusal::Parameter(Parameter::EmptyRange).into());
    }
    // 0 is no state: as good as none.
    let state = body.number("order_state")?.filter(|state| *state != 0);
    let openid = Some(body.text("openid")?).filter(|openid| !openid.is_empty());
    let last_index = Some(body.text("last_index")?).filter(|index| !index.is_empty());
    let asked = body.number("page_size")?.unwrap_or(USUAL_SIZE);
    if asked < 1 {
        return Err(ShippingRefusal::Parameter(Parameter::PageSize).into());
    }
    if asked > i64::from(list::MOST) {
        let most = list::MOST;
        call.cx.note(Note::new(
            format!("a page has {most} orders at most here; no maximum is documented (SH-32)"),
            format!("本沙盒每页最多 {most} 条；官方未说明上限（SH-32）"),
        ));
    }
    let size = u32::try_from(asked).unwrap_or(u32::MAX);
    let wanted = Wanted { begin, end, state, openid, last_index, size };
    let page = list::page(call.cx, call.appid()?, &wanted)?;
    let mut answer = done();
    answer["order_list"] = page.orders.iter().map(view::order).collect();
    answer["last_index"] = json!(page.last_index.as_deref().or(last_index).unwrap_or(""));
    answer["has_more"] = json!(page.more);
    Ok(answer)
}

/// The flat numbers of a query; not the order_key of an upload.
fn triple(body: &Map<String, Value>) -> Result<Named, Refusal> {
    let body = Members(body);
    let (id, mchid, number) =
        (body.text("transaction_id")?, body.text("merchant_id")?, body.text("merchant_trade_no")?);
    if !id.is_empty() {
        return Ok(Named::Transaction(id.to_owned()));
    }
    if mchid.is_empty() || number.is_empty() {
        return Err(ShippingRefusal::Parameter(Parameter::NoNumber).into());
    }
    let sub = body.text("sub_merchant_id")?;
    let (mchid, out_trade_no) = (mchid.to_owned(), number.to_owned());
    Ok(match sub {
        "" | "0" => Named::Either { mchid, out_trade_no },
        sub => Named::Both { mchid, sub_mchid: sub.to_owned(), out_trade_no },
    })
}
