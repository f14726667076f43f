//! What each refusal looks like on the wire.

use crate::huifu::model::assumed::{Assumed, Literal};
use crate::huifu::rules::refusal::{FieldRefusal, Refusal, TradeRefusal};

fn row(code: &str, text: impl Into<String>) -> Literal {
    Literal { code: code.to_owned(), text: text.into() }
}

/// The row of a refusal.
pub(super) fn of_refusal(refusal: &Refusal, assumed: &Assumed) -> Literal {
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
