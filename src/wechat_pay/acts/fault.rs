//! Faults on demand: what the real network does rarely and a test needs now (NO-06, NO-08).

use serde_json::{Value, json};

use crate::world::Cx;
use crate::world::act::{Act, ActStop, Arg, ArgKind, Args};

const TIMES: Arg =
    Arg::optional("times", ArgKind::Count, "how often; 1 if left out, 0 disarms", "次数；默认 1，0 为解除");

/// Sends the next notices twice at the same moment.
pub(super) const NOTICE_TWICE: Act = Act {
    name: "fault.notice_twice",
    en: "the next notice arrives twice at the same moment, over two connections (NO-08)",
    zh: "下一条通知在同一时刻经两个连接重复送达（NO-08）",
    args: &[TIMES],
    run: |cx, args| arm(cx, args, "notice_twice"),
};

/// Sends the next notices with a wrong signature first.
pub(super) const NOTICE_PROBE: Act = Act {
    name: "fault.notice_probe",
    en: "the next notice carries a wrong signature (WECHATPAY/SIGNTEST/), its repeat the right one (NO-06)",
    zh: "下一条通知带错误签名（WECHATPAY/SIGNTEST/），重发时签名正确（NO-06）",
    args: &[TIMES],
    run: |cx, args| arm(cx, args, "notice_probe"),
};

/// Answers the next calls with a wrong signature.
pub(super) const ANSWER_PROBE: Act = Act {
    name: "fault.answer_probe",
    en: "the next 2xx answer carries a wrong signature (WECHATPAY/SIGNTEST/) (NO-06)",
    zh: "下一个 2xx 应答带错误签名（WECHATPAY/SIGNTEST/）（NO-06）",
    args: &[TIMES],
    run: |cx, args| arm(cx, args, "answer_probe"),
};

/// Answers the next calls as if there were too many of them.
pub(super) const TOO_FREQUENT: Act = Act {
    name: "fault.too_frequent",
    en: "the next call is answered 429, as if there were too many of them (AS-38)",
    zh: "下一个接口调用应答 429，如同调用过于频繁（AS-38）",
    args: &[TIMES],
    run: |cx, args| arm(cx, args, "too_frequent"),
};

fn arm(cx: &Cx<'_>, args: &Args, kind: &str) -> Result<Value, ActStop> {
    let times = args.count("times").unwrap_or(1);
    cx.arm_fault(kind, times)?;
    Ok(json!({ "fault": kind, "times": times }))
}
