//! Signing the agreement.

use super::audit::{name, refuse, wrong_state};
use super::terms::terms;
use super::{Due, proceed, schedule, settle};
use crate::wechat_pay::model::applyment::{Applyment, AuditDetail, Family, Person, Signature, Stage, State};
use crate::wechat_pay::model::switches::{self, ApplymentSwitches, SignUrl, Signing};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::ApplymentRefusal;
use crate::world::act::{ActRefused, ActStop};
use crate::world::journal::Note;
use crate::world::{Bug, Cx};

/// How many small merchants one WeChat user brings in under one provider at most (AP-11).
const SMALL_MERCHANTS_MAX: u32 = 5;

/// The agreement that the signing page shows (AP-47).
pub const AGREEMENT: &str = "《微信支付服务协议（平台二级商户）》";

/// Whether the application can be signed now: an e-commerce one as soon as it was checked (AP-42, AP-43), an ordinary one
/// after its audit and verification (AS-10).
#[must_use]
pub fn is_signable(applyment: &Applyment) -> bool {
    applyment.signature.is_none()
        && match (applyment.state(), applyment.family) {
            (State::NeedSign, Family::Ecommerce | Family::Ordinary)
            | (State::AccountNeedVerify | State::Auditing, Family::Ecommerce) => true,
            (State::AccountNeedVerify | State::Auditing, Family::Ordinary)
            | (
                State::Checking | State::Rejected | State::Finish | State::Frozen | State::Canceled,
                Family::Ecommerce | Family::Ordinary,
            ) => false,
        }
}

/// Whether the query of an e-commerce application shows where it is signed (AP-40, AP-42).
#[must_use]
pub fn shows_url(applyment: &Applyment, switches: &ApplymentSwitches) -> bool {
    is_signable(applyment)
        && match switches.sign_url {
            SignUrl::Unsigned => true,
            SignUrl::NeedSign => applyment.state() == State::NeedSign,
        }
}

/// A person signs. Only the super administrator can, by the name and number that their bank knows (AP-10).
///
/// # Errors
/// [`ActRefused`] when it cannot be signed now, by this person, or by this person once more.
pub fn sign(cx: &Cx<'_>, applyment: &mut Applyment, by: &Person) -> Result<Note, ActStop> {
    if !is_signable(applyment) {
        return Err(wrong_state(applyment, "signed (AP-40)", "签约（AP-40）").into());
    }
    if *by != applyment.form.contact.person {
        let id = &applyment.applyment_id;
        return Err(ActRefused::new(
            format!(
                "only the super administrator of application {id} can sign: name and id number differ (AP-10)"
            ),
            format!("只有申请单 {id} 的超级管理员本人可以签约：姓名或证件号码不一致（AP-10）"),
        )
        .into());
    }
    if has_enough(cx, applyment, by)? {
        return Err(ActRefused::new(
            "this person signed for five small merchants of the platform, that is the limit (AP-11)",
            "该微信用户在同一平台下已签约 5 个小微商户/个人卖家，达到上限（AP-11）",
        )
        .into());
    }
    put_signature(cx, applyment, by.clone())?;
    cx.put(applyment)?;
    let (id, state) = (&applyment.applyment_id, applyment.state());
    Ok(Note::new(
        format!("application {id} signed: {} (AP-08, AP-43)", name(state)),
        format!("申请单 {id} 已签约：{}（AP-08、AP-43）", state.description()),
    ))
}

fn has_enough(cx: &Cx<'_>, applyment: &Applyment, by: &Person) -> Result<bool, Bug> {
    if !applyment.counts_for_signer() {
        return Ok(false);
    }
    let signed = cx.count::<Applyment>("signer", &Applyment::signer_key(&applyment.provider, by))?;
    Ok(signed >= SMALL_MERCHANTS_MAX)
}

fn put_signature(cx: &Cx<'_>, applyment: &mut Applyment, by: Person) -> Result<(), Bug> {
    applyment.signature = Some(Signature { at: cx.now(), by });
    super::Timer::Applyment(applyment.key(), Due::SignBy).call_off(cx)?;
    proceed(cx, applyment)
}

