//! Literal answers, one row each.

use serde_json::{Value, json};
use wxpay_sandbox::wechat_pay::http::schema::{
    self, COMBINE_JSAPI, DIRECT_JSAPI, Field, Kind, Object, PARTNER_H5, PARTNER_JSAPI, Parts, SPLIT_CREATE,
    Schema,
};

use crate::samples::{assert_hinted, full_body, read_body, read_bytes};

/// A valid order and, per row: where, the value put there (none: removed), the message and the detail.
type Row = (&'static Schema, &'static str, Option<Value>, &'static str, Value);

fn at(location: &str, value: impl Into<Value>) -> Value {
    let value: Value = value.into();
    json!({ "location": location, "value": value })
}

fn raw(number: &str) -> Value {
    serde_json::from_str(number).unwrap()
}

fn apply(body: &Value, pointer: &str, value: Option<Value>) -> Value {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let members = body.pointer_mut(parent).unwrap();
    match (members, value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name.to_owned(), value)),
        (Value::Object(members), None) => drop(members.remove(name)),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value,
        other => panic!("{other:?}"),
    }
    body
}

/// WI-19 with the texts of the API's pages and logs.
fn attested() -> Vec<Row> {
    vec![
        // WI-19 with the texts of the API's pages and logs
        (
            &DIRECT_JSAPI,
            "/payer/openid",
            None,
            "输入源“/body/payer/openid”映射到字段“用户标识”必填性规则校验失败，此字段为必填项",
            at("body", json!("")),
        ),
        (
            &DIRECT_JSAPI,
            "/appid",
            Some(Value::Null),
            "输入源“/body/appid”映射到字段“公众号ID”必填性规则校验失败，此字段为必填项",
            at("body", json!("")),
        ),
        (
            &DIRECT_JSAPI,
            "/attach",
            Some(json!("a".repeat(203))),
            "输入源“/body/attach”映射到值字段“附加数据”字符串规则校验失败，字节数 203，大于最大值 128",
            at("body", json!(203)),
        ),
        (
            &DIRECT_JSAPI,
            "/out_trade_no",
            Some(json!("ORDER#0001")),
            r"输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字符串必须匹配正则表达式“^[0-9a-zA-Z_\-\|\*]+$”",
            at("body", json!("ORDER#0001")),
        ),
        (
            &DIRECT_JSAPI,
            "/out_trade_no",
            Some(json!("12345")),
            "输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字符数 5，小于最小值 6",
            at("body", json!(5)),
        ),
        (
            &DIRECT_JSAPI,
            "/mchid",
            Some(json!(1900000100)),
            "无法将传入参数“直连商户号”转换为string/bytes类型。",
            json!({ "field": "/mchid", "location": "body", "value": 1900000100 }),
        ),
    ]
}

