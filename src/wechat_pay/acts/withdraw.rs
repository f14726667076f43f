//! What banks do with withdrawals, and what a sub-merchant withdraws by itself (WD-05 to WD-11).

use serde_json::{Value, json};

use super::{by_number, merchant_named};
use crate::wechat_pay::model::accounts::Purse;
use crate::wechat_pay::model::withdraw::{Mishap, State, Step, Withdraw};
use crate::wechat_pay::rules::fund::{course, withdraw};
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::{Cx, Day, Fen, Stop};

const WITHDRAW_ID: Arg =
    Arg::optional("withdraw_id", ArgKind::Text, "which: by WeChat Pay's number", "按微信支付提现单号指定");
const OUT_REQUEST_NO: Arg =
    Arg::optional("out_request_no", ArgKind::Text, "which: by the merchant's number", "按商户提现单号指定");
const MCHID: Arg = Arg::optional(
    "mchid",
    ArgKind::Text,
    "whose account, where two used the same number",
    "提现账户所属商户号（多个商户使用同一单号时）",
);
const REASON: Arg = Arg::optional(
    "reason",
    ArgKind::Text,
    "what the query says; a usual one if left out",
    "失败原因；有默认值",
);
const SOLUTION: Arg = Arg::optional(
    "solution",
    ArgKind::Text,
    "what a platform's query advises; a usual one if left out",
    "平台查询中的处理建议；有默认值",
);

/// The bank has the money.
pub(super) const ARRIVE: Act = Act {
    name: "withdraw.arrive",
    en: "a withdrawal reaches the bank now: SUCCESS (WD-05, WD-08)",
    zh: "提现现在到账：SUCCESS（WD-05、WD-08）",
    args: &[WITHDRAW_ID, OUT_REQUEST_NO, MCHID],
    run: |cx, args| take(cx, args, Step::Arrive),
};

/// The bank does not get it.
pub(super) const FAIL: Act = Act {
    name: "withdraw.fail",
    en: "a withdrawal under way fails: FAIL, the money is back on the account (WD-05, WD-06)",
    zh: "处理中的提现失败：FAIL，资金退回账户（WD-05、WD-06）",
    args: &[WITHDRAW_ID, OUT_REQUEST_NO, MCHID, REASON, SOLUTION],
    run: |cx, args| take(cx, args, Step::Fail(mishap(args, course::card_mishap()))),
};

/// The bank gives it back.
pub(super) const BOUNCE: Act = Act {
    name: "withdraw.bounce",
    en: "the bank returns a withdrawal that had arrived, within 7 working days: REFUND (WD-05, WD-06)",
    zh: "银行在 7 个工作日内退票：REFUND，资金退回账户（WD-05、WD-06）",
    args: &[WITHDRAW_ID, OUT_REQUEST_NO, MCHID, REASON, SOLUTION],
    run: bounce,
};

/// WeChat Pay closes it.
pub(super) const CLOSE: Act = Act {
    name: "withdraw.close",
    en: "a withdrawal that waits for money is closed: CLOSE; it needs a new number (WD-05, WD-10)",
    zh: "余额不足待重入的提现单被关单：CLOSE，需换单号（WD-05、WD-10）",
    args: &[WITHDRAW_ID, OUT_REQUEST_NO, MCHID, REASON, SOLUTION],
    run: |cx, args| {
        let usual = Mishap {
            reason: "商户号被处罚或被风控拦截".to_owned(),
            solution: "请处理限制后更换单号重新发起提现".to_owned(),
        };
        take(cx, args, Step::Close(mishap(args, usual)))
    },
};

/// A sub-merchant withdraws past its platform.
pub(super) const BY_SUB_MERCHANT: Act = Act {
    name: "sub_merchant.withdraw",
    en: "a sub-merchant withdraws at WeChat Pay itself, past its platform: available money only (WD-11)",
    zh: "二级商户在微信支付商户平台自行提现，不经平台；仅限可用余额（WD-11）",
    args: &[
        Arg::required("mchid", ArgKind::Text, "the sub-merchant", "二级商户号"),
        Arg::required("amount", ArgKind::Fen, "how much, in fen", "金额，单位分"),
        Arg::optional(
            "account",
            ArgKind::Choice(Purse::NAMES),
            "which account; BASIC if left out",
            "账户；默认 BASIC",
        ),
    ],
    run: by_sub_merchant,
};

