//! What the consoles of Huifu show (HF-30 to HF-39): trades, splits, merchants and accounts, with what fund control added.

use serde_json::{Value, json};

use super::books::{self, Place};
use super::report::{self, Wanted};
use super::sheet::{self, Reader};
use crate::huifu::model::member::{self, Acct, Kind, Member};
use crate::huifu::model::payment::Payment;
use crate::world::{Bug, Cx};

/// A page of a console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// 交易记录, forward and reverse trades (HF-30, HF-32).
    Trades,
    /// 分账记录 (HF-33, HF-34).
    Splits,
    /// 商户列表, with 资金管控账户余额 (HF-35): merchants alone; users and agents are found by their accounts.
    Merchants,
    /// 收款账户, with 资金管控账户余额 (HF-37).
    Accounts,
}

impl Page {
    /// Every page by its name.
    pub const NAMES: &'static [(&'static str, Page)] = &[
        ("transactions", Page::Trades),
        ("splits", Page::Splits),
        ("merchants", Page::Merchants),
        ("accounts", Page::Accounts),
    ];
}

/// The list of a page, of one member where it is named.
///
/// # Errors
/// [`Bug`] when the database fails; so for all below.
pub fn list(cx: &Cx<'_>, page: Page, huifu_id: Option<&str>) -> Result<Vec<Value>, Bug> {
    let members = member::all(cx)?;
    let named = members.iter().filter(|member| huifu_id.is_none_or(|id| member.huifu_id.as_str() == id));
    let mut rows = Vec::new();
    match page {
        Page::Trades | Page::Splits => {
            for member in named {
                let wanted = Wanted { huifu_id: Some(&member.huifu_id), day: None };
                if page == Page::Trades {
                    rows.extend(values(&report::trades(cx, wanted)?)?);
                } else {
                    rows.extend(values(&report::split_rows(cx, wanted)?)?);
                }
            }
        }
        Page::Merchants => {
            for member in named.filter(|member| member.kind == Kind::Merchant) {
                rows.push(merchant(cx, member)?);
            }
        }
        Page::Accounts => {
            for member in named {
                for acct in &member.accounts {
                    rows.push(account(cx, member, acct)?);
                }
            }
        }
    }
    Ok(rows)
}

/// The file that a page exports; none for pages that export nothing (HF-32, HF-34).
pub fn export(cx: &Cx<'_>, page: Page, huifu_id: Option<&str>) -> Result<Option<String>, Bug> {
    let (mut trades, mut splits) = (Vec::new(), Vec::new());
    for member in member::all(cx)? {
        if huifu_id.is_none_or(|id| member.huifu_id.as_str() == id) {
            let wanted = Wanted { huifu_id: Some(&member.huifu_id), day: None };
            trades.extend(report::trades(cx, wanted)?);
            splits.extend(report::split_rows(cx, wanted)?);
        }
    }
    Ok(match page {
        Page::Trades => Some(sheet::trades(&trades, Reader::Spreadsheet)),
        Page::Splits => Some(sheet::splits(&splits, Reader::Spreadsheet)),
        Page::Merchants | Page::Accounts => None,
    })
}

/// The detail of what a page lists, by its number: a payment with its refunds or a refund by itself (HF-31), a merchant
/// (HF-36), an account (HF-38).
pub fn detail(cx: &Cx<'_>, page: Page, number: &str) -> Result<Option<Value>, Bug> {
    match page {
        Page::Trades => trade(cx, number),
        Page::Splits => Ok(None),
        Page::Merchants => {
            let found = cx.get::<Member>(number)?.filter(|member| member.kind == Kind::Merchant);
            found.map(|member| merchant(cx, &member)).transpose()
        }
        Page::Accounts => {
            for member in member::all(cx)? {
                if let Some(acct) = member.accounts.iter().find(|acct| acct.acct_id.as_str() == number) {
                    return account(cx, &member, acct).map(Some);
                }
            }
            Ok(None)
        }
    }
}

fn values<T: serde::Serialize>(rows: &[T]) -> Result<Vec<Value>, Bug> {
    rows.iter().map(|row| Ok(serde_json::to_value(row)?)).collect()
}

/// A trade with its refunds, and whether 延时分账 can be clicked (HF-39).
fn trade(cx: &Cx<'_>, number: &str) -> Result<Option<Value>, Bug> {
    let Some(rows) = report::trade(cx, number)? else {
        return Ok(report::refund(cx, number)?.map(|row| json!({ "rows": [row] })));
    };
    let payment = cx.get::<Payment>(number)?;
    let left = payment.as_ref().map(Payment::unconfirmed).transpose()?.unwrap_or_default();
    let frozen = payment.as_ref().is_some_and(|payment| payment.freeze().is_frozen());
    Ok(Some(json!({
        "rows": values(&rows)?,
        "unconfirmed": left,
        "delayed_split_enabled": !left.is_zero() && !frozen,
    })))
}

fn merchant(cx: &Cx<'_>, member: &Member) -> Result<Value, Bug> {
    Ok(json!({
        "huifu_id": member.huifu_id,
        "name": member.name,
        "kind": member.kind,
        "agent": member.agent,
        "email": member.email,
        "appids": member.appids,
        "business": member.business,
        "control_bal": books::controlled(cx, member)?,
    }))
}

fn account(cx: &Cx<'_>, member: &Member, acct: &Acct) -> Result<Value, Bug> {
    let holdings = books::holdings(cx, Place { huifu_id: &member.huifu_id, acct_id: &acct.acct_id })?;
    Ok(json!({
        "acct_id": acct.acct_id,
        "acct_type": acct.kind.literal(),
        "huifu_id": member.huifu_id,
        "name": member.name,
        "balance_amt": holdings.balance()?,
        "avl_bal": holdings.available,
        "frz_bal": holdings.frozen,
        "control_bal": holdings.controlled,
        "delayed": holdings.delayed,
    }))
}
