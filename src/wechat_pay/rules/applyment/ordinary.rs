//! Onboarding by ordinary service providers: who may, which media, the same number again, and where it is found.

use super::submit::{self, Submission};
use crate::wechat_pay::model::applyment::{Applyment, Family, Form, Organization, Stage, State};
use crate::wechat_pay::model::media::{self, MediaKind};
use crate::wechat_pay::model::merchant::{Merchant, Permission, Role};
use crate::wechat_pay::model::switches::{self, EmptyMembers, Repeat};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::Applyment4subRefusal;
use crate::world::act::{ActRefused, ActStop};
use crate::world::ids::{ApplymentId, ApplymentNumber, Mchid};
use crate::world::journal::Note;
use crate::world::store::Page;
use crate::world::{Cx, Stop};

/// Words that no name of a merchant may hold (AS-33 names them as examples).
const BANNED: [&str; 3] = ["慈善", "基金", "医疗"];

/// The one member that takes a video.
const VIDEO: &str = "/addition_info/legal_person_video";

/// How an application of an ordinary provider stands (B6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// `applyment_state`
    pub literal: &'static str,
    /// `applyment_state_msg`
    pub message: &'static str,
    /// Whether the query answers the merchant number.
    pub has_number: bool,
}

/// The state of an application in the words of this API. The check of the first seconds is part of the audit, and between
/// signature and end its permissions are opened.
#[must_use]
pub fn standing(applyment: &Applyment) -> Standing {
    let (literal, message, has_number) = match applyment.state() {
        State::Checking | State::Auditing => ("APPLYMENT_STATE_AUDITING", "审核中", false),
        State::AccountNeedVerify => ("APPLYMENT_STATE_TO_BE_CONFIRMED", "待账户验证", false),
        State::NeedSign if applyment.signature.is_some() => ("APPLYMENT_STATE_SIGNING", "开通权限中", true),
        State::NeedSign => ("APPLYMENT_STATE_TO_BE_SIGNED", "待签约", true),
        State::Finish => ("APPLYMENT_STATE_FINISHED", "已完成", true),
        // An ordinary application is never frozen.
        State::Rejected | State::Frozen => ("APPLYMENT_STATE_REJECTED", "已驳回", false),
        State::Canceled => ("APPLYMENT_STATE_CANCELED", "申请单已被撤销", false),
    };
    Standing { literal, message, has_number }
}

/// Whether a merchant may bring others in here (AS-01, AS-36).
///
/// # Errors
/// [`Applyment4subRefusal::NoPermission`], [`Applyment4subRefusal::Limited`].
pub fn check_caller(caller: &Merchant) -> Outcome<()> {
    match caller.role {
        Role::ServiceProvider if caller.may(Permission::Onboarding) => Ok(()),
        Role::ServiceProvider => Err(Applyment4subRefusal::Limited(caller.mchid.clone()).into()),
        Role::Platform | Role::Direct | Role::Sub { .. } => {
            Err(Applyment4subRefusal::NoPermission(caller.mchid.clone()).into())
        }
    }
}

/// Members that were sent as an empty text count as absent, or end the call, as the world wants (AS-34).
///
/// # Errors
/// [`Applyment4subRefusal::Blank`].
pub fn check_blanks(cx: &Cx<'_>, blanks: &[String]) -> Outcome<()> {
    if blanks.is_empty() {
        return Ok(());
    }
    let all = blanks.join(", ");
    match switches::of(cx)?.applyment4sub.empty_members {
        EmptyMembers::Error => Err(Applyment4subRefusal::Blank(all).into()),
        EmptyMembers::Absent => {
            cx.note(Note::new(
                format!(
                    "sent empty and taken as absent: {all}; users have seen 500 SYSTEM_ERROR for it (AS-34)"
                ),
                format!("以下字段为空，视为未传：{all}；有用户因此得到 500 SYSTEM_ERROR（AS-34）"),
            ));
            Ok(())
        }
    }
}

/// Whether micro merchants may be brought in (AS-03), and the names are allowed (AS-33).
///
/// # Errors
/// [`Applyment4subRefusal::NoPermission`], [`Applyment4subRefusal::BannedWord`].
pub fn check_subject(cx: &Cx<'_>, provider: &Mchid, form: &Form) -> Outcome<()> {
    if form.organization == Organization::Micro && !switches::of(cx)?.applyment4sub.micro {
        return Err(Applyment4subRefusal::NoPermission(provider.clone()).into());
    }
    let holds = |word: &&str| form.merchant_name.contains(*word) || form.short_name.contains(*word);
    match BANNED.into_iter().find(holds) {
        Some(word) => Err(Applyment4subRefusal::BannedWord(word).into()),
        None => Ok(()),
    }
}