/// OR-02, NO-07, PAY-04: rules of single fields.
#[allow(clippy::too_many_lines)] // a table
fn members() -> Vec<Row> {
    vec![
        // NO-07
        (
            &PARTNER_JSAPI,
            "/notify_url",
            Some(json!("https://shop.test/pay?from=wx")),
            r"输入源“/body/notify_url”映射到值字段“通知地址”字符串规则校验失败，字符串必须匹配正则表达式“^https?://([^\s/?#\[\]\@]+\@)?([^\s/?#\@:]+)(?::\d{2,5})?([^\s?#\[\]]*)$”",
            at("body", json!("https://shop.test/pay?from=wx")),
        ),
        // OR-02: either openid serves, the first is the one reported
        (
            &PARTNER_JSAPI,
            "/payer",
            Some(json!({})),
            "输入源“/body/payer/sp_openid”映射到字段“用户服务标识”必填性规则校验失败，此字段为必填项",
            at("body", json!("")),
        ),
        (
            &PARTNER_JSAPI,
            "/payer",
            None,
            "输入源“/body/payer”映射到字段“支付者”必填性规则校验失败，此字段为必填项",
            at("body", json!("")),
        ),
        (
            &PARTNER_H5,
            "/scene_info",
            None,
            "输入源“/body/scene_info”映射到字段“场景信息”必填性规则校验失败，此字段为必填项",
            at("body", json!("")),
        ),
        (
            &PARTNER_JSAPI,
            "/time_expire",
            Some(json!("2018-02-30T10:34:56+08:00")),
            "输入源“/body/time_expire”映射到值字段“交易结束时间”字符串规则校验失败，字符串必须遵循 rfc3339 标准格式",
            at("body", json!("2018-02-30T10:34:56+08:00")),
        ),
        (
            &PARTNER_JSAPI,
            "/time_expire",
            Some(json!("2018-06-08T10:34:56")),
            "输入源“/body/time_expire”映射到值字段“交易结束时间”字符串规则校验失败，字符串必须遵循 rfc3339 标准格式",
            at("body", json!("2018-06-08T10:34:56")),
        ),
        (
            &PARTNER_JSAPI,
            "/amount/currency",
            Some(json!("USD")),
            "输入源“/body/amount/currency”映射到值字段“货币类型”枚举规则校验失败，此字段的取值必须为“CNY”之一",
            at("body", json!("USD")),
        ),
        (
            &PARTNER_JSAPI,
            "/limit_pay",
            Some(json!("no_credit")),
            "无法将 JSON 输入源“/body/limit_pay”映射到多重字段“指定支付方式”中，此字段需要 JSON 数组对象",
            at("body", json!("no_credit")),
        ),
        (
            &PARTNER_JSAPI,
            "/amount",
            Some(json!(100)),
            "无法将 JSON 输入源“/body/amount”映射到字段“订单金额”中，此字段需要 JSON 对象",
            at("body", json!(100)),
        ),
        // PAY-04
        (
            &PARTNER_JSAPI,
            "/settle_info/profit_sharing",
            Some(json!("true")),
            "无法将 JSON 输入源“/body/settle_info/profit_sharing”映射到目标字段“是否指定分账”中，此字段需要一个合法的布尔值",
            at("body", json!("true")),
        ),
    ]
}

/// WI-19 for amounts, CO-01 for combined orders.
fn amounts_and_lists() -> Vec<Row> {
    let number_text = "无法将 JSON 输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数";
    vec![
        // WI-19, amounts: the value is what the client wrote
        (
            &PARTNER_JSAPI,
            "/amount/total",
            Some(raw("0")),
            "输入源“/body/amount/total”映射到值字段“总金额”数值规则校验失败，数值 0，小于最小值 1",
            at("body", raw("0")),
        ),
        (
            &PARTNER_JSAPI,
            "/amount/total",
            Some(raw("-1")),
            "输入源“/body/amount/total”映射到值字段“总金额”数值规则校验失败，数值 -1，小于最小值 1",
            at("body", raw("-1")),
        ),
        (
            &PARTNER_JSAPI,
            "/amount/total",
            Some(raw("-0")),
            "输入源“/body/amount/total”映射到值字段“总金额”数值规则校验失败，数值 -0，小于最小值 1",
            at("body", raw("-0")),
        ),
        (&PARTNER_JSAPI, "/amount/total", Some(raw("0.01")), number_text, at("body", raw("0.01"))),
        (&PARTNER_JSAPI, "/amount/total", Some(raw("1.0")), number_text, at("body", raw("1.0"))),
        (&PARTNER_JSAPI, "/amount/total", Some(raw("1e2")), number_text, at("body", raw("1e2"))),
        (
            &PARTNER_JSAPI,
            "/amount/total",
            Some(raw("9223372036854775808")),
            number_text,
            at("body", raw("9223372036854775808")),
        ),
        (&PARTNER_JSAPI, "/amount/total", Some(json!("1")), number_text, at("body", json!("1"))),
        // CO-01
        (
            &COMBINE_JSAPI,
            "/sub_orders/0/out_trade_no",
            Some(json!("7".repeat(41))),
            "输入源“/body/sub_orders/0/out_trade_no”映射到值字段“子单商户订单号”字符串规则校验失败，字节数 41，大于最大值 32",
            at("body", json!(41)),
        ),
        (
            &COMBINE_JSAPI,
            "/combine_payer_info",
            Some(json!({})),
            "输入源“/body/combine_payer_info/openid”映射到字段“用户标识”必填性规则校验失败，此字段为必填项",
            at("body", json!("")),
        ),
        (
            &COMBINE_JSAPI,
            "/sub_orders/0",
            Some(Value::Null),
            "输入源“/body/sub_orders/0”映射到字段“子单信息”必填性规则校验失败，此字段为必填项",
            at("body", json!("")),
        ),
        // the split's own text for an amount that is no integer
        (
            &SPLIT_CREATE,
            "/receivers/0/amount",
            Some(raw("1.5")),
            "分账接收方列表格式错误",
            at("body", raw("1.5")),
        ),
    ]
}

