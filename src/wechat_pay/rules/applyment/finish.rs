//! The end of an application: the sub-merchant exists.

use super::audit::name;
use super::terms::terms;
use super::{Due, schedule, settle};
use crate::wechat_pay::model::applyment::{Applyment, SettlementAccount, Stage};
use crate::wechat_pay::model::card::{SettlementCard, VerifyResult};
use crate::wechat_pay::model::merchant::{self, Merchant, Permission};
use crate::world::ids::Mchid;
use crate::world::journal::Note;
use crate::world::{Bug, Cx, FeeRate, Span};

/// How new sub-merchants' numbers begin; eight digits follow.
const NUMBERS_BEGIN: &str = "16";

/// Issues the merchant number, once for an application: it is shown from NEED_SIGN on.
pub(super) fn issue_number(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<(), Bug> {
    if applyment.sub_mchid.is_none() {
        applyment.sub_mchid = Some(new_number(cx)?);
    }
    Ok(())
}

fn new_number(cx: &Cx<'_>) -> Result<Mchid, Bug> {
    loop {
        let number = format!("{NUMBERS_BEGIN}{}", cx.random("sub_mchid")?.digits(8));
        let number = Mchid::parse(&number).map_err(Bug::Broken)?;
        let taken = merchant::find(cx, &number)?.is_some()
            || cx.first::<Applyment>("sub_mchid", number.as_str())?.is_some();
        if !taken {
            return Ok(number);
        }
    }
}

/// Finishes now, or after the delay that the world wants (AP-41).
pub(super) fn finish_soon(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<(), Bug> {
    let delay = terms(cx, applyment.family)?.finish_after;
    if delay == Span::seconds(0) {
        return finish(cx, applyment).map(|_| ());
    }
    schedule(cx, applyment, Due::Finish, cx.now().after(delay))
}

/// The sub-merchant comes to be, and is told its number (AP-17). Only what is signed finishes (AP-45).
pub(super) fn finish(cx: &Cx<'_>, applyment: &mut Applyment) -> Result<Option<Note>, Bug> {
    if !applyment.is_passed() || applyment.signature.is_none() {
        return Ok(None);
    }
    let Some(number) = applyment.sub_mchid.clone() else {
        return Err(Bug::Broken(format!("application {} passed without a number", applyment.applyment_id)));
    };
    settle(cx, applyment, Stage::Finished)?;
    cx.put(&sub_merchant(applyment, &number))?;
    tell(cx, applyment, &number)?;
    let (id, state) = (&applyment.applyment_id, applyment.state());
    Ok(Some(Note::new(
        format!("application {id}: {}, merchant {number} may trade (AP-16)", name(state)),
        format!("申请单 {id}：{}，商户 {number} 可以交易（AP-16）", state.description()),
    )))
}

fn sub_merchant(applyment: &Applyment, number: &Mchid) -> Merchant {
    let form = &applyment.form;
    let mut merchant = Merchant::sub(number.clone(), form.merchant_name.clone(), applyment.provider.clone());
    merchant.organization = Some(form.organization);
    merchant.appids.clone_from(&form.appids);
    merchant.fee_rate = form.added.rate.unwrap_or_else(|| fee_rate(form.settlement_id.as_deref()));
    if let Some(products) = &form.added.products {
        merchant.switched_off =
            Permission::BY_SCENE.iter().copied().filter(|p| !products.contains(p)).collect();
    }
    merchant.settlement_card = form.account.as_ref().map(card);
    merchant
}

/// The card that money is paid out to: nobody knows yet whether the bank takes it (AP-60).
fn card(account: &SettlementAccount) -> SettlementCard {
    SettlementCard {
        kind: account.kind,
        account_bank: account.bank.clone(),
        bank_name: account.bank_name.clone(),
        bank_branch_id: account.bank_branch_id.clone(),
        account_name: Some(account.name.clone()),
        account_number: account.number.clone(),
        verify_result: VerifyResult::Verifying,
        verify_fail_reason: None,
        remitted: false,
        concluded: false,
        changed: false,
    }
}

/// The fee of a settlement rule: the rates that public tables name, 0.6 % for all others.
fn fee_rate(settlement_id: Option<&str>) -> FeeRate {
    match settlement_id {
        Some("721" | "777" | "778" | "779" | "801" | "805") => FeeRate::THREE_PER_MILLE,
        Some("790") => FeeRate::TWO_PER_MILLE,
        Some(_) | None => FeeRate::STANDARD,
    }
}

fn tell(cx: &Cx<'_>, applyment: &Applyment, number: &Mchid) -> Result<(), Bug> {
    let contact = &applyment.form.contact;
    let recipient = contact.email.as_deref().unwrap_or(&contact.mobile);
    let body = format!(
        "尊敬的{}：\n{}已成功开通微信支付，商户号 {number}。\nYour merchant number is {number}.\n",
        contact.person.name, applyment.form.merchant_name
    );
    cx.mail(recipient, "微信支付商户号开通成功", &body)
}
