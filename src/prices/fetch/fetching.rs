//! What every fetch has: the store, the keys, the present, and somebody who watches.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::client::Client;
use super::run::{Receiver, run};
use super::{FetchError, Settings};
use crate::prices::store::{Lock, Store};
use crate::prices::vendor::{Access, Plan};

/// Where fetched data goes, and how a vendor is reached.
pub struct Fetching<'a> {
    /// The store.
    pub store: &'a Store,
    /// Keys and addresses.
    pub settings: &'a Settings,
    /// The present.
    pub now: DateTime<Utc>,
    /// Called once if another process asks the vendor.
    pub waiting: &'a dyn Fn(),
    /// Told the number of requests of the plan, those that are done, and the answers that came.
    pub progress: &'a dyn Fn(usize, usize, usize),
}

impl Fetching<'_> {
    /// Waits for the right to ask a vendor.
    pub(crate) fn lock(&self, access: &Access) -> Result<Lock, FetchError> {
        // A missing key comes before anything is written or sent.
        self.settings.keys(access)?;
        Ok(self.store.lock(access.id, self.waiting)?)
    }

    /// The connection to a vendor, whose lock is held.
    pub(crate) fn client(&self, access: &Access) -> Result<Arc<Client>, FetchError> {
        Ok(Arc::new(Client::new(access, self.settings, self.store)?))
    }

    /// Fetches a plan and returns the symbols that the vendor does not know, as errors.
    pub(crate) fn run<T>(
        &self,
        client: &Arc<Client>,
        plan: &Plan,
        receiver: &mut dyn Receiver<T>,
    ) -> Result<Vec<FetchError>, FetchError> {
        (self.progress)(plan.chunks.len(), 0, 0);
        let watch = |done, asked| (self.progress)(plan.chunks.len(), done, asked);
        run(client, plan, receiver, &watch)
    }
}
