//! Onboarding by ordinary service providers. What depends on the subject is judged by the rules; here stand names, labels,
//! types and lengths. Members that are sent as an empty text count as absent (AS-34).

use super::applyment::{CERTIFICATES, CIPHER, DATE, DOCUMENTS, FINANCE, ID_DOC, MEDIA, MEDIA_ITEM, UBO};
use super::{Field, Kind, Object, Pattern, Schema};

/// The provider's number: digits, letters, `_`.
static NUMBER: Pattern = Pattern::new("^[0-9a-zA-Z_]+$");
static DIGITS: Pattern = Pattern::new("^[0-9]+$");

// The blanks at the end of these two labels are the server's.
const BUSINESS_CODE: Field =
    Field::required("business_code", "业务申请编号 ", Kind::matching(1, 124, &NUMBER));
const APPLYMENT_ID: Field = Field::required("applyment_id", "微信支付申请单号 ", Kind::Uint64);

const SUBJECTS: &[&str] = &[
    "SUBJECT_TYPE_MICRO",
    "SUBJECT_TYPE_INDIVIDUAL",
    "SUBJECT_TYPE_ENTERPRISE",
    "SUBJECT_TYPE_GOVERNMENT",
    "SUBJECT_TYPE_INSTITUTIONS",
    "SUBJECT_TYPE_INSTITUTIONS_CLONED",
    "SUBJECT_TYPE_OTHERS",
];

static FORM: Object = Object::new(&[
    BUSINESS_CODE,
    Field::required("contact_info", "超级管理员信息", Kind::Object(&CONTACT)),
    Field::required("subject_info", "主体资料", Kind::Object(&SUBJECT)),
    Field::required("business_info", "经营资料", Kind::Object(&BUSINESS)),
    Field::required("settlement_info", "结算规则", Kind::Object(&SETTLEMENT)),
    Field::required("bank_account_info", "结算银行账户", Kind::Object(&ACCOUNT)),
    Field::optional("addition_info", "补充材料", Kind::Object(&ADDITION)),
]);

static CONTACT: Object = Object::new(&[
    // Which words it takes is judged by the rules, with a sentence of its own.
    Field::optional("contact_type", "超级管理员类型", Kind::text(32)),
    Field::required("contact_name", "超级管理员姓名", CIPHER),
    Field::optional("contact_id_doc_type", "超级管理员证件类型", Kind::OneOf(DOCUMENTS)),
    Field::optional("contact_id_number", "超级管理员身份证件号码", CIPHER),
    Field::optional("contact_id_doc_copy", "超级管理员证件正面照片", MEDIA),
    Field::optional("contact_id_doc_copy_back", "超级管理员证件反面照片", MEDIA),
    Field::optional("contact_period_begin", "超级管理员证件有效期开始时间", DATE),
    Field::optional("contact_period_end", "超级管理员证件有效期结束时间", DATE),
    Field::optional("business_authorization_letter", "业务办理授权函", MEDIA),
    Field::optional("openid", "超级管理员微信openid", Kind::CipherOrText { max: 2048 }),
    Field::required("mobile_phone", "联系手机", CIPHER),
    Field::required("contact_email", "联系邮箱", CIPHER),
]);

static SUBJECT: Object = Object::new(&[
    Field::required("subject_type", "主体类型", Kind::OneOf(SUBJECTS)),
    Field::optional("finance_institution", "是否是金融机构", Kind::Bool),
    Field::optional("business_license_info", "营业执照", Kind::Object(&LICENSE)),
    Field::optional("certificate_info", "登记证书", Kind::Object(&CERTIFICATE)),
    Field::optional("certificate_letter_copy", "单位证明函照片", MEDIA),
    Field::optional("organization_info", "组织机构代码证", Kind::Object(&ORGANIZATION)),
    Field::optional("finance_institution_info", "金融机构许可证信息", Kind::Object(&FINANCE)),
    Field::optional("identity_info", "经营者/法人身份证件", Kind::Object(&IDENTITY)),
    Field::optional("ubo_info_list", "最终受益人信息列表", Kind::list(&UBO, 0, 4)),
    Field::optional("micro_biz_info", "小微商户辅助证明材料", Kind::Object(&MICRO)),
]);

