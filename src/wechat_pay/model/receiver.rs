//! Receivers of profit sharing: who was added by whom, and whose account is not in order.

use serde::{Deserialize, Serialize};

use super::split::Receiver;
use crate::world::Cx;
use crate::world::bug::Bug;
use crate::world::ids::Mchid;
use crate::world::store::Record;

/// A receiver that was added, so that orders may be split to it (PS-09, PP-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Whose list it stands on.
    pub owner: Owner,
    /// The receiver.
    pub receiver: Receiver,
    /// The name that was sent, decrypted.
    pub name: Option<String>,
    /// What the receiver is to the owner, in the API's word.
    pub relation_type: String,
    /// The same in the owner's words, for `CUSTOM`.
    pub custom_relation: Option<String>,
}

/// Whose list of receivers it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// A platform's, for all its sub-merchants (PS-09).
    Platform(Mchid),
    /// An ordinary provider's for one sub-merchant, or a direct merchant's own: caller and payer (PP-12).
    Pair(Mchid, Mchid),
}

impl Owner {
    /// The list as the database names it.
    #[must_use]
    pub fn handle(&self) -> String {
        match self {
            Owner::Platform(platform) => platform.to_string(),
            Owner::Pair(caller, payer) => format!("{caller}/{payer}"),
        }
    }
}

impl Relation {
    /// The key of a relation: the list, the kind of receiver and its account.
    #[must_use]
    pub fn key_of(owner: &Owner, receiver: &Receiver) -> String {
        format!("{}/{}/{}", owner.handle(), receiver.literal(), receiver.id())
    }
}

impl Record for Relation {
    const TABLE: &'static str = "split_relation";
    const COLUMNS: &'static [&'static str] = &["key", "owner"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(Relation::key_of(&self.owner, &self.receiver)), Some(self.owner.handle())]
    }
}

/// What is wrong with somebody's account. Whoever has no such record is in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// A merchant number or an openid.
    pub account: String,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What is wrong with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Trouble {
    /// It is frozen or closed: nothing is split to it and nothing out of it.
    Abnormal,
    /// It is a risk: nothing is split to it.
    HighRisk,
    /// Its owner's name was never verified: nothing is split to it.
    NotVerified,
    /// It was never opened: a split to it is refused at once (PP-20).
    NoAccount,
    /// Its permission to split is suspended for breaking rules: nothing is split for it or by it (PP-05).
    Punished,
    /// Its trade is settled later, for breaking rules: its orders cannot be split yet (PP-08).
    SettledLater,
}

impl Record for Standing {
    const TABLE: &'static str = "split_standing";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.account.clone())]
    }
}

/// What is wrong with an account, by merchant number or openid.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn trouble_of(cx: &Cx<'_>, account: &str) -> Result<Option<Trouble>, Bug> {
    Ok(cx.get::<Standing>(account)?.map(|standing| standing.trouble))
}
