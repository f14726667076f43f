//! The invariants: what must hold after every command, and at the end.

use wxpay_sandbox::mini_program::model::order::{Order as ShippingOrder, State as Shipped};
use wxpay_sandbox::wechat_pay::model::order::Order;
use wxpay_sandbox::wechat_pay::model::pot::{Hold, Pot};
use wxpay_sandbox::wechat_pay::model::refund::Refund;
use wxpay_sandbox::wechat_pay::model::split::{Detail, DetailResult, Kind, SplitOrder};
use wxpay_sandbox::wechat_pay::model::split_return::SplitReturn;
use wxpay_sandbox::wechat_pay::model::subsidy::Subsidy;
use wxpay_sandbox::wechat_pay::model::withdraw::{State, Withdraw};
use wxpay_sandbox::world::day::Day;
use wxpay_sandbox::world::ids::TransactionId;
use wxpay_sandbox::world::outbox::{Attempt, Notice, NoticeState};
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, Fen};

use crate::deeds::SUPPLIER;
use crate::run::Run;
use crate::support::bills::check_day;
use crate::support::{PLATFORM, SUBS};

/// The parts of all splits of an order.
fn details<'a>(splits: &'a [SplitOrder], id: &'a TransactionId) -> impl Iterator<Item = &'a Detail> {
    splits.iter().filter(move |split| split.transaction_id == *id).flat_map(|split| match &split.kind {
        Kind::Split { details, .. } => details.as_slice(),
        Kind::Finish { .. } => &[],
    })
}

impl Run {
    /// INV-1 to INV-7, and what hangs on them: fees, claims on the way.
    pub(crate) fn check(&self) {
        let bench = &self.bench;
        assert_eq!(bench.trial_balance(), Fen::ZERO, "INV-1");
        let accounts = bench.world.command(|cx| cx.accounts("", Page::ALL)).unwrap();
        for row in accounts.iter().filter(|row| !row.outside) {
            assert!(row.reserved >= Fen::ZERO && row.balance >= row.reserved, "INV-2: {row:?}");
        }
        let mut frozen: i64 =
            accounts.iter().filter(|r| r.account.contains("/POT/")).map(|r| r.balance.get()).sum();
        let splits = bench.world.command(|cx| cx.page::<SplitOrder>(Page::ALL)).unwrap();
        for order in self.paid() {
            frozen -= self.check_order(&order, &splits);
        }
        assert_eq!(frozen, 0, "INV-3: money is frozen for no order");
        self.check_transit();
        self.check_outbox();
    }

    /// Answers what lies in the order's pot, in fen.
    fn check_order(&self, order: &Order, splits: &[SplitOrder]) -> i64 {
        let payment = order.payment().unwrap();
        let id = &payment.transaction_id;
        let postings = self.bench.world.command(|cx| cx.postings(id.as_str(), Page::ALL)).unwrap();
        let refunds = self.bench.world.command(|cx| cx.all::<Refund>("transaction_id", id.as_str())).unwrap();
        let refunded: i64 =
            refunds.iter().filter(|refund| refund.is_live()).map(|refund| refund.amount.get()).sum();
        let net = |account: &str| -> i64 {
            let posted = postings.iter().filter(|p| p.state == "posted");
            posted
                .map(|p| {
                    i64::from(p.credit == account) * p.amount.get()
                        - i64::from(p.debit == account) * p.amount.get()
                })
                .sum()
        };
        let total = order.total.get();
        assert!(refunded <= total, "INV-4: {refunded} of {id} refunded");
        assert_eq!(net("USER"), refunded - total, "{id} is paid once and in full, less what was refunded");
        let kept = payment.fee_rate.of(Fen::new(total - refunded)).get();
        let fee = if payment.settled { kept } else { 0 };
        assert_eq!(net("FEE"), fee, "LG-05: the fee of {id} after {refunded} refunded (INV-5)");
        let subsidy = self.bench.world.command(|cx| cx.get::<Subsidy>(id.as_str())).unwrap();
        let (given, back) = subsidy.map_or((0, 0), |s| (s.amount.get(), s.returned.get()));
        assert!(back <= given, "INV-4: {back} of a subsidy of {given} returned");
        let others = self.check_splits(order, splits);
        assert!(others <= (total + given) * 3 / 10, "INV-4, PS-05: {others} of {id} split away");
        let Some(pot) = self.bench.world.command(|cx| cx.get::<Pot>(id.as_str())).unwrap() else {
            let controlled = self.shipping(id).is_some_and(|shipping| shipping.frozen);
            assert!(!order.profit_sharing && !controlled, "{id} has no pot");
            return 0;
        };
        let held = self.bench.world.command(|cx| cx.balance(&pot.account())).unwrap();
        let controlled = self.shipping(id).is_some_and(|shipping| {
            shipping.frozen && !matches!(shipping.state, Shipped::Complete | Shipped::Refunded)
        });
        assert_eq!(
            pot.holds.contains(&Hold::Shipping),
            controlled,
            "SH-85: {id} is controlled until it is settled"
        );
        if pot.holds.is_empty() {
            assert_eq!(held.free(), Fen::ZERO, "INV-6: {id} is finished and not empty");
        }
        if refunded == total && given == 0 && others == 0 {
            assert_eq!(held.balance, Fen::ZERO, "INV-5: {id} is refunded in full");
        }
        if order.profit_sharing {
            assert_eq!(self.bench.unsplit(id.as_str()), held.free().get(), "INV-7: {id}");
        }
        let promised: i64 = details(splits, id)
            .filter(|detail| matches!(detail.result, DetailResult::Pending { .. }))
            .map(|detail| detail.amount.get())
            .sum();
        assert_eq!(promised, held.reserved.get(), "INV-7: what is promised of {id}");
        held.balance.get()
    }

