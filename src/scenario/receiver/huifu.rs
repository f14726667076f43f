//! Notices of Huifu: a form whose `resp_data` is signed as it stands.

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::Reading;
use crate::deliver::Letter;
use crate::scenario::huifu;

/// Whether a callback is one of these: they are the only forms with a `resp_data`.
pub(super) fn is_huifu(letter: &Letter) -> bool {
    form_urlencoded::parse(&letter.body).any(|(name, _)| name == "resp_data")
}

/// What a merchant makes of it.
pub(super) fn read(letter: &Letter) -> Reading {
    let form: Map<String, Value> = form_urlencoded::parse(&letter.body)
        .map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())))
        .collect();
    let field = |name: &str| form.get(name).and_then(Value::as_str).unwrap_or_default();
    let verified = huifu::verify(field("resp_data"), field("sign"));
    let plain: Result<Value, String> =
        serde_json::from_str(field("resp_data")).map_err(|error| error.to_string());
    let said = plain.clone().unwrap_or_default();
    let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
    let event = event(&said);
    let id = format!("{} {event} {}", text("hf_seq_id"), said["notify_type"]);
    let thanks = format!("RECV_ORD_ID_{}", text("req_seq_id"));
    Reading { id, event: event.to_owned(), envelope: Value::Object(form.clone()), plain, verified, thanks }
}

/// What a notice is about, told from what it says.
fn event(said: &Value) -> &'static str {
    match (said["notify_type"].as_i64(), said["trans_type"].as_str()) {
        (Some(3), _) => "huifu.unfreeze",
        (Some(_), _) => "huifu.payment",
        (None, Some("TRANS_REFUND")) => "huifu.refund",
        (None, Some("ENCHASHMENT" | "TSENCHASHMENT")) => "huifu.encashment",
        (None, Some("ACCT_PAYMENT")) => "huifu.balance_pay",
        (None, _) if said["pay_confirm_details"].is_array() => "huifu.confirm",
        (None, _) => "huifu.other",
    }
}
