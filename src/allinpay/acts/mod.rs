//! What no API of the acquirer does: products and risk groups, what it learns from WeChat, and what buyers do.

mod buyer;
mod control;
mod merchant;

use super::model::merchant::Merchant;
use super::model::order::{Order, number};
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Args};
use crate::world::store::Page;

/// Every act, in the order in which help lists them.
pub static ACTS: &[Act] = &[
    buyer::PAY,
    buyer::SHOW_CODE,
    merchant::CONFIGURE_APPID,
    merchant::OPEN_PRODUCT,
    merchant::CLOSE_PRODUCT,
    merchant::LIFT_RISK_LIMIT,
    merchant::RESTORE_RISK_LIMIT,
    control::LEARN,
    control::HOLD_RELEASE,
    control::DELIVER_RELEASE,
];

/// The merchant that an act names as `cusid`; the only one where it names none.
fn merchant_named(cx: &Cx<'_>, args: &Args) -> Result<Merchant, ActStop> {
    let all: Vec<Merchant> = cx.page(Page::ALL)?;
    let known: Vec<&str> = all.iter().map(|one| one.cusid.as_str()).collect();
    let list = known.join(", ");
    let found = match args.text("cusid") {
        Some(cusid) => all.iter().find(|one| one.cusid == cusid),
        None => all.first().filter(|_| all.len() == 1),
    };
    found.cloned().ok_or_else(|| {
        ActRefused::new(
            format!("say which merchant by cusid; given.allinpay has: {list}"),
            format!("请用 cusid 指定商户；given.allinpay 中有：{list}"),
        )
        .into()
    })
}

/// The order that an act names as `reqsn` or `trxid`.
fn order_named(cx: &Cx<'_>, args: &Args) -> Result<Order, ActStop> {
    let found = match (args.text("trxid"), args.text("reqsn")) {
        (Some(trxid), _) => cx.get::<Order>(trxid)?,
        (None, Some(reqsn)) if args.text("cusid").is_some() => {
            cx.first::<Order>("number", &number(&merchant_named(cx, args)?.cusid, reqsn))?
        }
        (None, Some(reqsn)) => {
            let mut found = Vec::new();
            for merchant in cx.page::<Merchant>(Page::ALL)? {
                found.extend(cx.first::<Order>("number", &number(&merchant.cusid, reqsn))?);
            }
            if found.len() > 1 {
                return Err(ActRefused::new(
                    format!("{} merchants used {reqsn}: say whose by cusid", found.len()),
                    format!("{} 个商户使用了 {reqsn}：请用 cusid 指定商户", found.len()),
                )
                .into());
            }
            found.pop()
        }
        (None, None) => None,
    };
    found.ok_or_else(|| {
        ActRefused::new(
            "say which order of the acquirer: by trxid, or by reqsn (and cusid where two merchants used it)",
            "请用 trxid 或 reqsn（多个商户使用同一单号时加 cusid）指定收银宝订单",
        )
        .into()
    })
}