/// Whether every media id comes from an upload of the provider, and the video alone is a video (AS-32, AS-46).
///
/// # Errors
/// [`Applyment4subRefusal::MediaInvalid`] with the first that does not, unless the world does not ask.
pub fn check_media(cx: &Cx<'_>, provider: &Mchid, media_ids: &[(String, String)]) -> Outcome<()> {
    if !switches::of(cx)?.applyment.check_media {
        return Ok(());
    }
    for (pointer, id) in media_ids {
        let wanted = pointer == VIDEO;
        let found = media::find(cx, provider, id)?;
        if found.is_none_or(|media| (media.kind == MediaKind::Video) != wanted) {
            return Err(Applyment4subRefusal::MediaInvalid(id.clone()).into());
        }
    }
    Ok(())
}

/// Takes an application in (AS-16 to AS-19): what is rejected is overwritten, what runs answers its number or is refused, what
/// is canceled needs another number (assumed).
///
/// # Errors
/// [`Applyment4subRefusal::Running`], [`Applyment4subRefusal::TooManyNumbers`].
pub fn submit(cx: &Cx<'_>, provider: &Mchid, submission: Submission) -> Outcome<Applyment> {
    let switches = switches::of(cx)?.applyment4sub;
    let earlier = cx.get::<Applyment>(&Applyment::key_of(provider, &submission.number))?;
    match earlier {
        Some(earlier) if earlier.stage != Stage::Rejected => {
            let same = earlier.request == submission.request && earlier.stage != Stage::Canceled;
            match switches.repeat {
                Repeat::SameId if same => return Ok(earlier),
                Repeat::SameId | Repeat::Processing => {
                    return Err(Applyment4subRefusal::Running(submission.number, earlier.state()).into());
                }
            }
        }
        Some(_) => {}
        None => check_count(cx, &submission.form, switches.merchants_per_subject)?,
    }
    submit::submit(cx, provider, submission)
}

/// How many merchant numbers the subject has or is about to have (AS-06).
fn check_count(cx: &Cx<'_>, form: &Form, limit: u32) -> Outcome<()> {
    if limit == 0 {
        return Ok(());
    }
    let mut count = 0;
    for other in cx.page::<Applyment>(Page::ALL)? {
        let counts = other.family == Family::Ordinary && other.stage != Stage::Canceled;
        count += u32::from(counts && other.form.added.subject_number == form.added.subject_number);
    }
    if count >= limit { Err(Applyment4subRefusal::TooManyNumbers(limit).into()) } else { Ok(()) }
}

/// The caller's application of this number of WeChat Pay's.
///
/// # Errors
/// [`Applyment4subRefusal::Unknown`], for another provider's too.
pub fn by_id(cx: &Cx<'_>, provider: &Mchid, id: &ApplymentId) -> Outcome<Applyment> {
    let found = cx.first::<Applyment>("applyment_id", id.as_str())?;
    mine(cx, found, provider, id.as_str())
}

/// The caller's application of this number of its own.
///
/// # Errors
/// [`Applyment4subRefusal::Unknown`].
pub fn by_number(cx: &Cx<'_>, provider: &Mchid, number: &ApplymentNumber) -> Outcome<Applyment> {
    let found = cx.get::<Applyment>(&Applyment::key_of(provider, number))?;
    mine(cx, found, provider, number.as_str())
}

fn mine(cx: &Cx<'_>, found: Option<Applyment>, provider: &Mchid, number: &str) -> Outcome<Applyment> {
    let code = switches::of(cx)?.applyment4sub.not_found;
    let found = found.filter(|found| found.family == Family::Ordinary && found.provider == *provider);
    Ok(found.ok_or_else(|| Applyment4subRefusal::Unknown(number.to_owned(), code))?)
}

/// A person revokes an application in the provider's back office: there is no API for it (AS-04, AS-13).
///
/// # Errors
/// A refusal once it is finished or canceled (AS-19), or when it is an e-commerce platform's, which has an API.
pub fn revoke(cx: &Cx<'_>, applyment: Applyment) -> Result<Applyment, ActStop> {
    let refused = |en: &str, zh: &str| ActRefused::new(en, zh);
    if applyment.family != Family::Ordinary {
        return Err(refused(
            "an e-commerce platform revokes by its API (1.7)",
            "平台收付通请用撤销接口（1.7）",
        )
        .into());
    }
    super::revoke::revoke(cx, applyment).map_err(|stop| match stop {
        Stop::Refused(_) | Stop::RefusedAndKept(_) => refused(
            "what is finished or canceled cannot be revoked (AS-19)",
            "已完成或已作废的申请单不能撤销（AS-19）",
        )
        .into(),
        Stop::Bug(bug) => bug.into(),
    })
}
