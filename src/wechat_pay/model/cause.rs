//! Why money moves: one word for each kind of posting. Bills and the money story are told from these.

/// Why a transfer of WeChat Pay's moves money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A buyer pays an order (LG-01, LG-02).
    Pay,
    /// The fee on a payment (LG-03).
    Fee,
    /// A part of an order goes to a receiver (LG-10).
    Split,
    /// A part of an order goes to the sub-merchant with a split (LG-11, LG-12).
    Unfreeze,
    /// The rest of an order is unfrozen by request (LG-12).
    Finish,
    /// The rest of an order is unfrozen by time (LG-12).
    UnfreezeOverdue,
    /// Fund control holds the order's money no more (SH-85).
    ControlEnded,
    /// A receiver gives a part back (LG-13).
    SplitReturn,
    /// The platform adds to an order (LG-04).
    Subsidy,
    /// A subsidy goes back (LG-14).
    SubsidyReturn,
    /// A buyer gets money back (LG-06, LG-07).
    Refund,
    /// A buyer gets money back that the platform advances (LG-08).
    RefundAdvance,
    /// The fee on what was refunded comes back (LG-05).
    FeeBack,
    /// A refund failed for good, its money returns (LG-16).
    RefundClosed,
    /// The fee that a failed refund had brought back is charged again (LG-16).
    FeeAgain,
    /// An advance is returned (LG-09).
    AdvanceReturn,
    /// A withdrawal leaves the account (LG-15).
    Withdraw,
    /// A withdrawal reaches the bank (LG-15).
    WithdrawPaid,
    /// A withdrawal failed or was returned by the bank (LG-15).
    WithdrawBack,
    /// Money is brought in from a bank.
    TopUp,
    /// WeChat Pay remits 0.01 yuan to see whether a card takes money (LG-17).
    CardCheck,
}

impl Cause {
    /// Every cause.
    pub const ALL: &'static [Cause] = &[
        Cause::Pay,
        Cause::Fee,
        Cause::Split,
        Cause::Unfreeze,
        Cause::Finish,
        Cause::UnfreezeOverdue,
        Cause::ControlEnded,
        Cause::SplitReturn,
        Cause::Subsidy,
        Cause::SubsidyReturn,
        Cause::Refund,
        Cause::RefundAdvance,
        Cause::FeeBack,
        Cause::RefundClosed,
        Cause::FeeAgain,
        Cause::AdvanceReturn,
        Cause::Withdraw,
        Cause::WithdrawPaid,
        Cause::WithdrawBack,
        Cause::TopUp,
        Cause::CardCheck,
    ];

    /// The word that the books keep.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Cause::Pay => "pay",
            Cause::Fee => "fee",
            Cause::Split => "split",
            Cause::Unfreeze => "unfreeze",
            Cause::Finish => "finish",
            Cause::UnfreezeOverdue => "unfreeze_overdue",
            Cause::ControlEnded => "control_ended",
            Cause::SplitReturn => "split_return",
            Cause::Subsidy => "subsidy",
            Cause::SubsidyReturn => "subsidy_return",
            Cause::Refund => "refund",
            Cause::RefundAdvance => "refund_advance",
            Cause::FeeBack => "fee_back",
            Cause::RefundClosed => "refund_closed",
            Cause::FeeAgain => "fee_again",
            Cause::AdvanceReturn => "advance_return",
            Cause::Withdraw => "withdraw",
            Cause::WithdrawPaid => "withdraw_paid",
            Cause::WithdrawBack => "withdraw_back",
            Cause::TopUp => "top_up",
            Cause::CardCheck => "card_check",
        }
    }

    /// What it means, in one line of each language: English, then Chinese.
    #[must_use]
    pub const fn line(self) -> (&'static str, &'static str) {
        match self {
            Cause::Pay => ("the buyer paid", "买家付款"),
            Cause::Fee => ("fee on the payment", "收取交易手续费"),
            Cause::Split => ("split to a receiver", "分账给接收方"),
            Cause::Unfreeze => ("the rest of a finished split", "分账完结，剩余解冻"),
            Cause::Finish => ("the rest unfrozen by request", "请求解冻剩余资金"),
            Cause::UnfreezeOverdue => ("the rest unfrozen by time", "到期自动解冻"),
            Cause::ControlEnded => ("fund control ended", "资金管控解除"),
            Cause::SplitReturn => ("a receiver gave a part back", "分账回退"),
            Cause::Subsidy => ("the platform subsidised the order", "平台补差"),
            Cause::SubsidyReturn => ("a subsidy went back", "补差回退"),
            Cause::Refund => ("refund to the buyer", "退款给买家"),
            Cause::RefundAdvance => ("refund advanced by the platform", "平台垫付退款"),
            Cause::FeeBack => ("fee on what was refunded came back", "退还交易手续费"),
            Cause::RefundClosed => ("a failed refund came back", "退款关闭，资金退回"),
            Cause::FeeAgain => ("fee charged again after a failed refund", "退款关闭，重新收取手续费"),
            Cause::AdvanceReturn => ("an advance was returned", "垫付回补"),
            Cause::Withdraw => ("withdrawal left the account", "发起提现"),
            Cause::WithdrawPaid => ("withdrawal reached the bank", "提现到账"),
            Cause::WithdrawBack => ("withdrawal came back", "提现退回"),
            Cause::TopUp => ("topped up from a bank", "充值"),
            Cause::CardCheck => ("0.01 yuan remitted to check a settlement card", "结算卡打款验证 0.01 元"),
        }
    }

    /// Reads a word of the books.
    #[must_use]
    pub fn read(word: &str) -> Option<Cause> {
        Cause::ALL.iter().copied().find(|cause| cause.word() == word)
    }
}
