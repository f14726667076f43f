//! The system's check and the reviewer's audit.

use super::terms::terms;
use super::{Due, proceed, schedule, settle, sign, verify};
use crate::wechat_pay::model::applyment::{Applyment, AuditDetail, ContactKind, Family, Stage, State};
use crate::wechat_pay::model::switches::{self, Review};
use crate::world::act::{ActRefused, ActStop};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Day};

/// The system has looked an application over (AP-07): names and numbers that should be the same must be, else it is
/// rejected at once.
pub(super) fn look_over(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<Option<Note>, Bug> {
    if applyment.stage != Stage::Checking {
        return Ok(None);
    }
    let faults = disagreements(applyment);
    if let Some(first) = faults.first() {
        let what = first.param_name.clone();
        refuse(cx, applyment, faults)?;
        let id = &applyment.applyment_id;
        return Ok(Some(Note::new(
            format!("application {id} rejected by the check: {what} (AP-07)"),
            format!("申请单 {id} 资料校验未通过：{what}（AP-07）"),
        )));
    }
    let switches = switches::of(cx)?.applyment;
    applyment.stage = Stage::Open;
    match applyment.family {
        Family::Ecommerce => verify::open(cx, applyment)?,
        Family::Ordinary => {}
    }
    match switches.review {
        Review::ByClock => schedule(
            cx,
            applyment,
            Due::Audit,
            Day::after_working_days(cx.now(), terms(cx, applyment.family)?.audit_days),
        )?,
        Review::ByHand => {}
    }
    sign::by_itself(cx, applyment, &switches)?;
    let (id, state) = (&applyment.applyment_id, applyment.state());
    Ok(Some(Note::new(
        format!("application {id} passed the check: {} (AP-07)", name(state)),
        format!("申请单 {id} 资料校验通过：{}（AP-07）", state.description()),
    )))
}

/// What the form says twice and differently.
fn disagreements(applyment: &Applyment) -> Vec<AuditDetail> {
    let form = &applyment.form;
    let by_card = ["/id_card_info", "/subject_info/identity_info/id_card_info"];
    let by_card = by_card.iter().any(|pointer| applyment.request.pointer(pointer).is_some());
    let contact_number = match applyment.family {
        Family::Ecommerce => "contact_id_card_number",
        Family::Ordinary => "contact_id_number",
    };
    let mut found = Vec::new();
    let mut must_agree = |agrees: bool, param_name: &str, reject_reason: &str| {
        if !agrees {
            found.push(AuditDetail {
                param_name: param_name.to_owned(),
                reject_reason: reject_reason.to_owned(),
            });
        }
    };
    let holder = &form.holder;
    if holder.is_legal {
        let name = if by_card { "id_card_name" } else { "id_doc_name" };
        must_agree(holder.person.name == form.legal_person, name, "证件姓名与法定代表人姓名不一致");
    }
    if form.contact.kind == ContactKind::Legal {
        let contact = &form.contact.person;
        must_agree(contact.name == form.legal_person, "contact_name", "超级管理员姓名与法人姓名不一致");
        if holder.is_legal {
            let same = contact.id_number == holder.person.id_number;
            must_agree(same, contact_number, "超级管理员证件号码与法人证件号码不一致");
        }
    }
    if let Some(account) = form.account.as_ref().filter(|account| !account.vouched) {
        must_agree(
            account.name == form.account_holder(account.kind),
            "account_name",
            "开户名称与主体信息不一致",
        );
    }
    found
}

/// The audit has taken its days and nobody decided otherwise (AP-09).
pub(super) fn pass_by_clock(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<Option<Note>, Bug> {
    if applyment.stage != Stage::Open || applyment.audited {
        return Ok(None);
    }
    pass(cx, applyment)?;
    Ok(Some(audited(applyment)))
}

fn pass(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<(), Bug> {
    applyment.audited = true;
    match applyment.family {
        Family::Ecommerce => {}
        Family::Ordinary => verify::open(cx, applyment)?,
    }
    proceed(cx, applyment)
}

fn audited(applyment: &Applyment) -> Note {
    let (id, state) = (&applyment.applyment_id, applyment.state());
    Note::new(
        format!("application {id} passed the audit: {} (AP-08, AP-09)", name(state)),
        format!("申请单 {id} 审核通过：{}（AP-08、AP-09）", state.description()),
    )
}

/// The reviewer approves.
///
/// # Errors
/// [`ActRefused`] unless it is being audited.
pub fn approve(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<Note, ActStop> {
    if applyment.stage != Stage::Open || applyment.audited {
        return Err(wrong_state(applyment, "approved", "审核通过").into());
    }
    super::Timer::Applyment(applyment.key(), Due::Audit).call_off(cx)?;
    pass(cx, applyment)?;
    cx.put(applyment)?;
    Ok(audited(applyment))
}

/// The reviewer rejects, for at least one reason.
///
/// # Errors
/// [`ActRefused`] once it is over or frozen.
pub fn reject(cx: &Cx<'_>, applyment: &mut Applyment, details: Vec<AuditDetail>) -> Result<(), ActStop> {
    if !matches!(applyment.stage, Stage::Checking | Stage::Open) {
        return Err(wrong_state(applyment, "rejected", "驳回").into());
    }
    refuse(cx, applyment, details)?;
    Ok(cx.put(applyment)?)
}

/// Risk control freezes an application (1.4).
///
/// # Errors
/// [`ActRefused`] once it is over or frozen already.
pub fn freeze(cx: &Cx<'_>, applyment: &mut Applyment, details: Vec<AuditDetail>) -> Result<(), ActStop> {
    if !matches!(applyment.stage, Stage::Checking | Stage::Open | Stage::Rejected) {
        return Err(wrong_state(applyment, "frozen", "冻结").into());
    }
    if applyment.family == Family::Ordinary {
        return Err(ActRefused::new(
            "applications of ordinary providers are not frozen: their query knows no such state (B6)",
            "普通服务商的申请单没有冻结状态（B6）",
        )
        .into());
    }
    settle(cx, applyment, Stage::Frozen)?;
    applyment.audit_detail = details;
    Ok(cx.put(applyment)?)
}

/// Rejects an application. What was verified and signed so far lasts (AP-35, AP-44).
/// An ordinary one that nobody submits again lapses (AS-13).
pub(super) fn refuse(cx: &Cx<'_>, applyment: &mut Applyment, details: Vec<AuditDetail>) -> Result<(), Bug> {
    settle(cx, applyment, Stage::Rejected)?;
    applyment.audit_detail = details;
    match applyment.family {
        Family::Ecommerce => Ok(()),
        Family::Ordinary => {
            let lapses = cx.now().after(terms(cx, applyment.family)?.sign_within);
            schedule(cx, applyment, Due::SignBy, lapses)
        }
    }
}

/// Why an act cannot be done in this state.
pub(super) fn wrong_state(applyment: &Applyment, en: &str, zh: &str) -> ActRefused {
    let (id, state) = (&applyment.applyment_id, applyment.state());
    ActRefused::new(
        format!("application {id} is {} and cannot be {en} now", name(state)),
        format!("申请单 {id} 当前为“{}”，不能{zh}", state.description()),
    )
}

/// The state as the API spells it.
pub(super) fn name(state: State) -> String {
    crate::world::store::text_of(&state)
}
