//! Onboarding at an e-commerce platform. What depends on the kind of applicant is judged by the rules; here stand names,
//! labels, types and lengths.

use super::fields::MERCHANT_NUMBER;
use super::{Field, Kind, Object, Schema};

/// Bytes of an encrypted member (assumed: the pages give the length of the plain text).
pub(super) const CIPHER: Kind = Kind::Cipher { max: 2048 };
/// Bytes of a media id in this family.
pub(super) const MEDIA: Kind = Kind::Media { max: 256 };
pub(super) static MEDIA_ITEM: Kind = MEDIA;
/// Bytes of a date; what it must look like is judged by the rules.
pub(super) const DATE: Kind = Kind::text(128);

const OUT_REQUEST_NO: Field =
    Field::required("out_request_no", "业务申请编号", Kind::matching(1, 124, &MERCHANT_NUMBER));
// The blank at the end of the label is the server's.
const APPLYMENT_ID: Field = Field::required("applyment_id", "微信支付申请单号 ", Kind::Uint64);

const ORGANIZATIONS: &[&str] = &["2401", "2500", "4", "2", "3", "2502", "1708"];

/// The certificate types of institutions, authorities and social organisations.
pub(super) const CERTIFICATES: &[&str] = &[
    "CERTIFICATE_TYPE_2388",
    "CERTIFICATE_TYPE_2389",
    "CERTIFICATE_TYPE_2390",
    "CERTIFICATE_TYPE_2391",
    "CERTIFICATE_TYPE_2392",
    "CERTIFICATE_TYPE_2393",
    "CERTIFICATE_TYPE_2394",
    "CERTIFICATE_TYPE_2395",
    "CERTIFICATE_TYPE_2396",
    "CERTIFICATE_TYPE_2399",
    "CERTIFICATE_TYPE_2400",
    "CERTIFICATE_TYPE_2520",
    "CERTIFICATE_TYPE_2521",
    "CERTIFICATE_TYPE_2522",
];

/// Document types in the spellings of both editions of the page.
pub(super) const DOCUMENTS: &[&str] = &[
    "IDENTIFICATION_TYPE_MAINLAND_IDCARD",
    "IDENTIFICATION_TYPE_IDCARD",
    "IDENTIFICATION_TYPE_OVERSEA_PASSPORT",
    "IDENTIFICATION_TYPE_HONGKONG",
    "IDENTIFICATION_TYPE_HONGKONG_PASSPORT",
    "IDENTIFICATION_TYPE_MACAO",
    "IDENTIFICATION_TYPE_MACAO_PASSPORT",
    "IDENTIFICATION_TYPE_TAIWAN",
    "IDENTIFICATION_TYPE_TAIWAN_PASSPORT",
    "IDENTIFICATION_TYPE_FOREIGN_RESIDENT",
    "IDENTIFICATION_TYPE_HONGKONG_MACAO_RESIDENT",
    "IDENTIFICATION_TYPE_TAIWAN_RESIDENT",
];

static FORM: Object = Object::new(FORM_FIELDS);

const FORM_FIELDS: &[Field] = &[
    OUT_REQUEST_NO,
    Field::required("organization_type", "主体类型", Kind::OneOf(ORGANIZATIONS)),
    Field::optional("finance_institution", "是否金融机构", Kind::Bool),
    Field::optional("business_license_info", "营业执照/登记证书信息", Kind::Object(&LICENSE)),
    Field::optional("organization_cert_info", "组织机构代码证信息", Kind::Object(&ORGANIZATION_CERTIFICATE)),
    Field::optional("finance_institution_info", "金融机构许可证信息", Kind::Object(&FINANCE)),
    Field::optional("id_holder_type", "证件持有人类型", Kind::OneOf(&["LEGAL", "SUPER"])),
    Field::optional("id_doc_type", "经营者/法人证件类型", Kind::OneOf(DOCUMENTS)),
    Field::optional("authorize_letter_copy", "法定代表人说明函", MEDIA),
    Field::optional("id_card_info", "经营者/法人身份证信息", Kind::Object(&ID_CARD)),
    Field::optional("id_doc_info", "经营者/法人其他类型证件信息", Kind::Object(&ID_DOC)),
    Field::optional("owner", "经营者/法人是否为受益人", Kind::Bool),
    Field::optional("ubo_info_list", "最终受益人信息列表", Kind::list(&UBO, 0, 4)),
    Field::optional("need_account_info", "是否填写结算账户信息", Kind::Bool),
    Field::optional("account_info", "结算账户信息", Kind::Object(&ACCOUNT)),
    Field::required("contact_info", "超级管理员信息", Kind::Object(&CONTACT)),
    Field::required("sales_scene_info", "店铺信息", Kind::Object(&SALES_SCENE)),
    Field::optional("settlement_info", "结算规则", Kind::Object(&SETTLEMENT)),
    Field::required("merchant_shortname", "商户简称", Kind::text(64)),
    Field::optional("qualifications", "特殊资质", Kind::MediaList { max: 5, bytes: 1024 }),
    Field::optional("business_addition_pics", "补充材料", Kind::MediaList { max: 5, bytes: 1024 }),
    Field::optional("business_addition_desc", "补充说明", Kind::text(512)),
    Field::optional("proxy_sign_verify_mode", "是否代签约核身", Kind::Bool),
    Field::optional("id_card_complete_statement", "身份证信息补充说明", MEDIA),
];

