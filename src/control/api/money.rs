//! The money of one order: each posting with its cause, and what it left where.

use serde::Serialize;
use serde_json::json;

use super::orders;
use super::wire::{Call, Reply, ok};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::pot::Pot;
use crate::world::books::Chapter;
use crate::world::{Bug, Cx, Fen, Instant};

/// One line of the story. Amounts in fen.
#[derive(Serialize)]
struct Line {
    at: Instant,
    cause: String,
    en: &'static str,
    zh: &'static str,
    /// The order that it was about.
    transaction_id: String,
    /// The number of the split, refund … that moved it; the order's own for its payment.
    document: String,
    from: String,
    to: String,
    amount: Fen,
    /// `posted`, or `reserved` and `voided`: those moved nothing.
    state: String,
    /// What the account that it left held right after it.
    from_after: Fen,
    /// What the account that it reached held right after it.
    to_after: Fen,
    /// What was frozen of the order right after it; none for an order whose money never froze.
    pot_after: Option<Fen>,
}

/// The money story of one order, single or combined or part of a combined one, in the order of what moved.
pub(super) fn show(call: &Call<'_>) -> Reply {
    let lines = orders::one(call, |cx, found| {
        let mut lines = Vec::new();
        for transaction_id in found.transactions() {
            lines.extend(told(cx, &transaction_id)?);
        }
        lines.sort_by_key(|(id, _)| *id);
        Ok(
            json!({ "key": found.key(), "postings": lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>() }),
        )
    })?;
    ok(&lines)
}

/// The lines of one order, with their places in the books.
fn told(cx: &Cx<'_>, transaction_id: &str) -> Result<Vec<(i64, Line)>, Bug> {
    let pot = cx.get::<Pot>(transaction_id)?.map(|pot| pot.account());
    let mut frozen = pot.as_ref().map(|_| Fen::ZERO);
    let mut lines = Vec::new();
    for Chapter { posting, debit_after, credit_after } in cx.story(transaction_id)? {
        for (account, after) in [(&posting.debit, debit_after), (&posting.credit, credit_after)] {
            if pot.as_ref().is_some_and(|pot| pot.code() == account) {
                frozen = Some(after);
            }
        }
        let cause = Cause::read(&posting.cause)
            .ok_or_else(|| Bug::Broken(format!("money moved for {}, which is no cause", posting.cause)))?;
        let (en, zh) = cause.line();
        lines.push((
            posting.id,
            Line {
                at: posting.at,
                cause: posting.cause,
                en,
                zh,
                transaction_id: posting.subject,
                document: posting.document,
                from: posting.debit,
                to: posting.credit,
                amount: posting.amount,
                state: posting.state,
                from_after: debit_after,
                to_after: credit_after,
                pot_after: frozen,
            },
        ));
    }
    Ok(lines)
}
