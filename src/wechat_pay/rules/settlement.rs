//! Settlement cards: which is in force, whether the bank takes money for it, how it is changed (AP-60 to AP-65, AS-35).

use serde::Deserialize;

use super::Outcome;
use super::money::Paper;
use super::refusal::{Refusal, SettlementRefusal};
use super::timers::Timer;
use crate::wechat_pay::model::accounts;
use crate::wechat_pay::model::applyment::{AccountKind, Organization};
use crate::wechat_pay::model::card::{
    self, CardChange, ChangeState, OTHER_BANK, SettlementCard, VerifyResult,
};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::{self, Merchant};
use crate::wechat_pay::model::switches;
use crate::world::account::Account;
use crate::world::act::{ActRefused, ActStop};
use crate::world::ids::{ApplicationNo, Mchid};
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Day, Fen};

/// What WeChat Pay remits to see whether a card takes money: 0.01 yuan (AP-60).
const REMITTED: Fen = Fen::new(1);

/// What is said of a card that takes no money, unless somebody says otherwise (assumed).
pub const USUAL_REASON: &str = "银行卡户名或卡号有误";

/// A request to settle to another card.
#[derive(Debug, Clone, Deserialize)]
pub struct CardWish {
    /// Whose it is.
    pub account_type: AccountType,
    /// The bank.
    pub account_bank: String,
    /// The bank's full name.
    pub bank_name: Option<String>,
    /// The bank's branch number.
    pub bank_branch_id: Option<String>,
    /// The account number.
    pub account_number: String,
    /// The name it is held under.
    pub account_name: Option<String>,
}

/// `account_type`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum AccountType {
    /// 对公银行账户
    #[serde(rename = "ACCOUNT_TYPE_BUSINESS")]
    Business,
    /// 经营者个人银行卡
    #[serde(rename = "ACCOUNT_TYPE_PRIVATE")]
    Private,
}

impl From<AccountType> for AccountKind {
    fn from(kind: AccountType) -> AccountKind {
        match kind {
            AccountType::Business => AccountKind::Corporate,
            AccountType::Private => AccountKind::Private,
        }
    }
}

/// A sub-merchant of the caller's.
///
/// # Errors
/// [`SettlementRefusal::NotYours`].
pub fn sub_of(cx: &Cx<'_>, provider: &Mchid, sub_mchid: &Mchid) -> Outcome<Merchant> {
    let sub = merchant::find(cx, sub_mchid)?.filter(|sub| sub.provider() == Some(provider));
    Ok(sub.ok_or_else(|| SettlementRefusal::NotYours(sub_mchid.clone()))?)
}

/// The card in force of a sub-merchant of the caller's.
///
/// # Errors
/// [`SettlementRefusal::NotYours`], [`Refusal::RecordNotExist`] when it has none.
pub fn in_force(cx: &Cx<'_>, provider: &Mchid, sub_mchid: &Mchid) -> Outcome<SettlementCard> {
    let card = sub_of(cx, provider, sub_mchid)?.settlement_card;
    card.ok_or_else(|| Refusal::RecordNotExist(format!("settlement account of {sub_mchid}")).into())
}

/// A request for another card, by its number.
///
/// # Errors
/// [`SettlementRefusal::NotYours`], [`Refusal::RecordNotExist`].
pub fn change(
    cx: &Cx<'_>,
    provider: &Mchid,
    sub_mchid: &Mchid,
    application_no: &ApplicationNo,
) -> Outcome<(Merchant, CardChange)> {
    let sub = sub_of(cx, provider, sub_mchid)?;
    let found = cx.get::<CardChange>(application_no.as_str())?.filter(|found| found.sub_mchid == *sub_mchid);
    let found = found.ok_or_else(|| Refusal::RecordNotExist(format!("application {application_no}")))?;
    Ok((sub, found))
}

/// Asks for another card. Checks: whose, the day's count (AP-63), nothing under way (AP-64), kind of account (AP-65), bank,
/// number.
///
/// # Errors
/// A [`SettlementRefusal`].
pub fn ask(cx: &Cx<'_>, provider: &Mchid, sub_mchid: &Mchid, wish: &CardWish) -> Outcome<CardChange> {
    let sub = sub_of(cx, provider, sub_mchid)?;
    let switches = switches::of(cx)?.verify;
    let today = CardChange::day_key(sub_mchid, Day::of(cx.now()));
    if cx.count::<CardChange>("day", &today)? >= switches.changes_a_day {
        return Err(SettlementRefusal::TooOften(switches.changes_a_day).into());
    }
    if let Some(open) = under_audit(cx, sub_mchid)? {
        return Err(SettlementRefusal::UnderAudit(open.application_no).into());
    }
    let card = new_card(&sub, wish)?;
    let number = format!("{}{}", cx.now().format("%Y%m%d"), cx.random("application_no")?.digits(10));
    let change = CardChange {
        application_no: ApplicationNo::parse(&number).map_err(Bug::Broken)?,
        sub_mchid: sub_mchid.clone(),
        card,
        asked_at: cx.now(),
        state: ChangeState::Auditing,
    };
    cx.put(&change)?;
    Timer::CardChange(number).set(cx, cx.now().after(switches.result_after))?;
    Ok(change)
}

