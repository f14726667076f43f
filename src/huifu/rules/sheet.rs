//! Lists as CSV, for bills and for the exports of consoles: the same columns in both (HF-32, HF-34).

use super::notices::TIME;
use super::report::{SplitRow, TradeRow};
use crate::huifu::model::payout::Payout;

/// Who opens a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A program: every value stands as it is.
    Program,
    /// A person with a spreadsheet: what it would take for a formula stands behind an apostrophe.
    Spreadsheet,
}

/// Trades: the columns are our choice, but for the two that fund control added.
#[must_use]
pub fn trades(rows: &[TradeRow], reader: Reader) -> String {
    let names = "交易时间,商户号,交易方向,请求流水号,汇付全局流水号,原汇付全局流水号,用户账单号,微信订单号,交易类型,交易金额,手续费,交易状态,资金冻结标识,资金解冻时间";
    sheet(names, rows, reader, |row| {
        vec![
            row.at.format(TIME),
            row.huifu_id.clone(),
            row.direction.to_owned(),
            row.req_seq_id.clone(),
            row.hf_seq_id.clone(),
            row.org_hf_seq_id.clone(),
            row.party_order_id.clone(),
            row.out_trans_id.clone(),
            row.trans_type.to_owned(),
            row.amount.yuan(),
            row.fee.yuan(),
            row.trans_stat.to_owned(),
            row.fund_freeze_stat.to_owned(),
            row.unfreeze_time.clone(),
        ]
    })
}

/// Splits.
#[must_use]
pub fn splits(rows: &[SplitRow], reader: Reader) -> String {
    let names = "分账时间,交易全局流水号,分账全局流水号,分账类型,接收方,接收方账户,分账金额,资金冻结标识,资金解冻时间";
    sheet(names, rows, reader, |row| {
        vec![
            row.at.format(TIME),
            row.hf_seq_id.clone(),
            row.document.clone(),
            row.kind.to_owned(),
            row.huifu_id.clone(),
            row.acct_id.clone(),
            row.amount.yuan(),
            row.fund_freeze_stat.to_owned(),
            row.unfreeze_time.clone(),
        ]
    })
}

/// Payouts.
#[must_use]
pub fn payouts(rows: &[Payout], reader: Reader) -> String {
    let names = "出金时间,商户号,账户号,请求流水号,汇付全局流水号,出金类型,出金金额,出金状态";
    sheet(names, rows, reader, |row| {
        vec![
            row.head.at.format(TIME),
            row.head.huifu_id.to_string(),
            row.acct_id.to_string(),
            row.head.req_seq_id.to_string(),
            row.head.hf_seq_id.to_string(),
            row.reason.literal().to_owned(),
            row.amount.yuan(),
            row.state.literal().to_owned(),
        ]
    })
}

/// Any list as CSV: a line of names, a line for each row.
pub fn sheet<T>(names: &str, rows: &[T], reader: Reader, values: impl Fn(&T) -> Vec<String>) -> String {
    let mut text = format!("{names}\n");
    for row in rows {
        let values: Vec<String> = values(row).iter().map(|value| quoted(value, reader)).collect();
        text.push_str(&values.join(","));
        text.push('\n');
    }
    text
}

/// A value that breaks neither line nor column, and that no spreadsheet takes for a formula.
fn quoted(value: &str, reader: Reader) -> String {
    let calculates = reader == Reader::Spreadsheet && value.starts_with(['=', '+', '-', '@']);
    let value = if calculates { format!("'{value}") } else { value.to_owned() };
    if value.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", value.replace('"', "\"\""));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_breaks_its_line_or_calculates() {
        let rows = [("x,\"y\"\n", "=1+1")];
        let told = |reader| sheet("a,b", &rows, reader, |(a, b)| vec![(*a).to_owned(), (*b).to_owned()]);
        assert_eq!(told(Reader::Spreadsheet), "a,b\n\"x,\"\"y\"\"\n\",'=1+1\n");
        assert_eq!(told(Reader::Program), "a,b\n\"x,\"\"y\"\"\n\",=1+1\n");
    }
}
