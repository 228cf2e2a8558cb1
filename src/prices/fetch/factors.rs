//! Factor returns from their library into the store.

use std::path::PathBuf;

use super::run::{Kept, Page, Receiver};
use super::{FetchError, Fetching};
use crate::prices::store::{self, Store};
use crate::prices::vendor::french::{self, FactorFile};
use crate::prices::vendor::{Answer, Chunk, Problem};

/// A file of factors in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptFactors {
    /// Which estimate of the history it is.
    pub vintage: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Fetching<'_> {
    /// Fetches a set of Kenneth French's daily factors. Every vintage is a file of its own, because
    /// the whole history is restated.
    ///
    /// # Errors
    /// [`FetchError`].
    pub fn factors(&self, set: &str) -> Result<KeptFactors, FetchError> {
        let plan = french::plan(set, self.now)
            .map_err(|refusal| FetchError::DoesNotHave { refusal, instead: Vec::new() })?;
        let access = &french::FACTOR_LIBRARY;
        let _lock = self.lock(access)?;
        let client = self.client(access)?;
        let mut keeping = Keeping { store: self.store, set, kept: None };
        self.run(&client, &plan, &mut keeping)?.into_iter().try_for_each(Err)?;
        keeping.kept.ok_or_else(|| {
            let reason = "it sent no file".to_owned();
            FetchError::Malformed { vendor: access.id, reason }
        })
    }
}

struct Keeping<'a> {
    store: &'a Store,
    set: &'a str,
    kept: Option<KeptFactors>,
}

impl Receiver<FactorFile> for Keeping<'_> {
    fn read(&self, answer: &Answer, _: &Chunk) -> Result<Page<FactorFile>, Problem> {
        Ok(Page { content: french::parse(answer)?, next: Vec::new() })
    }

    fn complete(&mut self, _: &Chunk, pages: Vec<Kept<FactorFile>>) -> Result<(), FetchError> {
        for file in pages.into_iter().map(|kept| kept.content) {
            let vintage: String =
                file.vintage.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
            let path = self
                .store
                .root()
                .join("factors")
                .join(french::FACTOR_LIBRARY.id)
                .join(format!("{}_{vintage}.csv", self.set));
            store::write_file(&path, file.csv.as_bytes())?;
            self.kept = Some(KeptFactors { vintage: file.vintage, path });
        }
        Ok(())
    }
}
