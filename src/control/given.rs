//! The description of a world: the same words in a scenario's `given:`, in a world file and in `POST /_sandbox/worlds`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::allinpay::given::{self as allinpay, AllinpayGiven};
use crate::huifu::given::HuifuGiven;
use crate::ipos::given::IposGiven;
use crate::mini_program::given::{self as apps, AppGiven};
use crate::mini_program::model::switches::Switches as MiniProgramSwitches;
use crate::wechat_pay::given::{BuyerGiven, CallerRole, Given, MerchantGiven, SubMerchantGiven};
use crate::wechat_pay::model::switches::Switches;
use crate::world::given::{SetUp, Unfit, unfit};
use crate::world::ids::Mchid;
use crate::world::journal::Kind;
use crate::world::receivers::Receivers;
use crate::world::system::Systems;
use crate::world::{Bug, Clock, Fen, Instant, OpenError, Seed, Start, Stop, Transport, World, host};

/// Where the description stands among the world's settings, so that a reset can begin anew.
const SETTING: &str = "given";

/// A world as its maker describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorldGiven {
    /// The seed of all randomness; one nobody chose where left out (a scenario has 1).
    pub seed: Option<Seed>,
    /// The first instant; the host's now where left out (a scenario has 2026-01-05T10:00:00+08:00).
    pub start: Option<Instant>,
    /// Whether time flows.
    pub clock: Option<ClockGiven>,
    /// Which clock signatures are measured by.
    pub transport: Option<Transport>,
    /// The one platform.
    pub platform: Option<MerchantGiven>,
    /// Several platforms.
    pub platforms: Vec<MerchantGiven>,
    /// Other merchants that call the API: direct ones, service providers.
    pub merchants: Vec<MerchantGiven>,
    /// Merchants that trade through a platform or provider.
    pub sub_merchants: Vec<SubMerchantGiven>,
    /// Applications whose server calls api.weixin.qq.com, with their AppSecret.
    pub mini_programs: Vec<AppGiven>,
    /// Where their server API differs from the defaults.
    pub mini_program_switches: MiniProgramSwitches,
    /// The acquirer 收银宝 and its merchants.
    pub allinpay: AllinpayGiven,
    /// The acquirer Huifu: its agents, merchants and users.
    pub huifu: HuifuGiven,
    /// The platform ipos-sa over Huifu's books: its merchants.
    pub ipos: IposGiven,
    /// People who can pay.
    pub buyers: Vec<BuyerGiven>,
    /// Opening balances in fen: merchant number, then BASIC, OPERATION or FEES.
    pub balances: BTreeMap<Mchid, BTreeMap<String, Fen>>,
    /// Where this world differs from the defaults.
    pub switches: Switches,
    /// Which hosts callbacks may go to besides loopback.
    pub receivers: Receivers,
}

/// Whether time flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockGiven {
    /// It stands until it is moved.
    Frozen,
    /// It flows with the host's.
    Running,
}

/// Why a description makes no world.
#[derive(Debug, Error)]
pub enum GivenError {
    /// The description cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// A line of it cannot be.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The database cannot be made or opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Our mistake.
    #[error(transparent)]
    Bug(#[from] Bug),
}

impl WorldGiven {
    /// The world that `serve` starts with.
    ///
    /// # Errors
    /// [`GivenError::Unreadable`] when the file that ships with the program is broken.
    pub fn demo() -> Result<WorldGiven, GivenError> {
        WorldGiven::read(include_str!("demo.yaml"))
    }

    /// Reads a description from YAML.
    ///
    /// # Errors
    /// [`GivenError::Unreadable`] with line, column and what was expected.
    pub fn read(yaml: &str) -> Result<WorldGiven, GivenError> {
        serde_saphyr::from_str(yaml).map_err(|error| GivenError::Unreadable(error.to_string()))
    }

    /// Makes the world that is described, in memory or in a file. A file that exists already is opened as it is.
    ///
    /// # Errors
    /// [`GivenError`].
    pub fn build(&self, name: &str, systems: Systems, file: Option<&Path>) -> Result<World, GivenError> {
        let world = World::open(name, systems, file, &self.start())?;
        world
            .command(|cx| {
                if cx.setting::<WorldGiven>(SETTING)?.is_some() {
                    return Ok(());
                }
                // With the seed it got, so that a reset comes back to the same keys.
                cx.set_setting(SETTING, &WorldGiven { seed: Some(cx.seed()), ..self.clone() })?;
                cx.set_receivers(&self.receivers)?;
                self.check_channel()?;
                // Where there is a mail server, it gets what the description brings about too.
                cx.mails_posted(0)?;
                self.wechat_pay().set_up(cx)?;
                allinpay::set_up(cx, &self.allinpay)?;
                // Acquirers first: they hear which applications are controlled from the start.
                self.huifu.set_up(cx)?;
                self.ipos.set_up(cx)?;
                apps::set_up(cx, &self.mini_programs, &self.mini_program_switches)?;
                let title = format!("the world {name} begins");
                cx.journal(Kind::World, &title, "", serde_json::json!({ "seed": cx.seed() }))?;
                Ok::<_, Stop<Unfit>>(())
            })
            .map_err(|stop| match stop {
                Stop::Refused(unfit) | Stop::RefusedAndKept(unfit) => GivenError::Unfit(unfit),
                Stop::Bug(bug) => GivenError::Bug(bug),
            })?;
        Ok(world)
    }

    /// The description that a world was made from.
    ///
    /// # Errors
    /// [`Bug`] when the world holds none.
    pub fn of(world: &World) -> Result<WorldGiven, Bug> {
        let given = world.command(|cx| cx.setting::<WorldGiven>(SETTING))?;
        given.ok_or_else(|| Bug::Broken(format!("the world {} does not know how it began", world.name())))
    }

    /// That the acquirer's number at WeChat Pay is nobody else's: whose payment it is goes by that number.
    fn check_channel(&self) -> SetUp<()> {
        let Some(channel) = &self.allinpay.channel_mchid else { return Ok(()) };
        let callers =
            self.platform.iter().chain(&self.platforms).chain(&self.merchants).map(|one| &one.mchid);
        let subs = self.sub_merchants.iter().map(|one| &one.mchid);
        if callers.chain(subs).any(|mchid| mchid == channel) {
            return unfit(format!(
                "allinpay: channel_mchid {channel} is a merchant of WeChat Pay in this world"
            ));
        }
        Ok(())
    }

    fn start(&self) -> Start {
        let seed = self.seed.unwrap_or_else(|| Seed::new(host::fresh_seed()));
        let from =
            self.start.or_else(|| Instant::from_unix(host::unix_seconds()).ok()).unwrap_or(Instant::LATEST);
        let transport = self.transport.unwrap_or_default();
        let clock = match self.clock.unwrap_or(ClockGiven::Running) {
            ClockGiven::Frozen => Clock::frozen(from, transport),
            ClockGiven::Running => Clock::running(from, transport),
        };
        Start { seed, clock }
    }

    fn wechat_pay(&self) -> Given<'_> {
        let platforms = self.platform.iter().chain(&self.platforms);
        let platforms = platforms.map(|given| (given, given.role.unwrap_or(CallerRole::Platform)));
        let others = self.merchants.iter().map(|given| (given, given.role.unwrap_or(CallerRole::Direct)));
        Given {
            callers: platforms.chain(others).collect(),
            subs: &self.sub_merchants,
            buyers: &self.buyers,
            balances: &self.balances,
            switches: self.switches.clone(),
        }
    }
}
