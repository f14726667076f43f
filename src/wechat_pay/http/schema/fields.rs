//! Fields, objects and patterns that several APIs share.
//!
//! Names, lengths and labels follow the API pages. A label that no page or log confirms is the page's Chinese heading of that
//! field (assumed to be what the server quotes).

use super::{Field, Kind, Object, Pattern};

/// `notify_url`: http or https, absolute, no query and no fragment (NO-07).
pub(super) static CALLBACK_URL: Pattern =
    Pattern::new(r"^https?://([^\s/?#\[\]\@]+\@)?([^\s/?#\@:]+)(?::\d{2,5})?([^\s?#\[\]]*)$");

/// Merchant order numbers, single and combined (OR-02, CO-01).
pub(super) static ORDER_NUMBER: Pattern = Pattern::new(r"^[0-9a-zA-Z_\-\|\*]+$");

/// Other merchant numbers may hold an `@` too (GEN-01). The characters are documented, their spelling as a pattern is assumed.
pub(super) static MERCHANT_NUMBER: Pattern = Pattern::new(r"^[0-9a-zA-Z_\-\|\*@]+$");

/// Most sub orders of a combined order (CO-01).
pub(super) const SUB_ORDERS_MAX: usize = 50;

/// Most items of lists for which no page gives a bound (assumed).
const ITEMS_MAX: usize = 1000;

/// Bytes of a `notify_url`.
const URL_MAX: usize = 255;

/// Bytes of an encrypted identity field.
const CIPHER_MAX: usize = 1024;

pub(super) const SP_APPID: Field = Field::required("sp_appid", "服务商应用ID", Kind::text(32));
pub(super) const SP_MCHID: Field = Field::required("sp_mchid", "服务商户号", Kind::text(32));
pub(super) const SUB_APPID: Field = Field::optional("sub_appid", "子商户应用ID", Kind::text(32));
pub(super) const SUB_MCHID: Field = Field::required("sub_mchid", "子商户号", Kind::text(32));
pub(super) const APPID: Field = Field::required("appid", "公众号ID", Kind::text(32));
pub(super) const MCHID: Field = Field::required("mchid", "直连商户号", Kind::text(32));
pub(super) const TRANSACTION_ID: Field = Field::required("transaction_id", "微信支付订单号", Kind::text(32));
pub(super) const OUT_TRADE_NO: Field =
    Field::required("out_trade_no", "商户订单号", Kind::matching(6, 32, &ORDER_NUMBER));

pub(super) const DESCRIPTION: Field = Field::required("description", "商品描述", Kind::text(127));
pub(super) const TIME_START: Field = Field::optional("time_start", "交易起始时间", Kind::Time);
pub(super) const TIME_EXPIRE: Field = Field::optional("time_expire", "交易结束时间", Kind::Time);
pub(super) const NOTIFY_URL: Field = Field::required("notify_url", "通知地址", Kind::Url { max: URL_MAX });
pub(super) const GOODS_TAG: Field = Field::optional("goods_tag", "订单优惠标记", Kind::text(32));
pub(super) const SETTLE_INFO: Field =
    Field::optional("settle_info", "结算信息", Kind::Object(&SETTLE_INFO_MEMBERS));
pub(super) const SUBSIDY_INFO: Field =
    Field::optional("subsidy_info", "补贴信息", Kind::Object(&SUBSIDY_INFO_MEMBERS));
pub(super) const IDENTITY: Field =
    Field::optional("identity", "实名支付用户信息", Kind::Object(&IDENTITY_MEMBERS));
pub(super) const PAYER_CLIENT_IP: Field = Field::required("payer_client_ip", "用户终端IP", Kind::text(45));
pub(super) const H5_INFO: Field = Field::required("h5_info", "H5场景信息", Kind::Object(&H5_INFO_MEMBERS));

/// Whether the money is frozen for splitting (PAY-04) and how much the platform adds (PAY-05 is judged later).
static SETTLE_INFO_MEMBERS: Object = Object::new(&[
    Field::optional("profit_sharing", "是否指定分账", Kind::Bool),
    Field::optional("subsidy_amount", "补差金额", Kind::at_least(0)),
]);

