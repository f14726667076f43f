//! Why what follows a payment is refused: refunds, closing, confirmations, balance pay and payouts.

use crate::world::Fen;
use crate::world::ids::{AcctId, HfSeqId, HuifuId};
use crate::world::journal::Note;

/// Why what follows a payment is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterRefusal {
    /// The payment was not made yet.
    NotPaid(HfSeqId),
    /// It was made too long ago.
    TooLate,
    /// More is to be refunded than is left.
    RefundTooMuch {
        /// What was asked for, fen.
        asked: Fen,
        /// What is left, fen.
        left: Fen,
    },
    /// Somebody would give back more than they got.
    GivesTooMuch(HuifuId),
    /// A controlled trade is to be refunded with advanced money (HF-22).
    AdvanceControlled,
    /// Somebody's account does not have what is to be given back.
    GiverShort {
        /// Who.
        huifu_id: HuifuId,
        /// What it has, fen.
        has: Fen,
        /// What it should give, fen.
        asked: Fen,
    },
    /// The order is less than a minute old.
    TooYoung,
    /// The order was paid, or closed before.
    Over,
    /// The payment was not to be settled late.
    NotDelayed(HfSeqId),
    /// Fund control holds the payment's money (HF-07).
    Frozen(HfSeqId),
    /// More is to be confirmed than is left.
    ConfirmTooMuch {
        /// What was asked for, fen.
        asked: Fen,
        /// What is left, fen.
        left: Fen,
    },
    /// The fee falls due, and neither those who get a share nor what is left bear it.
    FeeUnborne {
        /// The fee that is lacking, fen.
        fee: Fen,
        /// What is left to confirm, fen.
        left: Fen,
    },
    /// Receivers of a confirmation are to give to a refund.
    ConfirmedGivers,
    /// An account has less than is to be spent (HF-08, HF-09).
    Short {
        /// Which.
        acct_id: AcctId,
        /// What can be spent, fen.
        available: Fen,
        /// What fund control holds, fen.
        controlled: Fen,
        /// What was asked for, fen.
        asked: Fen,
    },
    /// The member has another card.
    OtherCard(String),
    /// A balance cannot pay late here.
    DelayedBalancePay,
    /// Too many bills were asked for today.
    TooManyBills(u32),
}

