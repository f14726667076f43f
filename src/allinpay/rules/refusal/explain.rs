//! What a human is told of a refusal.

use super::{Refusal, Why};
use crate::world::journal::Note;

impl Refusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            Refusal::UnknownPath { path, near: Some(near) } => Note::new(
                format!("there is no API {path}; did you mean {near}?"),
                format!("没有接口 {path}；是否想写 {near}？"),
            ),
            Refusal::UnknownPath { path, near: None } => {
                Note::new(format!("there is no API {path}"), format!("没有接口 {path}"))
            }
            Refusal::PostRequired => {
                Note::new("this API takes a POST with a form (AL-02)", "该接口使用 POST 表单（AL-02）")
            }
            Refusal::NotForm(why) => Note::new(
                format!("the body is not a form in UTF-8: {why} (AL-02)"),
                format!("请求体不是 UTF-8 表单：{why}（AL-02）"),
            ),
            Refusal::Missing(field) => {
                Note::new(format!("{field} is missing (AL-14)"), format!("缺少 {field}（AL-14）"))
            }
            Refusal::Malformed { field, wanted } => Note::new(
                format!("{field} must be {wanted} (AL-14)"),
                format!("{field} 应为：{wanted}（AL-14）"),
            ),
            Refusal::UnknownMerchant(cusid) => Note::new(
                format!("given.allinpay has no merchant or group {cusid} (AL-13)"),
                format!("given.allinpay 中没有商户或机构 {cusid}（AL-13）"),
            ),
            Refusal::UnknownApplication { appid, owner } => Note::new(
                format!(
                    "the application {appid} is not {owner}'s; appid is the acquirer's, not WeChat's (AL-13)"
                ),
                format!("应用 {appid} 不属于 {owner}；appid 为收银宝应用号，而非微信 appid（AL-13）"),
            ),
            Refusal::WrongSignature { sign_type, blanks: true, .. } => Note::new(
                format!(
                    "the {sign_type} signature has blanks: a + in a form must be sent as %2B (AL-08, AL-09)"
                ),
                format!("{sign_type} 签名含空格：表单中的 + 须编码为 %2B（AL-08、AL-09）"),
            ),
            Refusal::WrongSignature { text, sign_type, blanks: false } => Note::new(
                format!("the {sign_type} signature does not verify; sign exactly `{text}` (AL-06 to AL-09)"),
                format!("{sign_type} 签名验证失败；待签名串应为 `{text}`（AL-06 至 AL-09）"),
            ),
            Refusal::BillNotThere(day, from) => Note::new(
                format!("the bill of {day} is there from {from} on (AL-51)"),
                format!("{day} 的对账文件于 {from} 后生成（AL-51）"),
            ),
            Refusal::LinkEnded => Note::new(
                "this link is none, or older than two minutes of business time (AL-51)",
                "链接不存在，或已超过两分钟（业务时间）（AL-51）",
            ),
            Refusal::Trade(refused) => refused.why.explain(),
        }
    }
}

