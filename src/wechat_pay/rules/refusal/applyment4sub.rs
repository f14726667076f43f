//! Why onboarding by ordinary service providers refuses, where it says so in words of its own.

use crate::wechat_pay::model::applyment::State;
use crate::wechat_pay::model::switches::NotFound;
use crate::world::ids::{ApplymentNumber, Mchid};
use crate::world::journal::Note;

/// Why an application of an ordinary provider, or a question about one, is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applyment4subRefusal {
    /// The caller is no ordinary provider, or may not bring in micro merchants (AS-01, AS-03).
    NoPermission(Mchid),
    /// The permission was taken from the provider (AS-01).
    Limited(Mchid),
    /// Members were sent empty, in a world that refuses that (AS-34).
    Blank(String),
    /// A name holds a word that is not allowed (AS-33).
    BannedWord(&'static str),
    /// A media id that is none of the caller's, or of the wrong kind (AS-32, AS-46).
    MediaInvalid(String),
    /// The subject has as many merchant numbers as it may (AS-06).
    TooManyNumbers(u32),
    /// The number's application is running and differs (AS-17, AS-19).
    Running(ApplymentNumber, State),
    /// No such application (AS-20, AS-21).
    Unknown(String, NotFound),
}

impl Applyment4subRefusal {
    /// The explanation in both languages.
    #[must_use]
    pub(super) fn explain(&self) -> Note {
        let (en, zh) = match self {
            Applyment4subRefusal::NoPermission(mchid) => (
                format!(
                    "{mchid} is no ordinary service provider; micro merchants need switches.applyment4sub.micro: true (AS-01, AS-03)"
                ),
                format!(
                    "{mchid} 不是普通服务商；小微商户进件须设 switches.applyment4sub.micro: true（AS-01、AS-03）"
                ),
            ),
            Applyment4subRefusal::Limited(mchid) => (
                format!(
                    "onboarding of {mchid} is switched off; act merchant.set_permission turns it on (AS-01)"
                ),
                format!("{mchid} 的进件权限已关闭；可用 merchant.set_permission 开通（AS-01）"),
            ),
            Applyment4subRefusal::Blank(pointers) => (
                format!(
                    "sent empty: {pointers}; leave them out, or set switches.applyment4sub.empty_members: absent (AS-34)"
                ),
                format!(
                    "以下字段为空：{pointers}；请不要传，或设 switches.applyment4sub.empty_members: absent（AS-34）"
                ),
            ),
            Applyment4subRefusal::BannedWord(word) => (
                format!("merchant_name or merchant_shortname holds {} (AS-33)", word.escape_default()),
                format!("merchant_name 或 merchant_shortname 含有“{word}”（AS-33）"),
            ),
            Applyment4subRefusal::MediaInvalid(id) => (
                format!(
                    "media id {} is of no upload of this merchant, or a video where a picture is wanted or the other way (AS-32, AS-46)",
                    id.escape_debug()
                ),
                format!("media_id {id} 不是该商户上传所得，或图片与视频混用（AS-32、AS-46）"),
            ),
            Applyment4subRefusal::TooManyNumbers(limit) => (
                format!(
                    "the subject has {limit} merchant numbers; switches.applyment4sub.merchants_per_subject (AS-06)"
                ),
                format!(
                    "该主体已有 {limit} 个商户号；开关 switches.applyment4sub.merchants_per_subject（AS-06）"
                ),
            ),
            Applyment4subRefusal::Running(number, state) => {
                let name = crate::world::store::text_of(state);
                (
                    format!(
                        "the application {number} is {name}; only a rejected one can be changed (AS-16, AS-17, AS-19)"
                    ),
                    format!(
                        "申请单 {number} 为“{}”，仅驳回后可修改重新提交（AS-16、AS-17、AS-19）",
                        state.description()
                    ),
                )
            }
            Applyment4subRefusal::Unknown(number, _) => (
                format!("this provider has no application {} (AS-20)", number.escape_debug()),
                format!("该服务商没有申请单 {number}（AS-20）"),
            ),
        };
        Note { en, zh }
    }
}
