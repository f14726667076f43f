//! Cross-border payment: who may ask for it, what an application needs, and how it goes on (XB-01 to XB-08).

use serde_json::{Value, json};

use crate::wechat_pay::model::applyment::Organization;
use crate::wechat_pay::model::cross_border::{
    Administrator, CrossBorder, CrossBorderAccess, CrossBorderForm, CrossBorderState, Payee, PayeeState,
};
use crate::wechat_pay::model::merchant::{Merchant, Permission, Role};
use crate::wechat_pay::model::switches;
use crate::wechat_pay::rules::timers::Timer;
use crate::world::act::{ActRefused, ActStop};
use crate::world::ids::Mchid;
use crate::world::journal::Note;
use crate::world::{Bug, Cx, Day};

/// The customs category that a company must have (XB-03).
pub const CUSTOMS_CATEGORY: &str = "进出口货物收发货人";
/// How many texts and how many ticks the sanctions questionnaire has (XB-05).
pub const ANSWERS: usize = 8;
/// See [`ANSWERS`].
pub const TICKS: usize = 9;

/// What an application says about the company and its questionnaire before it is checked.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Where the company is registered, a country code.
    pub country: String,
    /// What document its legal person has.
    pub legal_document: String,
    /// The rest.
    pub form: CrossBorderForm,
    /// The questionnaire's ticks.
    pub ticks: Vec<bool>,
}

fn refuse<T>(en: impl Into<String>, zh: impl Into<String>) -> Result<T, ActStop> {
    Err(ActRefused::new(en, zh).into())
}

/// The platform's super administrator asks for cross-border payment; it is there at once (assumed).
///
/// # Errors
/// [`ActRefused`] when somebody else asks, or no platform that has opened its tool (XB-02).
pub fn ask_permission(
    cx: &Cx<'_>,
    merchant: &Merchant,
    by: Administrator,
) -> Result<CrossBorderAccess, ActStop> {
    let mchid = &merchant.mchid;
    if merchant.role != Role::Platform || !merchant.may(Permission::Ecommerce) {
        return refuse(
            format!("{mchid} is no platform that has opened the e-commerce tool"),
            format!("{mchid} 不是已开通平台收付通的电商平台"),
        );
    }
    if by != Administrator::SuperAdministrator {
        return refuse(
            "only the super administrator asks for cross-border payment (XB-02)",
            "只有超级管理员可以申请跨境付款权限（XB-02）",
        );
    }
    if cx.get::<CrossBorderAccess>(mchid.as_str())?.is_some() {
        return refuse(
            format!("{mchid} has asked already; apply for a sub-merchant with cross_border.apply"),
            format!("{mchid} 已申请过；请用 cross_border.apply 为二级商户提交申请"),
        );
    }
    let access = CrossBorderAccess { platform: mchid.clone(), since: cx.now() };
    cx.put(&access)?;
    Ok(access)
}

/// Submits an application, or one that was rejected or not signed once more (XB-01 to XB-05, XB-08).
///
/// # Errors
/// [`ActRefused`] with the first rule that it breaks.
pub fn apply(cx: &Cx<'_>, sub: &Merchant, by: Administrator, draft: Draft) -> Result<CrossBorder, ActStop> {
    let platform = check_access(cx, sub)?;
    if by == Administrator::Operator {
        return refuse(
            "only the super administrator or an administrator applies (XB-02)",
            "只有超级管理员或管理员可以提交申请（XB-02）",
        );
    }
    let before = cx.get::<CrossBorder>(sub.mchid.as_str())?;
    if let Some(before) = before.as_ref().filter(|before| !before.state.is_editable()) {
        let (mchid, (en, zh)) = (&sub.mchid, before.state.names());
        return refuse(
            format!(
                "the application of {mchid} is {en}: it can be viewed, not edited, and there is one at a time (XB-01, XB-08)"
            ),
            format!("{mchid} 的申请{zh}：只能查看，不能编辑，且同时只能有一个申请（XB-01、XB-08）"),
        );
    }
    check_company(sub, &draft)?;
    check_form(&draft)?;
    let application = CrossBorder {
        sub_mchid: sub.mchid.clone(),
        platform,
        form: draft.form,
        by,
        state: CrossBorderState::Signing,
        submitted_at: cx.now(),
        payees: before.map(|before| before.payees).unwrap_or_default(),
    };
    cx.put(&application)?;
    Ok(application)
}

