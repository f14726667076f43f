//! Requests made from the schemas themselves.

use serde_json::{Value, json};
use wxpay_sandbox::wechat_pay::http::schema::{self, Field, Input, Kind, Object, Parts, Schema, Violation};

/// Every schema of the product.
pub(crate) fn schemas() -> Vec<(&'static str, &'static Schema)> {
    vec![
        ("PARTNER_JSAPI", &schema::PARTNER_JSAPI),
        ("PARTNER_APP", &schema::PARTNER_APP),
        ("PARTNER_H5", &schema::PARTNER_H5),
        ("PARTNER_NATIVE", &schema::PARTNER_NATIVE),
        ("PARTNER_QUERY_BY_ID", &schema::PARTNER_QUERY_BY_ID),
        ("PARTNER_QUERY_BY_NUMBER", &schema::PARTNER_QUERY_BY_NUMBER),
        ("PARTNER_CLOSE", &schema::PARTNER_CLOSE),
        ("DIRECT_JSAPI", &schema::DIRECT_JSAPI),
        ("DIRECT_APP", &schema::DIRECT_APP),
        ("DIRECT_H5", &schema::DIRECT_H5),
        ("DIRECT_NATIVE", &schema::DIRECT_NATIVE),
        ("DIRECT_QUERY_BY_ID", &schema::DIRECT_QUERY_BY_ID),
        ("DIRECT_QUERY_BY_NUMBER", &schema::DIRECT_QUERY_BY_NUMBER),
        ("DIRECT_CLOSE", &schema::DIRECT_CLOSE),
        ("COMBINE_JSAPI", &schema::COMBINE_JSAPI),
        ("COMBINE_APP", &schema::COMBINE_APP),
        ("COMBINE_H5", &schema::COMBINE_H5),
        ("COMBINE_NATIVE", &schema::COMBINE_NATIVE),
        ("COMBINE_QUERY", &schema::COMBINE_QUERY),
        ("COMBINE_CLOSE", &schema::COMBINE_CLOSE),
        ("SPLIT_CREATE", &schema::SPLIT_CREATE),
        ("SPLIT_QUERY", &schema::SPLIT_QUERY),
        ("SPLIT_FINISH", &schema::SPLIT_FINISH),
        ("SPLIT_AMOUNTS", &schema::SPLIT_AMOUNTS),
        ("RECEIVER_ADD", &schema::RECEIVER_ADD),
        ("RECEIVER_DELETE", &schema::RECEIVER_DELETE),
        ("ORDINARY_SPLIT_CREATE", &schema::ORDINARY_SPLIT_CREATE),
        ("ORDINARY_SPLIT_QUERY", &schema::ORDINARY_SPLIT_QUERY),
        ("ORDINARY_UNFREEZE", &schema::ORDINARY_UNFREEZE),
        ("ORDINARY_AMOUNTS", &schema::ORDINARY_AMOUNTS),
        ("MERCHANT_CONFIG", &schema::MERCHANT_CONFIG),
        ("ORDINARY_RECEIVER_ADD", &schema::ORDINARY_RECEIVER_ADD),
        ("ORDINARY_RECEIVER_DELETE", &schema::ORDINARY_RECEIVER_DELETE),
        ("SPLIT_RETURN_CREATE", &schema::SPLIT_RETURN_CREATE),
        ("SPLIT_RETURN_QUERY", &schema::SPLIT_RETURN_QUERY),
        ("ORDINARY_RETURN_CREATE", &schema::ORDINARY_RETURN_CREATE),
        ("ORDINARY_RETURN_QUERY", &schema::ORDINARY_RETURN_QUERY),
        ("SUBSIDY_CREATE", &schema::SUBSIDY_CREATE),
        ("SUBSIDY_RETURN", &schema::SUBSIDY_RETURN),
        ("SUBSIDY_CANCEL", &schema::SUBSIDY_CANCEL),
        ("TRADE_BILL", &schema::TRADE_BILL),
        ("FUND_FLOW_BILL", &schema::FUND_FLOW_BILL),
        ("ALL_FUND_FLOW_BILL", &schema::ALL_FUND_FLOW_BILL),
        ("SUB_FUND_FLOW_BILL", &schema::SUB_FUND_FLOW_BILL),
        ("SHARING_BILL", &schema::SHARING_BILL),
        ("WITHDRAW_BILL", &schema::WITHDRAW_BILL),
        ("BILL_DOWNLOAD", &schema::BILL_DOWNLOAD),
        ("APPLYMENT_SUBMIT", &schema::APPLYMENT_SUBMIT),
        ("APPLYMENT_SIGN_VERIFY", &schema::APPLYMENT_SIGN_VERIFY),
        ("APPLYMENT_BY_ID", &schema::APPLYMENT_BY_ID),
        ("APPLYMENT_BY_NUMBER", &schema::APPLYMENT_BY_NUMBER),
        ("CERTIFICATES", &schema::CERTIFICATES),
    ]
}

