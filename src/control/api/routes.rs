//! Which paths the control API has, what each takes, and which function answers it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::error::ApiError;
use super::wire::{Call, Reply};
use super::{
    ROOT, acts, allinpay, books, clock, copies, huifu, inbox, ipos, media, money, orders, portal, record,
    server, worlds,
};
use crate::control::hub::Hub;
use crate::world::Worlds;
use crate::world::act::closest;
use crate::world::message::{Answer, Request};

/// One path and method.
struct Route {
    method: &'static str,
    /// The path below [`ROOT`], with `{name}` for variables.
    path: &'static str,
    /// The parameters that its query may have.
    query: &'static [&'static str],
    run: Run,
}

/// An answer that is waited for.
pub(super) type Later<'a> = Pin<Box<dyn Future<Output = Reply> + Send + 'a>>;

/// What a route does: at once, or with callbacks under way meanwhile.
enum Run {
    Now(fn(&Call<'_>) -> Reply),
    Later(for<'a> fn(&'a Call<'a>) -> Later<'a>),
}

const PAGE: &[&str] = &["limit", "offset"];

const fn get(path: &'static str, query: &'static [&'static str], run: fn(&Call<'_>) -> Reply) -> Route {
    Route { method: "GET", path, query, run: Run::Now(run) }
}

const fn change(method: &'static str, path: &'static str, run: fn(&Call<'_>) -> Reply) -> Route {
    Route { method, path, query: &[], run: Run::Now(run) }
}

const fn drive(path: &'static str, run: for<'a> fn(&'a Call<'a>) -> Later<'a>) -> Route {
    Route { method: "POST", path, query: &["drain"], run: Run::Later(run) }
}

static ROUTES: &[Route] = &[
    get("/health", &[], server::health),
    get("/rules", &["limit", "offset", "family", "missing"], server::rules),
    get("/strays", PAGE, server::strays),
    get("/worlds", PAGE, worlds::list),
    change("POST", "/worlds", worlds::create),
    get("/worlds/{world}", &[], worlds::show),
    change("DELETE", "/worlds/{world}", worlds::delete),
    drive("/worlds/{world}/reset", |call| Box::pin(worlds::reset(call))),
    get("/worlds/{world}/credentials", &["mchid"], worlds::credentials),
    get("/worlds/{world}/allinpay/credentials", &[], allinpay::credentials),
    get("/worlds/{world}/allinpay/orders", PAGE, allinpay::orders),
    get("/worlds/{world}/huifu/credentials", &[], huifu::credentials),
    get("/worlds/{world}/ipos/credentials", &[], ipos::credentials),
    get("/worlds/{world}/huifu/{page}", &["limit", "offset", "huifu_id", "format"], huifu::list),
    get("/worlds/{world}/huifu/{page}/{number}", &[], huifu::detail),
    get("/worlds/{world}/snapshots", PAGE, copies::list),
    change("POST", "/worlds/{world}/snapshots", copies::take),
    drive("/worlds/{world}/snapshots/{name}/restore", |call| Box::pin(copies::restore(call))),
    change("POST", "/worlds/{world}/fork", copies::fork),
    get("/worlds/{world}/clock", &[], clock::show),
    drive("/worlds/{world}/clock/advance", |call| Box::pin(clock::advance(call))),
    drive("/worlds/{world}/clock/set", |call| Box::pin(clock::set(call))),
    get("/worlds/{world}/acts", PAGE, acts::list),
    drive("/worlds/{world}/acts/{name}", |call| Box::pin(acts::perform(call))),
    get("/worlds/{world}/orders", PAGE, orders::list),
    get("/worlds/{world}/orders/{number}", &["mchid"], orders::show),
    get("/worlds/{world}/orders/{number}/money", &["mchid"], money::show),
    get("/worlds/{world}/cross-border", &["limit", "offset", "platform"], portal::cross_border),
    get("/worlds/{world}/shipping", &["limit", "offset", "appid", "state"], portal::shipping),
    get("/worlds/{world}/media", PAGE, media::list),
    get("/worlds/{world}/media/{id}", &[], media::show),
    get("/worlds/{world}/ledger", &["limit", "offset", "account", "subject"], books::ledger),
    get("/worlds/{world}/outbox", &["limit", "offset", "subject", "state"], record::outbox),
    drive("/worlds/{world}/outbox/{id}/resend", |call| Box::pin(record::resend(call))),
    get("/worlds/{world}/journal", &["limit", "after", "subject"], record::journal),
    get("/worlds/{world}/inbox", &["limit", "offset", "buyer", "openid"], inbox::list),
    get("/worlds/{world}/mails", PAGE, record::mails),
    get("/worlds/{world}/agenda", PAGE, record::agenda),
];

/// Answers a request to the control API.
pub(super) async fn answer(hub: &Arc<Hub>, door: &Worlds, request: &Request) -> Answer {
    match reply(hub, door, request).await {
        Ok(answer) => answer,
        Err(error) => error.answer(),
    }
}

async fn reply(hub: &Arc<Hub>, door: &Worlds, request: &Request) -> Reply {
    let (route, path) = find(&request.method, request.path())?;
    let query = url::form_urlencoded::parse(request.query().as_bytes()).into_owned();
    let mut parameters = std::collections::BTreeMap::new();
    for (name, value) in query {
        if !route.query.contains(&name.as_str()) {
            return Err(unknown_parameter(route, &name));
        }
        parameters.insert(name, value);
    }
    let call = Call { hub, door, request, path, query: parameters };
    match route.run {
        Run::Now(run) => run(&call),
        Run::Later(run) => run(&call).await,
    }
}

/// A route with the variables of its path.
type Found = (&'static Route, Vec<(&'static str, String)>);

fn find(method: &str, path: &str) -> Result<Found, ApiError> {
    let below = path.strip_prefix(ROOT).unwrap_or(path);
    let mut others = Vec::new();
    for route in ROUTES {
        let Some(variables) = variables(route.path, below) else { continue };
        if route.method == method {
            return Ok((route, variables));
        }
        others.push(route.method);
    }
    if others.is_empty() {
        let near = closest(below, ROUTES.iter().map(|route| route.path));
        let hint = near.map(|near| format!("did you mean {ROOT}{near}?")).unwrap_or_default();
        let en = format!("the control API has no path {path}");
        return Err(ApiError::new(404, "NO_PATH", en, format!("控制接口没有路径 {path}")).hint(hint));
    }
    let allow = others.join(", ");
    let en = format!("{path} takes {allow}, not {method}");
    let error = ApiError::new(405, "OTHER_METHOD", en, format!("{path} 只接受 {allow}"));
    Err(ApiError { allow: Some(allow), ..error })
}

fn variables(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    if template.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut variables = Vec::new();
    for (wanted, given) in template.split('/').zip(path.split('/')) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if given.is_empty() => return None,
            Some(name) => variables.push((name, percent_decode_str(given).decode_utf8_lossy().into_owned())),
            None if wanted == given => {}
            None => return None,
        }
    }
    Some(variables)
}

fn unknown_parameter(route: &Route, name: &str) -> ApiError {
    let takes = if route.query.is_empty() { "no parameters".to_owned() } else { route.query.join(", ") };
    let error = ApiError::new(
        400,
        "UNKNOWN_PARAMETER",
        format!("the query takes no `{name}`; it takes: {takes}"),
        format!("查询参数没有 `{name}`；可用：{takes}"),
    );
    match closest(name, route.query.iter().copied()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error,
    }
}
