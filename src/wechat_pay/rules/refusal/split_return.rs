//! Why a split return refuses.

use crate::world::ids::Mchid;
use crate::world::journal::Note;
use crate::world::{Fen, Instant};

/// Why a split return is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SplitReturnRefusal {
    /// The merchant that was split from would give to itself (PS-47).
    SameMerchant,
    /// The split has no such receiver (PS-48).
    NoReceiver(Mchid),
    /// The receiver is a person (PS-20).
    Person,
    /// The split is not finished, or this receiver got nothing (PS-40).
    NotDone,
    /// The receiver did not agree to give back (PP-27).
    NoConsent(Mchid),
    /// The merchant that would get the money is a risk (PP-32).
    Restricted(Mchid),
    /// Too long after the split (PS-43).
    TooLate(Instant),
    /// Too many returns (PS-42).
    TooMany(u32),
    /// More than the receiver got, less what it gave back (PS-41).
    TooMuch {
        /// What was asked, in fen.
        asked: Fen,
        /// What can still be given back, in fen.
        left: Fen,
    },
    /// The receiver does not have the money: the return waits for it (PS-45).
    Short {
        /// The receiver.
        mchid: Mchid,
        /// What was asked, in fen.
        asked: Fen,
        /// What it has, in fen.
        there: Fen,
    },
}

impl SplitReturnRefusal {
    /// The explanation in both languages.
    #[must_use]
    pub(super) fn explain(&self) -> Note {
        let note = |en: String, zh: String| Note { en, zh };
        let fixed = |en: &str, zh: &str| Note::new(en, zh);
        match self {
            SplitReturnRefusal::SameMerchant => fixed(
                "return_mchid is the merchant that was split from; name the receiver that gives back (PS-47)",
                "return_mchid 是分出方自身；应传退回资金的分账接收方（PS-47）",
            ),
            SplitReturnRefusal::NoReceiver(mchid) => note(
                format!("{mchid} was no receiver of this split (PS-48)"),
                format!("{mchid} 不是该笔分账的接收方（PS-48）"),
            ),
            SplitReturnRefusal::Person => {
                fixed("people cannot give back, only merchants can (PS-20)", "个人接收方不支持回退（PS-20）")
            }
            SplitReturnRefusal::NotDone => fixed(
                "the split is still PROCESSING, or this receiver's part was CLOSED; move time, then query it (PS-40)",
                "分账仍在处理中，或该接收方的明细已关闭；请推进时间后查询（PS-40）",
            ),
            SplitReturnRefusal::NoConsent(mchid) => note(
                format!(
                    "{mchid} did not agree to returns; split_return_consent or act merchant.set_split_return_consent says it does (PP-27)"
                ),
                format!(
                    "{mchid} 未开通分账回退；可用 split_return_consent 或 merchant.set_split_return_consent 开通（PP-27）"
                ),
            ),
            SplitReturnRefusal::Restricted(mchid) => note(
                format!("{mchid} is under risk control; act receiver.set_state NORMAL ends it (PP-32)"),
                format!("{mchid} 被风控；可用 receiver.set_state NORMAL 解除（PP-32）"),
            ),
            SplitReturnRefusal::TooLate(until) => note(
                format!("returns of this split ended at {until}; switches.split_return.within (PS-43)"),
                format!("该笔分账的回退截止于 {until}；开关 switches.split_return.within（PS-43）"),
            ),
            SplitReturnRefusal::TooMany(limit) => note(
                format!("{limit} returns were accepted already; switches.split_return.max (PS-42)"),
                format!("已受理 {limit} 次回退；开关 switches.split_return.max（PS-42）"),
            ),
            SplitReturnRefusal::TooMuch { asked, left } => note(
                format!("{asked} fen asked, {left} fen of this part can still be given back (PS-41)"),
                format!("请求回退 {asked} 分，该明细剩余可回退 {left} 分（PS-41）"),
            ),
            SplitReturnRefusal::Short { mchid, asked, there } => note(
                format!(
                    "BASIC of {mchid} has {there} fen of {asked}; the return stays PROCESSING: act merchant.top_up, then the same request again (PS-45)"
                ),
                format!(
                    "{mchid} 基本账户可用 {there} 分，需 {asked} 分；回退单保持 PROCESSING：merchant.top_up 充值后用原单号原参数重试（PS-45）"
                ),
            ),
        }
    }
}
