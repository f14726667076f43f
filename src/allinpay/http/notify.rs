//! Notices on the wire: a signed form, answered by the body `success` (AL-40 to AL-43).

use super::{form, sign};
use crate::allinpay::model::assumed;
use crate::allinpay::model::merchant;
use crate::allinpay::rules::notices::Content;
use crate::world::journal::Note;
use crate::world::outbox::{Method, Notice, Prepared, Reply, Sealed, Unsealed};
use crate::world::{Bug, Cx, Span};

/// The gaps between the attempts: five retries in 30 minutes and 30 seconds (AL-42).
const GAPS: [Span; 5] =
    [Span::seconds(15), Span::seconds(15), Span::minutes(5), Span::minutes(10), Span::minutes(15)];

/// How long a merchant has to answer (assumed, AL-42).
pub const PATIENCE: Span = Span::seconds(10);

/// The gap after attempt `number` (from 1); none after the last.
#[must_use]
pub fn gap_after(number: u32) -> Option<Span> {
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    GAPS.get(place).copied()
}

/// Whether an answer ends the delivery: the body `success`, and nothing else (AL-42).
#[must_use]
pub fn accepts(reply: Reply<'_>) -> bool {
    reply.status == 200 && reply.body.trim() == "success"
}

/// Makes one attempt ready.
///
/// # Errors
/// [`Bug`] when the notice or its merchant cannot be read.
pub fn prepare(cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
    let content: Content = serde_json::from_value(notice.data.clone())?;
    let merchant = merchant::known(cx, &content.cusid)?;
    let Some(application) = merchant::application(cx, &merchant, &content.appid)? else {
        let appid = &content.appid;
        return Ok(Prepared::Withheld(Note::new(
            format!("the application {appid} is gone, so no notice is sent"),
            format!("应用 {appid} 已不存在，不发送通知"),
        )));
    };
    let mut fields = content.members;
    fields.retain(|_, value| !value.is_empty());
    fields.insert("signtype".to_owned(), content.sign_type.literal().to_owned());
    if assumed::of(cx)?.unknown_field {
        // Clients must verify over whatever comes (AL-11).
        fields.insert("sandboxext".to_owned(), "1".to_owned());
    }
    let signed = sign::by_acquirer(&fields, &application, content.sign_type);
    fields.insert("sign".to_owned(), signed);
    let body = form::write(&fields).into_bytes();
    let sealed = move |_| Sealed {
        query: Vec::new(),
        headers: vec![
            ("Content-Type".to_owned(), "application/x-www-form-urlencoded;charset=UTF-8".to_owned()),
            ("Accept".to_owned(), "*/*".to_owned()),
        ],
        body,
    };
    Ok(Prepared::Letter(Unsealed { method: Method::Post, seal: Box::new(sealed), copies: 1 }))
}
