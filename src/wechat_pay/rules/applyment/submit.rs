//! Submitting an application, and submitting it again.

use serde_json::Value;

use super::{Due, Timer, schedule};
use crate::wechat_pay::model::applyment::{Applyment, Family, Form, Stage, Verification};
use crate::wechat_pay::model::media::{self, MediaKind};
use crate::wechat_pay::model::merchant::{Merchant, Role};
use crate::wechat_pay::model::switches::{self, ApplymentSwitches};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::ApplymentRefusal;
use crate::world::ids::{ApplymentId, ApplymentNumber, Mchid};
use crate::world::{Bug, Cx};

/// An application whose fields are in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// Which API it came by.
    pub family: Family,
    /// The provider's number.
    pub number: ApplymentNumber,
    /// What the rules need of it.
    pub form: Form,
    /// All of it, decrypted.
    pub request: Value,
}

/// Whether a merchant may bring others in here (AP-01).
///
/// # Errors
/// [`ApplymentRefusal::NoPermission`] unless it is a platform.
pub fn check_permission(caller: &Merchant) -> Outcome<()> {
    match caller.role {
        Role::Platform => Ok(()),
        Role::ServiceProvider | Role::Direct | Role::Sub { .. } => {
            Err(ApplymentRefusal::NoPermission(caller.mchid.clone()).into())
        }
    }
}

/// Takes an application in: a new one, the same once more (AP-51), or a rejected one anew (AP-50).
///
/// # Errors
/// [`ApplymentRefusal::NotEditable`] (AP-52), [`ApplymentRefusal::NumberCanceled`] (AP-53).
pub fn submit(cx: &Cx<'_>, provider: &Mchid, submission: Submission) -> Outcome<Applyment> {
    let key = Applyment::key_of(provider, &submission.number);
    let Some(earlier) = cx.get::<Applyment>(&key)? else {
        return Ok(begin(cx, provider, submission)?);
    };
    match earlier.stage {
        Stage::Rejected => Ok(anew(cx, earlier, submission)?),
        Stage::Canceled => Err(ApplymentRefusal::NumberCanceled(submission.number).into()),
        Stage::Checking | Stage::Open | Stage::Frozen | Stage::Finished
            if earlier.request == submission.request =>
        {
            Ok(earlier)
        }
        Stage::Checking | Stage::Open | Stage::Frozen | Stage::Finished => {
            Err(ApplymentRefusal::NotEditable(earlier.state()).into())
        }
    }
}

fn begin(cx: &Cx<'_>, provider: &Mchid, submission: Submission) -> Result<Applyment, Bug> {
    let applyment = Applyment {
        provider: provider.clone(),
        family: submission.family,
        number: submission.number,
        applyment_id: new_id(cx)?,
        stage: Stage::Checking,
        audited: false,
        verification: Verification::NotNeeded,
        signature: None,
        // A stream of the provider's own: worlds of one seed share a door, and the address of a page decides the world.
        token: hex::encode(cx.random(&format!("applyment pages of {provider}"))?.bytes::<16>()),
        form: submission.form,
        request: submission.request,
        audit_detail: Vec::new(),
        sub_mchid: None,
        created_at: cx.now(),
        submitted_at: cx.now(),
    };
    take_in(cx, applyment)
}

/// A number that no application of this world has.
fn new_id(cx: &Cx<'_>) -> Result<ApplymentId, Bug> {
    loop {
        let number = format!("2000002{}", cx.random("applyment")?.digits(9));
        let id = ApplymentId::parse(&number).map_err(Bug::Broken)?;
        if cx.first::<Applyment>("applyment_id", id.as_str())?.is_none() {
            return Ok(id);
        }
    }
}

/// Overwrites a rejected application. A signature lasts unless one of the five things it vouches for changed (AP-44), a
/// verified account unless it is held under another name (AP-35).
fn anew(cx: &Cx<'_>, earlier: Applyment, submission: Submission) -> Result<Applyment, Bug> {
    let still_signed = earlier.form.same_signer(&submission.form);
    let applyment = Applyment {
        stage: Stage::Checking,
        audited: false,
        signature: earlier.signature.filter(|_| still_signed),
        form: submission.form,
        request: submission.request,
        audit_detail: Vec::new(),
        submitted_at: cx.now(),
        ..earlier
    };
    take_in(cx, applyment)
}

fn take_in(cx: &Cx<'_>, applyment: Applyment) -> Result<Applyment, Bug> {
    Timer::Applyment(applyment.key(), Due::SignBy).call_off(cx)?;
    let at = cx.now().after(switches::of(cx)?.applyment.check_after.into());
    schedule(cx, &applyment, Due::Check, at)?;
    cx.put(&applyment)?;
    Ok(applyment)
}

/// Whether every media id of an application comes from an upload of its provider (AP-54), and is that of a picture (AS-46): no
/// member of this form takes a video. Each comes with the JSON pointer of its member.
///
/// # Errors
/// [`ApplymentRefusal::MediaUnknown`] with the first that does not, unless the world does not ask.
pub fn check_media(
    cx: &Cx<'_>,
    provider: &Mchid,
    switches: &ApplymentSwitches,
    media_ids: &[(String, String)],
) -> Outcome<()> {
    if !switches.check_media {
        return Ok(());
    }
    for (_, id) in media_ids {
        let found = media::find(cx, provider, id)?;
        if found.is_none_or(|media| media.kind == MediaKind::Video) {
            return Err(ApplymentRefusal::MediaUnknown(id.clone()).into());
        }
    }
    Ok(())
}