#[test]
fn literal_messages() {
    let rows = [attested(), members(), amounts_and_lists()].concat();
    for (schema, pointer, value, message, detail) in rows {
        let shown = format!("{pointer} {value:?}");
        let violation = read_body(schema, &apply(&full_body(schema), pointer, value)).expect_err(&shown);
        assert_eq!(violation.message, message, "{shown}");
        assert_eq!(violation.detail, detail, "{shown}");
        assert_eq!(violation.code, schema::ViolationCode::ParamError);
        assert_hinted(&violation);
    }
}

#[test]
fn accepted_values() {
    let rows: Vec<(&'static Schema, &str, Option<Value>)> = vec![
        (&schema::PARTNER_JSAPI, "/amount/total", Some(raw("9223372036854775807"))),
        (&schema::PARTNER_JSAPI, "/amount/total", Some(raw("1"))),
        (&schema::PARTNER_JSAPI, "/payer", Some(json!({ "sub_openid": "o1" }))),
        (&schema::PARTNER_JSAPI, "/payer/sub_openid", Some(Value::Null)),
        (&schema::PARTNER_JSAPI, "/time_expire", Some(json!("2018-06-08T10:34:56.120Z"))),
        (&schema::PARTNER_JSAPI, "/unknown", Some(json!({ "deep": [1, 2.5] }))),
        (&schema::PARTNER_JSAPI, "/notify_url", Some(json!("http://127.0.0.1:8080/cb"))),
        (&schema::COMBINE_JSAPI, "/combine_out_trade_no", Some(json!("C1"))),
        (&schema::SPLIT_CREATE, "/receivers/0/receiver_account", None),
        (&schema::SPLIT_CREATE, "/receivers/0/receiver_mchid", None),
        (&schema::SPLIT_CREATE, "/out_order_no", Some(json!("a@b|c*d_e-f"))),
    ];
    for (schema, pointer, value) in rows {
        read_body(schema, &apply(&full_body(schema), pointer, value))
            .unwrap_or_else(|violation| panic!("{pointer}: {violation}"));
    }
}

/// CO-01, PS-06: how many entries a list may have, with the real count in the text.
#[test]
fn list_bounds() {
    for (count, bound) in [(0, "小于最小值 1"), (1, ""), (50, ""), (51, "大于最大值 50")] {
        for (schema, name, label) in [
            (&schema::COMBINE_JSAPI, "sub_orders", "子单信息"),
            (&schema::COMBINE_CLOSE, "sub_orders", "子单信息"),
            (&schema::SPLIT_CREATE, "receivers", "分账接收方列表"),
        ] {
            let mut body = full_body(schema);
            body[name] = vec![body[name][0].clone(); count].into();
            let result = read_body(schema, &body);
            if bound.is_empty() {
                assert!(result.is_ok());
                continue;
            }
            let violation = result.unwrap_err();
            let text = format!(
                "输入源“/body/{name}”映射到多重字段“{label}”多重性规则校验失败，此字段个数为 {count} 个，{bound}"
            );
            assert_eq!(violation.message, text);
            assert_eq!(violation.detail, at("body", json!(count)));
        }
    }
    let sixth = schema::SPLIT_CREATE.too_many("receivers", 6, 5);
    assert_eq!(
        sixth.message,
        "输入源“/body/receivers”映射到多重字段“分账接收方列表”多重性规则校验失败，此字段个数为 6 个，大于最大值 5"
    );
}