static LICENSE: Object = Object::new(&[
    Field::required("license_copy", "营业执照照片", MEDIA),
    Field::required("license_number", "注册号/统一社会信用代码", Kind::text(32)),
    Field::required("merchant_name", "商户名称", Kind::text(128)),
    Field::required("legal_person", "个体户经营者/法人姓名", Kind::text(64)),
    Field::optional("license_address", "注册地址", Kind::text(512)),
    Field::optional("period_begin", "有效期限开始日期", DATE),
    Field::optional("period_end", "有效期限结束日期", DATE),
]);

static CERTIFICATE: Object = Object::new(&[
    Field::required("cert_copy", "登记证书照片", MEDIA),
    Field::required("cert_type", "登记证书类型", Kind::OneOf(CERTIFICATES)),
    Field::required("cert_number", "证书号", Kind::text(32)),
    Field::required("merchant_name", "商户名称", Kind::text(128)),
    Field::required("company_address", "注册地址", Kind::text(512)),
    Field::required("legal_person", "法定代表人", Kind::text(64)),
    Field::required("period_begin", "有效期限开始日期", DATE),
    Field::required("period_end", "有效期限结束日期", DATE),
]);

// Its members are missed with sentences of their own, by the rules (AS-27).
static ORGANIZATION: Object = Object::new(&[
    Field::optional("organization_copy", "组织机构代码证照片", MEDIA),
    Field::optional("organization_code", "组织机构代码", Kind::text(64)),
    Field::optional("org_period_begin", "组织机构代码证有效期开始日期", DATE),
    Field::optional("org_period_end", "组织机构代码证有效期结束日期", DATE),
]);

static IDENTITY: Object = Object::new(&[
    Field::optional("id_holder_type", "证件持有人类型", Kind::OneOf(&["LEGAL", "SUPER"])),
    Field::optional("id_doc_type", "证件类型", Kind::OneOf(DOCUMENTS)),
    Field::optional("authorize_letter_copy", "法定代表人说明函", MEDIA),
    Field::optional("id_card_info", "身份证信息", Kind::Object(&ID_CARD)),
    Field::optional("id_doc_info", "其他类型证件信息", Kind::Object(&ID_DOC)),
    Field::optional("owner", "经营者/法人是否为受益人", Kind::Bool),
]);

static ID_CARD: Object = Object::new(&[
    Field::optional("id_card_copy", "身份证人像面照片", MEDIA),
    Field::optional("id_card_national", "身份证国徽面照片", MEDIA),
    Field::optional("id_card_name", "身份证姓名", CIPHER),
    Field::optional("id_card_number", "身份证号码", CIPHER),
    Field::optional("id_card_address", "身份证居住地址", CIPHER),
    Field::optional("card_period_begin", "身份证有效期开始时间", DATE),
    Field::optional("card_period_end", "身份证有效期结束时间", DATE),
]);

/// Two layouts are known, a flat one and one with an object for each kind; both are taken.
static MICRO: Object = Object::new(&[
    Field::required(
        "micro_biz_type",
        "小微经营类型",
        Kind::OneOf(&["MICRO_TYPE_STORE", "MICRO_TYPE_MOBILE", "MICRO_TYPE_ONLINE"]),
    ),
    Field::optional("micro_name", "门店名称", Kind::text(150)),
    Field::optional("micro_address_code", "经营地区省市编码", Kind::matching(1, 20, &DIGITS)),
    Field::optional("micro_address", "经营地址", Kind::text(512)),
    Field::optional("micro_pics", "经营场景照片", Kind::list(&MEDIA_ITEM, 0, 5)),
    Field::optional("micro_store_info", "门店场所信息", Kind::Object(&MICRO_STORE)),
    Field::optional("micro_mobile_info", "流动经营/便民服务信息", Kind::Object(&MICRO_MOBILE)),
    Field::optional("micro_online_info", "线上商品/服务交易信息", Kind::Object(&MICRO_ONLINE)),
]);

