//! Applications of merchants that want to trade through a provider, e-commerce and ordinary ones alike.

mod form;
mod state;
mod verification;

pub use form::{
    AccountKind, Added, Contact, ContactKind, Family, Form, Holder, Organization, Person, SettlementAccount,
};
pub use state::{SignState, Stage, State};
pub use verification::{Destination, Remittance, Verification};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::world::Instant;
use crate::world::ids::{ApplymentId, ApplymentNumber, Mchid};
use crate::world::store::Record;

/// An application. Audit, signing and account verification run side by side (AP-08), so each is a fact of its own and
/// the state that the API shows is told from them ([`Applyment::state`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Applyment {
    /// The platform or service provider that submitted it.
    pub provider: Mchid,
    /// Which of the two APIs it came by.
    pub family: Family,
    /// The provider's number: `out_request_no` or `business_code`.
    pub number: ApplymentNumber,
    /// WeChat Pay's number.
    pub applyment_id: ApplymentId,
    /// How far it came.
    pub stage: Stage,
    /// Whether the reviewer approved what was submitted last.
    pub audited: bool,
    /// Whether the account is the applicant's.
    pub verification: Verification,
    /// Who signed the agreement, and when.
    pub signature: Option<Signature>,
    /// The secret of its pages' addresses: 32 hex digits.
    pub token: String,
    /// What the rules need of the request.
    pub form: Form,
    /// The request, decrypted: tells a repeat from a change (AP-51).
    pub request: Value,
    /// Why it was rejected or frozen; empty otherwise.
    pub audit_detail: Vec<AuditDetail>,
    /// The merchant number, once it is issued: from NEED_SIGN on.
    pub sub_mchid: Option<Mchid>,
    /// When it was submitted first.
    pub created_at: Instant,
    /// When it was submitted last.
    pub submitted_at: Instant,
}

/// The agreement was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// When.
    pub at: Instant,
    /// By whom, as the bank knows the WeChat user.
    pub by: Person,
}

/// One reason of a rejection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDetail {
    /// The member that is wrong, such as `id_card_copy`.
    pub param_name: String,
    /// Why, in Chinese.
    pub reject_reason: String,
}

impl Applyment {
    /// The key of an application: the provider and its number.
    #[must_use]
    pub fn key_of(provider: &Mchid, number: &ApplymentNumber) -> String {
        format!("{provider}/{number}")
    }

    /// Its own key.
    #[must_use]
    pub fn key(&self) -> String {
        Applyment::key_of(&self.provider, &self.number)
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> State {
        match self.stage {
            Stage::Checking => State::Checking,
            Stage::Open => self.open_state(),
            Stage::Rejected => State::Rejected,
            Stage::Frozen => State::Frozen,
            Stage::Canceled => State::Canceled,
            Stage::Finished => State::Finish,
        }
    }

    /// E-commerce applications are verified while they are audited (AP-08), ordinary ones afterwards (AS-10).
    fn open_state(&self) -> State {
        match (self.family, self.verification.is_done(), self.audited) {
            (Family::Ecommerce, false, _) | (Family::Ordinary, false, true) => State::AccountNeedVerify,
            (Family::Ecommerce, true, false) | (Family::Ordinary, _, false) => State::Auditing,
            (Family::Ecommerce | Family::Ordinary, true, true) => State::NeedSign,
        }
    }

    /// Whether it can be signed, or is (AP-40, AP-41).
    #[must_use]
    pub fn sign_state(&self) -> SignState {
        match self.stage {
            Stage::Checking | Stage::Rejected | Stage::Frozen | Stage::Canceled => SignState::NotSignable,
            Stage::Open if self.signature.is_none() => SignState::Unsigned,
            Stage::Open | Stage::Finished => SignState::Signed,
        }
    }

    /// Whether nothing but the agreement, or not even that, is missing.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        self.stage == Stage::Open && self.audited && self.verification.is_done()
    }

    /// Whether one WeChat user signs for five of its kind at most: small merchants of an e-commerce platform (AP-11).
    #[must_use]
    pub fn counts_for_signer(&self) -> bool {
        match self.family {
            Family::Ecommerce => self.form.organization.is_small(),
            Family::Ordinary => false,
        }
    }

    /// The WeChat user who signed for a merchant of that kind, unless nothing comes of it any more.
    fn counted_signer(&self) -> Option<String> {
        let lives = match self.stage {
            Stage::Checking | Stage::Open | Stage::Rejected | Stage::Finished => true,
            Stage::Frozen | Stage::Canceled => false,
        };
        let signature = self.signature.as_ref().filter(|_| lives && self.counts_for_signer())?;
        Some(Applyment::signer_key(&self.provider, &signature.by))
    }

