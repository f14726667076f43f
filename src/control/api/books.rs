//! The ledger: accounts, their sum, and every transfer.

use serde_json::json;

use super::wire::{Call, Reply, ok, paged};

/// Accounts (`account` is the beginning of their code), transfers (`subject` is a transaction_id), and the trial
/// balance, which is 0 or the sandbox is broken (INV-1).
pub(super) fn ledger(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    let (account, subject) = (call.parameter("account"), call.parameter("subject"));
    let (sum, accounts, postings) =
        call.read(|cx| Ok((cx.trial_balance()?, cx.accounts(account, page)?, cx.postings(subject, page)?)))?;
    ok(&json!({
        "trial_balance": sum,
        "accounts": paged(accounts, page),
        "postings": paged(postings, page),
    }))
}