static IDENTITY_MEMBERS: Object = Object::new(&[
    Field::required("type", "证件类型", Kind::OneOf(IDENTITY_TYPES)),
    Field::required("number", "证件号", Kind::Cipher { max: CIPHER_MAX }),
    Field::required("name", "姓名", Kind::Cipher { max: CIPHER_MAX }),
]);

const IDENTITY_TYPES: &[&str] = &[
    "IDCARD",
    "HONGKONG_MACAO",
    "HONGKONG_MACAO_RESIDENT",
    "TAIWAN_RESIDENT",
    "FOREIGN_RESIDENT",
    "OVERSEA_PASSPORT",
    "PHONE_NUMBER",
];

static H5_INFO_MEMBERS: Object = Object::new(&[
    Field::required("type", "场景类型", Kind::text(32)),
    Field::optional("app_name", "应用名称", Kind::text(64)),
    Field::optional("app_url", "网站URL", Kind::text(128)),
    Field::optional("bundle_id", "iOS平台BundleID", Kind::text(128)),
    Field::optional("package_name", "Android平台PackageName", Kind::text(128)),
]);

static SUBSIDY_INFO_MEMBERS: Object =
    Object::new(&[Field::optional("subsidy_detail", "补贴明细", Kind::list(&SUBSIDY_DETAIL, 0, ITEMS_MAX))]);

static SUBSIDY_DETAIL: Kind = Kind::Object(&Object::new(&[
    Field::required("subsidy_period_type", "补贴类型", Kind::OneOf(&["DAILY", "PERIOD"])),
    Field::optional("subsidy_plan", "补贴方案", Kind::list(&SUBSIDY_PLAN, 0, ITEMS_MAX)),
]));

static SUBSIDY_PLAN: Kind = Kind::Object(&Object::new(&[
    Field::required("subsidy_installment_num", "补贴期数", Kind::Int64 { min: 1, max: 12 }),
    Field::required("subsidy_percent", "补贴比例", Kind::Int64 { min: 0, max: 100 }),
]));

/// Means of payment that an order excludes, or the only one it allows.
pub(super) const LIMIT_PAY: Field =
    Field::optional("limit_pay", "指定支付方式", Kind::list(&LIMIT_PAY_ITEM, 0, ITEMS_MAX));

static LIMIT_PAY_ITEM: Kind = Kind::OneOf(&["no_credit", "no_debit", "no_balance", "balance_only"]);

/// The goods of a single order.
pub(super) const DETAIL: Field = Field::optional("detail", "优惠功能", Kind::Object(&DETAIL_MEMBERS));

static DETAIL_MEMBERS: Object = Object::new(&[
    Field::optional("cost_price", "订单原价", Kind::at_least(0)),
    Field::optional("invoice_id", "商品小票ID", Kind::text(32)),
    Field::optional("goods_detail", "单品列表", Kind::list(&GOODS, 0, ITEMS_MAX)),
]);

static GOODS: Kind = Kind::Object(&Object::new(&[
    Field::required("merchant_goods_id", "商户侧商品编码", Kind::text(32)),
    Field::optional("wechatpay_goods_id", "微信支付商品编码", Kind::text(32)),
    Field::optional("goods_name", "商品名称", Kind::text(256)),
    Field::required("quantity", "商品数量", Kind::at_least(1)),
    Field::required("unit_price", "商品单价", Kind::at_least(0)),
]));

/// Where a single order is placed; its H5 form adds [`H5_INFO`].
pub(super) const STORE_INFO: Field =
    Field::optional("store_info", "商户门店信息", Kind::Object(&STORE_INFO_MEMBERS));

static STORE_INFO_MEMBERS: Object = Object::new(&[
    Field::required("id", "门店编号", Kind::text(32)),
    Field::optional("name", "门店名称", Kind::text(256)),
    Field::optional("area_code", "地区编码", Kind::text(32)),
    Field::optional("address", "详细地址", Kind::text(512)),
]);