    /// The handle by which the applications that a person signed for one provider are counted (AP-11).
    #[must_use]
    pub fn signer_key(provider: &Mchid, person: &Person) -> String {
        format!("{provider}/{}", person.id_number)
    }
}

impl Record for Applyment {
    const TABLE: &'static str = "applyment";
    const COLUMNS: &'static [&'static str] = &["key", "applyment_id", "provider", "sub_mchid", "signer"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(self.key()),
            Some(self.applyment_id.to_string()),
            Some(self.provider.to_string()),
            self.sub_mchid.as_ref().map(ToString::to_string),
            self.counted_signer(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applyment(family: Family, stage: Stage, audited: bool, verified: bool, signed: bool) -> Applyment {
        let person = Person { name: "张三".to_owned(), id_number: "110101199003070011".to_owned() };
        let at = Instant::from_unix(0).unwrap();
        let waiting = Remittance {
            account_name: String::new(),
            account_number: None,
            amount: crate::world::Fen::new(1),
            to: Destination {
                number: String::new(),
                name: String::new(),
                bank: String::new(),
                city: String::new(),
            },
            remark: String::new(),
            deadline: at,
            scan: false,
            accepted: true,
        };
        Applyment {
            provider: Mchid::parse("1900000100").unwrap(),
            family,
            number: ApplymentNumber::parse("SHOP1").unwrap(),
            applyment_id: ApplymentId::parse("2000002000000001").unwrap(),
            stage,
            audited,
            verification: if verified {
                Verification::NotNeeded
            } else {
                Verification::Open(Box::new(waiting))
            },
            signature: signed.then(|| Signature { at, by: person.clone() }),
            token: String::new(),
            form: Form {
                organization: Organization::Enterprise,
                merchant_name: String::new(),
                legal_person: String::new(),
                holder: Holder { person: person.clone(), is_legal: true },
                contact: Contact { kind: ContactKind::Legal, person, mobile: String::new(), email: None },
                account: None,
                short_name: String::new(),
                appids: Vec::new(),
                settlement_id: None,
                proxy_sign: false,
                added: Added::default(),
            },
            request: Value::Null,
            audit_detail: Vec::new(),
            sub_mchid: None,
            created_at: at,
            submitted_at: at,
        }
    }

    /// AP-08 and AS-10: the order in which the two families wait for verification and audit.
    #[test]
    fn an_open_application_waits_for_what_is_missing_first() {
        use Family::{Ecommerce, Ordinary};
        use State::{AccountNeedVerify, Auditing, NeedSign};
        let rows = [
            (Ecommerce, false, false, AccountNeedVerify),
            (Ecommerce, true, false, AccountNeedVerify),
            (Ecommerce, false, true, Auditing),
            (Ecommerce, true, true, NeedSign),
            (Ordinary, false, false, Auditing),
            (Ordinary, false, true, Auditing),
            (Ordinary, true, false, AccountNeedVerify),
            (Ordinary, true, true, NeedSign),
        ];
        for (family, audited, verified, expected) in rows {
            for signed in [false, true] {
                let open = applyment(family, Stage::Open, audited, verified, signed);
                assert_eq!(open.state(), expected);
                assert_eq!(open.sign_state(), if signed { SignState::Signed } else { SignState::Unsigned });
            }
        }
    }

    /// AP-40 and AP-45: whatever was done before, these stages say the same.
    #[test]
    fn stages_that_are_not_open_have_one_sign_state_each() {
        let rows = [
            (Stage::Checking, State::Checking, SignState::NotSignable),
            (Stage::Rejected, State::Rejected, SignState::NotSignable),
            (Stage::Frozen, State::Frozen, SignState::NotSignable),
            (Stage::Canceled, State::Canceled, SignState::NotSignable),
            (Stage::Finished, State::Finish, SignState::Signed),
        ];
        for (stage, state, sign_state) in rows {
            for facts in 0..8 {
                let (audited, verified, signed) = (facts & 1 > 0, facts & 2 > 0, facts & 4 > 0);
                let closed = applyment(Family::Ecommerce, stage, audited, verified, signed);
                assert_eq!((closed.state(), closed.sign_state()), (state, sign_state));
                assert!(!closed.is_passed());
            }
        }
    }
}
