//! `serve`.

use std::fs::{File, TryLockError};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use super::args::ServeArgs;
use super::exit::{Exit, Failure};
use crate::control::SYSTEMS;
use crate::control::api::Access;
use crate::control::credentials;
use crate::control::given::{ClockGiven, GivenError, WorldGiven};
use crate::control::hub::{DEFAULT, Hub, HubError};
use crate::deliver::{HttpTransport, SmtpServer};
use crate::doors::plain::{self, Listener, PlainDoors};
use crate::world::host::{self, Stopwatch};
use crate::world::receivers::Receivers;
use crate::world::{Bug, Seed};

pub(super) fn run(args: &ServeArgs) -> Result<Exit, Failure> {
    let watch = Stopwatch::start();
    let given = description(args)?;
    let socket = bind(args.listen)?;
    let _lock = args.data.as_deref().map(hold).transpose()?;
    let post_office = args.smtp.as_ref().map(|(host, port)| SmtpServer::new(host, *port));
    let transport = Arc::new(transport(args.receiver_ca.as_deref())?.mailing(post_office));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Failure::set_up(format!("no runtime: {error}"), "无法启动"))?;
    let _inside = runtime.enter();
    let hub = Arc::new(Hub::new(SYSTEMS, transport, args.data.clone()).admitting(admitted(args)));
    let kept = args.data.as_ref().is_some_and(|folder| folder.join(format!("{DEFAULT}.sqlite")).exists());
    let default = hub.create(DEFAULT, &given).and_then(|resident| {
        hub.open_kept()?;
        Ok(resident)
    });
    default.map_err(|error| refused(&error, args))?;
    let token = token(args)?;
    let access = Access { listen: None, token: token.clone() };
    hub.employ(Arc::new(PlainDoors::new(&hub, access.clone())));
    let listener = plain::open(&hub, Arc::clone(hub.main()), socket, access, None);
    let listener = listener.map_err(|error| taken(args.listen, &error))?;
    let told = until_told();
    super::table::say(&greeting(&hub, &listener, token.as_deref())?);
    if kept && (args.world.is_some() || args.seed.is_some() || args.frozen) {
        super::table::say(KEPT);
    }
    tracing::debug!("ready {} ms after the start", watch.elapsed().as_millis());
    runtime.block_on(told);
    hub.dismiss();
    listener.close();
    Ok(Exit::Ok)
}

/// The description of the default world: the user's, or the demo; with what the command line says about it.
fn description(args: &ServeArgs) -> Result<WorldGiven, Failure> {
    let mut given = match &args.world {
        None => WorldGiven::demo().map_err(|error| ours(&error))?,
        Some(file) => {
            let name = file.display();
            let yaml = std::fs::read_to_string(file).map_err(|error| {
                let en = format!("cannot read {name}: {error}");
                Failure::new(Exit::BadFile, en, format!("无法读取 {name}：{error}"))
            })?;
            WorldGiven::read(&yaml).map_err(|error| bad_file(&name.to_string(), &error))?
        }
    };
    if let Some(seed) = args.seed {
        given.seed = Some(Seed::new(seed));
    }
    if args.frozen {
        given.clock = Some(ClockGiven::Frozen);
    }
    Ok(given)
}

fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    let socket = TcpListener::bind(address).map_err(|error| taken(address, &error))?;
    socket.set_nonblocking(true).map_err(|error| taken(address, &error))?;
    Ok(socket)
}

fn taken(address: SocketAddr, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::AddrInUse {
        return Failure::set_up(
            format!(
                "{address} is in use by another program, perhaps by another sandbox; choose a port with --listen"
            ),
            format!("{address} 已被占用（可能是另一个沙盒）；请用 --listen 换一个端口"),
        );
    }
    Failure::set_up(format!("cannot listen on {address}: {error}"), format!("无法监听 {address}：{error}"))
}

/// Makes the folder of worlds, and holds it against a second server: two would overwrite each other.
fn hold(folder: &Path) -> Result<File, Failure> {
    let name = folder.display();
    let unusable = |error: &io::Error| {
        Failure::set_up(format!("cannot use {name}: {error}"), format!("无法使用 {name}：{error}"))
    };
    std::fs::create_dir_all(folder).map_err(|error| unusable(&error))?;
    let lock = File::create(folder.join("lock")).map_err(|error| unusable(&error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Failure::set_up(
            format!("another sandbox keeps its worlds in {name}; give another folder, or stop that one"),
            format!("另一个沙盒正在使用 {name}；请换一个目录或先停止它"),
        )),
        Err(TryLockError::Error(error)) => Err(unusable(&error)),
    }
}