static MICRO_STORE: Object = Object::new(&[
    Field::required("micro_name", "门店名称", Kind::text(150)),
    Field::required("micro_address_code", "门店省市编码", Kind::matching(1, 20, &DIGITS)),
    Field::required("micro_address", "门店地址", Kind::text(512)),
    Field::required("store_entrance_pic", "门店门头照片", MEDIA),
    Field::required("micro_indoor_copy", "店内环境照片", MEDIA),
    Field::optional("store_longitude", "门店经度", Kind::text(32)),
    Field::optional("store_latitude", "门店纬度", Kind::text(32)),
]);

static MICRO_MOBILE: Object = Object::new(&[
    Field::required("micro_mobile_name", "经营/服务名称", Kind::text(150)),
    Field::required("micro_mobile_city", "经营/服务所在地省市", Kind::matching(1, 20, &DIGITS)),
    Field::required("micro_mobile_address", "经营/服务所在地", Kind::text(512)),
    Field::required("micro_mobile_pics", "经营/服务现场照片", Kind::list(&MEDIA_ITEM, 1, 5)),
]);

static MICRO_ONLINE: Object = Object::new(&[
    Field::required("micro_online_store", "线上店铺名称", Kind::text(150)),
    Field::required("micro_ec_name", "电商平台名称", Kind::text(150)),
    Field::optional("micro_qrcode", "店铺二维码", MEDIA),
    Field::optional("micro_link", "店铺链接", Kind::text(1024)),
])
.at_least_one(&["micro_qrcode", "micro_link"]);

static BUSINESS: Object = Object::new(&[
    Field::required("merchant_shortname", "商户简称", Kind::text(64)),
    Field::required("service_phone", "客服电话", Kind::text(32)),
    Field::optional("sales_info", "经营场景", Kind::Object(&SALES)),
]);

static SCENE: Kind = Kind::OneOf(&[
    "SALES_SCENES_STORE",
    "SALES_SCENES_MP",
    "SALES_SCENES_MINI_PROGRAM",
    "SALES_SCENES_WEB",
    "SALES_SCENES_APP",
    "SALES_SCENES_WEWORK",
]);

const APPID: Kind = Kind::text(256);
const PICTURES: Kind = Kind::list(&MEDIA_ITEM, 0, 5);

static SALES: Object = Object::new(&[
    Field::required("sales_scenes_type", "经营场景类型", Kind::list(&SCENE, 1, 6)),
    Field::optional("biz_store_info", "线下场所场景", Kind::Object(&STORE)),
    Field::optional("mp_info", "公众号场景", Kind::Object(&MP)),
    Field::optional("mini_program_info", "小程序场景", Kind::Object(&MINI_PROGRAM)),
    Field::optional("app_info", "App场景", Kind::Object(&APP)),
    Field::optional("web_info", "互联网网站场景", Kind::Object(&WEB)),
    Field::optional("wework_info", "企业微信场景", Kind::Object(&WEWORK)),
]);

static STORE: Object = Object::new(&[
    Field::required("biz_store_name", "线下场所名称", Kind::text(150)),
    Field::required("biz_address_code", "线下场所省市编码", Kind::matching(1, 20, &DIGITS)),
    Field::required("biz_store_address", "线下场所地址", Kind::Text { min: 4, max: 512, pattern: None }),
    Field::required("store_entrance_pic", "线下场所门头照片", Kind::list(&MEDIA_ITEM, 1, 5)),
    Field::required("indoor_pic", "线下场所内部照片", Kind::list(&MEDIA_ITEM, 1, 5)),
    Field::optional("biz_sub_appid", "线下场所对应的商家AppID", APPID),
]);

static MP: Object = Object::new(&[
    Field::optional("mp_appid", "服务商公众号AppID", APPID),
    Field::optional("mp_sub_appid", "商家公众号AppID", APPID),
    Field::optional("mp_pics", "公众号页面截图", PICTURES),
])
.at_least_one(&["mp_appid", "mp_sub_appid"]);