fn check_access(cx: &Cx<'_>, sub: &Merchant) -> Result<Mchid, ActStop> {
    let mchid = &sub.mchid;
    let Some(platform) = sub.provider() else {
        return refuse(
            format!("{mchid} is no sub-merchant of a platform"),
            format!("{mchid} 不是电商平台的二级商户"),
        );
    };
    if cx.get::<CrossBorderAccess>(platform.as_str())?.is_none() {
        return refuse(
            format!(
                "{platform} has not asked for cross-border payment; do cross_border.ask_permission first (XB-02)"
            ),
            format!("{platform} 尚未申请跨境付款权限；请先执行 cross_border.ask_permission（XB-02）"),
        );
    }
    Ok(platform.clone())
}

/// A domestic company of the type 企业, whose legal person has an id card (XB-01).
fn check_company(sub: &Merchant, draft: &Draft) -> Result<(), ActStop> {
    let mchid = &sub.mchid;
    if sub.organization != Some(Organization::Enterprise) {
        let (en, zh) =
            sub.organization.map_or(("organization_type not known", "主体类型未知"), Organization::names);
        return refuse(
            format!("{mchid} ({en}): only companies (organization_type 2) may apply (XB-01)"),
            format!("{mchid}（{zh}）：只有企业（organization_type 2）可以申请（XB-01）"),
        );
    }
    if draft.country != "CN" {
        let country = &draft.country;
        return refuse(
            format!("{mchid} is registered in {country}: only domestic companies (CN) may apply (XB-01)"),
            format!("{mchid} 注册地为 {country}：只有境内企业（CN）可以申请（XB-01）"),
        );
    }
    if draft.legal_document != "id_card" {
        let document = &draft.legal_document;
        return refuse(
            format!("the legal person's document is a {document}: it must be an id card (XB-01)"),
            format!("法定代表人证件为 {document}：必须是身份证（XB-01）"),
        );
    }
    Ok(())
}

fn check_form(draft: &Draft) -> Result<(), ActStop> {
    let Draft { form, ticks, .. } = draft;
    if form.customs_category != CUSTOMS_CATEGORY {
        let found = &form.customs_category;
        return refuse(
            format!("the customs category is `{found}`: it must read {CUSTOMS_CATEGORY} (XB-03)"),
            format!("海关企业经营类别为“{found}”：必须为“{CUSTOMS_CATEGORY}”（XB-03）"),
        );
    }
    if form.company_size.trim().is_empty() || form.company_type.trim().is_empty() {
        return refuse(
            "company size and company type must be filled in (XB-04)",
            "必须填写公司规模与公司类型（XB-04）",
        );
    }
    let filled = form.answers.iter().filter(|answer| !answer.trim().is_empty()).count();
    let ticked = ticks.iter().filter(|tick| **tick).count();
    if (form.answers.len(), filled, ticks.len(), ticked) != (ANSWERS, ANSWERS, TICKS, TICKS) {
        return refuse(
            format!(
                "the questionnaire has {ANSWERS} fields to fill in and {TICKS} ticks to set; {filled} and {ticked} are (XB-05)"
            ),
            format!(
                "制裁合规问卷须填写 {ANSWERS} 项并勾选 {TICKS} 项；现为 {filled} 项与 {ticked} 项（XB-05）"
            ),
        );
    }
    Ok(())
}

