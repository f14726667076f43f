//! Splits, returns, refunds, subsidies, withdrawals: each of them asks for an amount that may be too much.

use serde_json::{Value, json};
use wxpay_sandbox::mini_program::model::order::Order as ShippingOrder;
use wxpay_sandbox::wechat_pay::model::order::Order;
use wxpay_sandbox::wechat_pay::model::refund::Refund;
use wxpay_sandbox::wechat_pay::model::split::SplitOrder;
use wxpay_sandbox::wechat_pay::model::withdraw::Withdraw;
use wxpay_sandbox::world::store::{Page, Record};

use crate::command::Deed;
use crate::run::Run;
use crate::support::{APPID, OPENID, PLATFORM, SPLIT, SUBS, available};

/// A merchant of its own that splits reach.
pub(crate) const SUPPLIER: &str = "1900000300";
pub(crate) const RETURN: &str = "/v3/ecommerce/profitsharing/returnorders";
pub(crate) const REFUND: &str = "/v3/ecommerce/refunds/apply";
const SUBSIDY: &str = "/v3/ecommerce/subsidies/create";
const SUBSIDY_RETURN: &str = "/v3/ecommerce/subsidies/return";
const SUBSIDY_CANCEL: &str = "/v3/ecommerce/subsidies/cancel";
const WITHDRAW: &str = "/v3/ecommerce/fund/withdraw";
const PLATFORM_WITHDRAW: &str = "/v3/merchant/fund/withdraw";
const DAY_END: &str = "/v3/platsolution/ecommerce/withdraw/day-end-balance-withdraw";
const RECEIVERS: [(&str, &str); 3] =
    [("MERCHANT_ID", PLATFORM), ("MERCHANT_ID", SUPPLIER), ("PERSONAL_OPENID", OPENID)];

impl Run {
    /// The record at a place, counted modulo what there is.
    fn pick<R: Record>(&self, place: usize) -> Option<R> {
        let mut all = self.bench.world.command(|cx| cx.page::<R>(Page::ALL)).unwrap();
        if all.is_empty() { None } else { Some(all.swap_remove(place % all.len())) }
    }

    fn order(&self, place: usize) -> Option<(Order, String, String)> {
        let orders = self.paid();
        let order = orders.get(place % orders.len().max(1))?.clone();
        let (sub, id) =
            (order.payee.recipient().to_string(), order.payment().unwrap().transaction_id.to_string());
        Some((order, sub, id))
    }

    pub(crate) fn deal(&mut self, deed: Deed, place: usize, permille: i64) {
        let of = |whole: i64| whole.saturating_mul(permille) / 1000 + 1;
        match deed {
            Deed::AddReceiver | Deed::DeleteReceiver | Deed::SplitToOthers | Deed::FailDetail => {
                self.split(deed, place, permille);
            }
            Deed::Trouble => {
                let account = [SUPPLIER, OPENID, SUBS[0]][place % 3];
                let state = if permille % 2 == 0 { "ABNORMAL" } else { "NORMAL" };
                self.bench.act("receiver.set_state", &json!({ "account": account, "state": state }));
            }
            Deed::Return => {
                let Some(split) = self.pick::<SplitOrder>(place) else { return };
                let (kind, giver) = RECEIVERS[place % 2];
                assert_eq!(kind, "MERCHANT_ID");
                let body = json!({
                    "sub_mchid": split.payer, "order_id": split.order_id, "out_return_no": self.number("R"),
                    "return_mchid": giver, "amount": of(2000), "description": "back",
                });
                self.call(RETURN, body);
            }
            Deed::Refund { .. } | Deed::EndRefund | Deed::OtherCard | Deed::ReturnAdvance => {
                self.refund(deed, place, permille);
            }
            Deed::Subsidy | Deed::ReturnSubsidy | Deed::CancelSubsidy => {
                self.subsidy(deed, place, permille);
            }
            Deed::Withdraw { .. } | Deed::EndWithdraw | Deed::DayEnd | Deed::OwnWithdraw => {
                self.withdraw(deed, place, permille);
            }
            Deed::Control => {
                let lifted = self.bench.try_act("platform.release_appid", &json!({ "appid": APPID }));
                if lifted.is_err() {
                    self.bench.act("platform.control_appid", &json!({ "appid": APPID }));
                }
            }
            Deed::Ship | Deed::ConfirmReceipt | Deed::Complain => self.ship(deed, place, permille),
            Deed::TopUp => {
                let mchid = [PLATFORM, SUPPLIER, SUBS[0], SUBS[1]][place % 4];
                let account = ["BASIC", "OPERATION"][place % 2];
                let args = json!({ "mchid": mchid, "amount": of(100_000), "account": account });
                self.bench.act("merchant.top_up", &args);
            }
        }
    }

