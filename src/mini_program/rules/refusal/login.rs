//! Why a login fails.

use crate::mini_program::model::app::AppKind;
use crate::world::journal::Note;

/// Why a login fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginRefusal {
    /// This login is of another kind of application.
    OtherKind(AppKind),
    /// No code.
    CodeMissing,
    /// A code that was never given out here, or is too old (OI-01).
    UnknownCode,
    /// A code that was changed already (OI-01).
    UsedCode,
    /// No openid.
    OpenidMissing,
    /// The token is another user's.
    UnknownOpenid(String),
    /// The user did not agree to show name and picture.
    ScopeTooNarrow,
}

impl LoginRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            LoginRefusal::OtherKind(AppKind::MiniProgram) => Note::new(
                "a mini program logs in with /sns/jscode2session (OI-01)",
                "小程序登录使用 /sns/jscode2session（OI-01）",
            ),
            LoginRefusal::OtherKind(AppKind::OfficialAccount) => Note::new(
                "an official account logs in with /sns/oauth2/access_token (OI-02)",
                "公众号网页登录使用 /sns/oauth2/access_token（OI-02）",
            ),
            LoginRefusal::CodeMissing => Note::new("the code is missing", "缺少 code"),
            LoginRefusal::UsedCode => Note::new("a code works once (OI-01)", "code 只能使用一次（OI-01）"),
            LoginRefusal::OpenidMissing => Note::new("the openid is missing", "缺少 openid"),
            LoginRefusal::UnknownOpenid(openid) => Note::new(
                format!("the token reads about another user than {openid} (OI-02)"),
                format!("该 token 不属于用户 {openid}（OI-02）"),
            ),
            LoginRefusal::ScopeTooNarrow => {
                Note::new("the user agreed to snsapi_base only (OI-02)", "用户仅授权了 snsapi_base（OI-02）")
            }
            LoginRefusal::UnknownCode => Note::new(
                "this appid has no such code, or it is older than five minutes; the act buyer.login gives one (OI-01, OI-03)",
                "该 appid 没有此 code，或已超过五分钟；动作 buyer.login 可获取（OI-01、OI-03）",
            ),
        }
    }
}
