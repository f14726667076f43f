//! Which paths exist, what each takes, and which function answers it.

mod applyment;
mod applyment4sub;
mod bill;
mod fund;
mod media;
mod ordinary_split;
mod refund;
mod settlement;
mod split;
mod split_return;
mod subsidy;
mod trade;

use percent_encoding::percent_decode_str;

use super::errors::Misfit;
use super::schema::Schema;
use super::wire::{Call, Reply};
use crate::wechat_pay::rules::Outcome;

/// One API.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with `{name}` for variables.
    pub path: &'static str,
    /// What it takes.
    pub schema: &'static Schema,
    /// The parameter that must be the caller's own number (WI-12).
    pub caller: Option<&'static str>,
    /// Whether it takes a form with a file: then the part `meta` is what is signed and what the schema reads (MU-01).
    pub file: bool,
    /// What it does.
    pub run: fn(&Call<'_>) -> Outcome<Reply>,
}

impl Route {
    /// Whether it is one of the "transaction APIs", whose gateway words its errors differently (WI-03 to WI-05, WI-11; assumed).
    #[must_use]
    pub fn is_transaction(&self) -> bool {
        self.path.starts_with("/v3/pay/") || self.path.starts_with("/v3/combine-transactions/")
    }

    /// Whether a platform must have opened the 平台收付通 tool to call it (AP-01).
    #[must_use]
    pub fn needs_tool(&self) -> bool {
        self.path.starts_with("/v3/ecommerce/")
    }
}

impl Route {
    /// What an encrypted field is that does not decrypt: ordinary profit sharing has its own words (WI-15, PP-16).
    #[must_use]
    pub fn undecryptable(&self, pointer: String) -> Misfit {
        if self.path.starts_with("/v3/profitsharing/") {
            Misfit::NotCipher(pointer)
        } else {
            Misfit::Undecryptable(pointer)
        }
    }
}

const fn get(path: &'static str, schema: &'static Schema, run: fn(&Call<'_>) -> Outcome<Reply>) -> Route {
    Route { method: "GET", path, schema, caller: None, file: false, run }
}

const fn post(path: &'static str, schema: &'static Schema, run: fn(&Call<'_>) -> Outcome<Reply>) -> Route {
    Route { method: "POST", path, schema, caller: None, file: false, run }
}

impl Route {
    const fn called_by(self, parameter: &'static str) -> Route {
        Route { caller: Some(parameter), ..self }
    }

    const fn with_file(self) -> Route {
        Route { file: true, ..self }
    }
}

/// Every API: the families in the order of the documentation. Of several paths that match the first one is meant.
#[rustfmt::skip] // one family a line
pub static FAMILIES: &[&[Route]] = &[
    trade::ROUTES,
    split::ROUTES,
    ordinary_split::ROUTES,
    split_return::ROUTES,
    subsidy::ROUTES,
    refund::ROUTES,
    fund::ROUTES,
    bill::ROUTES,
    applyment::ROUTES,
    applyment4sub::ROUTES,
    settlement::ROUTES,
    media::ROUTES,
];

fn all() -> impl Iterator<Item = &'static Route> {
    FAMILIES.iter().copied().flatten()
}

/// What a method and path lead to.
pub enum Found {
    /// An API, with its path variables decoded.
    Route(&'static Route, Vec<(&'static str, String)>),
    /// The path exists, with another method (WI-02).
    OtherMethod(&'static str),
    /// No such path (WI-01); perhaps this one was meant.
    Nothing(Option<&'static str>),
}

/// Finds the API for a method and a raw path.
#[must_use]
pub fn find(method: &str, path: &str) -> Found {
    let mut other = None;
    for route in all() {
        let Some(variables) = variables(route.path, path) else { continue };
        if route.method == method {
            return Found::Route(route, variables);
        }
        other = Some(route.method);
    }
    match other {
        Some(method) => Found::OtherMethod(method),
        None => {
            let nearest = crate::world::act::closest(path, all().map(|route| route.path));
            Found::Nothing(nearest)
        }
    }
}

fn variables(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut variables = Vec::new();
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(variables),
            (Some(wanted), Some(given)) => {
                match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                    Some(_) if given.is_empty() => return None,
                    Some(name) => {
                        variables.push((name, percent_decode_str(given).decode_utf8_lossy().into_owned()))
                    }
                    None if wanted == given => {}
                    None => return None,
                }
            }
            (Some(_), None) | (None, Some(_)) => return None,
        }
    }
}
