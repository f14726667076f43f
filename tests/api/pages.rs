//! The pages on which people sign and verify: what they show, what they take, and what they refuse.

use serde_json::{Value, json};
use wxpay_sandbox::control::hub::DEFAULT;
use wxpay_sandbox::wechat_pay::model::applyment::{
    Added, Applyment, Contact, ContactKind, Family, Form, Holder, Organization, Person,
};
use wxpay_sandbox::wechat_pay::rules::applyment::submit::{self, Submission};
use wxpay_sandbox::world::Bug;
use wxpay_sandbox::world::ids::{ApplymentNumber, Mchid};
use wxpay_sandbox::world::message::Answer;

use crate::app::{TestApp, request};

const HOST: &str = "127.0.0.1:7180";

fn person(name: &str, id_number: &str) -> Person {
    Person { name: name.to_owned(), id_number: id_number.to_owned() }
}

fn boss() -> Person {
    person("张三", "110101199003074514")
}

/// A company whose agent signs, so that both pages have something to do.
fn form(organization: Organization) -> Form {
    let agent = organization == Organization::Enterprise;
    let (kind, signer) = match agent {
        true => (ContactKind::Agent, person("李四", "110101199103074515")),
        false => (ContactKind::Legal, boss()),
    };
    Form {
        organization,
        merchant_name: "<b>一家店</b>".to_owned(),
        legal_person: "张三".to_owned(),
        holder: Holder { person: boss(), is_legal: true },
        contact: Contact { kind, person: signer, mobile: "13800138000".to_owned(), email: None },
        account: None,
        short_name: "店".to_owned(),
        appids: Vec::new(),
        settlement_id: None,
        proxy_sign: false,
        added: Added::default(),
    }
}

/// Submits an application of the demo platform, without its API, and lets the check pass.
async fn submitted(app: &TestApp, number: &str, organization: Organization) -> Applyment {
    let platform = Mchid::parse("1900000100").unwrap();
    let submission = Submission {
        family: Family::Ecommerce,
        number: ApplymentNumber::parse(number).unwrap(),
        form: form(organization),
        request: json!({ "out_request_no": number }),
    };
    let world = app.hub.resident(DEFAULT).unwrap();
    world.world().command(|cx| submit::submit(cx, &platform, submission)).unwrap();
    app.fine("POST", "/clock/advance", json!({ "by": "3s" })).await;
    known(app, number)
}

fn known(app: &TestApp, number: &str) -> Applyment {
    let world = app.hub.resident(DEFAULT).unwrap();
    let found = world.world().command(|cx| cx.get::<Applyment>(&format!("1900000100/{number}")));
    Result::<_, Bug>::unwrap(found).unwrap()
}

fn address(path: &str, applyment: &Applyment) -> String {
    format!("/public/{path}/s?applymentId={}&sign={}", applyment.applyment_id, applyment.token)
}

async fn open(app: &TestApp, target: &str) -> (Answer, String) {
    let answer = app.send(request("GET", target, "")).await;
    let text = String::from_utf8(answer.body.clone()).unwrap();
    (answer, text)
}

async fn send(app: &TestApp, target: &str, fields: &[(&str, &str)]) -> (Answer, String) {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    let mut form = request("POST", target, &body.finish());
    form.headers.push(("origin".to_owned(), format!("http://{HOST}")));
    let answer = app.send(form).await;
    let text = String::from_utf8(answer.body.clone()).unwrap();
    (answer, text)
}

async fn notes(app: &TestApp, number: &str) -> Vec<String> {
    let journal = app.fine("GET", &format!("/journal?subject={number}"), Value::Null).await;
    let entries = journal["items"].as_array().unwrap().iter();
    entries
        .flat_map(|entry| entry["data"]["notes"].as_array().cloned().unwrap_or_default())
        .map(|note| note["en"].as_str().unwrap().to_owned())
        .collect()
}

