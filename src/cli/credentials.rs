//! `credentials`: files for an SDK.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::args::CredentialsArgs;
use super::client::Server;
use super::exit::{Exit, Failure};
use super::table;
use crate::control::credentials::Credentials;

pub(super) async fn run(args: CredentialsArgs) -> Result<Exit, Failure> {
    let server = Server::new(&args.server)?;
    let query = args.merchant.as_ref().map(|mchid| format!("?mchid={mchid}")).unwrap_or_default();
    let answer = server.get(&format!("/credentials{query}")).await?;
    let credentials = first(&answer)?;
    let unwritable = |error: io::Error| {
        let folder = args.to.display();
        Failure::set_up(format!("cannot write to {folder}: {error}"), format!("无法写入 {folder}：{error}"))
    };
    fs::create_dir_all(&args.to).map_err(unwritable)?;
    let folder = args.to.canonicalize().map_err(unwritable)?;
    let written = write_all(&folder, &credentials, &args.server.url).map_err(unwritable)?;
    table::say(&format!("{} {} {}\n", credentials.mchid, credentials.role, credentials.name));
    for name in written {
        table::say(&format!("  {}\n", args.to.join(name).display()));
    }
    table::say(&format!("use them 使用方法: set -a; . {}; set +a\n", args.to.join("env").display()));
    Ok(Exit::Ok)
}

fn first(answer: &Value) -> Result<Credentials, Failure> {
    let Some(one) = answer["items"].get(0) else {
        return Err(Failure::new(
            Exit::Usage,
            "this world has no merchant that calls the API",
            "该世界没有可调用接口的商户",
        ));
    };
    serde_json::from_value(one.clone()).map_err(|error| {
        Failure::set_up(
            format!("the server's answer is not understood, it may be of another version: {error}"),
            format!("无法理解服务的应答，可能版本不同：{error}"),
        )
    })
}

/// The env file while it grows.
struct Env {
    folder: PathBuf,
    text: String,
    written: Vec<String>,
}

impl Env {
    fn set(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.text, "WXPAY_{name}={}", quoted(value));
    }

    /// Writes a file and names it.
    fn file(&mut self, variable: &str, name: &str, content: &str, secret: bool) -> io::Result<()> {
        write(&self.folder.join(name), content, secret)?;
        self.written.push(name.to_owned());
        let path = self.folder.join(name);
        self.set(variable, &path.to_string_lossy());
        Ok(())
    }
}

fn write_all(folder: &Path, credentials: &Credentials, url: &str) -> io::Result<Vec<String>> {
    let mut env = Env { folder: folder.to_owned(), text: String::new(), written: Vec::new() };
    env.set("BASE_URL", url.trim_end_matches('/'));
    env.set("MCHID", credentials.mchid.as_str());
    let texts = [("SERIAL", &credentials.serial), ("APIV3_KEY", &credentials.apiv3_key)];
    for (name, value) in texts {
        if let Some(value) = value {
            env.set(name, value);
        }
    }
    if let Some(key) = &credentials.private_key {
        env.file("PRIVATE_KEY", "apiclient_key.pem", key, true)?;
    }
    if let Some(certificate) = &credentials.certificate {
        env.file("CERTIFICATE", "apiclient_cert.pem", certificate, false)?;
    }
    platform(&mut env, credentials)?;
    if let Some(public_key) = &credentials.public_key {
        env.set("PUBLIC_KEY_ID", &public_key.id);
        env.file("PUBLIC_KEY", "pub_key.pem", &public_key.pem, false)?;
    }
    parties(&mut env, credentials);
    let text = std::mem::take(&mut env.text);
    write(&folder.join("env"), &text, true)?;
    env.written.push("env".to_owned());
    Ok(env.written)
}

/// The platform certificates: the one that signs as a file, all of them in a folder as SDKs keep them.
fn platform(env: &mut Env, credentials: &Credentials) -> io::Result<()> {
    const CERTIFICATES: &str = "certificates";
    let folder = env.folder.join(CERTIFICATES);
    if folder.is_dir() {
        // An SDK trusts every file in there: what an earlier world left must not stay.
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with("wechatpay_") && name.ends_with(".pem") {
                fs::remove_file(&path)?;
            }
        }
    }
    let Some(signing) = credentials.platform_certificates.first() else { return Ok(()) };
    fs::create_dir_all(&folder)?;
    env.set("PLATFORM_SERIAL", &signing.serial);
    env.file("PLATFORM_CERTIFICATE", "platform_cert.pem", &signing.certificate, false)?;
    env.set("PLATFORM_CERTIFICATES", &folder.to_string_lossy());
    for one in &credentials.platform_certificates {
        let name = format!("wechatpay_{}.pem", one.serial);
        write(&folder.join(&name), &one.certificate, false)?;
        env.written.push(format!("{CERTIFICATES}/{name}"));
    }
    Ok(())
}

/// The merchant's own appid and buyer, and its sub-merchants.
fn parties(env: &mut Env, credentials: &Credentials) {
    let appid = credentials.appids.first().map(|bound| &bound.appid);
    if let Some(appid) = appid {
        env.set("APPID", appid.as_str());
        if let Some(buyer) = credentials.buyers.iter().find(|buyer| buyer.appid == *appid) {
            env.set("OPENID", buyer.openid.as_str());
        }
    }
    for (at, sub) in credentials.sub_merchants.iter().enumerate() {
        env.set(&format!("SUB_MCHID_{}", at + 1), sub.mchid.as_str());
    }
}

/// A value that shells and readers of env files take as it is, else in single quotes.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+,".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// Writes a file; a secret one can be read by its owner alone.
fn write(path: &Path, content: &str, secret: bool) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
        let mode = if secret { 0o600 } else { 0o644 };
        options.mode(mode);
        let mut file = options.open(path)?;
        // A file that was there already keeps its mode otherwise.
        file.set_permissions(fs::Permissions::from_mode(mode))?;
        file.write_all(content.as_bytes())
    }
    #[cfg(not(unix))]
    {
        let _ = secret;
        options.open(path)?.write_all(content.as_bytes())
    }
}
