//! Uploaded files can be looked at; what the journal keeps of an upload.

use serde_json::{Value, json};
use wxpay_sandbox::crypto::sha256;

use crate::app::{self, TestApp};

const TARGET: &str = "/v3/merchant/media/upload";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and what follows\r\n--b\x00\xff";

/// Uploads a PNG as the demo platform; `meta` as it is.
async fn upload(app: &TestApp, meta: &str) -> (u16, Value) {
    let mut request = app::request("POST", TARGET, "");
    request.headers.retain(|(name, _)| name != "content-type");
    request.headers.push(("content-type".to_owned(), "multipart/form-data; boundary=bound".to_owned()));
    request.headers.push(app.authorization("POST", TARGET, meta));
    let head =
        format!("--bound\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n{meta}\r\n--bound\r\n");
    let file = b"Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n";
    request.body = [head.as_bytes(), file, PNG, b"\r\n--bound--\r\n"].concat();
    let answer = app.send(request).await;
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
}

fn digest() -> String {
    hex::encode(sha256(PNG))
}

#[tokio::test]
async fn an_uploaded_file_is_shown_byte_for_byte() {
    let app = TestApp::new();
    // MU-01: blanks and a line break in the meta are signed as they are.
    let meta = format!("{{ \"filename\": \"a.png\",\r\n\"sha256\": \"{}\" }}", digest().to_uppercase());
    let (status, answer) = upload(&app, &meta).await;
    assert_eq!(status, 200, "{answer}");
    let id = answer["media_id"].as_str().unwrap();
    let listed = app.fine("GET", "/media", Value::Null).await;
    let expected = json!({
        "id": id, "owner": "1900000100", "kind": "image", "filename": "a.png", "size": PNG.len(),
        "sha256": digest(), "uploaded_at": "2026-01-05T10:00:00+08:00",
    });
    assert_eq!(listed["items"], json!([expected]));
    let shown = app.send(app::request("GET", &format!("/_sandbox/worlds/default/media/{id}"), "")).await;
    assert_eq!((shown.status, shown.body.as_slice()), (200, PNG));
    assert_eq!(shown.header("Content-Type"), Some("image/png"));
    assert_eq!(shown.header("X-Content-Type-Options"), Some("nosniff"));
    let (status, answer) = app.control("GET", "/worlds/default/media/V1_none", "").await;
    assert_eq!((status, &answer["error"]["code"]), (404, &json!("NO_MEDIA")));
}

#[tokio::test]
async fn the_journal_tells_of_an_upload_without_its_bytes() {
    let app = TestApp::new();
    let meta = json!({ "filename": "a.png", "sha256": digest() }).to_string();
    let (_, answer) = upload(&app, &meta).await;
    let journal = app.fine("GET", "/journal", Value::Null).await;
    let entry = journal["items"].as_array().unwrap().last().unwrap();
    let said = entry["data"]["request"]["body"].as_str().unwrap();
    assert_eq!(
        said,
        format!("meta: {meta}\nfile: a.png, image/png, {} bytes, sha256 {}", PNG.len(), digest())
    );
    let answered = entry["data"]["answer"]["body"].as_str().unwrap();
    assert!(answered.contains(answer["media_id"].as_str().unwrap()), "{answered}");
}

/// What was refused left nothing behind, the bytes neither.
#[tokio::test]
async fn a_refused_upload_is_not_kept() {
    let app = TestApp::new();
    let meta = json!({ "filename": "a.png", "sha256": "0".repeat(64) }).to_string();
    let (status, answer) = upload(&app, &meta).await;
    assert_eq!((status, &answer["code"]), (400, &json!("PARAM_ERROR")));
    assert_eq!(app.fine("GET", "/media", Value::Null).await["items"], json!([]));
}
