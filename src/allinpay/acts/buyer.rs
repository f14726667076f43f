//! Buyers pay through the acquirer.

use serde_json::{Value, json};

use crate::allinpay::model::code::Then;
use crate::allinpay::model::kind::Wallet;
use crate::allinpay::model::order::Order;
use crate::allinpay::rules::{paid, payment_code};
use crate::world::act::{Act, ActStop, Arg, ArgKind, Args};
use crate::world::buyer::{self, KnownAs};
use crate::world::{Bug, Cx};

/// A buyer pays an order of the acquirer.
pub(super) const PAY: Act = Act {
    name: "allinpay.pay",
    en: "a buyer pays an order of the acquirer, in whichever wallet it was placed for (AL-20)",
    zh: "买家支付收银宝订单（任意支付方式）（AL-20）",
    args: &[
        Arg::optional("reqsn", ArgKind::Text, "which: the merchant's number", "商户订单号"),
        Arg::optional("trxid", ArgKind::Text, "which: the acquirer's number", "收银宝交易单号"),
        Arg::optional("cusid", ArgKind::Text, "whose number it is", "订单所属商户"),
        Arg::optional(
            "buyer",
            ArgKind::Text,
            "who; who showed the code or whom the order names, else the first buyer",
            "付款人；默认出示付款码者或订单指定的用户，否则第一个买家",
        ),
        Arg::optional(
            "card",
            ArgKind::Choice(&["debit", "credit", "other"]),
            "the card, outside WeChat; other if left out",
            "非微信支付所用卡种；默认其他",
        ),
        Arg::optional("fail", ArgKind::Flag, "whether the payment fails (AL-43)", "支付失败（AL-43）"),
    ],
    run: pay,
};

fn pay(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let order = super::order_named(cx, args)?;
    if args.flag("fail") {
        let order = paid::failed(cx, order)?;
        return Ok(json!({ "trxid": order.trxid, "state": order.state.words().0 }));
    }
    paid::check_open(&order)?;
    let buyer = match args.text("buyer") {
        Some(name) => buyer::called(cx, name)?,
        None => default_buyer(cx, &order)?,
    };
    let accttype = match args.text("card") {
        Some("debit") => Some("00"),
        Some("credit") => Some(paid::CREDIT),
        _ => None,
    };
    paid::by_buyer(cx, &order, &buyer, accttype)?;
    let trxid = order.trxid;
    let paid = cx.get::<Order>(&trxid)?;
    let paid = paid.ok_or_else(|| Bug::Broken(format!("{trxid} is gone")))?;
    let chnltrxid = paid.payment.as_ref().map(|payment| payment.chnltrxid.clone());
    Ok(json!({
        "trxid": trxid,
        "trxcode": paid.trxcode.literal(),
        "state": paid.state.words().0,
        "chnltrxid": chnltrxid,
        "buyer": buyer,
    }))
}

fn default_buyer(cx: &Cx<'_>, order: &Order) -> Result<String, ActStop> {
    if let Some(shown_by) = &order.shown_by {
        return Ok(shown_by.clone());
    }
    if let Some(acct) = &order.acct
        && let Some(known) = cx.get::<KnownAs>(acct)?
    {
        return Ok(known.buyer);
    }
    buyer::first(cx)
}

/// A buyer shows a payment code.
pub(super) const SHOW_CODE: Act = Act {
    name: "buyer.show_payment_code",
    en: "a buyer shows the payment code of a wallet, to be scanned once within a minute (authcode of scanqrpay)",
    zh: "买家出示付款码，一分钟内可被扫一次（scanqrpay 的 authcode）",
    args: &[
        Arg::optional("buyer", ArgKind::Text, "who; the first buyer if left out", "买家；默认第一个"),
        Arg::optional(
            "wallet",
            ArgKind::Choice(Wallet::NAMES),
            "whose code; wechat if left out",
            "钱包；默认微信",
        ),
        Arg::optional(
            "then",
            ArgKind::Choice(Then::NAMES),
            "what happens when it is scanned; pays if left out. After asks_password, allinpay.pay finishes",
            "被扫后的结果；默认支付成功。asks_password 之后用 allinpay.pay 完成",
        ),
    ],
    run: show_code,
};

fn show_code(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let buyer = match args.text("buyer") {
        Some(name) => buyer::called(cx, name)?,
        None => buyer::first(cx)?,
    };
    let (wallet, then) = (Wallet::named(args.text("wallet")), Then::named(args.text("then")));
    let shown = payment_code::show(cx, &buyer, wallet, then)?;
    Ok(json!({ "authcode": shown.code, "expires_at": shown.expires_at, "buyer": buyer }))
}