static MINI_PROGRAM: Object = Object::new(&[
    Field::optional("mini_program_appid", "服务商小程序AppID", APPID),
    Field::optional("mini_program_sub_appid", "商家小程序AppID", APPID),
    Field::optional("mini_program_pics", "小程序截图", PICTURES),
])
.at_least_one(&["mini_program_appid", "mini_program_sub_appid"]);

static APP: Object = Object::new(&[
    Field::optional("app_appid", "服务商应用AppID", APPID),
    Field::optional("app_sub_appid", "商家应用AppID", APPID),
    Field::optional("app_pics", "App截图", PICTURES),
])
.at_least_one(&["app_appid", "app_sub_appid"]);

static WEB: Object = Object::new(&[
    Field::required("domain", "互联网网站域名", Kind::text(1024)),
    Field::optional("web_authorisation", "网站授权函", MEDIA),
    Field::optional("web_appid", "互联网网站对应的商家AppID", APPID),
]);

static WEWORK: Object = Object::new(&[
    Field::optional("sub_corp_id", "商家企业微信CorpID", APPID),
    Field::optional("wework_pics", "企业微信页面截图", PICTURES),
]);

static SETTLEMENT: Object = Object::new(&[
    Field::required("settlement_id", "入驻结算规则ID", Kind::text(3)),
    Field::required("qualification_type", "所属行业", Kind::text(128)),
    Field::optional("qualifications", "特殊资质图片", PICTURES),
    Field::optional("activities_id", "优惠费率活动ID", Kind::text(32)),
    Field::optional("activities_rate", "优惠费率活动值", Kind::text(50)),
    Field::optional("debit_activities_rate", "非信用卡活动费率值", Kind::text(50)),
    Field::optional("credit_activities_rate", "信用卡活动费率值", Kind::text(50)),
    Field::optional("activities_additions", "优惠费率活动补充材料", PICTURES),
]);

static ACCOUNT: Object = Object::new(&[
    Field::required(
        "bank_account_type",
        "账户类型",
        Kind::OneOf(&["BANK_ACCOUNT_TYPE_CORPORATE", "BANK_ACCOUNT_TYPE_PERSONAL"]),
    ),
    Field::required("account_name", "开户名称", CIPHER),
    Field::required("account_bank", "开户银行", Kind::text(128)),
    Field::required("bank_address_code", "开户银行省市编码", Kind::text(20)),
    Field::optional("bank_branch_id", "开户银行联行号", Kind::text(128)),
    Field::optional("bank_name", "开户银行全称（含支行）", Kind::text(128)),
    Field::required("account_number", "银行账号", CIPHER),
    Field::optional("account_cert_info", "非同名结算证明材料", Kind::Object(&ACCOUNT_CERT)),
]);

static ACCOUNT_CERT: Object = Object::new(&[
    Field::optional("settlement_cert_pic", "结算证明函", MEDIA),
    Field::optional("relation_cert_pic", "关系证明函", MEDIA),
    Field::optional("other_cert_pics", "其他补充证明", Kind::list(&MEDIA_ITEM, 1, 3)),
]);

static ADDITION: Object = Object::new(&[
    Field::optional("legal_person_commitment", "法人开户承诺函", MEDIA),
    Field::optional("legal_person_video", "法人开户意愿视频", MEDIA),
    Field::optional("business_addition_pics", "补充材料", PICTURES),
    Field::optional("business_addition_msg", "补充说明", Kind::text(512)),
]);

/// `POST /v3/applyment4sub/applyment/`
pub static APPLYMENT4SUB_SUBMIT: Schema = Schema::post(&[], &FORM).lenient(&BUSINESS_CODE);
/// `GET /v3/applyment4sub/applyment/business_code/{business_code}`
pub static APPLYMENT4SUB_BY_NUMBER: Schema = Schema::get(&[BUSINESS_CODE], &[]);
/// `GET /v3/applyment4sub/applyment/applyment_id/{applyment_id}`
pub static APPLYMENT4SUB_BY_ID: Schema = Schema::get(&[APPLYMENT_ID], &[]);
