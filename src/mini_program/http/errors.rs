//! What each refusal looks like on the wire.

use crate::mini_program::rules::refusal::{LoginRefusal, Refusal, ShippingRefusal, TokenRefusal};

/// Code and text of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The `errcode`.
    pub(super) code: i64,
    /// The `errmsg` before the request's id.
    pub(super) text: &'static str,
}

const fn row(code: i64, text: &'static str) -> Row {
    Row { code, text }
}

/// A mistake of ours.
pub(super) const BUG: Row = row(-1, "system error");

/// The row of a refusal.
pub(super) const fn of_refusal(refusal: &Refusal) -> Row {
    match refusal {
        Refusal::UnknownPath { .. } => row(40_066, "invalid url"),
        Refusal::PostRequired => row(43_002, "require POST method"),
        // assumed: the text mirrors that of 43002
        Refusal::GetRequired => row(43_001, "require GET method"),
        Refusal::EmptyBody => row(44_002, "empty post data"),
        Refusal::DataFormat(_) => row(47_001, "data format error"),
        // assumed: the text says what the page does
        Refusal::AppidMissing => row(41_002, "appid missing"),
        Refusal::UnknownAppid(_) => row(40_013, "invalid appid"),
        Refusal::GrantType { .. } => row(40_002, "invalid grant_type"),
        // assumed: the text says what the page does
        Refusal::SecretMissing => row(41_004, "appsecret missing"),
        Refusal::WrongSecret(_) => row(40_125, "invalid appsecret"),
        Refusal::TokenMissing => row(41_001, "access_token missing"),
        Refusal::Token(TokenRefusal::Unknown | TokenRefusal::Retired) => row(
            40001,
            "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r",
        ),
        Refusal::Token(TokenRefusal::Expired) => row(42_001, "access_token expired"),
        Refusal::Token(TokenRefusal::ForcedTooOften(_)) => row(45_009, "reach max api daily quota limit"),
        // assumed: no page says what a login of another kind of application answers, or of too narrow a scope
        Refusal::Login(LoginRefusal::OtherKind(_) | LoginRefusal::ScopeTooNarrow) => {
            row(48_001, "api unauthorized")
        }
        // assumed: the text
        Refusal::Login(LoginRefusal::CodeMissing) => row(41_008, "missing code"),
        Refusal::Login(LoginRefusal::UnknownCode) => row(40_029, "invalid code"),
        Refusal::Login(LoginRefusal::UsedCode) => row(40_163, "code been used"),
        // assumed: the text
        Refusal::Login(LoginRefusal::OpenidMissing) => row(41_009, "missing openid"),
        Refusal::Login(LoginRefusal::UnknownOpenid(_)) => row(40_003, "invalid openid"),
        Refusal::Shipping(refusal) => of_shipping(refusal),
    }
}

const fn of_shipping(refusal: &ShippingRefusal) -> Row {
    match refusal {
        ShippingRefusal::NumberType => row(268_485_194, "订单单号类型非法"),
        ShippingRefusal::NoTransactionId => {
            row(268_485_195, "微信支付单号形式下 transaction_id 字段不能为空")
        }
        ShippingRefusal::NoMchid => row(268_485_196, "商户侧单号形式下 mchid 字段不能为空"),
        ShippingRefusal::NoOutTradeNo => row(268_485_197, "商户侧单号形式下 out_trade_no 字段不能为空"),
        ShippingRefusal::LogisticsType => row(10_060_005, "物流类型有误"),
        ShippingRefusal::DeliveryMode => row(268_485_224, "发货模式非法"),
        ShippingRefusal::NotOneEntry(_) => row(268_485_228, "统一发货模式下，物流信息列表长度必须为1"),
        ShippingRefusal::TooManyParcels(_) => row(10_060_024, "物流信息列表太长"),
        ShippingRefusal::SplitWithoutExpress => row(10_060_006, "非快递发货时不允许分拆发货"),
        ShippingRefusal::NoAllDelivered => row(10_060_007, "分拆发货模式下必须填写 is_all_delivered 字段"),
        ShippingRefusal::NoTrackingNo => row(268_485_226, "物流单号不能为空"),
        ShippingRefusal::NoExpressCompany => row(268_485_227, "物流公司编码不能为空"),
        ShippingRefusal::LongTrackingNo => row(10_060_026, "物流单号太长"),
        ShippingRefusal::LongExpressCompany => row(10_060_025, "物流公司编码太长"),
        ShippingRefusal::NoItemDesc => row(10_060_008, "商品描述 item_desc 字段不能为空"),
        ShippingRefusal::LongItemDesc => row(10_060_009, "商品描述 item_desc 字段太长"),
        ShippingRefusal::UploadTime(_) => row(268_485_216, "上传时间非法，请按照 RFC 3339 格式填写"),
        // assumed for a missing contact and an older upload_time (SH-20)
        ShippingRefusal::Parameter(_) => row(10_060_014, "参数错误"),
        ShippingRefusal::NoOrder => row(10_060_001, "支付单不存在"),
        ShippingRefusal::OtherPayer => row(10_060_031, "该笔支付单不属于 openid 所指定的用户"),
        ShippingRefusal::NotShippable(_) => row(10_060_004, "支付单处于不可发货的状态"),
        ShippingRefusal::AgainTwice => row(10_060_003, "支付单已使用重新发货机会"),
        ShippingRefusal::Unchanged => row(10_060_023, "发货信息未更新"),
        ShippingRefusal::NotShipped(_) => row(10_060_028, "支付单不是已发货状态"),
        ShippingRefusal::NotExpress => row(10_060_032, "只有物流快递发货时允许提醒用户确认收货"),
        ShippingRefusal::RemindedTwice => row(10_060_030, "支付单已使用提醒收货机会"),
        ShippingRefusal::ReceivedTime => row(10_060_029, "签收时间不合理"),
    }
}
