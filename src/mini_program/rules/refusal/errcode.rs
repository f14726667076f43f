//! Every error code that is documented or was seen, with its text.

macro_rules! errcodes {
    ($($(#[$doc:meta])* $name:ident = $number:literal $text:literal;)*) => {
        /// An `errcode` of this API. What the documentation names only in Chinese has that text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Errcode {
            $($(#[$doc])* $name,)*
        }

        impl Errcode {
            /// All of them.
            pub const ALL: &'static [Errcode] = &[$(Errcode::$name,)*];

            /// The `errcode` on the wire.
            #[must_use]
            pub const fn number(self) -> i64 {
                match self { $(Errcode::$name => $number,)* }
            }

            /// The `errmsg` before the request's id.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Errcode::$name => $text,)* }
            }
        }
    };
}

impl Errcode {
    /// The one of this number.
    #[must_use]
    pub fn numbered(number: i64) -> Option<Errcode> {
        Errcode::ALL.iter().copied().find(|code| code.number() == number)
    }
}

// "assumed" marks a text, and "assumed code" a use, that no source shows.
errcodes! {
    /// Busy; also our own mistakes.
    SystemError = -1 "system error";
    /// A token that is unknown, or in whose place a newer one stands.
    InvalidCredential = 40_001 "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r";
    /// Another grant_type.
    InvalidGrantType = 40_002 "invalid grant_type";
    /// Another user.
    InvalidOpenid = 40_003 "invalid openid";
    /// No such application.
    InvalidAppid = 40_013 "invalid appid";
    /// Documented, never seen: an unknown token gets 40001.
    InvalidAccessToken = 40_014 "invalid access_token";
    /// A login code that does not exist.
    InvalidCode = 40_029 "invalid code";
    /// No such path.
    InvalidUrl = 40_066 "invalid url";
    /// A required parameter is missing; assumed.
    InvalidArgs = 40_097 "invalid args";
    /// Another secret.
    InvalidAppsecret = 40_125 "invalid appsecret";
    /// A login code that was used.
    CodeBeenUsed = 40_163 "code been used";
    /// The caller's address is not allowed.
    InvalidIp = 40_164 "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist";
    /// The secret is frozen.
    AppsecretFrozen = 40_243 "AppSecret已被冻结";
    /// No token in the query.
    TokenMissing = 41_001 "access_token missing";
    /// No appid; assumed.
    AppidMissing = 41_002 "appid missing";
    /// No secret; assumed.
    AppsecretMissing = 41_004 "appsecret missing";
    /// No login code; assumed.
    CodeMissing = 41_008 "missing code";
    /// No openid; assumed.
    OpenidMissing = 41_009 "missing openid";
    /// A token past its time.
    TokenExpired = 42_001 "access_token expired";
    /// A POST where a GET is needed; assumed after 43002.
    RequireGet = 43_001 "require GET method";
    /// A GET where a POST is needed.
    RequirePost = 43_002 "require POST method";
    /// A POST without a body.
    EmptyPostData = 44_002 "empty post data";
    /// Too many calls of `is_trade_*`.
    TradeFrequency = 44_990 "达到频控上限";
    /// Too many calls today.
    DailyQuota = 45_009 "reach max api daily quota limit";
    /// Too many calls this minute.
    MinuteQuota = 45_011 "api minute-quota reach limit must slower retry next minute";
    /// Not JSON, or another shape.
    DataFormat = 47_001 "data format error";
    /// The account may not.
    ApiUnauthorized = 48_001 "api unauthorized";
    /// Tokens are barred.
    TokenBarred = 50_004 "禁止使用 token 接口";
    /// The account is frozen.
    AccountFrozen = 50_007 "账号已冻结";
    /// A provider without the mini program's leave.
    ProviderUnauthorized = 61_003 "服务商未被授权";
    /// A provider from an address that is not allowed.
    ProviderAddress = 61_004 "access clientip is not registered";
    /// A provider without the permission set.
    ProviderPermission = 61_007 "api is unauthorized to component";
    /// No provider.
    ProviderUnlawful = 61_011 "服务商不合法";
    /// An administrator has to agree to the address; assumed.
    AddressUnconfirmed = 89_503 "此次调用需要管理员确认，请耐心等候";
    /// The address is refused for a day; assumed.
    AddressRefusedDay = 89_506 "该IP调用请求已被管理员拒绝，请24小时后再试";
    /// The address is refused for an hour; assumed.
    AddressRefusedHour = 89_507 "该IP调用请求已被管理员拒绝，请1小时后再试";
    /// get_delivery_list: another token.
    DeliveryToken = 9_300_507 "Token 不正确";
    /// No such order here.
    NoOrder = 10_060_001 "支付单不存在";
    /// Shipped completely; what sets it off is not known.
    ShippedCompletely = 10_060_002 "支付单已完成发货，无法继续发货";
    /// Shipped again already.
    ReshipUsed = 10_060_003 "支付单已使用重新发货机会";
    /// Past shipping.
    NotShippable = 10_060_004 "支付单处于不可发货的状态";
    /// logistics_type.
    LogisticsType = 10_060_005 "物流类型有误";
    /// In parts without a carrier.
    SplitNeedsExpress = 10_060_006 "非快递发货时不允许分拆发货";
    /// is_all_delivered.
    AllDeliveredMissing = 10_060_007 "分拆发货模式下必须填写 is_all_delivered 字段";
    /// item_desc.
    ItemDescMissing = 10_060_008 "商品描述 item_desc 字段不能为空";
    /// item_desc.
    ItemDescLong = 10_060_009 "商品描述 item_desc 字段太长";
    /// last_index.
    LastIndex = 10_060_011 "last_index不合法";
    /// Busy.
    ShippingSystem = 10_060_012 "系统错误";
    /// A sub order twice.
    SubOrderTwice = 10_060_013 "子单单号重复";
    /// Another parameter; assumed code for a missing contact and an older upload_time (SH-20).
    Parameter = 10_060_014 "参数错误";
    /// Busy.
    ShippingSystemToo = 10_060_019 "系统错误";
    /// No description at all; item_desc is needed before.
    NoDescription = 10_060_020 "该笔支付单在没有任何商品描述的情况下不允许完成发货";
    /// Nothing changed.
    Unchanged = 10_060_023 "发货信息未更新";
    /// Too many parcels.
    TooManyParcels = 10_060_024 "物流信息列表太长";
    /// A carrier's code.
    CarrierLong = 10_060_025 "物流公司编码太长";
    /// A tracking number.
    TrackingLong = 10_060_026 "物流单号太长";
    /// A reminder before shipping, or after confirmation.
    NotShipped = 10_060_028 "支付单不是已发货状态";
    /// received_time; the page has 签收时间非法, answers have this.
    ReceivedTime = 10_060_029 "签收时间不合理";
    /// A second reminder.
    RemindedTwice = 10_060_030 "支付单已使用提醒收货机会";
    /// Another payer.
    OtherPayer = 10_060_031 "该笔支付单不属于 openid 所指定的用户";
    /// A reminder for what no carrier brings.
    RemindNeedsExpress = 10_060_032 "只有物流快递发货时允许提醒用户确认收货";
    /// A brand's application: a parameter.
    BrandParameter = 10_210_001 "参数错误";
    /// A brand's application: its state.
    BrandState = 10_210_002 "状态错误";
    /// A brand's application: a picture.
    BrandPicture = 10_210_003 "图片解析失败";
    /// order_number_type.
    NumberType = 268_485_194 "订单单号类型非法";
    /// Type 2 without it.
    TransactionIdMissing = 268_485_195 "微信支付单号形式下 transaction_id 字段不能为空";
    /// Type 1 without it.
    MchidMissing = 268_485_196 "商户侧单号形式下 mchid 字段不能为空";
    /// Type 1 without it.
    OutTradeNoMissing = 268_485_197 "商户侧单号形式下 out_trade_no 字段不能为空";
    /// upload_time.
    UploadTime = 268_485_216 "上传时间非法，请按照 RFC 3339 格式填写";
    /// delivery_mode.
    DeliveryMode = 268_485_224 "发货模式非法";
    /// tracking_no.
    TrackingMissing = 268_485_226 "物流单号不能为空";
    /// express_company.
    CarrierMissing = 268_485_227 "物流公司编码不能为空";
    /// Unified with another number of parcels; the page has a space before 1.
    NotOneEntry = 268_485_228 "统一发货模式下，物流信息列表长度必须为1";
    /// The sub orders are named another way than the main order.
    OtherNumberType = 268_485_253 "主单的订单单号类型与子单的单号类型不一致";
    /// A second application for another trade type; assumed.
    TradeTypeTwice = 268_486_048 "已申请过交易类型变更";
    /// opspecialorder: type.
    FilingType = 268_546_000 "type非法";
    /// opspecialorder: delay_to.
    FilingDelay = 268_546_001 "delay_to非法";
    /// opspecialorder: order_id.
    FilingOrder = 268_546_002 "账户不存在这个待发货单号";
}

#[cfg(test)]
mod tests {
    use super::Errcode;

    #[test]
    fn every_number_stands_once() {
        for code in Errcode::ALL {
            assert_eq!(Errcode::numbered(code.number()), Some(*code));
        }
    }
}