/// A text of `bytes` ASCII characters that satisfies `kind`'s pattern.
pub(crate) fn text_of(kind: &Kind, bytes: usize) -> String {
    match kind {
        Kind::Url { .. } => format!("https://a/{}", "x".repeat(bytes - "https://a/".len())),
        _ => "7".repeat(bytes),
    }
}

pub(crate) fn sample(kind: &Kind) -> Value {
    match kind {
        Kind::Text { max, .. } => json!(text_of(kind, (*max).min(10))),
        Kind::Cipher { .. } | Kind::CipherOrText { .. } | Kind::Media { .. } => json!("Y2lwaGVy"),
        Kind::MediaList { .. } => json!("[\"one\"]"),
        Kind::Uint64 => json!(2_000_002_124_775_691_u64),
        Kind::Url { .. } => json!(text_of(kind, 20)),
        Kind::Int32 { min, .. } => json!(min),
        Kind::Int64 { min, .. } => json!(min),
        Kind::Bool => json!(true),
        Kind::Time => json!("2018-06-08T10:34:56+08:00"),
        Kind::OneOf(words) => json!(words[0]),
        Kind::Object(object) => full_object(object),
        Kind::List { item, .. } => json!([sample(item)]),
    }
}

/// An object with every declared member, the optional ones too.
pub(crate) fn full_object(object: &Object) -> Value {
    Value::Object(object.fields.iter().map(|field| (field.name.to_owned(), sample(&field.kind))).collect())
}

/// An object with the required members only, and the first of its alternatives.
pub(crate) fn bare_object(object: &Object) -> Value {
    let wanted = |field: &&Field| field.required || object.at_least_one.first() == Some(&field.name);
    let member = |field: &Field| {
        let value = match &field.kind {
            Kind::Object(inner) => bare_object(inner),
            Kind::List { item: Kind::Object(inner), .. } => json!([bare_object(inner)]),
            other => sample(other),
        };
        (field.name.to_owned(), value)
    };
    Value::Object(object.fields.iter().filter(wanted).map(member).collect())
}

pub(crate) fn full_body(schema: &Schema) -> Value {
    schema.body.map_or(Value::Null, full_object)
}

pub(crate) fn text_in(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

pub(crate) fn full_path(schema: &Schema) -> Vec<(&'static str, String)> {
    schema.path.iter().map(|field| (field.name, text_in(&sample(&field.kind)))).collect()
}

pub(crate) fn full_query(schema: &Schema) -> String {
    let pairs: Vec<_> =
        schema.query.iter().map(|f| format!("{}={}", f.name, text_in(&sample(&f.kind)))).collect();
    pairs.join("&")
}

pub(crate) fn read_bytes(schema: &'static Schema, body: &[u8]) -> Result<Input, Violation> {
    schema::read(schema, &Parts { path: &full_path(schema), query: &full_query(schema), body })
}

pub(crate) fn read_body(schema: &'static Schema, body: &Value) -> Result<Input, Violation> {
    read_bytes(schema, body.to_string().as_bytes())
}

/// A text field of a body: its pointer, label and kind.
pub(crate) struct TextField {
    pub(crate) pointer: String,
    pub(crate) label: &'static str,
    pub(crate) kind: Kind,
}

pub(crate) fn text_fields(label: &'static str, kind: &Kind, pointer: String, found: &mut Vec<TextField>) {
    match kind {
        Kind::Object(object) => {
            for field in object.fields {
                text_fields(field.label, &field.kind, format!("{pointer}/{}", field.name), found);
            }
        }
        Kind::List { item, .. } => text_fields(label, item, format!("{pointer}/0"), found),
        Kind::Text { .. }
        | Kind::Cipher { .. }
        | Kind::CipherOrText { .. }
        | Kind::Media { .. }
        | Kind::Url { .. } => {
            found.push(TextField { pointer, label, kind: *kind });
        }
        Kind::Int32 { .. }
        | Kind::Int64 { .. }
        | Kind::Uint64
        | Kind::Bool
        | Kind::Time
        | Kind::OneOf(_)
        | Kind::MediaList { .. } => {}
    }
}

pub(crate) fn bounds(kind: &Kind) -> (usize, usize, bool) {
    match kind {
        Kind::Text { min, max, pattern } => (*min, *max, pattern.is_some()),
        Kind::Url { max } => (1, *max, true),
        Kind::Cipher { max } | Kind::CipherOrText { max } | Kind::Media { max } => (1, *max, false),
        _ => panic!("not a text"),
    }
}

pub(crate) fn with(body: &Value, pointer: &str, value: Value) -> Value {
    let mut body = body.clone();
    *body.pointer_mut(pointer).unwrap() = value;
    body
}

/// A hint is one line of printable ASCII that fits a header; the Chinese one is there too.
pub(crate) fn assert_hinted(violation: &Violation) {
    let hint = &violation.hint;
    assert!(!hint.is_empty() && hint.len() < 400, "{hint}");
    assert!(hint.chars().all(|c| c.is_ascii_graphic() || c == ' '), "{hint}");
    assert!(!violation.hint_zh.is_empty());
}
