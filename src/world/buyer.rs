//! Buyers, and the openid by which each application knows them.

use serde::{Deserialize, Serialize};

use super::act::{ActRefused, ActStop};
use super::ids::{Appid, Openid};
use super::store::{Page, Record};
use super::{Bug, Cx};

/// A person who pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// The name by which acts call them.
    pub name: String,
    /// The name that they proved to be theirs; none where the world was not told (PS-25).
    #[serde(default)]
    pub real_name: Option<String>,
}

/// A buyer as one application knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAs {
    /// The openid: differs from one appid to the next.
    pub openid: Openid,
    /// The application.
    pub appid: Appid,
    /// The buyer's name.
    pub buyer: String,
}

impl Record for Buyer {
    const TABLE: &'static str = "buyer";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.name.clone())]
    }
}

impl Record for KnownAs {
    const TABLE: &'static str = "openid";
    const COLUMNS: &'static [&'static str] = &["key", "appid"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.openid.to_string()), Some(self.appid.to_string())]
    }
}

/// The openid of a buyer in an application. One that was never used there is made and kept.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn openid_of(cx: &Cx<'_>, buyer: &str, appid: &Appid) -> Result<Openid, Bug> {
    let known: Vec<KnownAs> = cx.all("appid", appid.as_str())?;
    if let Some(known) = known.into_iter().find(|known| known.buyer == buyer) {
        return Ok(known.openid);
    }
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    let text = format!("o{}", cx.random("openid")?.text(letters, 27));
    let openid = Openid::parse(&text).map_err(Bug::Broken)?;
    cx.put(&KnownAs { openid: openid.clone(), appid: appid.clone(), buyer: buyer.to_owned() })?;
    Ok(openid)
}

/// The buyer of this name, or with this openid.
///
/// # Errors
/// A refusal that lists the buyers there are.
pub fn called(cx: &Cx<'_>, name: &str) -> Result<String, ActStop> {
    if let Some(buyer) = cx.get::<Buyer>(name)? {
        return Ok(buyer.name);
    }
    if let Some(known) = cx.get::<KnownAs>(name)? {
        return Ok(known.buyer);
    }
    let names: Vec<String> =
        cx.page::<Buyer>(Page { offset: 0, limit: 20 })?.into_iter().map(|b| b.name).collect();
    let list = names.join(", ");
    Err(ActRefused::new(
        format!("this world has no buyer {name}; it has: {list}"),
        format!("该世界没有买家 {name}；现有：{list}"),
    )
    .into())
}

/// The first buyer of the world, who acts when an act names nobody.
///
/// # Errors
/// A refusal where the world has none.
pub fn first(cx: &Cx<'_>) -> Result<String, ActStop> {
    let first = cx.page::<Buyer>(Page { offset: 0, limit: 1 })?.into_iter().next();
    Ok(first.map(|buyer| buyer.name).ok_or_else(|| {
        ActRefused::new(
            "this world has no buyer; add one under given.buyers",
            "该世界没有买家；请在 given.buyers 中添加",
        )
    })?)
}
