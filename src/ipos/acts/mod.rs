//! What no API of ipos-sa does: buyers pay.

use serde_json::{Value, json};

use crate::huifu::model::channel;
use crate::huifu::model::payment::Payment;
use crate::ipos::model::merchant;
use crate::ipos::model::trade::{Trade, key};
use crate::ipos::rules::find;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::{Bug, Cx, buyer};

/// Every act, in the order in which help lists them.
pub static ACTS: &[Act] = &[PAY];

/// A buyer pays.
const PAY: Act = Act {
    name: "ipos.pay",
    en: "a buyer pays an order that was placed with ipos-sa; buyer.pay does the same by prepay_id",
    zh: "买家支付 ipos-sa 订单；buyer.pay 用 prepay_id 效果相同",
    args: &[
        Arg::required("pos_seq", ArgKind::Text, "the order, by the merchant's number", "终端流水号"),
        Arg::optional("isspid", ArgKind::Text, "whose; the first merchant if left out", "商户号；默认第一个"),
        Arg::optional("buyer", ArgKind::Text, "who; the first buyer if left out", "付款人；默认第一个买家"),
    ],
    run: pay,
};

fn pay(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let number = args.required_text("pos_seq")?;
    let merchants = merchant::all(cx)?;
    let named = args.text("isspid");
    let merchant = merchants.iter().find(|one| named.is_none_or(|isspid| one.isspid.as_str() == isspid));
    let trade = match merchant {
        Some(merchant) => cx.get::<Trade>(&key(&merchant.isspid, number))?,
        None => None,
    };
    let payment = match &trade {
        Some(trade) => cx.get::<Payment>(trade.books.as_str())?,
        None => None,
    };
    let payment = payment.ok_or_else(|| {
        ActRefused::new(format!("ipos-sa has no order {number}"), format!("ipos-sa 没有订单 {number}"))
    })?;
    let buyer = match args.text("buyer") {
        Some(name) => buyer::called(cx, name)?,
        None => buyer::first(cx)?,
    };
    cx.channel()?.pay(cx, &channel::of(cx)?.mchid, &payment.out_trade_no, &buyer)?;
    let payment: Payment = find::booked(cx, &payment.head.hf_seq_id)?;
    let settled = payment.settled();
    let settled = settled.ok_or_else(|| Bug::Broken(format!("{number} was paid, and nobody heard of it")))?;
    Ok(json!({
        "transaction_id": settled.transaction_id,
        "hf_seq_id": payment.head.hf_seq_id,
        "fund_freeze_stat": settled.freeze.literal(),
    }))
}