fn under_audit(cx: &Cx<'_>, sub_mchid: &Mchid) -> Result<Option<CardChange>, Bug> {
    let all = cx.all::<CardChange>("sub_mchid", sub_mchid.as_str())?;
    Ok(all.into_iter().find(|change| change.state == ChangeState::Auditing))
}

fn new_card(sub: &Merchant, wish: &CardWish) -> Result<SettlementCard, SettlementRefusal> {
    let kind = AccountKind::from(wish.account_type);
    if !may_hold(sub.organization, kind) {
        return Err(SettlementRefusal::KindMisfit(sub.mchid.clone()));
    }
    check_bank(&wish.account_bank, wish.bank_name.as_deref(), wish.bank_branch_id.as_deref())?;
    if !card::is_account_number(&wish.account_number) {
        return Err(SettlementRefusal::NumberMisshapen);
    }
    Ok(SettlementCard {
        kind,
        account_bank: wish.account_bank.clone(),
        bank_name: wish.bank_name.clone(),
        bank_branch_id: wish.bank_branch_id.clone(),
        account_name: wish.account_name.clone(),
        account_number: wish.account_number.clone(),
        verify_result: VerifyResult::VerifySuccess,
        verify_fail_reason: None,
        remitted: true,
        concluded: true,
        changed: true,
    })
}

/// Which accounts a subject may be paid on (AP-65); anything where nobody said what it is.
const fn may_hold(organization: Option<Organization>, kind: AccountKind) -> bool {
    match (organization, kind) {
        (None | Some(Organization::Individual), _)
        | (Some(Organization::Micro | Organization::PersonalSeller), AccountKind::Private)
        | (
            Some(
                Organization::Enterprise
                | Organization::Institution
                | Organization::Government
                | Organization::SocialOrganization,
            ),
            AccountKind::Corporate,
        ) => true,
        (Some(_), _) => false,
    }
}

/// Whether a bank is one, and told apart where it must be (AS-30).
///
/// # Errors
/// [`SettlementRefusal::BankUnknown`], [`SettlementRefusal::BranchMissing`].
pub fn check_bank(
    bank: &str,
    bank_name: Option<&str>,
    bank_branch_id: Option<&str>,
) -> Result<(), SettlementRefusal> {
    if bank == OTHER_BANK {
        let told = bank_name.is_some() || bank_branch_id.is_some();
        return if told { Ok(()) } else { Err(SettlementRefusal::BranchMissing) };
    }
    if card::is_bank(bank) { Ok(()) } else { Err(SettlementRefusal::BankUnknown(bank.to_owned())) }
}

/// A trade was paid to a merchant: its first one makes WeChat Pay remit 0.01 yuan to its card (AP-60, LG-17).
///
/// # Errors
/// [`Bug`] when the ledger refuses.
pub fn traded(cx: &Cx<'_>, mut sub: Merchant) -> Result<(), Bug> {
    let Some(card) = &mut sub.settlement_card else { return Ok(()) };
    if card.remitted || card.verify_result != VerifyResult::Verifying {
        return Ok(());
    }
    card.remitted = true;
    let paper = Paper { subject: sub.mchid.as_str(), document: "" };
    // What WeChat Pay remits is its own: where its income is still nothing, it comes from beyond these books.
    if cx.balance(&accounts::fee_income())?.free() >= REMITTED {
        paper.transfer(cx, Cause::CardCheck, &accounts::fee_income(), &Account::banks(), REMITTED)?;
    }
    let mchid = &sub.mchid;
    cx.note(Note::new(
        format!("first trade of {mchid}: 0.01 yuan remitted to its settlement card (AP-60)"),
        format!("{mchid} 首笔交易：向其结算卡打款 0.01 元验证（AP-60）"),
    ));
    Timer::CardCheck(sub.mchid.clone()).set(cx, cx.now().after(switches::of(cx)?.verify.result_after))?;
    cx.put(&sub)
}