/// The sub-merchant signs the agreement on its phone, or does not; once signed the review begins (XB-06, XB-07).
///
/// # Errors
/// [`ActRefused`] when there is nothing to sign.
pub fn sign(cx: &Cx<'_>, mut application: CrossBorder, signed: bool) -> Result<CrossBorder, ActStop> {
    expect(&application, &CrossBorderState::Signing, "sign", "签约")?;
    application.state = if signed {
        let due = Day::after_working_days(cx.now(), switches::of(cx)?.cross_border.review_days);
        timer(&application).set(cx, due)?;
        CrossBorderState::InReview
    } else {
        CrossBorderState::SigningFailed
    };
    cx.put(&application)?;
    Ok(application)
}

/// The reviewer approves an application, or rejects it with a reason.
///
/// # Errors
/// [`ActRefused`] when it is not in review.
pub fn review(
    cx: &Cx<'_>,
    mut application: CrossBorder,
    rejected: Option<&str>,
) -> Result<CrossBorder, ActStop> {
    expect(&application, &CrossBorderState::InReview, "review", "审核")?;
    timer(&application).call_off(cx)?;
    application.state = match rejected {
        Some(reason) => CrossBorderState::Rejected { reason: reason.to_owned() },
        None => CrossBorderState::Approved { at: cx.now() },
    };
    cx.put(&application)?;
    Ok(application)
}

fn expect(
    application: &CrossBorder,
    wanted: &CrossBorderState,
    en: &str,
    zh: &str,
) -> Result<(), ActRefused> {
    if application.state == *wanted {
        return Ok(());
    }
    let (mchid, (is_en, is_zh)) = (&application.sub_mchid, application.state.names());
    Err(ActRefused::new(
        format!("there is nothing to {en}: the application of {mchid} is {is_en} (XB-08)"),
        format!("没有可{zh}的内容：{mchid} 的申请{is_zh}（XB-08）"),
    ))
}

/// Enters somebody abroad whom the sub-merchant wants to pay; reviewed in 3 to 5 working days (XB-07).
///
/// # Errors
/// [`ActRefused`] before the permission is open, for an empty member, or for an account that is entered already.
pub fn add_payee(cx: &Cx<'_>, mut application: CrossBorder, payee: Payee) -> Result<CrossBorder, ActStop> {
    let mchid = application.sub_mchid.clone();
    if !matches!(application.state, CrossBorderState::Approved { .. }) {
        let (en, zh) = application.state.names();
        return refuse(
            format!(
                "payees are entered once the permission is open; the application of {mchid} is {en} (XB-07)"
            ),
            format!("权限开通后才能维护收款方信息；{mchid} 的申请{zh}（XB-07）"),
        );
    }
    if [&payee.name, &payee.bank, &payee.account_number].iter().any(|text| text.trim().is_empty()) {
        return refuse("a payee needs a name, a bank and an account number", "收款方须填写名称、银行与账号");
    }
    let number = &payee.account_number;
    // A rejected one may be entered again.
    application.payees.retain(|known| {
        known.account_number != *number || !matches!(known.state, PayeeState::Rejected { .. })
    });
    if application.payees.iter().any(|known| known.account_number == *number) {
        return refuse(
            format!("{mchid} has entered the account {number} already"),
            format!("{mchid} 已录入账号 {number}"),
        );
    }
    let due = Day::after_working_days(cx.now(), switches::of(cx)?.cross_border.payee_days);
    Timer::CrossBorderPayee(mchid, number.clone()).set(cx, due)?;
    application.payees.push(payee);
    cx.put(&application)?;
    Ok(application)
}

/// The reviewer approves a payee, or rejects it with a reason.
///
/// # Errors
/// [`ActRefused`] when there is none of this account in review.
pub fn review_payee(
    cx: &Cx<'_>,
    mut application: CrossBorder,
    number: &str,
    rejected: Option<&str>,
) -> Result<CrossBorder, ActStop> {
    let now = cx.now();
    let waits = |payee: &&mut Payee| payee.account_number == number && payee.state == PayeeState::InReview;
    let Some(payee) = application.payees.iter_mut().find(waits) else {
        let mchid = &application.sub_mchid;
        return refuse(
            format!("{mchid} has no payee of the account {number} in review"),
            format!("{mchid} 没有账号为 {number} 的待审核收款方"),
        );
    };
    payee.state = match rejected {
        Some(reason) => PayeeState::Rejected { reason: reason.to_owned() },
        None => PayeeState::Approved { at: now },
    };
    Timer::CrossBorderPayee(application.sub_mchid.clone(), number.to_owned()).call_off(cx)?;
    cx.put(&application)?;
    Ok(application)
}

