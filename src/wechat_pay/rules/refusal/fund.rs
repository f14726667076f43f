//! Why balances and withdrawals refuse.

use crate::world::ids::Mchid;
use crate::world::journal::Note;
use crate::world::{Day, Fen, Instant};

/// Why the question for a balance, or a withdrawal, is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FundRefusal {
    /// The balance of somebody else's sub-merchant is asked for (FB-03).
    NotYourSub(Mchid),
    /// A merchant that is no platform asks for a sub-merchant's balance (FB-03).
    NoProvider(Mchid),
    /// The API is not open to this merchant (FB-03).
    NoInterface(Mchid),
    /// A sub-merchant's account has no end-of-day balance of this day (FB-03).
    NoAccountThen(DayMissing),
    /// The caller's account has no end-of-day balance of this day (FB-03).
    NoDataOfDay(DayMissing),
    /// Withdrawing is not permitted; nothing is created (WD-03).
    NoWithdrawPermission(Mchid),
    /// The account is short (WD-04).
    Short {
        /// What has to be there, in fen.
        asked: Fen,
        /// What is free, in fen.
        free: Fen,
    },
    /// The number came too late again (WD-04).
    Expired(Instant),
    /// The withdrawal of this number was closed (WD-10).
    Closed(String),
    /// Yesterday's balance is not made yet.
    DayEndNotReady(Instant),
    /// No withdrawal by day-end balance is taken so late.
    TooLateToday,
    /// Too many requests in one second (WD-09).
    TooOften(u32),
    /// More than one withdrawal may carry (WD-01).
    TooMuch(Fen),
}

/// Why a day has no end-of-day balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMissing {
    /// It is made later.
    NotReady(Day, Instant),
    /// It is too long ago.
    TooOld(Day),
    /// The world began later.
    BeforeTheWorld(Day),
    /// Nobody has an account of this type.
    NoSuchAccount,
}

impl DayMissing {
    fn explain(self) -> (String, String) {
        match self {
            DayMissing::NotReady(day, from) => (
                format!(
                    "the balance of {day} is there from {from} on; sandbox time moves with `clock advance`"
                ),
                format!("{day} 的日终余额自 {from} 起可查；沙盒时间用 clock advance 推进"),
            ),
            DayMissing::TooOld(day) => {
                (format!("{day} is more than 90 days ago"), format!("{day} 早于 90 天前"))
            }
            DayMissing::BeforeTheWorld(day) => {
                (format!("this world began after {day}"), format!("该世界在 {day} 之后才开始"))
            }
            DayMissing::NoSuchAccount => (
                "no merchant of this sandbox has a DEPOSIT account".to_owned(),
                "沙盒中没有商户开通保证金账户（DEPOSIT）".to_owned(),
            ),
        }
    }
}

impl FundRefusal {
    /// The explanation in both languages.
    #[must_use]
    pub(super) fn explain(&self) -> Note {
        let note = |en: String, zh: String| Note { en, zh };
        let fixed = |en: &str, zh: &str| Note::new(en, zh);
        match self {
            FundRefusal::NotYourSub(mchid) => note(
                format!("{mchid} is not a sub-merchant of the caller; see given.sub_merchants (FB-03)"),
                format!("{mchid} 不是调用方的二级商户；见 given.sub_merchants（FB-03）"),
            ),
            FundRefusal::NoProvider(mchid) => note(
                format!("{mchid} is no platform and has no sub-merchants (FB-03)"),
                format!("{mchid} 不是平台，没有二级商户（FB-03）"),
            ),
            FundRefusal::NoInterface(mchid) => note(
                format!(
                    "only platforms and service providers use this API, with the permission withdraw for withdrawals; {mchid} may not (FB-03, WD-03)"
                ),
                format!(
                    "该接口只对平台与服务商开放，提现另需 withdraw 权限；{mchid} 无权调用（FB-03、WD-03）"
                ),
            ),
            FundRefusal::NoAccountThen(why) | FundRefusal::NoDataOfDay(why) => {
                let (en, zh) = why.explain();
                note(format!("{en} (FB-02, FB-03)"), format!("{zh}（FB-02、FB-03）"))
            }
            FundRefusal::NoWithdrawPermission(mchid) => note(
                format!(
                    "the permission withdraw of {mchid} is off, or it is not the caller's; act merchant.set_permission turns it on (WD-03)"
                ),
                format!(
                    "{mchid} 的 withdraw 权限已关闭，或不是调用方的二级商户；可用 merchant.set_permission 开通（WD-03）"
                ),
            ),
            FundRefusal::Short { asked, free } => note(
                format!(
                    "{asked} fen are needed, {free} fen are free; frozen money does not count. An order that was created stays INIT: send the same number again when the money is there (WD-04)"
                ),
                format!(
                    "需要 {asked} 分，可用 {free} 分；冻结资金不计。已创建的单据保持 INIT：余额足够后用原单号重新提交（WD-04）"
                ),
            ),
            FundRefusal::Expired(until) => note(
                format!("this number could be sent again until {until}; use a new one (WD-02, WD-04)"),
                format!("该单号可重入至 {until}；请换单号（WD-02、WD-04）"),
            ),
            FundRefusal::Closed(number) => note(
                format!("withdrawal {number} was closed; use a new number (WD-10)"),
                format!("提现单 {number} 已关单；请换单号（WD-10）"),
            ),
            FundRefusal::DayEndNotReady(from) => note(
                format!("yesterday's balance is there from {from} on (FB-02)"),
                format!("昨日日终余额自 {from} 起可用（FB-02）"),
            ),
            FundRefusal::TooLateToday => fixed(
                "withdrawals by day-end balance are taken until 23:55",
                "按日终余额提现每天 23:55 后不再受理",
            ),
            FundRefusal::TooOften(limit) => note(
                format!(
                    "at most {limit} withdrawals a second of business time; switches.withdraw.most_per_second (WD-09)"
                ),
                format!(
                    "提现每秒最多 {limit} 次（按沙盒时间）；开关 switches.withdraw.most_per_second（WD-09）"
                ),
            ),
            FundRefusal::TooMuch(amount) => note(
                format!("{amount} fen; one withdrawal carries at most 80000000000 fen (WD-01)"),
                format!("{amount} 分；单笔提现最多 80000000000 分（WD-01）"),
            ),
        }
    }
}
