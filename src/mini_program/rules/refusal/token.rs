//! Why a token is not taken, or not given.

use crate::world::journal::Note;

/// Why a token is not taken, or not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefusal {
    /// A token that was never given out, or is of another kind.
    Unknown,
    /// A token in whose place a newer one stands (SH-08, SH-12).
    Retired,
    /// A token past its time.
    Expired,
    /// The stable token was asked for too often today (SH-13); so often it may be.
    AskedTooOftenToday(u32),
    /// The stable token was asked for too often in this minute (SH-13); so often it may be.
    AskedTooOften(u32),
    /// A stable token was forced too often today (SH-12); so often it may be.
    ForcedTooOften(u32),
}

impl TokenRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(self) -> Note {
        match self {
            TokenRefusal::Unknown => Note::new(
                "this world gave out no such token for this API",
                "该世界没有发出过该接口可用的这个 token",
            ),
            TokenRefusal::Retired => Note::new(
                "a newer token stands in the place of this one: two caches that both ask for tokens retire each other's (SH-08)",
                "该 token 已被更新的取代：两处各自获取 token 会互相使对方失效（SH-08）",
            ),
            TokenRefusal::Expired => Note::new(
                "the token is past its 7200 s; ask for a new one (SH-08)",
                "token 已过有效期，请重新获取（SH-08）",
            ),
            TokenRefusal::AskedTooOftenToday(most) => Note::new(
                format!("a stable token can be asked for {most} times a day: keep it for its life (SH-13)"),
                format!("stable_token 每天最多获取 {most} 次：请在有效期内缓存（SH-13）"),
            ),
            TokenRefusal::AskedTooOften(most) => Note::new(
                format!(
                    "a stable token can be asked for {most} times a minute: keep it for its life (SH-13)"
                ),
                format!("stable_token 每分钟最多获取 {most} 次：请在有效期内缓存（SH-13）"),
            ),
            TokenRefusal::ForcedTooOften(most) => Note::new(
                format!("a stable token can be forced {most} times a day (SH-12)"),
                format!("stable_token 每天最多强制刷新 {most} 次（SH-12）"),
            ),
        }
    }
}
