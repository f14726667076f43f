//! Who got what of which trade, as lists of splits show it (HF-33, HF-34).

use serde::Serialize;

use crate::huifu::model::confirm::Confirm;
use crate::huifu::model::payment::{Freeze, Payment, Share};
use crate::world::ids::HfSeqId;
use crate::world::{Bug, Cx, Instant};

/// A part of a trade that somebody got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SplitLine {
    /// The payment's number.
    pub payment: HfSeqId,
    /// The number of what divided it: the payment's own, or a confirmation's.
    pub document: HfSeqId,
    /// `instant` or `delayed`.
    pub kind: &'static str,
    /// Who got how much.
    pub share: Share,
    /// When.
    pub at: Instant,
    /// Whether fund control holds it.
    pub freeze: Freeze,
}

/// The splits of a payment: the instant one, or its confirmations.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn of(cx: &Cx<'_>, payment: &Payment) -> Result<Vec<SplitLine>, Bug> {
    let Some(settled) = payment.settled() else { return Ok(Vec::new()) };
    let number = &payment.head.hf_seq_id;
    if !payment.delayed {
        let shares: &[Share] = if payment.split { &payment.shares } else { &[] };
        return Ok(lines(number, number, ("instant", settled.at, settled.freeze), shares));
    }
    let mut all = Vec::new();
    for confirm in cx.all::<Confirm>("payment", number.as_str())? {
        let Confirm { head, shares, .. } = &confirm;
        all.extend(lines(number, &head.hf_seq_id, ("delayed", head.at, settled.freeze), shares));
    }
    Ok(all)
}

fn lines(
    payment: &HfSeqId,
    document: &HfSeqId,
    (kind, at, freeze): (&'static str, Instant, Freeze),
    shares: &[Share],
) -> Vec<SplitLine> {
    let line = |share: &Share| SplitLine {
        payment: payment.clone(),
        document: document.clone(),
        kind,
        share: share.clone(),
        at,
        freeze,
    };
    shares.iter().map(line).collect()
}
