//! What each refusal looks like on the wire: one `result.id`, and a text. All of it is assumed.

use crate::huifu::http::errors as books;
use crate::huifu::model::assumed::Assumed as BooksAssumed;
use crate::ipos::model::assumed::{Assumed, Literal};
use crate::ipos::rules::refusal::{FieldRefusal, Refusal, TradeRefusal};

/// The `result` of a refusal.
pub(super) fn of_refusal(refusal: &Refusal, assumed: &Assumed, of_books: &BooksAssumed) -> Literal {
    let comment = match refusal {
        Refusal::UnknownPath(_) => "请求路径不存在".to_owned(),
        Refusal::PostRequired => "请求方法不支持".to_owned(),
        Refusal::NotJson(_) => "报文格式错误".to_owned(),
        Refusal::UnknownRequest { .. } => "request_type不存在".to_owned(),
        Refusal::UnknownMerchant(_) => "商户不存在".to_owned(),
        Refusal::OtherSystem { .. } => "system_id错误".to_owned(),
        Refusal::Signature(_) => assumed.bad_sign.clone(),
        Refusal::NoNode(name) => format!("{name}不能为空"),
        Refusal::Field(refusal) => of_field(refusal),
        Refusal::Trade(refusal) => of_trade(refusal).to_owned(),
        // Huifu's own words: it is its books that refuse.
        Refusal::Books(refusal) => books::of_refusal(refusal, of_books).text,
    };
    Literal { id: assumed.refused.clone(), comment }
}

fn of_field(refusal: &FieldRefusal) -> String {
    match refusal {
        FieldRefusal::Missing(name) => format!("{name}不能为空"),
        FieldRefusal::TooLong { name, longest } => format!("{name}最大长度为{longest}位"),
        FieldRefusal::PosSeqTooShort => "pos_seq长度须大于12位".to_owned(),
        FieldRefusal::NoAmount(name) => format!("{name}不符合金额格式"),
        FieldRefusal::UnknownWord { name, word } => format!("{name}的取值[{word}]不存在"),
        FieldRefusal::Format { name, wanted } => format!("{name}不符合{wanted}格式"),
    }
}

const fn of_trade(refusal: &TradeRefusal) -> &'static str {
    match refusal {
        TradeRefusal::Repeated(_) => "终端流水号重复",
        TradeRefusal::NotFound(_) => "原交易不存在",
        TradeRefusal::OtherPayType(_) => "支付方式不支持",
        TradeRefusal::SharesDiffer { .. } => "分账金额总和必须等于交易金额",
        TradeRefusal::NoAccount(_) => "分账接收方不存在",
        TradeRefusal::NotYours(_) => "数据权限不足",
        TradeRefusal::TooLateToCancel(_) => "已超过可撤销期限",
        TradeRefusal::NothingLeft => "原交易已全部退回",
        TradeRefusal::DayNotOver => "账单尚未生成",
    }
}