/// AP-47: the page shows the agreement, and the journal notes that it was opened. No text of the applicant is markup.
#[tokio::test]
async fn the_agreement_is_shown_to_whoever_opens_the_page() {
    let app = TestApp::new();
    let applyment = submitted(&app, "APPLY1", Organization::Enterprise).await;
    let (answer, text) = open(&app, &address("apply4ec_sign", &applyment)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
    for shown in
        ["《微信支付服务协议（平台二级商户）》", "李* 110***********4515", "同意协议并签约", "Agree and sign"]
    {
        assert!(text.contains(shown), "{shown} is missing: {text}");
    }
    assert!(text.contains("&lt;b&gt;一家店&lt;/b&gt;") && !text.contains("<b>") && !text.contains("<script"));
    let opened = notes(&app, "APPLY1").await;
    assert!(opened.iter().any(|note| note.contains("was opened") && note.contains("AP-47")), "{opened:?}");
}

/// AP-10: name and number must be the super administrator's; whoever it is may refuse.
#[tokio::test]
async fn only_the_super_administrator_signs() {
    let app = TestApp::new();
    let applyment = submitted(&app, "APPLY1", Organization::Enterprise).await;
    let target = address("apply4ec_sign", &applyment);
    let wrong: &[(&[(&str, &str)], &str)] = &[
        (&[("action", "accept"), ("person", "holder")], "AP-10"),
        (&[("action", "accept"), ("person", "buyer:buyer")], "AP-10"),
        (
            &[
                ("action", "accept"),
                ("person", "other"),
                ("name", "李四"),
                ("id_number", "110101199103074516"),
            ],
            "AP-10",
        ),
        (&[("action", "accept"), ("person", "other"), ("name", "李四")], "请填写其他人的姓名与证件号码"),
        (&[("action", "accept")], "请选择您的身份"),
        (&[("action", "accept"), ("person", "nobody")], "请选择您的身份"),
        (&[("action", "burn")], "请点击页面上的按钮提交"),
        (&[], "请点击页面上的按钮提交"),
    ];
    for (fields, why) in wrong {
        let (answer, text) = send(&app, &target, fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(text.contains("role=\"alert\"") && text.contains(why), "{fields:?}: {text}");
        assert!(text.contains("同意协议并签约"), "the form is there again");
    }
    let (_, text) =
        send(&app, &target, &[("action", "accept"), ("person", "other"), ("name", "\"><i>")]).await;
    assert!(text.contains("value=\"&quot;&gt;&lt;i&gt;\"") && !text.contains("<i>"), "{text}");
    let (answer, text) = send(&app, &target, &[("action", "refuse")]).await;
    assert_eq!((answer.status, text.contains("您已拒绝")), (200, true));
    assert!(known(&app, "APPLY1").signature.is_none());
    let typed =
        [("action", "accept"), ("person", "other"), ("name", " 李四 "), ("id_number", "110101199103074515")];
    let (answer, _) = send(&app, &target, &typed).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some(target.as_str())));
    assert_eq!(known(&app, "APPLY1").signature.unwrap().by, person("李四", "110101199103074515"));
    let (answer, text) = open(&app, &target).await;
    assert_eq!((answer.status, text.contains("<form"), text.contains("已完成签约")), (200, false, true));
    let (answer, text) = send(&app, &target, &typed).await;
    assert_eq!((answer.status, text.contains("AP-40")), (422, true), "nobody signs twice");
    let told = notes(&app, "APPLY1").await;
    for part in ["somebody refused", "only the super administrator", "signed: "] {
        assert!(told.iter().any(|note| note.contains(part)), "{part}: {told:?}");
    }
}

/// AP-11: one person signs for five micro merchants and personal sellers of a platform, not for a sixth.
#[tokio::test]
async fn one_person_signs_for_five_small_merchants() {
    let app = TestApp::new();
    let accept = [("action", "accept"), ("person", "contact")];
    for number in 1..=6 {
        let kind = if number % 2 == 0 { Organization::Micro } else { Organization::PersonalSeller };
        let applyment = submitted(&app, &format!("SMALL{number}"), kind).await;
        let (answer, text) = send(&app, &address("apply4ec_sign", &applyment), &accept).await;
        assert_eq!(answer.status, if number < 6 { 303 } else { 422 }, "{text}");
        assert_eq!(text.contains("AP-11"), number == 6);
    }
    // Companies are not counted.
    let applyment = submitted(&app, "LARGE1", Organization::Enterprise).await;
    assert_eq!(send(&app, &address("apply4ec_sign", &applyment), &accept).await.0.status, 303);
}

