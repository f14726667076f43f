//! What WeChat Pay's risk control decides about a sub-merchant.

use serde_json::{Value, json};

use super::merchant_named;
use crate::wechat_pay::model::limits::LimitState;
use crate::wechat_pay::rules::limits;
use crate::world::Cx;
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};

/// Sets the state of a collection limit (AP-24).
pub(super) const SET_LIMIT_STATE: Act = Act {
    name: "risk.set_limit_state",
    en: "risk control raises or lowers what a micro merchant or personal seller may take in a day (AP-20, AP-22, AP-24)",
    zh: "风控上调或下调小微商户、个人卖家的每日收款额度（AP-20、AP-22、AP-24）",
    args: &[
        Arg::required("mchid", ArgKind::Text, "the sub-merchant", "二级商户号"),
        Arg::required(
            "state",
            ArgKind::Choice(LimitState::NAMES),
            "how its trade is; a new one is NORMAL",
            "交易情况；新商户为 NORMAL",
        ),
    ],
    run: set_limit_state,
};

fn set_limit_state(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let mut merchant = merchant_named(cx, args)?;
    merchant.limit_state = LimitState::named(args.required_text("state")?).unwrap_or_default();
    let Some(standing) = limits::standing(cx, &merchant)? else {
        let mchid = &merchant.mchid;
        let (kind_en, kind_zh) = merchant.organization.map_or(
            ("merchant whose organization_type is not known", "主体类型未知的商户"),
            |kind| kind.names(),
        );
        return Err(ActRefused::new(
            format!(
                "{mchid} is a {kind_en}: only sub-merchants of organization_type 2401 and 2500 have a limit (AP-23)"
            ),
            format!("{mchid} 是{kind_zh}：只有主体类型 2401、2500 的二级商户有收款额度（AP-23）"),
        )
        .into());
    };
    cx.put(&merchant)?;
    Ok(json!({
        "mchid": merchant.mchid,
        "organization_type": standing.organization,
        "limit_state": merchant.limit_state,
        "limits": standing.limits,
        "taken": {
            "day": standing.today.total,
            "credit_day": standing.today.credit,
            "credit_month": standing.month.credit,
        },
    }))
}
