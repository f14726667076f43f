//! What each refusal looks like on the wire.

use crate::huifu::model::assumed::{Assumed, Literal};
use crate::huifu::rules::refusal::{AfterRefusal, FieldRefusal, OrderRefusal, Refusal, TradeRefusal};

fn row(code: &str, text: impl Into<String>) -> Literal {
    Literal { code: code.to_owned(), text: text.into() }
}

/// The row of a refusal.
#[must_use]
pub fn of_refusal(refusal: &Refusal, assumed: &Assumed) -> Literal {
    match refusal {
        // assumed: no page shows what an unknown path, another method or a broken envelope is answered
        Refusal::UnknownPath { .. } => row("10000000", "请求路径不存在"),
        Refusal::PostRequired => row("10000000", "请求方法不支持"),
        Refusal::EmptyBody => row("10000000", "请求内容体不能为空"),
        Refusal::NotJson(_) => row("10000000", "请求内容体不符合JSON格式"),
        Refusal::EnvelopeLacks(name) => row("10000000", format!("{name}不能为空")),
        Refusal::DataNoObject => row("10000000", "data不符合JSON对象格式"),
        Refusal::UnknownCaller(_) => row("22000002", "商户信息不存在"),
        Refusal::OtherProduct { .. } => row("22000000", "产品号不存在"),
        Refusal::Signature(_) => assumed.bad_sign.clone(),
        Refusal::Field(refusal) => of_field(refusal),
        Refusal::Trade(refusal) => of_trade(refusal),
        Refusal::Order(refusal) => of_order(refusal, assumed),
        Refusal::After(refusal) => of_after(refusal, assumed),
    }
}

fn of_field(refusal: &FieldRefusal) -> Literal {
    let text = match refusal {
        FieldRefusal::Missing(name) => format!("{name}不能为空"),
        FieldRefusal::TooLong { name, longest } => format!("{name}最大长度为{longest}位"),
        FieldRefusal::OtherLength { name, length } => format!("{name}长度固定{length}位"),
        FieldRefusal::UnknownWord { name, word } => format!("{name}的传入枚举[{word}]不存在"),
        FieldRefusal::Format { name, wanted } => format!("{name}不符合{wanted}格式"),
    };
    row("10000000", text)
}

fn of_trade(refusal: &TradeRefusal) -> Literal {
    match refusal {
        TradeRefusal::NoMember(_) => row("22000002", "商户信息不存在"),
        TradeRefusal::NotYours(_) => row("23000002", "数据权限不足"),
        TradeRefusal::NoAccount(_) => row("22000003", "商户账户信息不存在"),
        TradeRefusal::Repeated(_) => row("20000000", "重复交易"),
        // assumed: each page names its keys, none shows the whole sentence
        TradeRefusal::NoLocator(names) => row("21000000", format!("{names}不能同时为空")),
        TradeRefusal::NotFound => row("23000001", "原交易不存在"),
    }
}

fn of_order(refusal: &OrderRefusal, assumed: &Assumed) -> Literal {
    match refusal {
        OrderRefusal::OtherChannel(_) => row("23000004", "交易类型不支持"),
        OrderRefusal::ExpiresTooSoon => row("10000000", "订单已超时"),
        OrderRefusal::MayNotSplit => row("22000004", "暂未开通分账权限"),
        OrderRefusal::MayNotDelay => row("22000004", "暂未开通延迟入账权限"),
        OrderRefusal::MerchantNotListed => row("22000005", "分账列表必须包含主交易账户"),
        OrderRefusal::ListedBadly(_) | OrderRefusal::PercentagesDiffer => row("22000005", "分账配置有误"),
        OrderRefusal::SharesDiffer { .. } => row("23000003", "分账金额总和必须等于交易金额"),
        OrderRefusal::FeeTooHigh { .. } => row("23000003", "交易金额不足以支付内扣手续费"),
        OrderRefusal::SubsidyControlled(_) => assumed.subsidy_controlled.clone(),
        OrderRefusal::SubsidyTooLarge => row("23000003", "优惠金额大于交易金额"),
        OrderRefusal::SubsidyShort(_) => assumed.short.clone(),
        OrderRefusal::Openid(..) => assumed.channel_refused.clone(),
        // assumed: the codes; that a merchant's basic or cash account takes payments stands in the pages
        OrderRefusal::NoMerchant(_) => row("22000002", "商户信息不存在"),
        OrderRefusal::AccountKind(_) => row("22000003", "商户账户信息不存在"),
    }
}

fn of_after(refusal: &AfterRefusal, assumed: &Assumed) -> Literal {
    match refusal {
        AfterRefusal::NotPaid(_) => row("10000001", "原交易没有处理完成"),
        // assumed: no page shows the text of a refund that comes too late
        AfterRefusal::TooLate => row("23000004", "原交易已超过可退款期限"),
        AfterRefusal::RefundTooMuch { .. } | AfterRefusal::GivesTooMuch(_) => {
            row("10000002", "退款金额大于可退金额")
        }
        AfterRefusal::AdvanceControlled => assumed.advance_controlled.clone(),
        // assumed: the text
        AfterRefusal::GiverShort { .. } => row("23000003", "账户余额不足"),
        AfterRefusal::TooYoung => row("10000015", "不允许关闭一分钟以内的订单"),
        AfterRefusal::Over => row("10000016", "原订单已为终态,请发起查询交易获取"),
        AfterRefusal::NotDelayed(_) => row("22000003", "延迟账户不存在"),
        AfterRefusal::Frozen(_) => assumed.confirm_frozen.clone(),
        AfterRefusal::ConfirmTooMuch { .. } => assumed.confirm_too_much.clone(),
        AfterRefusal::FeeUnborne { .. } => row("22000005", "手续费承担方必须参与分账"),
        // assumed: no page shows who else may give
        AfterRefusal::ConfirmedGivers => row("23000004", "交易类型不支持"),
        AfterRefusal::Short { .. } => assumed.short.clone(),
        // assumed: no page shows the answer to another card
        AfterRefusal::OtherCard(_) => row("22000003", "取现卡信息不存在"),
        AfterRefusal::DelayedBalancePay => row("22000004", "暂未开通延迟入账权限"),
        AfterRefusal::TooManyBills(_) => row("20000001", "当前huifuId请求过于频繁"),
    }
}
