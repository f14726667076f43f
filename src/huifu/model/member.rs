//! Members: merchants, users who receive splits, and agents, with their keys and accounts.

use serde::{Deserialize, Serialize};

use crate::crypto::pool;
use crate::world::ids::{AcctId, Appid, HuifuId, Mchid};
use crate::world::store::{Page, Record, text_of};
use crate::world::{Bug, Cx, FeeRate, Instant};

/// The key in the pool by which Huifu signs answers and notices.
pub const HUIFU_KEY: usize = 13;

/// Somebody with a huifu_id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Their number.
    pub huifu_id: HuifuId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub kind: Kind,
    /// The product number that their calls carry.
    pub product_id: String,
    /// The public key that verifies their calls, as SPKI PEM.
    pub public_key: String,
    /// Where the private half lies in the pool; none when the user keeps it.
    pub pool_key: Option<usize>,
    /// Where mails to them go.
    pub email: Option<String>,
    /// Their direct agent.
    pub agent: Option<HuifuId>,
    /// The number by which WeChat Pay knows the merchant (`atu_sub_mer_id`).
    pub wechat_mchid: Mchid,
    /// The applications bound to it, with the moment of binding.
    pub appids: Vec<Binding>,
    /// The fee on what it takes in.
    pub fee_rate: FeeRate,
    /// Their accounts; the basic one first.
    pub accounts: Vec<Acct>,
    /// The card that payouts go to (`token_no`).
    pub token_no: String,
    /// What they may do, and what is done for them.
    pub business: Business,
    /// Whether the API opened them: they have no key of their own, and whoever opened them calls for them.
    #[serde(default)]
    pub opened: bool,
}

/// What a member may do, and what is done for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Business {
    /// Whether its trades may be split.
    pub split: bool,
    /// Whether its trades may be settled late.
    pub delay: bool,
    /// Whether all of them are (`forced_delay_flag`).
    pub forced_delay: bool,
    /// Whether what it takes in is paid out at once (秒转, HF-23).
    pub quick_transfer: bool,
    /// Whether what it takes in is settled trade by trade (TS, HF-24).
    pub ts: bool,
    /// Whether what it can dispose of is paid out every midnight (HF-09).
    pub daily_settlement: bool,
}

impl Default for Business {
    fn default() -> Business {
        Business {
            split: true,
            delay: true,
            forced_delay: false,
            quick_transfer: false,
            ts: false,
            daily_settlement: false,
        }
    }
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It takes payments.
    Merchant,
    /// It receives splits.
    User,
    /// It brought merchants in and calls for them.
    Agent,
}

/// An application bound to a merchant (`wx_applet_app_id`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The application.
    pub appid: Appid,
    /// When it was bound: control notices compare it with the moment of the control switch (HF-26, HF-27).
    pub at: Instant,
}

/// One account of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acct {
    /// Its number.
    pub acct_id: AcctId,
    /// What it is for.
    pub kind: AcctKind,
}

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AcctKind {
    /// 基本户, 01.
    Basic,
    /// 现金户, 02.
    Cash,
    /// 充值户, 05: advances are paid from it unless the request says otherwise.
    Recharge,
}

impl AcctKind {
    /// The `acct_type` on the wire.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            AcctKind::Basic => "01",
            AcctKind::Cash => "02",
            AcctKind::Recharge => "05",
        }
    }

    /// The letter that numbers of such accounts begin with.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            AcctKind::Basic => 'F',
            AcctKind::Cash => 'C',
            AcctKind::Recharge => 'A',
        }
    }
}

impl Record for Member {
    const TABLE: &'static str = "huifu_member";
    const COLUMNS: &'static [&'static str] = &["key", "kind", "agent"];
    fn columns(&self) -> Vec<Option<String>> {
        let agent = self.agent.as_ref().map(HuifuId::to_string);
        vec![Some(self.huifu_id.to_string()), Some(text_of(&self.kind)), agent]
    }
}

impl Member {
    /// The account of this kind.
    ///
    /// # Errors
    /// [`Bug`] where a member has none: every member is set up with all kinds.
    pub fn acct(&self, kind: AcctKind) -> Result<&AcctId, Bug> {
        let found = self.accounts.iter().find(|acct| acct.kind == kind);
        let lacking = || Bug::Broken(format!("{} has no account of type {}", self.huifu_id, kind.literal()));
        found.map(|acct| &acct.acct_id).ok_or_else(lacking)
    }

    /// Whether it may sign calls of its own: merchants and agents of the world's description.
    #[must_use]
    pub fn calls(&self) -> bool {
        self.kind != Kind::User && !self.opened
    }

    /// Whether an account is this member's.
    #[must_use]
    pub fn has(&self, acct_id: &AcctId) -> bool {
        self.accounts.iter().any(|acct| acct.acct_id == *acct_id)
    }

    /// When an application was bound to it; never where it is not.
    #[must_use]
    pub fn bound(&self, appid: &Appid) -> Option<Instant> {
        self.appids.iter().find(|binding| binding.appid == *appid).map(|binding| binding.at)
    }

    /// The private key that its calls are signed with, where the sandbox keeps it.
    #[must_use]
    pub fn private_key(&self) -> Option<crate::crypto::key::PrivateKey> {
        self.pool_key.map(pool::key)
    }
}

/// The member of this number.
///
/// # Errors
/// [`Bug`] when there is none: whoever asks knows that there is.
pub fn known(cx: &Cx<'_>, huifu_id: &HuifuId) -> Result<Member, Bug> {
    cx.get::<Member>(huifu_id.as_str())?.ok_or_else(|| Bug::Broken(format!("huifu lost {huifu_id}")))
}

/// Every member, in the order in which the world was told of them.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn all(cx: &Cx<'_>) -> Result<Vec<Member>, Bug> {
    cx.page(Page::ALL)
}
