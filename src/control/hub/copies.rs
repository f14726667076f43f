//! Snapshot, restore and fork.

use std::net::SocketAddr;
use std::sync::Arc;

use super::{Hub, HubError, Resident, check_name, lock};
use crate::world::worlds::AddError;
use crate::world::{Snapshot, Worlds};

/// An open listener.
pub trait Door: Send + Sync {
    /// Where it listens.
    fn address(&self) -> SocketAddr;
    /// Stops listening.
    fn close(&self);
}

/// Opens listeners on free ports of loopback: a fork holds its parent's credentials, so it needs one of its own.
pub trait Doorkeeper: Send + Sync {
    /// Opens a listener for some worlds.
    ///
    /// # Errors
    /// When no port can be had.
    fn open(&self, worlds: Arc<Worlds>) -> std::io::Result<Box<dyn Door>>;
}

impl Hub {
    /// Says who opens listeners for forks. Without one, a fork is reached through the control API alone.
    pub fn employ(&self, doorkeeper: Arc<dyn Doorkeeper>) {
        *lock(&self.doorkeeper) = Some(doorkeeper);
    }

    /// Lets the doorkeeper go, and with it what it holds.
    pub fn dismiss(&self) {
        *lock(&self.doorkeeper) = None;
    }

    /// Keeps the world's state under a name, over an earlier one of that name.
    ///
    /// # Errors
    /// [`HubError`].
    pub fn snapshot(&self, world: &str, name: &str) -> Result<(), HubError> {
        check_name(name)?;
        let resident = self.resident(world)?;
        let snapshot = resident.world().snapshot()?;
        lock(&resident.snapshots).insert(name.to_owned(), Arc::new(snapshot));
        Ok(())
    }

    /// The names of a world's snapshots.
    ///
    /// # Errors
    /// [`HubError::NoWorld`].
    pub fn snapshots(&self, world: &str) -> Result<Vec<String>, HubError> {
        Ok(lock(&self.resident(world)?.snapshots).keys().cloned().collect())
    }

    /// Puts the world back to a snapshot; the only thing that sets its clock back.
    ///
    /// # Errors
    /// [`HubError::NoSnapshot`].
    pub async fn restore(&self, world: &str, name: &str) -> Result<(), HubError> {
        let resident = self.resident(world)?;
        let snapshot = resident.snapshot_named(name)?;
        resident.driver.overhaul(|world| Ok(world.restore(&snapshot)?)).await
    }

    /// Makes a world that begins as this one is now, behind a listener of its own. It is kept in memory: it holds its
    /// parent's credentials, so no later start could tell the two apart.
    ///
    /// # Errors
    /// [`HubError`].
    pub fn fork(&self, world: &str, name: &str) -> Result<Arc<Resident>, HubError> {
        check_name(name)?;
        let _making = lock(&self.making);
        let kept = self.file(name).is_some_and(|file| file.exists());
        if kept || self.residents().contains_key(name) {
            return Err(AddError::NameTaken(name.to_owned()).into());
        }
        let fork = Arc::new(self.resident(world)?.world().fork(name)?);
        let worlds = Arc::new(Worlds::default());
        worlds.add(Arc::clone(&fork))?;
        let doorkeeper = lock(&self.doorkeeper).clone();
        let door = doorkeeper.map(|keeper| keeper.open(Arc::clone(&worlds))).transpose();
        let door = door.map_err(|error| HubError::Door(error.to_string()))?;
        Ok(self.move_in(fork, worlds, door))
    }
}

impl Resident {
    fn snapshot_named(&self, name: &str) -> Result<Arc<Snapshot>, HubError> {
        let snapshots = lock(&self.snapshots);
        snapshots.get(name).cloned().ok_or_else(|| {
            let known: Vec<&str> = snapshots.keys().map(String::as_str).collect();
            let (world, name, known) = (self.world().name().to_owned(), name.to_owned(), known.join(", "));
            HubError::NoSnapshot { world, name, known }
        })
    }
}