/// The platform checked the signer's identity itself and says what it found (1.8). What is right signs for the
/// administrator (assumed), what is wrong changes nothing.
///
/// # Errors
/// [`ApplymentRefusal::NotByProxy`], [`ApplymentRefusal::NotSignable`], [`ApplymentRefusal::SignedEnough`] (AP-11).
pub fn by_proxy(cx: &Cx<'_>, mut applyment: Applyment, found_right: bool) -> Outcome<Applyment> {
    if !applyment.form.proxy_sign {
        return Err(ApplymentRefusal::NotByProxy(applyment.applyment_id).into());
    }
    if !is_signable(&applyment) {
        return Err(ApplymentRefusal::NotSignable(applyment.state()).into());
    }
    if found_right {
        let by = applyment.form.contact.person.clone();
        if has_enough(cx, &applyment, &by)? {
            return Err(ApplymentRefusal::SignedEnough(applyment.applyment_id).into());
        }
        put_signature(cx, &mut applyment, by)?;
        cx.put(&applyment)?;
    }
    Ok(applyment)
}

/// A world may sign by itself, as soon as there is something to sign.
pub(super) fn by_itself(
    cx: &Cx<'_>,
    applyment: &mut Applyment,
    switches: &ApplymentSwitches,
) -> Result<(), Bug> {
    match switches.sign {
        Signing::ByHand => return Ok(()),
        Signing::ByItself => {}
    }
    let by = applyment.form.contact.person.clone();
    if !is_signable(applyment) {
        return Ok(());
    }
    if has_enough(cx, applyment, &by)? {
        let id = &applyment.applyment_id;
        cx.note(Note::new(
            format!("application {id} did not sign by itself: this person signed for five already (AP-11)"),
            format!("申请单 {id} 未自动签约：该微信用户已签约 5 个（AP-11）"),
        ));
        return Ok(());
    }
    put_signature(cx, applyment, by)
}

/// Everything else is done: the signature is awaited, for a time.
pub(super) fn wait_for(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<(), Bug> {
    by_itself(cx, applyment, &switches::of(cx)?.applyment)?;
    if applyment.signature.is_some() {
        return Ok(());
    }
    schedule(cx, applyment, Due::SignBy, cx.now().after(terms(cx, applyment.family)?.sign_within))
}

/// Nobody signed in time: an e-commerce application is rejected (1.4), an ordinary one void, and so is a rejected one that
/// nobody submitted again (AS-13).
pub(super) fn run_out(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<Option<Note>, Bug> {
    let waits = match applyment.stage {
        Stage::Open => applyment.signature.is_none(),
        Stage::Rejected => applyment.family == Family::Ordinary,
        Stage::Checking | Stage::Frozen | Stage::Canceled | Stage::Finished => false,
    };
    if !waits {
        return Ok(None);
    }
    match applyment.family {
        Family::Ecommerce => {
            let reason = "超过签约有效期未签约";
            let detail =
                AuditDetail { param_name: "contact_info".to_owned(), reject_reason: reason.to_owned() };
            refuse(cx, applyment, vec![detail])?;
        }
        Family::Ordinary => return lapse(cx, applyment).map(Some),
    }
    let (id, state) = (&applyment.applyment_id, applyment.state());
    Ok(Some(Note::new(
        format!("application {id} was not signed in time: {}", name(state)),
        format!("申请单 {id} 超过签约有效期未签约：{}", state.description()),
    )))
}

/// An ordinary application is void: nobody signed it in time, or nobody submitted it again after it was rejected (AS-13).
fn lapse(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<Note, Bug> {
    let was_rejected = applyment.stage == Stage::Rejected;
    settle(cx, applyment, Stage::Canceled)?;
    applyment.audit_detail.clear();
    let id = &applyment.applyment_id;
    Ok(if was_rejected {
        Note::new(
            format!("application {id} was rejected and not submitted again in time: CANCELED (AS-13)"),
            format!("申请单 {id} 驳回后逾期未重新提交：已作废（AS-13）"),
        )
    } else {
        Note::new(
            format!("application {id} was not signed in time: CANCELED (AS-13)"),
            format!("申请单 {id} 超过签约有效期未签约：已作废（AS-13）"),
        )
    })
}

/// Notes that somebody opened the signing page and saw the agreement (AP-47).
pub fn note_opened(cx: &Cx<'_>, applyment: &Applyment) {
    let id = &applyment.applyment_id;
    cx.note(Note::new(
        format!("the signing page of application {id} was opened and showed {AGREEMENT} (AP-47)"),
        format!("申请单 {id} 的签约页已打开，并展示{AGREEMENT}（AP-47）"),
    ));
}
