//! Fund control as the acquirer has it: what it knows, and what an order meets (AL-60 to AL-73).

use super::refusal::Why;
use crate::allinpay::model::assumed::{self, Assumed, ControlNotice, ControlScope};
use crate::allinpay::model::control::{self, Controlled};
use crate::allinpay::model::kind::{PayType, TrxCode};
use crate::allinpay::model::merchant::Merchant;
use crate::world::act::{ActRefused, ActStop};
use crate::world::control::Control;
use crate::world::ids::Appid;
use crate::world::{Bug, Cx, Fen, Instant};

/// WeChat announced control of an application (AL-62).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn announced(cx: &Cx<'_>, appid: &Appid, from: Instant) -> Result<(), Bug> {
    let from = match assumed::of(cx)?.control_notice {
        ControlNotice::AtOnce => Some(from),
        ControlNotice::ByAct => None,
    };
    cx.put(&Controlled { appid: appid.clone(), from })
}

/// WeChat lifted control of an application.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn lifted(cx: &Cx<'_>, appid: &Appid) -> Result<(), Bug> {
    cx.remove::<Controlled>(appid.as_str())
}

/// The acquirer is given the channel's notice: from now on the application's orders are pre-consumption (AL-62).
///
/// # Errors
/// A refusal where WeChat announced nothing.
pub fn learn(cx: &Cx<'_>, appid: &str) -> Result<Controlled, ActStop> {
    let Some(mut found) = cx.get::<Controlled>(appid)? else {
        return Err(ActRefused::new(
            format!("WeChat announced no control of {appid}: act platform.control_appid (AL-62)"),
            format!("微信未通知管控 {appid}：请先用 platform.control_appid（AL-62）"),
        )
        .into());
    };
    found.from = Some(cx.now());
    cx.put(&found)?;
    Ok(found)
}

/// What an order becomes, or why it is intercepted: control state, product, risk, in this order (AL-65 to AL-73). The kind
/// is decided here once and for all (AL-100).
///
/// # Errors
/// [`Bug`] when the database fails; why it is intercepted is the inner result.
pub fn verdict(
    cx: &Cx<'_>,
    merchant: &Merchant,
    paytype: PayType,
    sub_appid: Option<&Appid>,
    amount: Fen,
) -> Result<Result<TrxCode, Why>, Bug> {
    let assumed = assumed::of(cx)?;
    let plain = Ok(Ok(TrxCode::Pay(paytype.family())));
    let Some(appid) = sub_appid.filter(|_| is_concerned(&assumed, paytype)) else { return plain };
    if let Control::Barred(barred) = cx.control_over(&[appid], &merchant.sub_mchid)? {
        return Ok(Err(Why::NotJoined(appid.clone(), barred)));
    }
    match (control::is_controlled(cx, appid)?, paytype) {
        (false, PayType::W11) => return Ok(Err(Why::NotControlled(appid.clone()))),
        (false, _) => return plain,
        (true, _) => {}
    }
    if !merchant.pre_consumption {
        return Ok(Err(Why::NotOpened));
    }
    if merchant.risk_limited {
        let strict = merchant.risk_strict.unwrap_or(assumed.risk_strict);
        let limit = merchant.risk_limit.unwrap_or(assumed.risk_limit);
        if strict || amount > limit {
            return Ok(Err(Why::RiskLimited { limit: (!strict).then_some(limit) }));
        }
    }
    Ok(Ok(TrxCode::PreConsumption))
}

/// Which kinds control concerns (AL-63).
fn is_concerned(assumed: &Assumed, paytype: PayType) -> bool {
    match assumed.control_scope {
        ControlScope::MiniProgram => matches!(paytype, PayType::W06 | PayType::W11),
        ControlScope::All => paytype.is_wechat(),
    }
}