/// An application as the portal shows it, with what may be done with its form (XB-08).
#[must_use]
pub fn view(application: &CrossBorder) -> Value {
    let state = match &application.state {
        CrossBorderState::Signing => json!({ "state": "SIGNING" }),
        CrossBorderState::SigningFailed => json!({ "state": "SIGNING_FAILED" }),
        CrossBorderState::InReview => json!({ "state": "IN_REVIEW" }),
        CrossBorderState::Rejected { reason } => json!({ "state": "REJECTED", "reason": reason }),
        CrossBorderState::Approved { at } => json!({ "state": "APPROVED", "approved_at": at }),
    };
    let payees = application.payees.iter().map(payee);
    let mut view = json!({
        "sub_mchid": application.sub_mchid,
        "platform": application.platform,
        "may": if application.state.is_editable() { vec!["view", "edit"] } else { vec!["view"] },
        "permission": matches!(application.state, CrossBorderState::Approved { .. }),
        "submitted_at": application.submitted_at,
        "submitted_by": application.by,
        "form": application.form,
        "payees": payees.collect::<Vec<Value>>(),
    });
    merge(&mut view, state);
    view
}

fn payee(payee: &Payee) -> Value {
    let state = match &payee.state {
        PayeeState::InReview => json!({ "state": "IN_REVIEW" }),
        PayeeState::Rejected { reason } => json!({ "state": "REJECTED", "reason": reason }),
        PayeeState::Approved { at } => json!({ "state": "APPROVED", "approved_at": at }),
    };
    let mut view = json!({ "name": payee.name, "bank": payee.bank, "account_number": payee.account_number });
    merge(&mut view, state);
    view
}

fn merge(view: &mut Value, more: Value) {
    if let (Value::Object(view), Value::Object(more)) = (view, more) {
        view.extend(more);
    }
}

fn timer(application: &CrossBorder) -> Timer {
    Timer::CrossBorderReview(application.sub_mchid.clone())
}

/// The review has taken its days and nobody decided otherwise: approved (XB-07).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn review_ends(cx: &Cx<'_>, sub_mchid: &Mchid) -> Result<Option<Note>, Bug> {
    let Some(mut application) = cx.get::<CrossBorder>(sub_mchid.as_str())? else { return Ok(None) };
    if application.state != CrossBorderState::InReview {
        return Ok(None);
    }
    application.state = CrossBorderState::Approved { at: cx.now() };
    cx.put(&application)?;
    Ok(Some(Note::new(
        format!("cross-border payment of {sub_mchid} approved (XB-07)"),
        format!("{sub_mchid} 的跨境付款权限已开通（XB-07）"),
    )))
}

/// The same for a payee.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn payee_review_ends(cx: &Cx<'_>, sub_mchid: &Mchid, number: &str) -> Result<Option<Note>, Bug> {
    let Some(mut application) = cx.get::<CrossBorder>(sub_mchid.as_str())? else { return Ok(None) };
    let now = cx.now();
    let waits = |payee: &&mut Payee| payee.account_number == number && payee.state == PayeeState::InReview;
    let Some(payee) = application.payees.iter_mut().find(waits) else { return Ok(None) };
    payee.state = PayeeState::Approved { at: now };
    cx.put(&application)?;
    Ok(Some(Note::new(
        format!("{sub_mchid} may pay the account {number} abroad (XB-07)"),
        format!("{sub_mchid} 的境外收款账号 {number} 已通过审核（XB-07）"),
    )))
}
