//! What the command line takes. Every help text stands in both languages.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::world::{Instant, Span};

/// The command line of wxpay-sandbox.
#[derive(Debug, Parser)]
#[command(
    name = "wxpay-sandbox",
    version,
    about = "A sandbox for WeChat Pay APIv3: unmodified SDKs talk to it, money really moves, time moves when told to.\n微信支付 APIv3 沙盒：SDK 无需修改，资金真实流转，时间由你推进。",
    after_help = "Exit codes 退出码: 0 ok 成功 · 1 our bug 沙盒缺陷 · 2 wrong use 用法错误 · 3 expectation failed 断言失败 · 4 wrong file 文件有误 · 5 set-up failed 启动失败"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answers SDKs and the control API.
    #[command(about = "Answer SDKs and the control API.\n启动沙盒服务。")]
    Serve(ServeArgs),
    /// Plays scenario files.
    #[command(
        about = "Play scenario files and folders, each in a world of its own.\n运行场景文件或目录，每个场景独享一个世界。"
    )]
    Run(RunArgs),
    /// Does what no API does.
    #[command(
        about = "Do what no API does: the buyer pays, a certificate is rotated. Without NAME: list all acts.\n执行 API 之外的动作：买家付款、轮换证书等；不带 NAME 时列出全部动作。"
    )]
    Act(ActArgs),
    /// Shows or moves business time.
    #[command(
        about = "Show or move business time; returns when everything that fell due is done.\n查看或推进业务时间；到期事项全部完成后返回。"
    )]
    Clock(ClockArgs),
    /// Tells where an order's money went.
    #[command(
        about = "Tell where an order's money went: each posting with its cause and the balances after it.\n查看订单资金去向：每笔变动的原因与变动后余额。"
    )]
    Order(OrderArgs),
    /// Writes keys, certificates and an env file.
    #[command(
        about = "Write keys, certificates and an env file for an SDK.\n导出 SDK 所需的密钥、证书和环境变量文件。"
    )]
    Credentials(CredentialsArgs),
    /// Prints the catalogue of rules.
    #[command(
        about = "Print the catalogue of rules, or those that no scenario shows.\n打印规则目录，或尚无场景演示的规则。"
    )]
    Rules(RulesArgs),
    /// Measures the server against raw RSA signatures.
    #[command(
        hide = true,
        about = "Measure signed calls a second against raw RSA signatures.\n对比每秒签名调用数与裸 RSA 签名数。"
    )]
    Bench(BenchArgs),
}

/// `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// What to play.
    #[arg(
        required = true,
        value_name = "PATH",
        help = "Scenario files, or folders of them.\n场景文件或目录。"
    )]
    pub paths: Vec<PathBuf>,
    /// How many at a time.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        help = "How many at a time; 0 for as many as there are cores.\n并行数；0 表示与核数相同。"
    )]
    pub jobs: usize,
    /// The report.
    #[arg(
        long,
        value_name = "junit=FILE",
        value_parser = report,
        help = "Write a JUnit report.\n输出 JUnit 报告。"
    )]
    pub report: Option<JunitReport>,
    /// Whether every step is listed.
    #[arg(long, short, help = "List the steps of scenarios that passed, too.\n通过的场景也列出各步骤。")]
    pub verbose: bool,
}

/// Where a JUnit report goes.
#[derive(Debug, Clone)]
pub struct JunitReport(pub PathBuf);

fn report(text: &str) -> Result<JunitReport, String> {
    match text.split_once('=') {
        Some(("junit", file)) if !file.is_empty() => Ok(JunitReport(file.into())),
        _ => Err("write junit=FILE; there is no other kind of report".to_owned()),
    }
}

