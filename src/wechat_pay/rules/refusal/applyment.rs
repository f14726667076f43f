//! Why onboarding refuses.

use crate::wechat_pay::model::applyment::{Family, State};
use crate::world::ids::{ApplymentId, ApplymentNumber, Mchid};
use crate::world::journal::Note;

/// Why an application, or a question about one, is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplymentRefusal {
    /// The caller may not bring merchants in (AP-01).
    NoPermission(Mchid),
    /// A member is missing, or may not be there, or is wrong for this kind of applicant (1.5).
    Field {
        /// Whose description of members it is.
        family: Family,
        /// Which member, as a JSON pointer.
        pointer: String,
        /// What is wrong with it.
        fault: FieldFault,
    },
    /// A media id that no upload of the caller's gave (AP-54).
    MediaUnknown(String),
    /// The number's application is not rejected and differs (AP-52).
    NotEditable(State),
    /// The number's application was canceled (AP-53).
    NumberCanceled(ApplymentNumber),
    /// No such application.
    Unknown(String),
    /// The application is another provider's.
    NotYours(ApplymentId),
    /// It cannot be taken back any more (AP-56).
    NotRevocable(State),
    /// It did not declare that the provider checks the signer (1.8).
    NotByProxy(ApplymentId),
    /// It cannot be signed now (AP-40).
    NotSignable(State),
    /// Its administrator signed for as many small merchants as one person may (AP-11).
    SignedEnough(ApplymentId),
}

/// What is wrong with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// It is not there, and for this applicant it must be.
    Missing,
    /// It is there, and for this applicant it may not be.
    NotAllowed,
    /// Its value is wrong; what it must be, in English and Chinese.
    Wrong(&'static str, &'static str),
    /// Its absence or value is refused with a sentence of its own.
    Said(&'static str),
}

impl ApplymentRefusal {
    /// The explanation in both languages.
    #[must_use]
    pub(super) fn explain(&self) -> Note {
        let note = |en: String, zh: String| Note { en, zh };
        let state = |state: State| crate::world::store::text_of(&state);
        match self {
            ApplymentRefusal::NoPermission(mchid) => note(
                format!("{mchid} is no e-commerce platform and cannot submit applications here (AP-01)"),
                format!("{mchid} 未开通平台收付通，不能在此进件（AP-01）"),
            ),
            ApplymentRefusal::Field { pointer, fault, .. } => of_field(pointer, *fault),
            ApplymentRefusal::MediaUnknown(id) => note(
                format!(
                    "media id {} comes from no upload of this merchant; upload the file, or set switches.applyment.check_media: false (AP-54)",
                    id.escape_debug()
                ),
                format!(
                    "media_id {id} 不是该商户上传所得；请先上传，或设 switches.applyment.check_media: false（AP-54）"
                ),
            ),
            ApplymentRefusal::NotEditable(now) => note(
                format!(
                    "the application of this out_request_no is {}; it can be changed only while REJECTED (AP-52)",
                    state(*now)
                ),
                format!(
                    "该业务申请编号的申请单为“{}”；仅“已驳回”时可修改后重新提交（AP-52）",
                    now.description()
                ),
            ),
            ApplymentRefusal::NumberCanceled(number) => note(
                format!("the application {number} was revoked; submit under a new number (AP-53)"),
                format!("申请单 {number} 已作废；请换业务申请编号重新提交（AP-53）"),
            ),
            ApplymentRefusal::Unknown(number) => note(
                format!("this merchant has no application {}", number.escape_debug()),
                format!("该商户没有申请单 {number}"),
            ),
            ApplymentRefusal::NotYours(id) => note(
                format!("application {id} belongs to another provider"),
                format!("申请单 {id} 属于其他平台"),
            ),
            ApplymentRefusal::NotRevocable(now) => note(
                format!("the application is {}; FINISH and CANCELED cannot be revoked (AP-56)", state(*now)),
                format!("申请单为“{}”；已完成或已作废的申请单不能撤销（AP-56）", now.description()),
            ),
            ApplymentRefusal::NotByProxy(id) => note(
                format!("application {id} was submitted without proxy_sign_verify_mode: true"),
                format!("申请单 {id} 提交时未传 proxy_sign_verify_mode: true"),
            ),
            ApplymentRefusal::NotSignable(now) => note(
                format!("the application is {} and cannot be signed now (AP-40)", state(*now)),
                format!("申请单为“{}”，当前不可签约（AP-40）", now.description()),
            ),
            ApplymentRefusal::SignedEnough(id) => note(
                format!(
                    "the administrator of application {id} signed for five small merchants of the platform, that is the limit (AP-11)"
                ),
                format!("申请单 {id} 的超级管理员在该平台下已签约 5 个小微商户/个人卖家，达到上限（AP-11）"),
            ),
        }
    }
}

fn of_field(pointer: &str, fault: FieldFault) -> Note {
    let pointer = format!("/body{}", pointer.escape_debug());
    match fault {
        FieldFault::Missing => Note::new(
            format!("{pointer} must be sent for this kind of applicant"),
            format!("该主体类型必须填写 {pointer}"),
        ),
        FieldFault::NotAllowed => Note::new(
            format!("{pointer} may not be sent for this kind of applicant"),
            format!("该主体类型不可填写 {pointer}"),
        ),
        FieldFault::Wrong(en, zh) => Note::new(format!("{pointer} {en}"), format!("{pointer} {zh}")),
        FieldFault::Said(_) => Note::new(
            format!("{pointer} is missing or wrong for this kind of applicant"),
            format!("{pointer} 缺失或与主体类型不符"),
        ),
    }
}