fn take(cx: &Cx<'_>, args: &Args, step: Step) -> Result<Value, ActStop> {
    let mut withdraw = named(cx, args)?;
    let before = withdraw.state.literal();
    if course::step(cx, &mut withdraw, step)? {
        return Ok(told(&withdraw));
    }
    let number = withdraw.number();
    Err(ActRefused::new(
        format!(
            "withdrawal {number} is {before}; INIT closes, CREATE_SUCCESS arrives or fails, SUCCESS bounces (WD-05)"
        ),
        format!(
            "提现单 {number} 的状态为 {before}；INIT 可关单，CREATE_SUCCESS 可到账或失败，SUCCESS 可退票（WD-05）"
        ),
    )
    .into())
}

fn bounce(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    if let State::Success { at } = named(cx, args)?.state {
        let last = course::last_day_of_return(cx, at)?;
        if Day::of(cx.now()) > last {
            return Err(ActRefused::new(
                format!(
                    "the bank returns a withdrawal until {last}: switches.withdraw.returned_within (WD-05)"
                ),
                format!("银行退票最晚至 {last}；见开关 switches.withdraw.returned_within（WD-05）"),
            )
            .into());
        }
    }
    take(cx, args, Step::Return(mishap(args, course::card_mishap())))
}

fn mishap(args: &Args, usual: Mishap) -> Mishap {
    let or = |name: &str, usual: String| args.text(name).map_or(usual, ToOwned::to_owned);
    Mishap { reason: or("reason", usual.reason), solution: or("solution", usual.solution) }
}

fn told(withdraw: &Withdraw) -> Value {
    json!({
        "mchid": withdraw.owner,
        "withdraw_id": withdraw.withdraw_id,
        "status": withdraw.state.literal(),
        "amount": withdraw.amount,
    })
}

/// The withdrawal that the arguments name.
fn named(cx: &Cx<'_>, args: &Args) -> Result<Withdraw, ActStop> {
    let found = match (args.text("withdraw_id"), args.text("out_request_no")) {
        (Some(id), None) => cx.first::<Withdraw>("withdraw_id", id)?,
        (None, Some(number)) => by_number::<Withdraw>(cx, args, number)?,
        (Some(_), Some(_)) | (None, None) => {
            return Err(ActRefused::new(
                "say which withdrawal by exactly one of withdraw_id, out_request_no",
                "请用且仅用 withdraw_id、out_request_no 之一指定提现单",
            )
            .into());
        }
    };
    Ok(found.ok_or_else(|| ActRefused::new("this world has no such withdrawal", "该世界没有该提现单"))?)
}

fn by_sub_merchant(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let owner = merchant_named(cx, args)?;
    if owner.provider().is_none() {
        return Err(ActRefused::new(
            format!("{} is no sub-merchant; it withdraws by POST /v3/merchant/fund/withdraw", owner.mchid),
            format!("{} 不是二级商户；请用 POST /v3/merchant/fund/withdraw 提现", owner.mchid),
        )
        .into());
    }
    let purse = args.text("account").and_then(Purse::parse).unwrap_or(Purse::Basic);
    let amount = args.fen("amount").unwrap_or(Fen::ZERO);
    match withdraw::in_back_office(cx, &owner, purse, amount) {
        Ok(withdraw) => Ok(told(&withdraw)),
        Err(Stop::Bug(bug)) => Err(Stop::Bug(bug)),
        Err(Stop::Refused(refusal) | Stop::RefusedAndKept(refusal)) => {
            let why = refusal.explain();
            Err(ActRefused::new(why.en, why.zh).into())
        }
    }
}