/// `bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// How many calls.
    #[arg(long, value_name = "N", default_value_t = 8000, help = "How many calls.\n调用次数。")]
    pub calls: usize,
    /// How many connections.
    #[arg(long, value_name = "N", default_value_t = 8, help = "Over how many connections.\n连接数。")]
    pub connections: usize,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where to listen.
    #[arg(
        long,
        value_name = "ADDR",
        default_value = "127.0.0.1:7180",
        help = "Where to listen; port 0 takes a free one.\n监听地址；端口 0 表示任选空闲端口。"
    )]
    pub listen: SocketAddr,
    /// Where worlds are kept.
    #[arg(
        long,
        value_name = "DIR",
        help = "Keep worlds in this folder; in memory without it.\n世界的保存目录；不指定则只在内存中。"
    )]
    pub data: Option<PathBuf>,
    /// The description of the world.
    #[arg(
        long,
        value_name = "FILE",
        help = "Describe the world `default` in YAML, as `given:` of a scenario does.\n用 YAML 描述 default 世界，写法同场景的 given。"
    )]
    pub world: Option<PathBuf>,
    /// The seed.
    #[arg(long, value_name = "N", help = "The seed of all randomness.\n随机种子。")]
    pub seed: Option<u64>,
    /// Whether the clock stands.
    #[arg(long, help = "The clock stands still until it is moved.\n时钟静止，直到手动推进。")]
    pub frozen: bool,
    /// Hosts brought home.
    #[arg(long, value_name = "HOST=ADDR", value_parser = receiver, help = "Send callbacks for HOST to ADDR, such as shop.example.com=127.0.0.1:8080; may be repeated.\n把发往 HOST 的回调送到 ADDR；可重复。")]
    pub receiver: Vec<(String, SocketAddr)>,
    /// Hosts allowed.
    #[arg(
        long,
        value_name = "HOST",
        help = "Allow callbacks to HOST under its own address; may be repeated.\n允许向 HOST 的真实地址发送回调；可重复。"
    )]
    pub allow_receiver: Vec<String>,
    /// An authority to trust.
    #[arg(
        long,
        value_name = "FILE",
        help = "Trust this certificate authority (PEM) when callbacks go over HTTPS.\nHTTPS 回调时信任该 CA（PEM）。"
    )]
    pub receiver_ca: Option<PathBuf>,
    /// A mail server.
    #[arg(long, value_name = "HOST:PORT", value_parser = mail_server, help = "Send mails of the imitated systems to this SMTP server too, unencrypted; without it they stay in the mailbox.\n把模拟系统的邮件同时发往该 SMTP 服务器（不加密）；不设置则只留在邮箱中。")]
    pub smtp: Option<(String, u16)>,
    /// The token.
    #[arg(
        long,
        value_name = "T",
        env = "WXPAY_SANDBOX_TOKEN",
        hide_env_values = true,
        help = "The token of the control API; off loopback one is made when none is given.\n控制接口令牌；非本机监听且未指定时自动生成。"
    )]
    pub token: Option<String>,
}

/// How a running server is reached.
#[derive(Debug, Args)]
pub struct ServerArgs {
    /// Where it listens.
    #[arg(long, global = true, value_name = "URL", env = "WXPAY_SANDBOX_URL", default_value = super::client::DEFAULT_URL, help = "The running sandbox.\n正在运行的沙盒地址。")]
    pub url: String,
    /// The world.
    #[arg(long, global = true, value_name = "NAME", default_value = crate::control::hub::DEFAULT, help = "The world.\n世界名称。")]
    pub world: String,
    /// The token.
    #[arg(
        long,
        global = true,
        value_name = "T",
        env = "WXPAY_SANDBOX_TOKEN",
        hide_env_values = true,
        help = "The token that `serve` printed; needed off loopback only.\nserve 打印的令牌；仅非本机监听时需要。"
    )]
    pub token: Option<String>,
}