fn transport(authority: Option<&Path>) -> Result<HttpTransport, Failure> {
    let wrong = |file: &Path, why: String| {
        let name = file.display();
        Failure::set_up(
            format!("--receiver-ca {name}: {why}"),
            format!("--receiver-ca {name} 无法使用：{why}"),
        )
    };
    let pem = match authority {
        None => None,
        Some(file) => Some(std::fs::read(file).map_err(|error| wrong(file, error.to_string()))?),
    };
    HttpTransport::new(pem.as_deref()).map_err(|why| wrong(authority.unwrap_or_else(|| Path::new("")), why))
}

/// The hosts that the command line names: callbacks of every world may go there.
fn admitted(args: &ServeArgs) -> Receivers {
    Receivers {
        allowed: args.allow_receiver.iter().cloned().collect(),
        mapped: args.receiver.iter().cloned().collect(),
    }
}

/// What is said to whoever describes a world that is there already.
const KEPT: &str = "the world `default` was kept from an earlier start; --world, --seed and --frozen describe a new one only\n\
                    default 世界沿用已保存的数据；--world、--seed、--frozen 只对新建的世界生效\n";

/// The token of the control API: the one given, else one made for any address but loopback.
fn token(args: &ServeArgs) -> Result<Option<String>, Failure> {
    let given = args.token.clone().filter(|token| !token.is_empty());
    if given.is_some() || args.listen.ip().is_loopback() {
        return Ok(given);
    }
    let none =
        || Failure::set_up("the host has no randomness; give --token", "系统无随机源，请用 --token 指定令牌");
    host::fresh_token().map(Some).ok_or_else(none)
}

fn greeting(hub: &Hub, listener: &Listener, token: Option<&str>) -> Result<String, Failure> {
    let address = listener.address();
    let mut text =
        format!("wxpay-sandbox {} listens on 正在监听 http://{address}\n", env!("CARGO_PKG_VERSION"));
    let default = hub.resident(DEFAULT).map_err(|error| ours(&error))?;
    let all = default.world().command(credentials::of).map_err(|bug: Bug| ours(&bug))?;
    text.push_str("merchants of the world `default`, default 世界的商户:\n");
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let subs: Vec<&str> = one.sub_merchants.iter().map(|sub| sub.mchid.as_str()).collect();
            vec![format!("  {}", one.mchid), one.role.clone(), one.name.clone(), subs.join(", ")]
        })
        .collect();
    text.push_str(&super::table::render(&rows));
    let here =
        if address == super::client::DEFAULT_URL.trim_start_matches("http://").parse().unwrap_or(address) {
            String::new()
        } else {
            format!(" --url http://{address}")
        };
    text.push_str(&format!("take their keys 导出密钥: wxpay-sandbox credentials --to demo-keys{here}\n"));
    if let Some(token) = token {
        text.push_str(&format!("token of the control API 控制接口令牌: {token}\n"));
    }
    Ok(text)
}

/// Listens for SIGINT and SIGTERM from now on; the future ends with the first of them.
///
/// Called before the greeting: whoever has read it may end the server at once.
fn until_told() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        [SignalKind::interrupt(), SignalKind::terminate()].map(signal)
    };
    async move {
        #[cfg(unix)]
        if let [Ok(mut interrupt), Ok(mut terminate)] = terminate {
            let interrupt = std::pin::pin!(interrupt.recv());
            futures_util::future::select(interrupt, std::pin::pin!(terminate.recv())).await;
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

fn refused(error: &HubError, args: &ServeArgs) -> Failure {
    match error {
        HubError::Given(given) => match given {
            GivenError::Unreadable(_) | GivenError::Unfit(_) => {
                let name = args.world.as_deref().map(|file| file.display().to_string());
                bad_file(&name.unwrap_or_default(), given)
            }
            GivenError::Open(open) => {
                Failure::set_up(open.to_string(), "数据库文件无法使用，详见上一行英文说明")
            }
            GivenError::Bug(bug) => ours(bug),
        },
        HubError::Add(add) => Failure::set_up(add.to_string(), "保存的世界之间凭证冲突"),
        HubError::NoWorld { .. }
        | HubError::BadName(_)
        | HubError::NoAct { .. }
        | HubError::NoSnapshot { .. }
        | HubError::NoNotice(_)
        | HubError::Act(_)
        | HubError::Clock(_)
        | HubError::Door(_)
        | HubError::Bug(_) => ours(error),
    }
}

fn bad_file(name: &str, error: &GivenError) -> Failure {
    Failure::new(Exit::BadFile, format!("{name}: {error}"), format!("世界描述文件 {name} 有误"))
}

fn ours(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Bug, error.to_string(), "沙盒自身出错，请报告")
}
