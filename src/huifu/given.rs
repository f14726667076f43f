//! How a user describes Huifu's part of a world, and how that becomes members, keys and money.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::assumed::{self, Assumed};
use super::model::channel::{self, ChannelNumbers};
use super::model::member::{Acct, AcctKind, Binding, Business, Kind, Member};
use super::rules::books::{Bucket, Place};
use super::rules::{control, payout};
use crate::crypto::key::PublicKey;
use crate::crypto::pool;
use crate::world::account::Account;
use crate::world::given::{SetUp, unfit};
use crate::world::ids::{AcctId, Appid, HuifuId, Mchid};
use crate::world::ledger::Transfer;
use crate::world::{Bug, Cx, FeeRate, Fen};

/// Where the members' keys lie in the pool.
const MEMBER_KEYS: std::ops::Range<usize> = 0..12;

/// Huifu's part of a world.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HuifuGiven {
    /// Agents: they brought merchants in and may call for them.
    pub agents: Vec<MemberGiven>,
    /// Merchants.
    pub merchants: Vec<MemberGiven>,
    /// Users: they receive splits and call nothing.
    pub users: Vec<MemberGiven>,
    /// Huifu's own numbers at WeChat Pay.
    pub channel: ChannelNumbers,
    /// Whether the control switch is on from the start (HF-27).
    pub control_switch: bool,
    /// Values that no source proves, where they differ from the defaults.
    pub assumed: Assumed,
}

/// Somebody with a huifu_id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberGiven {
    /// Their number.
    pub huifu_id: HuifuId,
    /// Their name; the number where left out.
    pub name: Option<String>,
    /// The product number of their calls; MCS where left out.
    pub product_id: Option<String>,
    /// Their public key, as PEM or as one line of base64; one of ours where left out.
    pub public_key: Option<String>,
    /// Where mails to them go.
    pub email: Option<String>,
    /// Their direct agent.
    pub agent: Option<HuifuId>,
    /// Their number at WeChat Pay; made from the seed where left out.
    pub wechat_mchid: Option<Mchid>,
    /// The mini programs bound to them from the start.
    #[serde(default)]
    pub appids: Vec<Appid>,
    /// The fee on what they take in: 0.38% where left out (assumed).
    pub fee_rate: Option<FeeRate>,
    /// The number of their basic account; made from the seed where left out.
    pub acct_id: Option<AcctId>,
    /// The card that payouts go to; made from the seed where left out.
    pub token_no: Option<String>,
    /// What they may do, and what is done for them.
    #[serde(default)]
    pub business: Business,
    /// What their accounts hold from the start, in fen: basic, cash, recharge.
    #[serde(default)]
    pub balances: BTreeMap<String, Fen>,
}

impl HuifuGiven {
    /// Writes the description into a new world.
    ///
    /// # Errors
    /// [`crate::world::given::Unfit`] with the line of the description that cannot be.
    pub fn set_up(&self, cx: &Cx<'_>) -> SetUp<()> {
        assumed::set(cx, &self.assumed)?;
        channel::set(cx, &self.channel)?;
        control::turn_switch(cx, self.control_switch)?;
        let agents = self.agents.iter().map(|given| (Kind::Agent, given));
        let merchants = self.merchants.iter().map(|given| (Kind::Merchant, given));
        let users = self.users.iter().map(|given| (Kind::User, given));
        for (number, (kind, given)) in agents.chain(merchants).chain(users).enumerate() {
            if cx.get::<Member>(given.huifu_id.as_str())?.is_some() {
                return unfit(format!("huifu: {} stands twice", given.huifu_id));
            }
            if let Some(agent) = &given.agent
                && cx.get::<Member>(agent.as_str())?.is_none_or(|agent| agent.kind != Kind::Agent)
            {
                return unfit(format!(
                    "huifu: {agent} is the agent of {} but stands not under agents",
                    given.huifu_id
                ));
            }
            let member = given.member(cx, kind, number)?;
            cx.put(&member)?;
            given.open_with(cx, &member)?;
            payout::set_days(cx, &member)?;
        }
        Ok(())
    }
}

