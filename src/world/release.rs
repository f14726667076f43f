//! News of released money reaches a system at once, or late: while it is held back, as it may be between WeChat and an
//! acquirer, the system goes on as if the money were frozen (SH-89).

use serde::{Deserialize, Serialize};

use super::bug::Bug;
use super::cx::Cx;
use super::event::{Event, Released};
use super::ids::TransactionId;
use super::store::Record;
use super::system::System;

/// News that a system has not been given yet.
#[derive(Debug, Serialize, Deserialize)]
struct HeldBack {
    system: String,
    released: Released,
}

impl Record for HeldBack {
    const TABLE: &'static str = "held_back";
    const COLUMNS: &'static [&'static str] = &["key", "system"];
    fn columns(&self) -> Vec<Option<String>> {
        let HeldBack { system, released } = self;
        vec![Some(format!("{system}/{}", released.transaction_id)), Some(system.clone())]
    }
}

/// The setting that says whether a system's news is held back.
fn setting(system: &dyn System) -> String {
    format!("{} releases held back", system.name())
}

impl Cx<'_> {
    /// Tells every system that an order's money is released: at once, but those whose news is held back later.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn release(&self, released: &Released) -> Result<(), Bug> {
        for system in self.systems() {
            if self.setting(&setting(*system))?.unwrap_or(false) {
                self.put(&HeldBack { system: system.name().to_owned(), released: released.clone() })?;
            } else {
                system.hear(self, &Event::Released(released.clone()))?;
            }
        }
        Ok(())
    }

    /// From now on a system hears of released money only by [`Cx::deliver_releases`].
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn hold_releases(&self, system: &dyn System) -> Result<(), Bug> {
        self.set_setting(&setting(system), &true)
    }

    /// Gives a system the news of one order, or of all that wait; with the latter nothing is held back any more.
    /// Answers what it was given.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn deliver_releases(
        &self,
        system: &dyn System,
        only: Option<&TransactionId>,
    ) -> Result<Vec<Released>, Bug> {
        if only.is_none() {
            self.set_setting(&setting(system), &false)?;
        }
        let waiting: Vec<HeldBack> = self.all("system", system.name())?;
        let wanted =
            waiting.into_iter().filter(|held| only.is_none_or(|id| held.released.transaction_id == *id));
        let mut given = Vec::new();
        for HeldBack { released, .. } in wanted {
            self.remove::<HeldBack>(&format!("{}/{}", system.name(), released.transaction_id))?;
            system.hear(self, &Event::Released(released.clone()))?;
            given.push(released);
        }
        Ok(given)
    }
}