static LICENSE: Object = Object::new(&[
    Field::optional("cert_type", "证书类型", Kind::OneOf(CERTIFICATES)),
    Field::required("business_license_copy", "证件扫描件", MEDIA),
    Field::required("business_license_number", "证件注册号", Kind::text(18)),
    Field::required("merchant_name", "商户名称", Kind::text(128)),
    Field::required("legal_person", "经营者/法定代表人姓名", Kind::text(128)),
    Field::optional("company_address", "注册地址", Kind::text(128)),
    Field::optional("business_time", "营业期限", Kind::text(256)),
]);

static ORGANIZATION_CERTIFICATE: Object = Object::new(&[
    Field::required("organization_copy", "组织机构代码证照片", MEDIA),
    Field::required("organization_number", "组织机构代码", Kind::text(256)),
    Field::required("organization_time", "组织机构代码有效期限", Kind::text(256)),
]);

pub(super) static FINANCE: Object = Object::new(&[
    Field::required(
        "finance_type",
        "金融机构类型",
        Kind::OneOf(&["BANK_AGENT", "PAYMENT_AGENT", "INSURANCE", "TRADE_AND_SETTLE", "OTHER"]),
    ),
    Field::required("finance_license_pics", "金融机构许可证图片", Kind::list(&MEDIA_ITEM, 1, 5)),
]);

// The two pictures are missed with a sentence of their own, by the rules.
static ID_CARD: Object = Object::new(&[
    Field::optional("id_card_copy", "身份证人像面照片", MEDIA),
    Field::optional("id_card_national", "身份证国徽面照片", MEDIA),
    Field::required("id_card_name", "身份证姓名", CIPHER),
    Field::required("id_card_number", "身份证号码", CIPHER),
    Field::optional("id_card_address", "身份证居住地址", CIPHER),
    Field::required("id_card_valid_time_begin", "身份证开始时间", DATE),
    Field::required("id_card_valid_time", "身份证结束时间", DATE),
]);

pub(super) static ID_DOC: Object = Object::new(&[
    Field::required("id_doc_name", "证件姓名", CIPHER),
    Field::required("id_doc_number", "证件号码", CIPHER),
    Field::optional("id_doc_address", "证件居住地址", CIPHER),
    Field::optional("id_doc_copy", "证件正面照片", MEDIA),
    Field::optional("id_doc_copy_back", "证件反面照片", MEDIA),
    Field::required("doc_period_begin", "证件开始日期", DATE),
    Field::required("doc_period_end", "证件结束日期", DATE),
]);

pub(super) static UBO: Kind = Kind::Object(&Object::new(&[
    Field::required("ubo_id_doc_type", "受益人证件类型", Kind::OneOf(DOCUMENTS)),
    Field::required("ubo_id_doc_copy", "受益人证件正面照片", MEDIA),
    Field::optional("ubo_id_doc_copy_back", "受益人证件反面照片", MEDIA),
    Field::required("ubo_id_doc_name", "受益人证件姓名", CIPHER),
    Field::required("ubo_id_doc_number", "受益人证件号码", CIPHER),
    Field::required("ubo_id_doc_address", "受益人证件居住地址", CIPHER),
    Field::optional("ubo_period_begin", "受益人证件有效期开始时间", DATE),
    Field::optional("ubo_id_doc_period_begin", "受益人证件有效期开始时间", DATE),
    Field::optional("ubo_period_end", "受益人证件有效期结束时间", DATE),
    Field::optional("ubo_id_doc_period_end", "受益人证件有效期结束时间", DATE),
]));

