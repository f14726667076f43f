//! Sharing bills: a row for each part that was split from an order, and for each that came back (BI-05, PP-59).

use std::collections::BTreeSet;

use super::pages::Teller;
use super::papers::Papers;
use super::sheet::{Sheet, TIME};
use crate::wechat_pay::model::accounts;
use crate::wechat_pay::model::bill::Bill;
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::split::{DetailResult, Kind, SplitOrder};
use crate::wechat_pay::model::split_return::SplitReturn;
use crate::world::books::Posting;
use crate::world::ids::Mchid;
use crate::world::{Bug, Cx, Fen};

const COLUMNS: &str = "分账时间,分账发起方,分账方,微信订单号,微信分账/回退单号,分账明细单号,商户分账/回退单号,订单金额,分账接收方,分账金额,业务类型,处理状态,分账描述,备注";
// No source shows it.
const SUMMARY: &str = "分账总笔数,分账总金额,回退总笔数,回退总金额";

/// A sharing bill in the making.
pub(super) struct Sharing {
    owner: Mchid,
    sub_mchid: Option<Mchid>,
    papers: Papers,
    /// The split told last, and which of its parts were.
    told: (String, BTreeSet<String>),
    split: Sum,
    returned: Sum,
}

/// How many rows, and how much together in fen.
#[derive(Default)]
struct Sum {
    rows: u64,
    amount: Fen,
}

/// What a row says of the paper that moved the money.
#[derive(Default)]
struct Part {
    detail_id: String,
    number: String,
    description: String,
}

impl Sharing {
    pub(super) fn new(bill: &Bill, sub_mchid: Option<Mchid>) -> Sharing {
        let (papers, split, returned) = (Papers::default(), Sum::default(), Sum::default());
        Sharing { owner: bill.owner.clone(), sub_mchid, papers, told: Default::default(), split, returned }
    }

    /// The part of a split that a transfer carried out: the first one of its receiver and amount that no transfer before it
    /// carried out. The transfers of a split follow one another.
    fn split_part(&mut self, cx: &Cx<'_>, posting: &Posting) -> Result<Part, Bug> {
        let split: Option<SplitOrder> = cx.first("order_id", &posting.document)?;
        let Some(split) = split else { return Ok(Part::default()) };
        if self.told.0 != posting.document {
            self.told = (posting.document.clone(), BTreeSet::new());
        }
        let mut part = Part { number: split.out_order_no.to_string(), ..Part::default() };
        if let Kind::Split { details, .. } = split.kind {
            let found = details.into_iter().find(|detail| {
                detail.receiver.account().code() == posting.credit
                    && detail.amount == posting.amount
                    && matches!(detail.result, DetailResult::Success { .. })
                    && !self.told.1.contains(&detail.detail_id)
            });
            if let Some(detail) = found {
                self.told.1.insert(detail.detail_id.clone());
                part.detail_id = detail.detail_id;
                part.description = detail.description;
            }
        }
        Ok(part)
    }

    fn row(
        &mut self,
        cx: &Cx<'_>,
        posting: &Posting,
        (kind, other, part): (&str, &str, &Part),
        sheet: &mut Sheet,
    ) -> Result<bool, Bug> {
        let paper = self.papers.paid(cx, &posting.subject)?;
        let (order, payment) = &*paper;
        let (initiator, payer) = (order.payee.initiator(), order.payee.recipient());
        if *initiator != self.owner || self.sub_mchid.as_ref().is_some_and(|sub| sub != payer) {
            return Ok(false);
        }
        sheet.row([
            posting.at.format(TIME).as_str(),
            initiator.as_str(),
            payer.as_str(),
            payment.transaction_id.as_str(),
            &posting.document,
            &part.detail_id,
            &part.number,
            &order.total.yuan(),
            accounts::holder_of(other),
            &posting.amount.yuan(),
            kind,
            "SUCCESS",
            &part.description,
            "",
        ]);
        Ok(true)
    }
}

impl Sum {
    fn add(&mut self, amount: Fen) -> Result<(), Bug> {
        self.rows += 1;
        self.amount = self.amount.plus(amount)?;
        Ok(())
    }
}

/// The return that a transfer carried out; it has no part of its own number.
fn return_part(cx: &Cx<'_>, posting: &Posting) -> Result<Part, Bug> {
    let back: Option<SplitReturn> = cx.first("return_no", &posting.document)?;
    Ok(back.map_or_else(Part::default, |back| Part {
        detail_id: String::new(),
        number: back.out_return_no.to_string(),
        description: back.description,
    }))
}

impl Teller for Sharing {
    fn columns(&self) -> &'static str {
        COLUMNS
    }

    fn tell(&mut self, cx: &Cx<'_>, cause: Cause, posting: &Posting, sheet: &mut Sheet) -> Result<(), Bug> {
        match cause {
            Cause::Split => {
                let part = self.split_part(cx, posting)?;
                if self.row(cx, posting, ("分账", &posting.credit, &part), sheet)? {
                    self.split.add(posting.amount)?;
                }
                Ok(())
            }
            Cause::SplitReturn => {
                let part = return_part(cx, posting)?;
                if self.row(cx, posting, ("分账回退", &posting.debit, &part), sheet)? {
                    self.returned.add(posting.amount)?;
                }
                Ok(())
            }
            Cause::Pay
            | Cause::Fee
            | Cause::Unfreeze
            | Cause::Finish
            | Cause::UnfreezeOverdue
            | Cause::ControlEnded
            | Cause::Subsidy
            | Cause::SubsidyReturn
            | Cause::Refund
            | Cause::RefundAdvance
            | Cause::FeeBack
            | Cause::RefundClosed
            | Cause::FeeAgain
            | Cause::AdvanceReturn
            | Cause::Withdraw
            | Cause::WithdrawPaid
            | Cause::WithdrawBack
            | Cause::TopUp
            | Cause::CardCheck => Ok(()),
        }
    }

    fn sum_up(&self, sheet: &mut Sheet) {
        let Sharing { split, returned, .. } = self;
        sheet.names(SUMMARY);
        sheet.row([
            split.rows.to_string().as_str(),
            &split.amount.yuan(),
            &returned.rows.to_string(),
            &returned.amount.yuan(),
        ]);
    }

    fn rows(&self) -> u64 {
        self.split.rows + self.returned.rows
    }
}
