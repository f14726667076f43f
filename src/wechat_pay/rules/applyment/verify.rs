//! Showing that an account is the applicant's (1.3).

use super::audit::{name, refuse, wrong_state};
use super::matrix::{Ways, ways};
use super::terms::terms;
use super::{Due, proceed, schedule};
use crate::wechat_pay::model::applyment::{
    AccountKind, Applyment, AuditDetail, Destination, Family, Form, Remittance, Stage, Verification,
};
use crate::wechat_pay::model::switches;
use crate::world::act::ActStop;
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Fen, Instant};

/// Whose account everybody remits to (1.6).
const TENPAY: &str = "财付通支付科技有限公司";
/// At which bank, and in which city, that account is (assumed).
const BANK: &str = "招商银行股份有限公司深圳分行";
const CITY: &str = "深圳";

/// Begins the verification that an applicant needs, if it needs one: the one that was begun or done before goes on while
/// the account is held under the same name (AP-35).
pub(super) fn open(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<(), Bug> {
    let ways = ways(applyment.family, &applyment.form);
    let account_name = payer(&applyment.form).to_owned();
    applyment.verification = match (ways, &applyment.verification) {
        (Ways::None, _) => Verification::NotNeeded,
        (_, Verification::Done { account_name: done, .. }) if *done == account_name => return Ok(()),
        (Ways::Remittance | Ways::Scan | Ways::RemittanceOrScan, earlier) => {
            let scan = match ways {
                Ways::None | Ways::Remittance => false,
                Ways::Scan => true,
                Ways::RemittanceOrScan => switches::of(cx)?.applyment.legal_scan,
            };
            // What is to be remitted, to where and until when stays; from which account, and whether a scan will do, is
            // told from the form as it was submitted last.
            let begun = earlier.open().filter(|b| b.account_name == account_name && cx.now() < b.deadline);
            let begun = match begun {
                Some(begun) => begun.clone(),
                None => remittance(cx, account_name, deadline(cx, applyment)?)?,
            };
            Verification::Open(Box::new(Remittance {
                account_number: private_account(&applyment.form),
                scan,
                accepted: ways != Ways::Scan,
                ..begun
            }))
        }
    };
    match applyment.verification.open() {
        Some(remittance) => schedule(cx, applyment, Due::VerifyBy, remittance.deadline),
        None => Ok(()),
    }
}

/// From whose account is remitted: the settlement account's, or the subject's where none was given.
fn payer(form: &Form) -> &str {
    form.account.as_ref().map_or(form.merchant_name.as_str(), |account| account.name.as_str())
}

/// The number of the settlement account, where that is a private one.
fn private_account(form: &Form) -> Option<String> {
    let private = form.account.as_ref().filter(|account| account.kind == AccountKind::Private);
    private.map(|account| account.number.clone())
}

/// Until when a verification that begins now must be done: an e-commerce one counts from the submission (AP-34), an ordinary
/// one from the audit that it follows (AS-12).
fn deadline(cx: &Cx<'_>, applyment: &Applyment) -> Result<Instant, Bug> {
    let from = match applyment.family {
        Family::Ecommerce => applyment.submitted_at,
        Family::Ordinary => cx.now(),
    };
    Ok(from.after(terms(cx, applyment.family)?.verify_within))
}

fn remittance(cx: &Cx<'_>, account_name: String, deadline: Instant) -> Result<Remittance, Bug> {
    let mut draw = cx.random("applyment remittance")?;
    // One to ninety-nine fen (assumed).
    let amount = 1 + i64::from(draw.bytes::<1>()[0]) % 99;
    Ok(Remittance {
        account_name,
        account_number: None,
        amount: Fen::new(amount),
        to: Destination {
            number: format!("7551{}", draw.digits(12)),
            name: TENPAY.to_owned(),
            bank: BANK.to_owned(),
            city: CITY.to_owned(),
        },
        remark: draw.digits(6),
        deadline,
        scan: false,
        accepted: true,
    })
}

/// The applicant remits something. Answers when it arrives: after the bank's time (AP-36).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn remit(
    cx: &Cx<'_>,
    applyment: &Applyment,
    amount: Fen,
    from: String,
    to: String,
) -> Result<Instant, Bug> {
    let at = cx.now().after(switches::of(cx)?.applyment.remittance_after);
    schedule(cx, applyment, Due::Arrive { amount, from, to }, at)?;
    Ok(at)
}