    /// The order as its mini program knows it.
    fn shipping(&self, id: &TransactionId) -> Option<ShippingOrder> {
        self.bench.world.command(|cx| cx.get::<ShippingOrder>(id.as_str())).unwrap()
    }

    /// INV-4: nobody gave back more than it got. Answers what others were given or promised of the order, in fen.
    fn check_splits(&self, order: &Order, splits: &[SplitOrder]) -> i64 {
        let id = &order.payment().unwrap().transaction_id;
        let returns =
            self.bench.world.command(|cx| cx.all::<SplitReturn>("transaction_id", id.as_str())).unwrap();
        for split in splits.iter().filter(|split| split.transaction_id == *id) {
            for giver in [PLATFORM, SUPPLIER] {
                let got: i64 = details(std::slice::from_ref(split), id)
                    .filter(|d| d.receiver.id() == giver && matches!(d.result, DetailResult::Success { .. }))
                    .map(|detail| detail.amount.get())
                    .sum();
                let back: i64 = returns
                    .iter()
                    .filter(|r| r.order_id == split.order_id && r.return_mchid.as_str() == giver)
                    .map(|r| r.counts().get())
                    .sum();
                assert!(back <= got, "INV-4: {giver} gave back {back} of {got}");
            }
        }
        details(splits, id)
            .filter(|detail| detail.receiver.id() != order.payee.recipient().as_str())
            .filter(|detail| !matches!(detail.result, DetailResult::Closed { .. }))
            .map(|detail| detail.amount.get())
            .sum()
    }

    /// What is on its way to a bank is what the withdrawals say that were accepted and have not arrived.
    fn check_transit(&self) {
        let withdrawals = self.bench.world.command(|cx| cx.page::<Withdraw>(Page::ALL)).unwrap();
        for mchid in [PLATFORM, SUBS[0], SUBS[1], SUBS[2]] {
            let on_its_way: i64 = withdrawals
                .iter()
                .filter(|w| w.owner.as_str() == mchid && matches!(w.state, State::Accepted))
                .map(|w| w.amount.get())
                .sum();
            assert_eq!(self.bench.balance(&format!("{mchid}/TRANSIT")), on_its_way, "{mchid}: in transit");
        }
    }

    /// The bills of the last full day, and of the first one while it can be had, tell what the books tell.
    pub(crate) fn check_bills(&self) {
        let today = Day::of(self.bench.world.now());
        self.bench.advance("2d");
        check_day(&self.bench, &today.to_string());
        let first = "2026-01-05";
        if today.to_string().as_str() > first && today.to_string().as_str() < "2026-04-01" {
            check_day(&self.bench, first);
        }
    }

    /// Every callback that waits has exactly one scheduled attempt, and no other has one.
    fn check_outbox(&self) {
        let (notices, agenda) = self
            .bench
            .world
            .command(|cx| Ok::<_, Bug>((cx.page::<Notice>(Page::ALL)?, cx.agenda(Page::ALL)?)))
            .unwrap();
        for notice in notices {
            let scheduled = agenda.iter().filter(|i| i.subject == notice.id && i.data["by_hand"] == false);
            let wanted = usize::from(notice.state == NoticeState::Waiting);
            assert_eq!(scheduled.count(), wanted, "{notice:?}");
        }
    }

    /// Everything but the journal, where every clock command has its own entry (and the entries' numbers in the ledger).
    pub(crate) fn dump(&self) -> String {
        let dump = self.bench.world.command(|cx| {
            let postings: Vec<_> = cx
                .postings("", Page::ALL)?
                .into_iter()
                .map(|p| (p.at, p.cause, p.subject, p.debit, p.credit, p.amount, p.state))
                .collect();
            Ok::<_, Bug>(format!(
                "{:#?}\n{postings:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{}",
                cx.accounts("", Page::ALL)?,
                cx.page::<Order>(Page::ALL)?,
                cx.page::<Pot>(Page::ALL)?,
                cx.page::<ShippingOrder>(Page::ALL)?,
                cx.page::<SplitOrder>(Page::ALL)?,
                cx.page::<SplitReturn>(Page::ALL)?,
                cx.page::<Refund>(Page::ALL)?,
                cx.page::<Subsidy>(Page::ALL)?,
                cx.page::<Withdraw>(Page::ALL)?,
                cx.page::<Notice>(Page::ALL)?,
                cx.page::<Attempt>(Page::ALL)?,
                cx.agenda(Page::ALL)?,
                cx.now(),
            ))
        });
        dump.unwrap()
    }
}
