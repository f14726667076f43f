//! How long the steps of an application take: the two families differ (AP-09, AP-34; AS-10 to AS-14).

use crate::wechat_pay::model::applyment::Family;
use crate::wechat_pay::model::switches;
use crate::world::{Bug, Cx, Span};

/// The terms of one family in this world.
pub(super) struct Terms {
    /// Working days of the audit.
    pub(super) audit_days: u32,
    /// Time to verify the account.
    pub(super) verify_within: Span,
    /// Time to sign.
    pub(super) sign_within: Span,
    /// Time from the last step to the end.
    pub(super) finish_after: Span,
}

/// The terms of a family.
pub(super) fn terms(cx: &Cx<'_>, family: Family) -> Result<Terms, Bug> {
    let switches = switches::of(cx)?;
    Ok(match family {
        Family::Ecommerce => Terms {
            audit_days: switches.applyment.audit_days.into(),
            verify_within: switches.applyment.verify_within,
            sign_within: switches.applyment.sign_within,
            finish_after: switches.applyment.finish_after,
        },
        Family::Ordinary => Terms {
            audit_days: switches.applyment4sub.audit_days.into(),
            verify_within: switches.applyment4sub.verify_within,
            sign_within: switches.applyment4sub.sign_within,
            finish_after: switches.applyment4sub.open_after,
        },
    })
}