impl MemberGiven {
    fn member(&self, cx: &Cx<'_>, kind: Kind, number: usize) -> SetUp<Member> {
        let huifu_id = self.huifu_id.clone();
        let own = MEMBER_KEYS.start + number % MEMBER_KEYS.len();
        let (public_key, pool_key) = match &self.public_key {
            Some(text) => (read_key(&huifu_id, text)?, None),
            None => (pool::key(own).public().spki_pem().to_owned(), Some(own)),
        };
        Ok(Member {
            name: self.name.clone().unwrap_or_else(|| huifu_id.to_string()),
            kind,
            product_id: self.product_id.clone().unwrap_or_else(|| "MCS".to_owned()),
            public_key,
            pool_key,
            email: self.email.clone(),
            agent: self.agent.clone(),
            wechat_mchid: match &self.wechat_mchid {
                Some(mchid) => mchid.clone(),
                None => new_mchid(cx)?,
            },
            appids: self.appids.iter().map(|appid| Binding { appid: appid.clone(), at: cx.now() }).collect(),
            fee_rate: match &self.fee_rate {
                Some(rate) => *rate,
                None => FeeRate::try_from("0.38%".to_owned()).map_err(Bug::Broken)?,
            },
            accounts: accounts(cx, self.acct_id.as_ref())?,
            token_no: match &self.token_no {
                Some(token) => token.clone(),
                None => cx.random("huifu token")?.digits(11),
            },
            business: self.business,
            opened: false,
            huifu_id,
        })
    }

    /// The money that its accounts hold from the start.
    fn open_with(&self, cx: &Cx<'_>, member: &Member) -> SetUp<()> {
        for (name, amount) in &self.balances {
            let kind = match name.as_str() {
                "basic" => AcctKind::Basic,
                "cash" => AcctKind::Cash,
                "recharge" => AcctKind::Recharge,
                _ => {
                    return unfit(format!(
                        "huifu: {} has no account `{name}`: basic, cash or recharge",
                        member.huifu_id
                    ));
                }
            };
            if amount.is_negative() || *amount > Fen::MOST {
                return unfit(format!("huifu: {amount} is no opening balance of {}", member.huifu_id));
            }
            let place = Place { huifu_id: &member.huifu_id, acct_id: member.acct(kind)? };
            cx.transfer(&Transfer {
                debit: &Account::banks(),
                credit: &place.bucket(Bucket::Available),
                amount: *amount,
                cause: "huifu_opening",
                subject: member.huifu_id.as_str(),
                document: member.huifu_id.as_str(),
            })?;
        }
        Ok(())
    }
}

fn read_key(huifu_id: &HuifuId, text: &str) -> SetUp<String> {
    let pem = if text.contains("-----") {
        text.to_owned()
    } else {
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", text.trim())
    };
    match PublicKey::from_pem(&pem) {
        Ok(key) => Ok(key.spki_pem().to_owned()),
        Err(error) => unfit(format!("huifu: the public_key of {huifu_id}: {error}")),
    }
}

/// The accounts of a new member, the basic one first.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn accounts(cx: &Cx<'_>, basic: Option<&AcctId>) -> Result<Vec<Acct>, Bug> {
    let mut accounts = Vec::new();
    for kind in [AcctKind::Basic, AcctKind::Cash, AcctKind::Recharge] {
        let acct_id = match basic.filter(|_| kind == AcctKind::Basic) {
            Some(acct_id) => acct_id.clone(),
            None => {
                let number = format!("{}{}", kind.letter(), cx.random("huifu account")?.digits(8));
                AcctId::parse(&number).map_err(Bug::Broken)?
            }
        };
        accounts.push(Acct { acct_id, kind });
    }
    Ok(accounts)
}

/// A number for a merchant at WeChat Pay, in the form of acquirers' merchants: nine digits.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn new_mchid(cx: &Cx<'_>) -> Result<Mchid, Bug> {
    let number = format!("5{}", cx.random("huifu channel merchant")?.digits(8));
    Mchid::parse(&number).map_err(Bug::Broken)
}
