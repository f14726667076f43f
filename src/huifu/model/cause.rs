//! Why money moves, in the words of the money story.

/// Why a transfer is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A buyer paid.
    Payment,
    /// Somebody else paid a part of it (补贴支付).
    Subsidy,
    /// Huifu's fee.
    Fee,
    /// The fee comes back with a refund.
    FeeBack,
    /// A refund.
    Refund,
    /// A part of a refund is paid by somebody else for now (垫资).
    Advance,
    /// Fund control lets go.
    Unfreeze,
    /// A delayed trade is confirmed (交易确认).
    Confirm,
    /// A confirmation is taken back.
    ConfirmRefund,
    /// A balance pays (余额支付).
    BalancePay,
    /// A payout.
    Payout,
}

impl Cause {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Cause::Payment => "huifu_payment",
            Cause::Subsidy => "huifu_subsidy",
            Cause::Fee => "huifu_fee",
            Cause::FeeBack => "huifu_fee_back",
            Cause::Refund => "huifu_refund",
            Cause::Advance => "huifu_advance",
            Cause::Unfreeze => "huifu_unfreeze",
            Cause::Confirm => "huifu_confirm",
            Cause::ConfirmRefund => "huifu_confirm_refund",
            Cause::BalancePay => "huifu_balance_pay",
            Cause::Payout => "huifu_payout",
        }
    }
}
