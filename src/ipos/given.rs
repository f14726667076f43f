//! How a user describes the merchants of ipos-sa. Their accounts stand under `huifu`, whose books these are.

use serde::{Deserialize, Serialize};

use super::model::assumed::{self, Assumed};
use super::model::merchant::{Merchant, Store};
use crate::huifu::model::member::{Kind, Member};
use crate::world::Cx;
use crate::world::given::{SetUp, unfit};
use crate::world::ids::{HuifuId, Isspid};

/// ipos-sa's part of a world.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IposGiven {
    /// Its merchants.
    pub merchants: Vec<MerchantGiven>,
    /// Values that no source proves, where they differ from the defaults.
    pub assumed: Assumed,
}

/// A merchant of ipos-sa.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantGiven {
    /// Its number, 8 characters at most.
    pub isspid: Isspid,
    /// Its name; the number where left out.
    pub name: Option<String>,
    /// The `system_id` of its calls; 8888 where left out.
    pub system_id: Option<String>,
    /// The key of `sign`; made from the seed where left out.
    pub key: Option<String>,
    /// The merchant of Huifu whose account it sells into.
    pub huifu_id: HuifuId,
    /// Stores that sell into another merchant's account.
    #[serde(default)]
    pub stores: Vec<Store>,
    /// Members of Huifu whose balances it may ask for and spend besides.
    #[serde(default)]
    pub split_merchants: Vec<HuifuId>,
}

impl IposGiven {
    /// Writes the description into a new world, after Huifu's.
    ///
    /// # Errors
    /// [`crate::world::given::Unfit`] with the line of the description that cannot be.
    pub fn set_up(&self, cx: &Cx<'_>) -> SetUp<()> {
        assumed::set(cx, &self.assumed)?;
        for given in &self.merchants {
            if cx.get::<Merchant>(given.isspid.as_str())?.is_some() {
                return unfit(format!("ipos: {} stands twice", given.isspid));
            }
            let merchant = Merchant {
                isspid: given.isspid.clone(),
                name: given.name.clone().unwrap_or_else(|| given.isspid.to_string()),
                system_id: given.system_id.clone().unwrap_or_else(|| "8888".to_owned()),
                key: match &given.key {
                    Some(key) => key.clone(),
                    None => hex::encode(cx.random("ipos key")?.bytes::<16>()),
                },
                huifu_id: given.huifu_id.clone(),
                stores: given.stores.clone(),
                split_merchants: given.split_merchants.clone(),
            };
            for huifu_id in merchant.members() {
                let member = cx.get::<Member>(huifu_id.as_str())?;
                if member.is_none_or(|member| member.kind == Kind::Agent) {
                    return unfit(format!(
                        "ipos: {} needs {huifu_id} under huifu.merchants or huifu.users",
                        given.isspid
                    ));
                }
            }
            cx.put(&merchant)?;
        }
        Ok(())
    }
}
