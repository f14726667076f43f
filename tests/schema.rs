//! What APIv3 answers to requests that break their schema. The expected texts are written by hand from the API's own.
// A failed expectation in a test is a panic, so the lints against panics do not apply here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::wildcard_enum_match_arm)]

#[path = "schema/bodies.rs"]
mod bodies;
#[path = "schema/literals.rs"]
mod literals;
#[path = "schema/samples.rs"]
mod samples;

use serde_json::{Value, json};
use wxpay_sandbox::wechat_pay::http::schema::{Kind, Object, Schema};

use samples::{
    TextField, assert_hinted, bare_object, bounds, full_body, full_object, read_body, schemas, text_fields,
    text_of, with,
};

#[test]
fn full_and_bare_requests_pass() {
    for (name, schema) in schemas() {
        let bodies = match schema.body {
            Some(object) => vec![full_object(object), bare_object(object)],
            None => vec![Value::Null],
        };
        for body in bodies {
            let input = read_body(schema, &body).unwrap_or_else(|violation| panic!("{name}: {violation}"));
            assert_eq!(input.body, body, "{name}");
            assert_eq!(input.path.len(), schema.path.len(), "{name}");
            assert_eq!(input.query.len(), schema.query.len(), "{name}");
        }
    }
}

#[test]
fn alternatives_name_declared_members_and_paths_hold_texts() {
    fn check(kind: &Kind) {
        match kind {
            Kind::Object(object) => {
                for name in object.at_least_one {
                    assert!(object.fields.iter().any(|field| field.name == *name && !field.required));
                }
                object.fields.iter().for_each(|field| check(&field.kind));
            }
            Kind::List { item, .. } => check(item),
            _ => {}
        }
    }
    for (name, schema) in schemas() {
        schema.body.into_iter().for_each(|object| check(&Kind::Object(object)));
        for field in schema.path.iter().chain(schema.query) {
            let is_text = matches!(field.kind, Kind::Text { .. } | Kind::OneOf(_) | Kind::Uint64);
            assert!(is_text, "{name} {}", field.name);
        }
        for name in schema.one_of_query {
            assert!(schema.query.iter().any(|field| field.name == *name && !field.required));
        }
    }
}

/// WI-19, OR-02: every text of every body at its limits, in bytes above and in characters below.
#[test]
fn every_text_limit() {
    let mut checked = 0;
    for (name, schema) in schemas() {
        let body = full_body(schema);
        let mut fields = Vec::new();
        schema.body.into_iter().for_each(|o| text_fields("", &Kind::Object(o), String::new(), &mut fields));
        for TextField { pointer, label, kind } in fields {
            let (min, max, patterned) = bounds(&kind);
            let refused = |text: String, message: String, value: Value| {
                let violation = read_body(schema, &with(&body, &pointer, json!(text))).unwrap_err();
                assert_eq!(violation.message, message, "{name}");
                assert_eq!(violation.detail, json!({ "location": "body", "value": value }), "{name}");
                assert_hinted(&violation);
            };
            let too_long = |bytes: usize| {
                format!(
                    "输入源“/body{pointer}”映射到值字段“{label}”字符串规则校验失败，字节数 {bytes}，大于最大值 {max}"
                )
            };
            let most = with(&body, &pointer, json!(text_of(&kind, max)));
            assert!(read_body(schema, &most).is_ok(), "{name}{pointer}");
            refused(text_of(&kind, max + 1), too_long(max + 1), json!(max + 1));

            let han = max / 3;
            refused("中".repeat(han + 1), too_long(3 * (han + 1)), json!(3 * (han + 1)));
            if !patterned {
                let most = with(&body, &pointer, json!("中".repeat(han)));
                assert!(read_body(schema, &most).is_ok(), "{name}{pointer}");
            }
            let short = format!(
                "输入源“/body{pointer}”映射到值字段“{label}”字符串规则校验失败，字符数 {}，小于最小值 {min}",
                min - 1
            );
            refused("7".repeat(min - 1), short, json!(min - 1));
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked}");
}

/// OR-02: every required member of every body, reported in declared order.
#[test]
fn every_required_member() {
    fn walk(schema: &'static Schema, body: &Value, object: &Object, pointer: &str) {
        for field in object.fields {
            let place = format!("{pointer}/{}", field.name);
            if field.required {
                for missing in [None, Some(Value::Null)] {
                    let mut cut = body.clone();
                    let members = cut.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
                    members.remove(field.name);
                    missing.into_iter().for_each(|null| drop(members.insert(field.name.to_owned(), null)));
                    let violation = read_body(schema, &cut).unwrap_err();
                    let label = field.label;
                    let text =
                        format!("输入源“/body{place}”映射到字段“{label}”必填性规则校验失败，此字段为必填项");
                    assert_eq!(violation.message, text);
                    assert_eq!(violation.detail, json!({ "location": "body", "value": "" }));
                }
            }
            match &field.kind {
                Kind::Object(inner) => walk(schema, body, inner, &place),
                Kind::List { item: Kind::Object(inner), .. } => {
                    walk(schema, body, inner, &format!("{place}/0"))
                }
                _ => {}
            }
        }
    }
    for (_, schema) in schemas() {
        schema.body.into_iter().for_each(|object| walk(schema, &full_body(schema), object, ""));
    }
}