/// A remittance has arrived. It verifies only with the right amount, name and destination, in time; the money goes back
/// to where it came from in any case (AP-36, AP-37).
pub(super) fn arrive(
    cx: &Cx<'_>,
    applyment: &mut Applyment,
    amount: Fen,
    from: &str,
    to: &str,
) -> Result<Note, Bug> {
    let id = applyment.applyment_id.clone();
    let wrong = match (is_waiting(applyment), applyment.verification.open()) {
        (false, _) | (_, None) => Some(("nothing is to be verified", "当前无需账户验证")),
        (true, Some(wanted)) if !wanted.accepted => {
            Some(("the legal person must scan instead (AS-11)", "须由法人扫码验证（AS-11）"))
        }
        (true, Some(wanted)) if cx.now() >= wanted.deadline => {
            Some(("it came too late", "已超过汇款截止时间"))
        }
        (true, Some(wanted)) if wanted.amount != amount => Some(("the amount is another", "汇款金额不符")),
        (true, Some(wanted)) if wanted.account_name != from => {
            Some(("it came from another name", "付款户名不符"))
        }
        (true, Some(wanted)) if wanted.to.number != to => Some(("it went elsewhere", "收款账号不符")),
        (true, Some(_)) => None,
    };
    if let Some((en, zh)) = wrong {
        return Ok(Note::new(
            format!(
                "application {id}: {amount} fen from {from} verify nothing, {en}; refunded (AP-36, AP-37)"
            ),
            format!(
                "申请单 {id}：来自“{from}”的汇款 {amount} 分未通过验证，{zh}；已原路退回（AP-36、AP-37）"
            ),
        ));
    }
    done(cx, applyment)?;
    let state = applyment.state();
    Ok(Note::new(
        format!(
            "application {id}: account verified, {amount} fen refunded to {from}: {} (AP-36)",
            name(state)
        ),
        format!("申请单 {id}：账户验证通过，{amount} 分已原路退回“{from}”：{}（AP-36）", state.description()),
    ))
}

/// Whether the legal person may still scan the code of `legal_validation_url` (AP-32).
#[must_use]
pub fn takes_scan(cx: &Cx<'_>, applyment: &Applyment) -> bool {
    let offered = applyment.verification.open().is_some_and(|open| open.scan && cx.now() < open.deadline);
    offered && is_waiting(applyment)
}

/// The legal person scans the code of `legal_validation_url` instead (AP-32).
///
/// # Errors
/// [`ActRefused`](crate::world::act::ActRefused) unless that was offered and still is.
pub fn scan(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<(), ActStop> {
    if !takes_scan(cx, applyment) {
        return Err(wrong_state(
            applyment,
            "verified by the legal person's scan (AP-32)",
            "由法人扫码验证（AP-32）",
        )
        .into());
    }
    done(cx, applyment)?;
    Ok(cx.put(applyment)?)
}

/// Whether a verification that succeeds now counts: while it is open, after a rejection and in the check that follows
/// (AP-35); an ordinary one not before its audit passed, in a second round too (AS-10).
fn is_waiting(applyment: &Applyment) -> bool {
    if applyment.family == Family::Ordinary && !applyment.audited {
        return false;
    }
    match applyment.stage {
        Stage::Open | Stage::Rejected | Stage::Checking => true,
        Stage::Frozen | Stage::Canceled | Stage::Finished => false,
    }
}

fn done(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<(), Bug> {
    if let Some(open) = applyment.verification.open() {
        let account_name = open.account_name.clone();
        applyment.verification = Verification::Done { at: cx.now(), account_name };
    }
    super::Timer::Applyment(applyment.key(), Due::VerifyBy).call_off(cx)?;
    proceed(cx, applyment)
}

/// The time to verify is over (AP-34).
pub(super) fn run_out(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<Option<Note>, Bug> {
    if applyment.stage != Stage::Open || applyment.verification.is_done() {
        return Ok(None);
    }
    let reason = "未在规定时间内完成账户验证";
    let param_name = match applyment.family {
        Family::Ecommerce => "account_info",
        Family::Ordinary => "bank_account_info",
    };
    let detail = AuditDetail { param_name: param_name.to_owned(), reject_reason: reason.to_owned() };
    refuse(cx, applyment, vec![detail])?;
    let id = &applyment.applyment_id;
    Ok(Some(Note::new(
        format!("application {id} rejected: the account was not verified in time (AP-34)"),
        format!("申请单 {id} 已驳回：未在规定时间内完成账户验证（AP-34）"),
    )))
}
