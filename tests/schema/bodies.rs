//! Bodies that cannot be read.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use wxpay_sandbox::wechat_pay::http::schema::{self, Parts};

use crate::samples::{assert_hinted, full_body, read_body, read_bytes, schemas};

#[test]
fn malformed_bodies() {
    let deep = format!("{}1{}", "{\"a\":[".repeat(100), "]}".repeat(100));
    let rows: Vec<(&[u8], &str)> = vec![
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"[]", "not an object"),
        (b"null", "not an object"),
        (b"{\"sp_mchid\":", "EOF while parsing a value at line 1 column 12"),
        (b"{\"a\":1}x", "trailing characters at line 1 column 8"),
        (b"{\"a\":01}", "invalid number"),
        (b"{\"a\":NaN}", "expected value"),
        (b"{\n \"a\": 1,\n \"a\": 1}", "duplicate member name \"a\" at line 3 column 4"),
        (b"{\"x\":[{\"b\":{\"c\":1,\"\\u0063\":null}}]}", "duplicate member name \"c\""),
        (b"{\"a\":null,\"a\":1}", "duplicate member name \"a\""),
        ("{\"a\":\"😀\"}".as_bytes(), "U+1F600"),
        (b"{\"\\ud83d\\ude00\":1}", "U+1F600"),
        (b"{\"a\":\"\\ud83d\"}", "end of hex escape"),
        (b"{\"a\":\"\xd6\xd0\"}", "not UTF-8 at byte 6"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b"\xff\xfe{\0}\0", "UTF-16"),
        (b"{\0}\0", "UTF-16"),
        (b"\0{\0}", "UTF-16"),
        (b"{\"a\":{\"$serde_json::private::Number\":\"1\"}}", "reserved"),
        (b"{\"$serde_json::private::Number\":\"1\"}", "reserved"),
        (deep.as_bytes(), "recursion limit"),
    ];
    for (body, reason) in rows {
        let violation = read_bytes(&schema::PARTNER_CLOSE, body).unwrap_err();
        assert_eq!(violation.message, "参数错误", "{reason}");
        assert_eq!(violation.detail, Value::Null, "{reason}");
        assert!(violation.hint.contains(reason), "{} lacks {reason}", violation.hint);
        assert_hinted(&violation);
    }
}

#[test]
fn truncation_never_panics_and_never_passes() {
    for (_, schema) in schemas() {
        let text = full_body(schema).to_string();
        if schema.body.is_none() {
            continue;
        }
        for end in 0..text.len() {
            let violation = read_bytes(schema, &text.as_bytes()[..end]).unwrap_err();
            assert_eq!(violation.message, "参数错误");
        }
    }
}

/// Absent means absent: the input carries no `null` member, at any depth.
#[test]
fn nulls_are_left_out() {
    let mut body = full_body(&schema::PARTNER_JSAPI);
    body["goods_tag"] = Value::Null;
    body["amount"]["currency"] = Value::Null;
    let input = read_body(&schema::PARTNER_JSAPI, &body).unwrap();
    assert!(input.body.get("goods_tag").is_none());
    assert!(input.body["amount"].get("currency").is_none());
}

#[test]
fn encrypted_fields() {
    let body = full_body(&schema::PARTNER_JSAPI);
    assert_eq!(schema::PARTNER_JSAPI.ciphers(&body), ["/payer/identity/number", "/payer/identity/name"]);
    let split = json!({ "receivers": [{}, { "receiver_name": "Y2lwaGVy" }, { "receiver_name": null }] });
    assert_eq!(schema::SPLIT_CREATE.ciphers(&split), ["/receivers/1/receiver_name"]);
    assert!(schema::PARTNER_JSAPI.ciphers(&Value::Object(Map::new())).is_empty());
}

proptest! {
    /// Whatever arrives, the checker answers, and its hint fits a header.
    #[test]
    fn any_bytes(query in ".*", body in prop::collection::vec(any::<u8>(), 0..200)) {
        for (_, schema) in schemas() {
            if let Err(violation) = schema::read(schema, &Parts { path: &[], query: &query, body: &body }) {
                assert_hinted(&violation);
            }
        }
    }

    /// One byte of a good body changed: an answer all the same.
    #[test]
    fn any_changed_byte(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut body = full_body(&schema::COMBINE_JSAPI).to_string().into_bytes();
        let place = at.index(body.len());
        body[place] = byte;
        if let Err(violation) = read_bytes(&schema::COMBINE_JSAPI, &body) {
            assert_hinted(&violation);
        }
    }
}
