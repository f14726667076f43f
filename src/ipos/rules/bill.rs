//! Bills (账单下载): a day's payments and refunds as CSV, made when they are asked for (HF-42).

use super::Ruled;
use super::list::{self, Row, Status};
use super::refusal::TradeRefusal;
use super::view::TIME;
use crate::huifu::rules::sheet::{Reader, sheet};
use crate::ipos::model::bill::Bill;
use crate::ipos::model::merchant::Merchant;
use crate::world::{Cx, Day};

/// The columns: our choice, but for the two that fund control added.
const NAMES: &str = "交易时间,交易类型,门店号,终端号,终端流水号,系统流水号,原终端流水号,支付方式,交易金额(分),交易状态,微信订单号,资金冻结标识,资金解冻时间";

/// Makes the bill of a day that is over.
///
/// # Errors
/// [`TradeRefusal::DayNotOver`].
pub fn ask(cx: &Cx<'_>, merchant: &Merchant, day: Day) -> Ruled<Bill> {
    if day >= Day::of(cx.now()) {
        return Err(TradeRefusal::DayNotOver.into());
    }
    let text = sheet(NAMES, &list::of_day(cx, merchant, day)?, Reader::Program, values);
    let isspid = merchant.isspid.clone();
    let date = day.to_string().replace('-', "");
    let bill = Bill {
        token: format!("{isspid}-{}", cx.random("ipos bill")?.digits(16)),
        name: format!("{isspid}_{date}.csv"),
        isspid,
        text,
    };
    cx.put(&bill)?;
    Ok(bill)
}

fn values(row: &Row) -> Vec<String> {
    let Row { trade, payment, forward, .. } = row;
    let status = match row.status {
        Status::Processing => "处理中",
        Status::Success => "成功",
        Status::Failed => "失败",
    };
    let settled = payment.settled();
    vec![
        trade.at.format(TIME),
        if *forward { "支付" } else { "退款" }.to_owned(),
        trade.store_id.clone().unwrap_or_default(),
        trade.pos_id.clone().unwrap_or_default(),
        trade.pos_seq.to_string(),
        trade.sys_seq.to_string(),
        trade.of.as_ref().map(ToString::to_string).unwrap_or_default(),
        trade.pay_type.clone(),
        trade.amount.get().to_string(),
        status.to_owned(),
        settled.map(|settled| settled.transaction_id.to_string()).unwrap_or_default(),
        row.freeze.literal().unwrap_or_default().to_owned(),
        row.released_at().map(|at| at.format(TIME)).unwrap_or_default(),
    ]
}
