//! Between fields and rules: a call with its decoded form, and what it answers.

use serde_json::{Map, Value};

use super::form::Fields;
use crate::allinpay::model::merchant::Merchant;
use crate::allinpay::model::sign_type::SignType;
use crate::allinpay::rules::query::Named;
use crate::allinpay::rules::refusal::Refusal;
use crate::world::message::Answer;
use crate::world::{Cx, Fen, Instant};

/// An authentic, well-formed call.
pub(super) struct Call<'a> {
    /// The world's command.
    pub(super) cx: &'a Cx<'a>,
    /// The merchant that trades.
    pub(super) merchant: &'a Merchant,
    /// The application that calls.
    pub(super) appid: &'a str,
    /// The group that calls for itself, where no merchant of it is meant (AL-50).
    pub(super) organization: Option<&'a str>,
    /// How the request is signed.
    pub(super) sign_type: SignType,
    /// Scheme and host under which the caller reached this server.
    pub(super) origin: String,
    /// The common fields and those of the API's table, checked, without empty ones.
    pub(super) fields: &'a Fields,
}

/// The members of an answer beside the common ones.
pub(super) type Members = Vec<(&'static str, String)>;

impl Call<'_> {
    /// A field; none where it is empty or not there.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// A field that the API's table requires.
    ///
    /// # Errors
    /// [`Refusal::Missing`].
    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::Missing(name.to_owned()))
    }

    /// A field as its own text; empty where it is not there.
    pub(super) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// An amount in fen.
    ///
    /// # Errors
    /// [`Refusal::Missing`], [`Refusal::Malformed`].
    pub(super) fn amount(&self, name: &str) -> Result<Fen, Refusal> {
        let fen: i64 = self.required(name)?.parse().map_err(|_| Refusal::malformed(name, "whole fen"))?;
        Ok(Fen::new(fen))
    }

    /// The merchant's number of what is asked for: `reqsn`, or `unireqsn` where that is not there.
    ///
    /// # Errors
    /// [`Refusal::Missing`].
    pub(super) fn number(&self) -> Result<String, Refusal> {
        let found = self.get("reqsn").or_else(|| self.get("unireqsn"));
        found.map(str::to_owned).ok_or_else(|| Refusal::Missing("reqsn".to_owned()))
    }

    /// The trade that two fields name; the acquirer's number counts where both are there.
    ///
    /// # Errors
    /// [`Refusal::Missing`].
    pub(super) fn named(&self, trxid: &str, reqsn: &str) -> Result<Named, Refusal> {
        match (self.get(trxid), self.get(reqsn)) {
            (Some(number), _) => Ok(Named::Trxid(number.to_owned())),
            (None, Some(number)) => Ok(Named::Reqsn(number.to_owned())),
            (None, None) => Err(Refusal::Missing(reqsn.to_owned())),
        }
    }
}

/// Instants on the wire: `yyyyMMddHHmmss`.
pub(super) fn time(at: Instant) -> String {
    at.format("%Y%m%d%H%M%S")
}

/// The answer with these members, in alphabetical order and without empty ones (AL-03).
pub(super) fn answer(status: u16, members: Fields) -> Answer {
    let members: Map<String, Value> = members
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name, Value::String(value)))
        .collect();
    let mut answer = Answer::empty(status);
    answer.set("Content-Type", "application/json;charset=UTF-8");
    answer.body = Value::Object(members).to_string().into_bytes();
    answer
}