/// WI-19: the first violation in declared order wins, path before query before body.
#[test]
fn order_of_violations() {
    let first = |path: &[(&'static str, String)], body: &str| {
        schema::read(&schema::PARTNER_CLOSE, &Parts { path, query: "", body: body.as_bytes() })
            .unwrap_err()
            .message
    };
    let short = [("out_trade_no", "1".to_owned())];
    assert!(first(&[], "{").contains("“/uri_template/out_trade_no”映射到字段“商户订单号”必填性"));
    assert!(first(&short, "{").contains("“/uri_template/out_trade_no”映射到值字段“商户订单号”字符串规则"));
    assert!(first(&[("out_trade_no", "123456".to_owned())], "{}").contains("“/body/sp_mchid”"));
    let empty = read_bytes(&schema::PARTNER_JSAPI, b"{}").unwrap_err();
    assert!(empty.message.contains("“/body/sp_appid”映射到字段“服务商应用ID”"));
}

#[test]
fn queries() {
    let read =
        |query: &str| schema::read(&schema::SPLIT_QUERY, &Parts { path: &[], query, body: b"ignored" });
    let input = read("?&sub_mchid=19%300&&transaction_id=4+2%2B&x&=&out_order_no=P%7C1&x=2&").unwrap();
    assert_eq!(input.query["sub_mchid"], "1900");
    assert_eq!(input.query["transaction_id"], "4 2+");
    assert_eq!(input.query["out_order_no"], "P|1");
    assert_eq!(input.body, Value::Null);

    let missing = read("?&sub_mchid=1&transaction_id=2").unwrap_err();
    assert_eq!(
        missing.message,
        "输入源“/query/out_order_no”映射到字段“商户分账单号”必填性规则校验失败，此字段为必填项"
    );
    assert_eq!(missing.detail, at("query", json!("")));
    let empty = read("sub_mchid=1&transaction_id=2&out_order_no=").unwrap_err();
    assert_eq!(
        empty.message,
        "输入源“/query/out_order_no”映射到值字段“商户分账单号”字符串规则校验失败，字符数 0，小于最小值 1"
    );
    for bad in ["sub_mchid=1&sub_mchid=2", "sub_mchid=%ff&transaction_id=2&out_order_no=3"] {
        let violation = read(bad).unwrap_err();
        assert_eq!((violation.message.as_str(), &violation.detail), ("参数错误", &Value::Null));
        assert_hinted(&violation);
    }
    let certificates =
        |query| schema::read(&schema::CERTIFICATES, &Parts { path: &[], query, body: b"" }).is_ok();
    assert!(certificates("") && certificates("algorithm_type=RSA") && !certificates("algorithm_type=rsa"));
}

/// WI-19: path variables use the same texts with their own source.
#[test]
fn path_variables() {
    let path = [("out_trade_no", "ORDER 0001".to_owned())];
    let violation =
        schema::read(&schema::DIRECT_QUERY_BY_NUMBER, &Parts { path: &path, query: "mchid=1", body: b"" })
            .unwrap_err();
    assert_eq!(
        violation.message,
        r"输入源“/uri_template/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字符串必须匹配正则表达式“^[0-9a-zA-Z_\-\|\*]+$”"
    );
    assert_eq!(violation.detail, at("uri_template", json!("ORDER 0001")));
}

static NUMBERS: Schema = Schema {
    path: &[Field::required("id", "申请单号", Kind::at_least(1))],
    query: &[Field::optional("deep", "深度", Kind::Bool)],
    one_of_query: &[],
    body: Some(&Object::new(&[Field::optional("fee", "应付金额", Kind::Int32 { min: 0, max: i32::MAX })])),
    lenient: None,
};

/// WI-19: 32-bit fields, and numbers outside the body (whose text has no "JSON").
#[test]
fn other_numbers() {
    let read = |id: &str, query: &str, body: &str| {
        let path = [("id", id.to_owned())];
        schema::read(&NUMBERS, &Parts { path: &path, query, body: body.as_bytes() })
    };
    assert!(read("7", "deep=true", r#"{"fee":2147483647}"#).is_ok());
    let fee = read("7", "", r#"{"fee":2147483648}"#).unwrap_err();
    assert_eq!(
        fee.message,
        "无法将 JSON 输入源“/body/fee”映射到目标字段“应付金额”中，此字段需要一个合法的 32 位有符号整数"
    );
    let id = read("APPLY_1", "", "{}").unwrap_err();
    assert_eq!(
        id.message,
        "无法将输入源“/uri_template/id”映射到目标字段“申请单号”中，此字段需要一个合法的 64 位有符号整数"
    );
    assert_eq!(id.detail, at("uri_template", json!("APPLY_1")));
    assert!(read("7", "deep=1", "{}").is_err());
}
