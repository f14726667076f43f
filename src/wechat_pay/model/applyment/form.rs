//! What the rules need of an application, whichever API it came by.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::wechat_pay::model::merchant::{BoundAppid, Permission};
use crate::world::FeeRate;

/// Which API an application came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// `/v3/ecommerce/applyments/`, of a platform.
    Ecommerce,
    /// `/v3/applyment4sub/applyment/`, of an ordinary service provider.
    Ordinary,
}

/// What kind of subject a merchant is (1.2), under the code of `organization_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Organization {
    /// 小微商户, without licence.
    #[serde(rename = "2401")]
    Micro,
    /// 个人卖家.
    #[serde(rename = "2500")]
    PersonalSeller,
    /// 个体工商户.
    #[serde(rename = "4")]
    Individual,
    /// 企业.
    #[serde(rename = "2")]
    Enterprise,
    /// 事业单位.
    #[serde(rename = "3")]
    Institution,
    /// 政府机关.
    #[serde(rename = "2502")]
    Government,
    /// 社会组织.
    #[serde(rename = "1708")]
    SocialOrganization,
}

/// What an applicant fills in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What kind of subject it is.
    pub organization: Organization,
    /// 主体名称: the name on the licence, or the operator's where there is none.
    pub merchant_name: String,
    /// 法人姓名 on the licence; the operator's name where there is none.
    pub legal_person: String,
    /// Whose document was sent.
    pub holder: Holder,
    /// The super administrator, who signs.
    pub contact: Contact,
    /// Where the money goes; none where the client said so.
    pub account: Option<SettlementAccount>,
    /// 商户简称
    pub short_name: String,
    /// The applications of its own that it named: bound to its number when it is finished (AS-15).
    pub appids: Vec<BoundAppid>,
    /// The settlement rule.
    pub settlement_id: Option<String>,
    /// Whether the provider checks the signer's identity itself.
    pub proxy_sign: bool,
    /// What only the form of an ordinary service provider says.
    #[serde(default)]
    pub added: Added,
}

/// What only the form of an ordinary service provider says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Added {
    /// Whether a letter of the authority spares the remittance (`certificate_letter_copy`, AS-11).
    pub letter: bool,
    /// The products that the sales scenes ask for (AS-14); none for all.
    pub products: Option<BTreeSet<Permission>>,
    /// The rate of a campaign, instead of that of the settlement rule (AS-59).
    pub rate: Option<FeeRate>,
    /// The number of the licence or certificate, or of the operator's id card (AS-06).
    pub subject_number: String,
}

/// A person, as their document or their bank knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The number of the document.
    pub id_number: String,
}

/// Whose document was sent, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The person.
    pub person: Person,
    /// Whether they are the legal person (or operator) and not the administrator.
    pub is_legal: bool,
}

/// The super administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Legal person or somebody else.
    pub kind: ContactKind,
    /// Who: the bank must know the signing WeChat user by the same name and number (AP-10).
    pub person: Person,
    /// The mobile phone.
    pub mobile: String,
    /// The mailbox, where one was given.
    pub email: Option<String>,
}

/// What the super administrator is to the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// 经营者/法人 (65).
    Legal,
    /// 经办人 (66).
    Agent,
}

/// A settlement account as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementAccount {
    /// Whose it is.
    pub kind: AccountKind,
    /// 开户银行
    pub bank: String,
    /// 开户银行全称, for banks without an entry of their own.
    pub bank_name: Option<String>,
    /// 开户银行联行号, for the same.
    pub bank_branch_id: Option<String>,
    /// The name it is held under.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Whether papers explain that it is held under another name, where that is allowed (`account_cert_info`).
    pub vouched: bool,
}

/// Whose a settlement account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// 对公
    Corporate,
    /// 对私
    Private,
}

impl Organization {
    /// What it is called, English first.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Organization::Micro => ("micro merchant", "小微商户"),
            Organization::PersonalSeller => ("personal seller", "个人卖家"),
            Organization::Individual => ("individual business", "个体工商户"),
            Organization::Enterprise => ("company", "企业"),
            Organization::Institution => ("public institution", "事业单位"),
            Organization::Government => ("government body", "政府机关"),
            Organization::SocialOrganization => ("social organization", "社会组织"),
        }
    }

    /// The kind of subject behind a code of `organization_type`.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Organization> {
        match code {
            "2401" => Some(Organization::Micro),
            "2500" => Some(Organization::PersonalSeller),
            "4" => Some(Organization::Individual),
            "2" => Some(Organization::Enterprise),
            "3" => Some(Organization::Institution),
            "2502" => Some(Organization::Government),
            "1708" => Some(Organization::SocialOrganization),
            _ => None,
        }
    }

    /// 小微商户 and 个人卖家: people without a licence, who are counted (AP-11).
    #[must_use]
    pub const fn is_small(self) -> bool {
        match self {
            Organization::Micro | Organization::PersonalSeller => true,
            Organization::Individual
            | Organization::Enterprise
            | Organization::Institution
            | Organization::Government
            | Organization::SocialOrganization => false,
        }
    }

    /// 事业单位, 政府机关 and 社会组织.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Organization::Institution | Organization::Government | Organization::SocialOrganization => true,
            Organization::Micro
            | Organization::PersonalSeller
            | Organization::Individual
            | Organization::Enterprise => false,
        }
    }
}

impl Form {
    /// Under which name a settlement account of this kind must be held: the subject's, or the person's whose document
    /// was sent.
    #[must_use]
    pub fn account_holder(&self, kind: AccountKind) -> &str {
        match kind {
            AccountKind::Corporate => &self.merchant_name,
            AccountKind::Private => &self.holder.person.name,
        }
    }

    /// Whether a signature under `self` still binds the applicant of `other`: subject, legal person and administrator
    /// are the same (AP-44).
    #[must_use]
    pub fn same_signer(&self, other: &Form) -> bool {
        self.merchant_name == other.merchant_name
            && self.legal_person == other.legal_person
            && self.organization == other.organization
            && self.contact.person == other.contact.person
    }
}
