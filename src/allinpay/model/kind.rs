//! What is paid with, and the codes of trades (`paytype`, `trxcode`).

use serde::{Deserialize, Serialize};

/// How an order is paid (`paytype`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PayType {
    /// 微信扫码.
    W01,
    /// 微信JS.
    W02,
    /// 微信APP.
    W03,
    /// 微信小程序.
    W06,
    /// 微信订单 (预消费).
    W11,
    /// 支付宝扫码.
    A01,
    /// 支付宝JS.
    A02,
    /// 支付宝APP.
    A03,
    /// 手机QQ扫码.
    Q01,
    /// 手机QQ JS.
    Q02,
    /// 银联扫码.
    U01,
    /// 云闪付JS.
    U02,
    /// 云闪付APP.
    U03,
    /// 数字货币扫码.
    S01,
    /// 数字货币H5.
    S03,
    /// 网联.
    N03,
    /// A payment code that the merchant scanned; no paytype of the wire.
    Code(Wallet),
}

/// Whose payment code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wallet {
    /// 微信.
    Wechat,
    /// 支付宝.
    Alipay,
    /// 银联.
    Unionpay,
}

impl Wallet {
    /// The words for them.
    pub const NAMES: &'static [&'static str] = &["wechat", "alipay", "unionpay"];

    /// The wallet of this name; WeChat's where nothing was said.
    #[must_use]
    pub fn named(name: Option<&str>) -> Wallet {
        match name {
            Some("alipay") => Wallet::Alipay,
            Some("unionpay") => Wallet::Unionpay,
            _ => Wallet::Wechat,
        }
    }
}

impl PayType {
    /// Every paytype of the wire, with its literal.
    pub const ALL: [(&'static str, PayType); 16] = [
        ("W01", PayType::W01),
        ("W02", PayType::W02),
        ("W03", PayType::W03),
        ("W06", PayType::W06),
        ("W11", PayType::W11),
        ("A01", PayType::A01),
        ("A02", PayType::A02),
        ("A03", PayType::A03),
        ("Q01", PayType::Q01),
        ("Q02", PayType::Q02),
        ("U01", PayType::U01),
        ("U02", PayType::U02),
        ("U03", PayType::U03),
        ("S01", PayType::S01),
        ("S03", PayType::S03),
        ("N03", PayType::N03),
    ];

    /// Reads the literal of the wire.
    #[must_use]
    pub fn read(text: &str) -> Option<PayType> {
        PayType::ALL.iter().find(|(literal, _)| *literal == text).map(|(_, kind)| *kind)
    }

    /// Whether it stands behind an order of WeChat Pay.
    #[must_use]
    pub const fn is_wechat(self) -> bool {
        matches!(self.family(), Family::Wechat)
    }

    /// Whether the payer must be named when the order is placed (`acct`).
    #[must_use]
    pub const fn needs_payer(self) -> bool {
        matches!(self, PayType::W02 | PayType::W06 | PayType::W11 | PayType::A02 | PayType::U02)
    }

    /// Which trade codes its trades have.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            PayType::W01
            | PayType::W02
            | PayType::W03
            | PayType::W06
            | PayType::W11
            | PayType::Code(Wallet::Wechat) => Family::Wechat,
            PayType::A01 | PayType::A02 | PayType::A03 | PayType::Code(Wallet::Alipay) => Family::Alipay,
            PayType::Q01 | PayType::Q02 => Family::Qq,
            PayType::U01 | PayType::Code(Wallet::Unionpay) => Family::UnionPay,
            PayType::U02 | PayType::U03 => Family::QuickPass,
            PayType::S01 | PayType::S03 => Family::Digital,
            PayType::N03 => Family::Scan,
        }
    }
}

/// A family of trade codes: payment, cancel, refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// 微信.
    Wechat,
    /// 手机QQ.
    Qq,
    /// 支付宝.
    Alipay,
    /// 扫码.
    Scan,
    /// 银联扫码.
    UnionPay,
    /// 云闪付.
    QuickPass,
    /// 数字货币.
    Digital,
}

/// What a trade is (`trxcode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrxCode {
    /// A payment.
    Pay(Family),
    /// A payment that was taken back the same day.
    Cancel(Family),
    /// A refund.
    Refund(Family),
    /// VSP681: 微信订单预消费.
    PreConsumption,
    /// VSP682: 微信订单退款, before the release.
    PreRefund,
    /// VSP683: 微信订单完成.
    Completion,
    /// VSP684: 微信订单完成退款.
    CompletedRefund,
    /// VSP907: 差错借记调整.
    DebitAdjustment,
}

impl TrxCode {
    /// The code on the wire.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            TrxCode::Pay(family) => family.codes().0,
            TrxCode::Cancel(family) => family.codes().1,
            TrxCode::Refund(family) => family.codes().2,
            TrxCode::PreConsumption => "VSP681",
            TrxCode::PreRefund => "VSP682",
            TrxCode::Completion => "VSP683",
            TrxCode::CompletedRefund => "VSP684",
            TrxCode::DebitAdjustment => "VSP907",
        }
    }

    /// Its Chinese name, as bills print it; AL-90 knows two for VSP684.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            TrxCode::Pay(family) => family.names().0,
            TrxCode::Cancel(family) => family.names().1,
            TrxCode::Refund(family) => family.names().2,
            TrxCode::PreConsumption => "微信订单预消费",
            TrxCode::PreRefund => "微信订单退款",
            TrxCode::Completion => "微信订单完成",
            TrxCode::CompletedRefund => "微信订单完成退货",
            TrxCode::DebitAdjustment => "差错借记调整",
        }
    }
}

impl Family {
    const fn codes(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Family::Wechat => ("VSP501", "VSP502", "VSP503"),
            Family::Qq => ("VSP505", "VSP506", "VSP507"),
            Family::Alipay => ("VSP511", "VSP512", "VSP513"),
            Family::Scan => ("VSP541", "VSP542", "VSP543"),
            Family::UnionPay => ("VSP551", "VSP552", "VSP553"),
            Family::QuickPass => ("VSP591", "VSP592", "VSP593"),
            Family::Digital => ("VSP611", "VSP612", "VSP613"),
        }
    }

    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Family::Wechat => ("微信支付", "微信支付撤销", "微信支付退款"),
            Family::Qq => ("手机QQ支付", "手机QQ支付撤销", "手机QQ支付退款"),
            Family::Alipay => ("支付宝支付", "支付宝支付撤销", "支付宝支付退款"),
            Family::Scan => ("扫码支付", "扫码支付撤销", "扫码支付退款"),
            Family::UnionPay => ("银联扫码支付", "银联扫码支付撤销", "银联扫码支付退款"),
            Family::QuickPass => ("云闪付支付", "云闪付支付撤销", "云闪付支付退款"),
            Family::Digital => ("数字货币支付", "数字货币支付撤销", "数字货币支付退款"),
        }
    }
}