impl Why {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            Why::Repeated(reqsn) => Note::new(
                format!(
                    "the number {reqsn} is used; only an unpaid order can be sent again, unchanged (AL-22)"
                ),
                format!("单号 {reqsn} 已使用；仅未支付的订单可原样重发（AL-22）"),
            ),
            Why::NotControlled(appid) => Note::new(
                format!(
                    "{appid} is not under fund control as far as the acquirer knows: platform.control_appid, then allinpay.learn_control (AL-62, AL-68)"
                ),
                format!(
                    "收银宝未获知 {appid} 被资金管控：用 platform.control_appid，再用 allinpay.learn_control（AL-62、AL-68）"
                ),
            ),
            Why::NotJoined(appid, barred) => {
                let (en, zh) = barred.words();
                Note::new(format!("{appid} {en} (AL-64)"), format!("{appid} {zh}（AL-64）"))
            }
            Why::RiskLimited { limit: Some(limit) } => Note::new(
                format!("above {limit} fen in the 10-yuan group: act allinpay.lift_risk_limit (AL-72)"),
                format!("十元风控模板组限额 {limit} 分：用 allinpay.lift_risk_limit 解除（AL-72）"),
            ),
            Why::BadPayer(acct) => Note::new(
                format!("{acct} is no user of that application; GET /_sandbox/credentials lists openids"),
                format!("{acct} 不是该应用的用户；/_sandbox/credentials 可查看 openid"),
            ),
            Why::OverRefund(left) => Note::new(
                format!("only {left} fen are left to refund (AL-31)"),
                format!("剩余可退 {left} 分（AL-31）"),
            ),
            Why::BelowFee(fee) => Note::new(
                format!("a refund costs {fee} fen, more than this one gives back (AL-34)"),
                format!("退款手续费 {fee} 分，大于退款金额（AL-34）"),
            ),
            Why::Share(why) => {
                Note::new(format!("the split does not fit: {why}"), format!("分账不符：{why}"))
            }
            Why::NotOpened
            | Why::RiskLimited { limit: None }
            | Why::BadCode
            | Why::PaymentFailed
            | Why::UnknownOriginal
            | Why::NotPaid
            | Why::AlreadyCancelled
            | Why::QuotesCompletion
            | Why::NoPartial
            | Why::NoCancel
            | Why::CancelRefused
            | Why::ClosePaid
            | Why::CloseEarly
            | Why::NoShare
            | Why::ShareFrozen => {
                let (en, zh) = self.fixed();
                Note::new(en, zh)
            }
        }
    }

    /// What a human is told where that is always the same.
    const fn fixed(&self) -> (&'static str, &'static str) {
        match self {
            Why::NotOpened => (
                "the product 微信订单预消费 is not open: act allinpay.open_product (AL-65, AL-73)",
                "未开通微信订单预消费产品：用 allinpay.open_product 开通（AL-65、AL-73）",
            ),
            Why::RiskLimited { .. } => (
                "nothing passes until the 10-yuan group is lifted: act allinpay.lift_risk_limit (AL-72)",
                "十元风控模板组解除前不可交易：用 allinpay.lift_risk_limit 解除（AL-72）",
            ),
            Why::BadCode => (
                "the payment code is used, too old or nobody's: act buyer.show_payment_code gives one",
                "付款码已使用、已过期或不存在：用 buyer.show_payment_code 获取",
            ),
            Why::PaymentFailed => ("the buyer's wallet does not pay", "买家支付失败"),
            Why::UnknownOriginal => ("this merchant has no such order (AL-33)", "该商户没有此订单（AL-33）"),
            Why::NotPaid => ("the order was never paid", "原订单未支付"),
            Why::AlreadyCancelled => ("the order was closed or cancelled already", "原订单已关闭或撤销"),
            Why::QuotesCompletion => (
                "a refund quotes the order (VSP681), before and after its completion (AL-84)",
                "完成前后退款均须使用预消费订单（VSP681）的单号（AL-84）",
            ),
            Why::NoPartial => (
                "this world allows no part of an order to be refunded before its completion (AL-87)",
                "该世界不允许完成前部分退款（AL-87）",
            ),
            Why::NoCancel => (
                "pre-consumption is refunded, never cancelled (AL-74)",
                "微信订单预消费不支持撤销，请使用退款（AL-74）",
            ),
            Why::CancelRefused => (
                "a cancel takes back the whole payment on its day; refund instead (AL-30)",
                "撤销仅限当日全额，请改用退款（AL-30）",
            ),
            Why::ClosePaid => ("the order is paid; refund it", "订单已支付，请退款"),
            Why::CloseEarly => (
                "this world closes orders only some time after they were placed: assumed.close_after",
                "该世界要求下单一段时间后才能关单：assumed.close_after",
            ),
            Why::NoShare => ("pre-consumption takes no split (AL-75)", "微信订单预消费不支持分账（AL-75）"),
            Why::ShareFrozen => (
                "WeChat holds this order's money; split it after the buyer confirmed receipt (AL-100)",
                "该订单资金被微信冻结，买家确认收货后方可分账（AL-100）",
            ),
            Why::Repeated(_)
            | Why::NotControlled(_)
            | Why::NotJoined(..)
            | Why::BadPayer(_)
            | Why::OverRefund(_)
            | Why::BelowFee(_)
            | Why::Share(_) => ("the trade fails", "交易失败"),
        }
    }
}
