//! Which applicant must show that its account is its own (1.3).

use crate::wechat_pay::model::applyment::{ContactKind, Family, Form, Organization};

/// How an account is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ways {
    /// Not at all.
    None,
    /// By a remittance.
    Remittance,
    /// By the legal person's scan.
    Scan,
    /// By a remittance, or by the legal person's scan.
    RemittanceOrScan,
}

/// How the account of an applicant is verified (AP-30 to AP-33, AS-11).
pub(super) fn ways(family: Family, form: &Form) -> Ways {
    let agent = match form.contact.kind {
        ContactKind::Legal => false,
        ContactKind::Agent => true,
    };
    match (family, form.organization) {
        (_, Organization::Micro | Organization::PersonalSeller) => Ways::None,
        (_, Organization::Individual | Organization::Enterprise) if !agent => Ways::None,
        (Family::Ordinary, Organization::Individual) => Ways::Scan,
        (_, Organization::Individual | Organization::Enterprise) => Ways::RemittanceOrScan,
        (Family::Ordinary, Organization::Institution | Organization::Government) if form.added.letter => {
            Ways::None
        }
        (_, Organization::Institution | Organization::Government | Organization::SocialOrganization) => {
            Ways::Remittance
        }
    }
}