    fn ship(&mut self, deed: Deed, place: usize, permille: i64) {
        let Some(order) = self.pick::<ShippingOrder>(place) else { return };
        let mut args = json!({ "transaction_id": order.transaction_id });
        let act = match deed {
            Deed::Ship => {
                args["logistics_type"] = json!(permille % 4 + 1);
                args["item_desc"] = json!(format!("tea {permille}"));
                if permille % 4 == 0 {
                    args["tracking_no"] = json!("YT1");
                    args["express_company"] = json!("YTO");
                }
                "merchant.ship"
            }
            Deed::ConfirmReceipt => "buyer.confirm_receipt",
            _ if order.in_complaint => "buyer.withdraw_complaint",
            _ => "buyer.complain",
        };
        let _ = self.bench.try_act(act, &args);
    }

    fn split(&mut self, deed: Deed, place: usize, permille: i64) {
        let (kind, account) = RECEIVERS[place % 3];
        match deed {
            Deed::AddReceiver => {
                let mut body =
                    json!({ "appid": APPID, "type": kind, "account": account, "relation_type": "OTHERS" });
                if account == SUPPLIER {
                    body["name"] = json!("Supplier");
                }
                self.call("/v3/ecommerce/profitsharing/receivers/add", body);
            }
            Deed::DeleteReceiver => {
                let body = json!({ "appid": APPID, "type": kind, "account": account });
                self.call("/v3/ecommerce/profitsharing/receivers/delete", body);
            }
            Deed::SplitToOthers => {
                let Some((order, sub, transaction_id)) = self.order(place) else { return };
                let amount = order.total.get().saturating_mul(permille) / 3500 + 1;
                let part = |kind: &str, account: &str, amount: i64| json!({ "type": kind, "receiver_account": account, "amount": amount, "description": "share" });
                let mut receivers = vec![part(kind, account, amount)];
                if permille % 4 == 0 {
                    receivers.push(part("MERCHANT_ID", &sub, amount));
                }
                if permille % 5 == 0 {
                    receivers.push(part("MERCHANT_ID", PLATFORM, 1));
                }
                let body = json!({
                    "appid": APPID, "sub_mchid": sub, "transaction_id": transaction_id,
                    "out_order_no": self.number("S"), "receivers": receivers, "finish": permille % 3 == 0,
                });
                self.call(SPLIT, body);
            }
            _ => {
                let Some(split) = self.pick::<SplitOrder>(place) else { return };
                let args = json!({
                    "out_order_no": split.out_order_no, "receiver": account, "reason": "ACCOUNT_ABNORMAL",
                });
                let _ = self.bench.try_act("split.fail_detail", &args);
            }
        }
    }

    fn refund(&mut self, deed: Deed, place: usize, permille: i64) {
        if let Deed::Refund { advance } = deed {
            let Some((order, sub, transaction_id)) = self.order(place) else { return };
            let total = order.total.get();
            let refund = if permille > 900 { total } else { (total.saturating_mul(permille) / 1500).max(1) };
            let mut body = json!({
                "sub_mchid": sub, "sp_appid": APPID, "transaction_id": transaction_id,
                "out_refund_no": self.number("RF"), "amount": { "refund": refund, "total": total, "currency": "CNY" },
            });
            if advance {
                body["refund_account"] = json!("REFUND_SOURCE_PARTNER_ADVANCE");
            }
            self.call(REFUND, body);
            return;
        }
        let Some(refund) = self.pick::<Refund>(place) else { return };
        match deed {
            Deed::EndRefund => {
                let args = json!({ "refund_id": refund.refund_id });
                let _ = match permille % 3 {
                    0 => self.bench.try_act("refund.succeed", &args),
                    1 => self
                        .bench
                        .try_act("refund.fail", &json!({ "refund_id": refund.refund_id, "state": "CLOSED" })),
                    _ => self.bench.try_act(
                        "refund.fail",
                        &json!({ "refund_id": refund.refund_id, "state": "ABNORMAL" }),
                    ),
                };
            }
            Deed::OtherCard => {
                let path = format!("/v3/ecommerce/refunds/{}/apply-abnormal-refund", refund.refund_id);
                let body = json!({
                    "sub_mchid": refund.sub_mchid, "out_refund_no": refund.out_refund_no, "type": "MERCHANT_BANK_CARD",
                });
                self.ask(&path, &body);
            }
            _ => {
                let path = format!("/v3/ecommerce/refunds/{}/return-advance", refund.refund_id);
                self.ask(&path, &json!({ "sub_mchid": refund.sub_mchid }));
            }
        }
    }

