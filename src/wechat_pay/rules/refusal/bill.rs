//! Why bills refuse.

use crate::world::Instant;
use crate::world::day::Day;
use crate::world::ids::Mchid;
use crate::world::journal::Note;

/// The two families of bills: they word the same refusals differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillFamily {
    /// Trade and fund-flow bills.
    Statement,
    /// Sharing bills (PP-59).
    Sharing,
}

/// Why a bill cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BillRefusal {
    /// The day is none, or not written like 2026-01-05.
    BadDate(BillFamily, String),
    /// The sub-merchant is not the caller's.
    NotYourSub(BillFamily, Mchid),
    /// Only a platform has the bill of all its sub-merchants.
    NotAPlatform(Mchid),
    /// The day is today or later (BI-02).
    NotOver(BillFamily, Day),
    /// The bill is being made (BI-02).
    Creating(BillFamily, Instant),
    /// More than three months ago (BI-02).
    TooOld(Day),
    /// Nothing happened that day (BI-02).
    NothingHappened(Day),
    /// The world has no SM2 keys.
    NoSm4,
    /// No such token (BI-04).
    UnknownToken,
    /// The token was given to another merchant (BI-04).
    ForeignToken(Mchid),
    /// The token is older than five minutes (BI-04).
    TokenLate(Instant),
}

impl BillRefusal {
    /// The explanation in both languages.
    #[must_use]
    pub(super) fn explain(&self) -> Note {
        let note = |en: String, zh: String| Note { en, zh };
        let fixed = |en: &str, zh: &str| Note::new(en, zh);
        match self {
            BillRefusal::BadDate(_, text) => note(
                format!("`{}` is not a day; write it like 2026-01-05", text.escape_default()),
                format!("`{text}` 不是日期；格式为 2026-01-05"),
            ),
            BillRefusal::NotYourSub(_, mchid) => note(
                format!("{mchid} is not a sub-merchant of the caller (BI-01)"),
                format!("{mchid} 不是调用方的特约（二级）商户（BI-01）"),
            ),
            BillRefusal::NotAPlatform(mchid) => note(
                format!("{mchid} is no e-commerce platform; only a platform has this bill (BI-01)"),
                format!("{mchid} 不是电商平台；只有平台能申请此账单（BI-01）"),
            ),
            BillRefusal::NotOver(_, day) => note(
                format!(
                    "{day} is not over: its bill is there from 10:00 of the next day on; sandbox time moves with `clock advance` (BI-02)"
                ),
                format!("{day} 尚未结束：次日 10:00 起可下载；沙盒时间用 clock advance 推进（BI-02）"),
            ),
            BillRefusal::Creating(_, from) => note(
                format!("the bill is there from {from} on; sandbox time moves with `clock advance` (BI-02)"),
                format!("{from} 起可下载；沙盒时间用 clock advance 推进（BI-02）"),
            ),
            BillRefusal::TooOld(day) => note(
                format!(
                    "{day} is more than three months before the sandbox's today; 90 days for withdrawals (BI-02, WD-13)"
                ),
                format!("{day} 距沙盒的今天超过三个月；提现异常文件为 90 天（BI-02、WD-13）"),
            ),
            BillRefusal::NothingHappened(day) => note(
                format!("nothing that this bill would tell happened on {day} (BI-02)"),
                format!("{day} 没有该账单应记录的业务（BI-02）"),
            ),
            BillRefusal::NoSm4 => fixed(
                "the sandbox encrypts bills with AEAD_AES_256_GCM only (BI-06)",
                "沙盒的账单加密仅支持 AEAD_AES_256_GCM（BI-06）",
            ),
            BillRefusal::UnknownToken => fixed(
                "no bill was applied for with this token; take download_url as it was answered (BI-04)",
                "没有申请过该 token 的账单；请原样使用返回的 download_url（BI-04）",
            ),
            BillRefusal::ForeignToken(mchid) => note(
                format!("the bill was applied for by {mchid}; the same merchant downloads it (BI-04)"),
                format!("该账单由 {mchid} 申请；只能由同一商户下载（BI-04）"),
            ),
            BillRefusal::TokenLate(until) => note(
                format!(
                    "the token could be used until {until}, 5 minutes after it was given; apply again (BI-04)"
                ),
                format!("token 有效至 {until}（5 分钟）；请重新申请账单（BI-04）"),
            ),
        }
    }
}