impl AfterRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            AfterRefusal::NotPaid(id) => Note::new(format!("{id} is not paid"), format!("{id} 尚未支付成功")),
            AfterRefusal::TooLate => {
                Note::new("the payment is more than 360 days old", "原交易已超过 360 天")
            }
            AfterRefusal::RefundTooMuch { asked, left } => Note::new(
                format!("{} yuan are to be refunded, {} can be", asked.yuan(), left.yuan()),
                format!("申请退款 {} 元，可退 {} 元", asked.yuan(), left.yuan()),
            ),
            AfterRefusal::GivesTooMuch(id) => Note::new(
                format!("{id} got less of this trade than it is to give back"),
                format!("{id} 应退金额超过其在该交易中所得"),
            ),
            AfterRefusal::AdvanceControlled => Note::new(
                "a trade that was under fund control takes no advanced money (HF-22, HF-52)",
                "受资金管控的交易不支持垫资退款（HF-22、HF-52）",
            ),
            AfterRefusal::GiverShort { huifu_id, has, asked } => Note::new(
                format!("{huifu_id} has {} yuan and is to give {}", has.yuan(), asked.yuan()),
                format!("{huifu_id} 余额 {} 元，应退 {} 元", has.yuan(), asked.yuan()),
            ),
            AfterRefusal::TooYoung => Note::new(
                "an order is closed a minute after it was placed at the earliest",
                "下单满 1 分钟后才可关单",
            ),
            AfterRefusal::Over => Note::new("the order was paid, or closed before", "原订单已支付或已关闭"),
            AfterRefusal::NotDelayed(id) => Note::new(
                format!("{id} was ordered without delay_acct_flag=Y: nothing waits for confirmation"),
                format!("{id} 下单时未传 delay_acct_flag=Y，没有待确认资金"),
            ),
            AfterRefusal::Frozen(id) => Note::new(
                format!(
                    "fund control holds the money of {id} until receipt is confirmed and WeChat releases it (HF-07, HF-20)"
                ),
                format!("{id} 的资金受管控冻结，确认收货并由微信解冻后才可交易确认（HF-07、HF-20）"),
            ),
            AfterRefusal::ConfirmTooMuch { asked, left } => Note::new(
                format!("{} yuan are to be confirmed, {} can be", asked.yuan(), left.yuan()),
                format!("确认 {} 元，待确认 {} 元", asked.yuan(), left.yuan()),
            ),
            AfterRefusal::FeeUnborne { fee, left } => fee_unborne(*fee, *left),
            AfterRefusal::ConfirmedGivers => Note::new(
                "the sandbox refunds what is unconfirmed: take the confirmation back first (delaytrans/confirmrefund)",
                "沙盒只退待确认资金：请先做交易确认退款（delaytrans/confirmrefund）",
            ),
            AfterRefusal::Short { acct_id, available, controlled, asked } => {
                short(acct_id, *available, *controlled, *asked)
            }
            AfterRefusal::OtherCard(token) => Note::new(
                format!("the member's token_no is another than {token}"),
                format!("token_no {token} 不属于该客户"),
            ),
            AfterRefusal::DelayedBalancePay => Note::new(
                "the sandbox has no balance pay that waits for confirmation",
                "沙盒不支持延迟入账的余额支付",
            ),
            AfterRefusal::TooManyBills(most) => Note::new(
                format!("a huifu_id asks for {most} bills a day"),
                format!("每个 huifu_id 每天最多请求 {most} 次账单"),
            ),
        }
    }

    /// Whether money was to move, so that the answer says that the trade failed.
    #[must_use]
    pub const fn fails_a_trade(&self) -> bool {
        match self {
            AfterRefusal::Frozen(_)
            | AfterRefusal::AdvanceControlled
            | AfterRefusal::RefundTooMuch { .. }
            | AfterRefusal::GivesTooMuch(_)
            | AfterRefusal::GiverShort { .. }
            | AfterRefusal::ConfirmTooMuch { .. }
            | AfterRefusal::FeeUnborne { .. }
            | AfterRefusal::ConfirmedGivers
            | AfterRefusal::Short { .. } => true,
            AfterRefusal::NotPaid(_)
            | AfterRefusal::TooLate
            | AfterRefusal::TooYoung
            | AfterRefusal::Over
            | AfterRefusal::NotDelayed(_)
            | AfterRefusal::OtherCard(_)
            | AfterRefusal::DelayedBalancePay
            | AfterRefusal::TooManyBills(_) => false,
        }
    }
}

fn fee_unborne(fee: Fen, left: Fen) -> Note {
    Note::new(
        format!(
            "the merchant bears the fee and is not listed: {} yuan of it are lacking, {} are left to confirm",
            fee.yuan(),
            left.yuan()
        ),
        format!("手续费由商户承担，须列入分账：尚缺手续费 {} 元，剩余待确认 {} 元", fee.yuan(), left.yuan()),
    )
}

fn short(acct_id: &AcctId, available: Fen, controlled: Fen, asked: Fen) -> Note {
    Note::new(
        format!(
            "{acct_id} can spend {} yuan, not {}; {} more are under fund control (HF-08, HF-09)",
            available.yuan(),
            asked.yuan(),
            controlled.yuan()
        ),
        format!(
            "{acct_id} 可用 {} 元，不足 {} 元；另有 {} 元受资金管控（HF-08、HF-09）",
            available.yuan(),
            asked.yuan(),
            controlled.yuan()
        ),
    )
}