    fn subsidy(&mut self, deed: Deed, place: usize, permille: i64) {
        let Some((order, sub, transaction_id)) = self.order(place) else { return };
        let announced = order.subsidy_amount.get();
        match deed {
            Deed::Subsidy => {
                let amount = if permille % 7 == 0 { announced + 1 } else { announced.max(1) };
                let body = json!({
                    "sub_mchid": sub, "transaction_id": transaction_id, "amount": amount, "description": "off",
                    "out_subsidy_no": self.number("B"),
                });
                self.call(SUBSIDY, body);
            }
            Deed::ReturnSubsidy => {
                let refund =
                    self.bench.world.command(|cx| cx.first::<Refund>("transaction_id", &transaction_id));
                let Some(refund) = refund.unwrap() else { return };
                let body = json!({
                    "sub_mchid": sub, "transaction_id": transaction_id, "refund_id": refund.refund_id,
                    "amount": announced.saturating_mul(permille) / 1000 + 1, "description": "back",
                    "out_order_no": self.number("BR"),
                });
                self.call(SUBSIDY_RETURN, body);
            }
            _ => {
                let body =
                    json!({ "sub_mchid": sub, "transaction_id": transaction_id, "description": "none" });
                self.ask(SUBSIDY_CANCEL, &body);
            }
        }
    }

    fn withdraw(&mut self, deed: Deed, place: usize, permille: i64) {
        let sub = SUBS[place % 3];
        let part = |whole: i64| whole.saturating_mul(permille) / 1000 + 1;
        match deed {
            Deed::Withdraw { platform: false } => {
                let amount = part(self.bench.balance(&available(sub)));
                let number = self.number("W");
                self.call(WITHDRAW, json!({ "sub_mchid": sub, "out_request_no": number, "amount": amount }));
            }
            Deed::Withdraw { platform: true } => {
                let account = ["BASIC", "OPERATION"][place % 2];
                let amount = part(self.bench.balance(&format!("{PLATFORM}/{account}")));
                let body =
                    json!({ "out_request_no": self.number("W"), "amount": amount, "account_type": account });
                self.call(PLATFORM_WITHDRAW, body);
            }
            Deed::EndWithdraw => {
                let Some(withdraw) = self.pick::<Withdraw>(place) else { return };
                let act = ["withdraw.arrive", "withdraw.fail", "withdraw.bounce", "withdraw.close"];
                let act = act[usize::try_from(permille).unwrap() % 4];
                let mut args = json!({ "withdraw_id": withdraw.withdraw_id });
                if act != "withdraw.arrive" {
                    args["reason"] = json!("卡号错误");
                }
                let _ = self.bench.try_act(act, &args);
            }
            Deed::DayEnd => {
                let kind = ["ONLY_DAY_END_BALANCE", "ALLOW_CURRENT_BALANCE"][place % 2];
                let body = json!({
                    "sub_mchid": sub, "out_request_no": self.number("D"), "calculate_amount_type": kind,
                    "reserve_amount": permille / 10,
                });
                self.call(DAY_END, body);
            }
            _ => {
                let amount = part(self.bench.balance(&available(sub)));
                let _ =
                    self.bench.try_act("sub_merchant.withdraw", &json!({ "mchid": sub, "amount": amount }));
            }
        }
    }

    /// A call that may be accepted or refused and is not repeated: it may go on where it stopped.
    fn ask(&self, path: &str, body: &Value) {
        let (status, answer) = self.bench.post(path, body);
        assert!(status < 500, "{path} {body}: {answer}");
    }
}
