//! Accounts in the ledger. An account has a purse that can be spent, a risk hold, and a pot for each controlled or delayed
//! trade; so the books say of every fen which order holds it.

use crate::huifu::model::cause::Cause;
use crate::huifu::model::member::Member;
use crate::world::account::Account;
use crate::world::ids::{AcctId, HfSeqId, HuifuId};
use crate::world::ledger::Transfer;
use crate::world::{Bug, Cx, Fen};

/// Huifu's own income.
#[must_use]
pub fn fees() -> Account {
    Account::outside("HUIFU/FEE")
}

/// Where the money of an account lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket<'a> {
    /// It can be spent (`avl_bal`).
    Available,
    /// Risk control holds it (`frz_bal`).
    Frozen,
    /// Fund control holds it for this trade (`control_bal`).
    Controlled(&'a HfSeqId),
    /// This trade waits for its confirmation.
    Delayed(&'a HfSeqId),
}

/// A member's account, as the books name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Whose.
    pub huifu_id: &'a HuifuId,
    /// Which.
    pub acct_id: &'a AcctId,
}

impl Place<'_> {
    fn prefix(self) -> String {
        format!("huifu/{}/{}/", self.huifu_id, self.acct_id)
    }

    /// One of its buckets.
    #[must_use]
    pub fn bucket(self, bucket: Bucket<'_>) -> Account {
        let prefix = self.prefix();
        Account::inside(match bucket {
            Bucket::Available => format!("{prefix}AVL"),
            Bucket::Frozen => format!("{prefix}FRZ"),
            Bucket::Controlled(trade) => format!("{prefix}CONTROL/{trade}"),
            Bucket::Delayed(trade) => format!("{prefix}DELAY/{trade}"),
        })
    }

    /// What can be spent, in fen.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn available(self, cx: &Cx<'_>) -> Result<Fen, Bug> {
        Ok(cx.balance(&self.bucket(Bucket::Available))?.free())
    }
}

/// What an account holds, in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holdings {
    /// What can be spent.
    pub available: Fen,
    /// What risk control holds, and what is on its way to a bank.
    pub frozen: Fen,
    /// What fund control holds.
    pub controlled: Fen,
    /// What waits for confirmation; no part of the balance.
    pub delayed: Fen,
    /// What could be spent at the end of yesterday.
    pub last_available: Fen,
}

impl Holdings {
    /// The balance: what can be spent and what is held.
    ///
    /// # Errors
    /// [`Bug`] past 2^63 fen.
    pub fn balance(&self) -> Result<Fen, Bug> {
        self.available.plus(self.frozen)?.plus(self.controlled)
    }
}

/// What an account holds.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn holdings(cx: &Cx<'_>, place: Place<'_>) -> Result<Holdings, Bug> {
    let prefix = place.prefix();
    let purse = cx.balance(&place.bucket(Bucket::Available))?;
    let today = crate::world::Day::of(cx.now()).start();
    Ok(Holdings {
        available: purse.free(),
        frozen: cx.balance(&place.bucket(Bucket::Frozen))?.balance.plus(purse.reserved)?,
        controlled: cx.held(&format!("{prefix}CONTROL/"))?,
        delayed: cx.held(&format!("{prefix}DELAY/"))?,
        last_available: cx.held_before(place.bucket(Bucket::Available).code(), today)?,
    })
}

/// What all accounts of a member hold under fund control, in fen (HF-35).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn controlled(cx: &Cx<'_>, member: &Member) -> Result<Fen, Bug> {
    let places =
        member.accounts.iter().map(|acct| Place { huifu_id: &member.huifu_id, acct_id: &acct.acct_id });
    places
        .map(|place| cx.held(&format!("{}CONTROL/", place.prefix())))
        .try_fold(Fen::ZERO, |sum, held| sum.plus(held?))
}

/// Where the parts of one trade meet that more than the buyer pays for. It holds nothing between commands.
#[must_use]
pub fn clearing() -> Account {
    Account::inside("HUIFU/CLEARING".to_owned())
}

/// What a paper moves, and under which number.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// The trade that it belongs to.
    pub trade: &'a HfSeqId,
    /// Its own number.
    pub document: &'a HfSeqId,
}

impl Paper<'_> {
    /// Moves money.
    ///
    /// # Errors
    /// [`Bug`] when the account does not have it: rules check first.
    pub fn move_on(
        self,
        cx: &Cx<'_>,
        debit: &Account,
        credit: &Account,
        amount: Fen,
        cause: Cause,
    ) -> Result<(), Bug> {
        let (subject, document) = (self.trade.as_str(), self.document.as_str());
        cx.transfer(&Transfer { debit, credit, amount, cause: cause.word(), subject, document })
    }
}
