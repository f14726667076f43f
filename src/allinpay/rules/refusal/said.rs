//! Code and text of a trade that fails: documented, or from the table of what is assumed.

use super::Why;
use crate::allinpay::model::assumed::{Assumed, Said};

impl Why {
    /// `trxstatus` and `errmsg`.
    #[must_use]
    pub fn said(&self, assumed: &Assumed) -> Said {
        let with = |said: &Said, end: &str| Said { errmsg: format!("{}{end}", said.errmsg), ..said.clone() };
        match self {
            Why::Repeated(_) => assumed.repeated.clone(),
            Why::NotControlled(appid) => with(&assumed.not_controlled, appid.as_str()),
            Why::NotJoined(..) => assumed.not_joined.clone(),
            Why::NotOpened => assumed.not_opened.clone(),
            Why::RiskLimited { .. } => assumed.risk_limited.clone(),
            Why::BadPayer(_) => assumed.bad_payer.clone(),
            Why::BadCode => assumed.bad_code.clone(),
            Why::PaymentFailed => assumed.payment_failed.clone(),
            Why::UnknownOriginal => assumed.unknown_original.clone(),
            Why::NotPaid => assumed.not_paid.clone(),
            Why::AlreadyCancelled => assumed.already_cancelled.clone(),
            Why::OverRefund(left) => Said {
                trxstatus: "3999".to_owned(),
                errmsg: format!("金额错误,当前可退货金额为:{}", left.yuan()),
            },
            Why::BelowFee(_) => {
                Said { trxstatus: "3014".to_owned(), errmsg: "交易金额小于应收手续费".to_owned() }
            }
            Why::QuotesCompletion => assumed.quotes_completion.clone(),
            Why::NoPartial => assumed.no_partial.clone(),
            Why::NoCancel => assumed.no_cancel.clone(),
            Why::CancelRefused => assumed.cancel_refused.clone(),
            Why::ClosePaid => assumed.close_paid.clone(),
            Why::CloseEarly => assumed.close_early.clone(),
            Why::NoShare => assumed.no_share.clone(),
            Why::ShareFrozen => assumed.share_frozen.clone(),
            Why::Share(_) => assumed.share_refused.clone(),
        }
    }
}