static ACCOUNT: Object = Object::new(&[
    Field::required("bank_account_type", "账户类型", Kind::OneOf(&["74", "75"])),
    Field::required("account_bank", "开户银行", Kind::text(128)),
    Field::required("account_name", "开户名称", CIPHER),
    Field::required("bank_address_code", "开户银行省市编码", Kind::text(12)),
    Field::optional("bank_branch_id", "开户银行联行号", Kind::text(64)),
    Field::optional("bank_name", "开户银行全称（含支行）", Kind::text(128)),
    Field::required("account_number", "银行账号", CIPHER),
    Field::optional("account_cert_info", "结算账户证明信息", Kind::Object(&ACCOUNT_PAPERS)),
]);

static ACCOUNT_PAPERS: Object = Object::new(&[
    Field::optional("settlement_cert_pic", "结算证明", MEDIA),
    Field::optional("relation_cert_pic", "关系证明", MEDIA),
    Field::optional("other_cert_pics", "其他补充证明", Kind::list(&MEDIA_ITEM, 1, 3)),
]);

static CONTACT: Object = Object::new(&[
    Field::required("contact_type", "超级管理员类型", Kind::OneOf(&["65", "66"])),
    Field::required("contact_name", "超级管理员姓名", CIPHER),
    Field::optional("contact_id_doc_type", "超级管理员证件类型", Kind::OneOf(DOCUMENTS)),
    Field::optional("contact_id_card_number", "超级管理员证件号码", CIPHER),
    Field::optional("contact_id_doc_copy", "超级管理员证件正面照片", MEDIA),
    Field::optional("contact_id_doc_copy_back", "超级管理员证件反面照片", MEDIA),
    Field::optional("contact_period_begin", "超级管理员证件有效期开始时间", DATE),
    Field::optional("contact_id_doc_period_begin", "超级管理员证件有效期开始时间", DATE),
    Field::optional("contact_period_end", "超级管理员证件有效期结束时间", DATE),
    Field::optional("contact_id_doc_period_end", "超级管理员证件有效期结束时间", DATE),
    Field::optional("business_authorization_letter", "业务办理授权函", MEDIA),
    Field::required("mobile_phone", "超级管理员手机", CIPHER),
    Field::optional("contact_email", "超级管理员邮箱", CIPHER),
]);

static SALES_SCENE: Object = Object::new(&[
    Field::required("store_name", "店铺名称", Kind::text(256)),
    Field::optional("store_url", "店铺链接", Kind::text(1024)),
    Field::optional("store_qr_code", "店铺二维码", MEDIA),
    Field::optional("mini_program_sub_appid", "商家小程序APPID", Kind::text(256)),
])
.at_least_one(&["store_url", "store_qr_code"]);

static SETTLEMENT: Object = Object::new(&[
    Field::optional("settlement_id", "结算规则ID", Kind::text(16)),
    Field::optional("qualification_type", "所属行业", Kind::text(128)),
]);

static SIGN_VERIFY: Object = Object::new(&[
    Field::optional("out_request_no", "业务申请编号", Kind::matching(1, 124, &MERCHANT_NUMBER)),
    Field::optional("applyment_id", "微信支付申请单号 ", Kind::Uint64),
    Field::optional("pre_sign_time", "预签约时间", Kind::Time),
    Field::required("proxy_verify_identity_info", "代核身信息", Kind::Object(&PROXY)),
])
.at_least_one(&["out_request_no", "applyment_id"]);

static PROXY: Object = Object::new(&[
    Field::required(
        "verify_identity_type",
        "核身方式",
        Kind::OneOf(&["VERIFY_IDENTITY_TYPE_FACE_TO_FACE", "VERIFY_IDENTITY_TYPE_REMOTE"]),
    ),
    Field::required("verify_identity_result", "核身结果", Kind::Bool),
]);

/// `POST /v3/ecommerce/applyments/` and `POST /v3/ecommerce/applyments/submit-account-hosting-applyment`
pub static APPLYMENT_SUBMIT: Schema = Schema::post(&[], &FORM);
/// `POST /v3/ecommerce/applyments/submit-sign-verify-info`
pub static APPLYMENT_SIGN_VERIFY: Schema = Schema::post(&[], &SIGN_VERIFY);
/// `GET /v3/ecommerce/applyments/{applyment_id}`; also its revocation, which takes no body
pub static APPLYMENT_BY_ID: Schema = Schema::get(&[APPLYMENT_ID], &[]);
/// `GET /v3/ecommerce/applyments/out-request-no/{out_request_no}`; also its revocation, which takes no body
pub static APPLYMENT_BY_NUMBER: Schema = Schema::get(&[OUT_REQUEST_NO], &[]);