/// AP-32: the legal person verifies on a page of its own, nobody else.
#[tokio::test]
async fn the_legal_person_verifies() {
    let app = TestApp::new();
    let applyment = submitted(&app, "APPLY1", Organization::Enterprise).await;
    let target = address("apply4ec_legal", &applyment);
    let (answer, text) = open(&app, &target).await;
    assert_eq!((answer.status, text.contains("我是法人，确认验证")), (200, true));
    let (answer, text) = send(&app, &target, &[("action", "accept"), ("person", "contact")]).await;
    assert_eq!((answer.status, text.contains("AP-32")), (422, true));
    assert!(!known(&app, "APPLY1").verification.is_done());
    let (answer, _) = send(&app, &target, &[("action", "accept"), ("person", "holder")]).await;
    assert_eq!(answer.status, 303);
    assert!(known(&app, "APPLY1").verification.is_done());
    let (_, text) = open(&app, &target).await;
    assert!(text.contains("账户验证已完成") && !text.contains("<form"));
    // One that needs no verification has nothing to scan.
    let small = submitted(&app, "SMALL1", Organization::Micro).await;
    let (answer, text) =
        send(&app, &address("apply4ec_legal", &small), &[("action", "accept"), ("person", "contact")]).await;
    assert_eq!((answer.status, text.contains("AP-32")), (422, true));
}

/// No wrong secret, no page of somebody else, no other method, no flood.
#[tokio::test]
async fn strangers_are_turned_away() {
    let app = TestApp::new();
    let applyment = submitted(&app, "APPLY1", Organization::Enterprise).await;
    let target = address("apply4ec_sign", &applyment);
    let id = applyment.applyment_id.to_string();
    for wrong in [
        format!("/public/apply4ec_sign/s?applymentId={id}"),
        format!("/public/apply4ec_sign/s?applymentId={id}&sign="),
        format!("/public/apply4ec_sign/s?applymentId={id}&sign=00000000000000000000000000000000"),
        format!("/public/apply4ec_sign/s?applymentId=1&sign={}", applyment.token),
        "/public/apply4ec_sign/s".to_owned(),
    ] {
        let (answer, text) = open(&app, &wrong).await;
        assert_eq!((answer.status, text.contains("链接无效或已失效")), (404, true), "{wrong}");
    }
    let accept = "action=accept&person=contact";
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:9999"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let mut form = request("POST", &target, accept);
        form.headers.push((name.to_owned(), value.to_owned()));
        assert_eq!(app.send(form).await.status, 403, "{name}: {value}");
    }
    assert_eq!(app.send(request("PUT", &target, accept)).await.status, 405);
    let flood = format!("action=accept&person=other&name={}", "x".repeat(20_000));
    assert_eq!(app.send(request("POST", &target, &flood)).await.status, 413);
    assert!(known(&app, "APPLY1").signature.is_none());
    let bytes = [b'%', b'f', 0xff, b'=', b'&', 0];
    let mut form = request("POST", &target, "");
    form.body = bytes.to_vec();
    assert_eq!(app.send(form).await.status, 422);
}

/// The address that the query answers leads to the door that was asked, and to the real host for who asks by real names.
#[tokio::test]
async fn the_address_leads_back_to_the_door() {
    let app = TestApp::new();
    let applyment = submitted(&app, "APPLY1", Organization::Enterprise).await;
    let query = "/v3/ecommerce/applyments/out-request-no/APPLY1";
    let (status, answer) = app.call("GET", query, &Value::Null).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["sign_url"], format!("http://{HOST}{}", address("apply4ec_sign", &applyment)));
    let legal = format!("http://{HOST}{}", address("apply4ec_legal", &applyment));
    assert_eq!(answer["legal_validation_url"], legal);
}