/// `act`.
#[derive(Debug, Args)]
pub struct ActArgs {
    /// The act.
    #[arg(value_name = "NAME", help = "The act, such as buyer.pay.\n动作名称，例如 buyer.pay。")]
    pub name: Option<String>,
    /// Its arguments.
    #[arg(value_name = "KEY=VALUE", value_parser = pair, help = "Its arguments.\n动作参数。")]
    pub args: Vec<(String, String)>,
    /// Arguments as JSON.
    #[arg(
        long,
        value_name = "JSON",
        help = "Arguments as a JSON object, besides those above.\n以 JSON 对象给出的参数。"
    )]
    pub json: Option<String>,
    /// Whether to wait.
    #[arg(long, help = "Do not wait for callbacks.\n不等待回调。")]
    pub no_drain: bool,
    /// The server.
    #[command(flatten)]
    pub server: ServerArgs,
}

/// `clock`.
#[derive(Debug, Args)]
pub struct ClockArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub command: Option<ClockCommand>,
    /// The server.
    #[command(flatten)]
    pub server: ServerArgs,
}

/// What to do with the clock.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ClockCommand {
    /// Moves it on by a span.
    #[command(about = "Move it on by a span: 30s, 5m, 2h, 180d, 1d12h.\n推进一段时间。")]
    Advance {
        /// How far.
        #[arg(value_name = "DURATION", value_parser = Span::parse)]
        by: Span,
    },
    /// Moves it on to an instant.
    #[command(about = "Move it on to an instant: 2026-01-05T10:00:30+08:00.\n推进到某一时刻。")]
    Set {
        /// Where to.
        #[arg(value_name = "INSTANT", value_parser = Instant::parse)]
        to: Instant,
    },
}

/// `order`.
#[derive(Debug, Args)]
pub struct OrderArgs {
    /// The order.
    #[arg(
        value_name = "NUMBER",
        help = "The merchant's number of the order, single, combined or part of a combined one.\n商户订单号：单笔、合单或子单。"
    )]
    pub number: String,
    /// Whose.
    #[arg(
        long,
        value_name = "MCHID",
        help = "Whose number it is, where several merchants use it.\n多个商户使用同一单号时指定商户号。"
    )]
    pub mchid: Option<String>,
    /// Whether as JSON.
    #[arg(long, help = "Print JSON.\n输出 JSON。")]
    pub json: bool,
    /// The server.
    #[command(flatten)]
    pub server: ServerArgs,
}

/// `credentials`.
#[derive(Debug, Args)]
pub struct CredentialsArgs {
    /// Where to.
    #[arg(
        long,
        value_name = "DIR",
        help = "The folder to write to; made when it is not there.\n导出目录；不存在则创建。"
    )]
    pub to: PathBuf,
    /// Whose.
    #[arg(
        long,
        value_name = "MCHID",
        help = "The merchant; the world's first platform when left out.\n商户号；默认为该世界的第一个平台。"
    )]
    pub merchant: Option<String>,
    /// The server.
    #[command(flatten)]
    pub server: ServerArgs,
}

/// `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Whether only what is missing.
    #[arg(long, help = "Only rules that no shipped scenario shows.\n只列出尚无场景演示的规则。")]
    pub missing: bool,
    /// The family.
    #[arg(value_name = "FAMILY", help = "Only rules of this family, such as PS.\n只列出该族规则，例如 PS。")]
    pub family: Option<String>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write key=value 写成 key=value")?;
    Ok((key.to_owned(), value.to_owned()))
}

fn mail_server(text: &str) -> Result<(String, u16), String> {
    let parts = text.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?)));
    let parts = parts.filter(|(host, _)| !host.is_empty()).map(|(host, port)| (host.to_owned(), port));
    parts.ok_or_else(|| format!("`{text}` is not HOST:PORT, such as 127.0.0.1:1025"))
}

fn receiver(text: &str) -> Result<(String, SocketAddr), String> {
    let wanted = "write HOST=IP:PORT, such as shop.example.com=127.0.0.1:8080";
    let (host, address) = text.split_once('=').ok_or(wanted)?;
    let address = address.parse().map_err(|_| wanted)?;
    if host.is_empty() || host.contains([':', '/']) {
        return Err(wanted.to_owned());
    }
    Ok((host.to_ascii_lowercase(), address))
}