/// The bank has said nothing against a card in force for the time it takes (AP-61).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn check_by_clock(cx: &Cx<'_>, mchid: &Mchid) -> Result<Option<Note>, Bug> {
    let Some(sub) = merchant::find(cx, mchid)?.filter(is_being_checked) else { return Ok(None) };
    conclude_check(cx, sub, Ok(())).map(Some)
}

/// The bank has said nothing against a new card for the time it takes (AP-64).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn change_by_clock(cx: &Cx<'_>, application_no: &str) -> Result<Option<Note>, Bug> {
    match cx.get::<CardChange>(application_no)? {
        Some(change) if change.state == ChangeState::Auditing => {
            conclude_change(cx, change, Ok(())).map(Some)
        }
        Some(_) | None => Ok(None),
    }
}

/// The bank says whether it takes money for a card: the one that is asked for, else the one in force.
///
/// # Errors
/// [`ActRefused`] when no card is being verified.
pub fn verify(cx: &Cx<'_>, sub: Merchant, result: Result<(), String>) -> Result<Note, ActStop> {
    if let Some(change) = under_audit(cx, &sub.mchid)? {
        Timer::CardChange(change.application_no.to_string()).call_off(cx)?;
        return Ok(conclude_change(cx, change, result)?);
    }
    if is_being_checked(&sub) {
        Timer::CardCheck(sub.mchid.clone()).call_off(cx)?;
        return Ok(conclude_check(cx, sub, result)?);
    }
    let mchid = &sub.mchid;
    Err(ActRefused::new(
        format!(
            "no card of {mchid} is being verified: 0.01 yuan goes out with its first trade (AP-60), another card is asked for by modify-settlement (AP-64)"
        ),
        format!("{mchid} 没有验证中的结算卡：首笔交易后才打款 0.01 元（AP-60），或先修改结算账户（AP-64）"),
    )
    .into())
}

fn is_being_checked(sub: &Merchant) -> bool {
    let card = sub.settlement_card.as_ref();
    card.is_some_and(|card| card.remitted && !card.concluded && card.verify_result == VerifyResult::Verifying)
}

fn conclude_check(cx: &Cx<'_>, mut sub: Merchant, result: Result<(), String>) -> Result<Note, Bug> {
    let report_success = switches::of(cx)?.verify.report_success;
    let mchid = sub.mchid.clone();
    let Some(card) = &mut sub.settlement_card else {
        return Err(Bug::Broken(format!("{mchid} lost the card that was checked")));
    };
    card.concluded = true;
    let note = match result {
        Ok(()) if report_success => {
            card.verify_result = VerifyResult::VerifySuccess;
            Note::new(
                format!("the card of {mchid} took 0.01 yuan: VERIFY_SUCCESS (AP-61)"),
                format!("{mchid} 的结算卡打款验证成功：VERIFY_SUCCESS（AP-61）"),
            )
        }
        Ok(()) => Note::new(
            format!("the card of {mchid} took 0.01 yuan; only a failure is reported (AP-61)"),
            format!("{mchid} 的结算卡打款验证成功；查询仅反映失败结果（AP-61）"),
        ),
        Err(reason) => {
            card.verify_result = VerifyResult::VerifyFail;
            let note = Note::new(
                format!("the card of {mchid} did not take 0.01 yuan: VERIFY_FAIL (AP-61, AP-62)"),
                format!("{mchid} 的结算卡打款验证失败：{reason}（AP-61、AP-62）"),
            );
            card.verify_fail_reason = Some(reason);
            note
        }
    };
    cx.put(&sub)?;
    Ok(note)
}

fn conclude_change(cx: &Cx<'_>, mut change: CardChange, result: Result<(), String>) -> Result<Note, Bug> {
    let (number, mchid) = (change.application_no.clone(), change.sub_mchid.clone());
    let note = match result {
        Ok(()) => {
            let mut sub = merchant::known(cx, &mchid)?;
            sub.settlement_card = Some(change.card.clone());
            cx.put(&sub)?;
            change.state = ChangeState::Success { at: cx.now() };
            Note::new(
                format!("application {number}: {mchid} settles to its new card (AP-64)"),
                format!("修改结算账户申请 {number} 成功：{mchid} 的新结算卡生效（AP-64）"),
            )
        }
        Err(reason) => {
            let note = Note::new(
                format!("application {number} failed: {mchid} keeps its old card (AP-64)"),
                format!("修改结算账户申请 {number} 失败：{reason}，{mchid} 仍使用原结算卡（AP-64）"),
            );
            change.state = ChangeState::Fail { at: cx.now(), reason };
            note
        }
    };
    cx.put(&change)?;
    Ok(note)
}
