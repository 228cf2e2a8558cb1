//! How far a study is, and whether it is to stop.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A running study as another thread sees it: how far it is, and a way to end it.
///
/// What is measured is counted in pairs of event and firm. A study that holds its result against
/// other choices measures the pairs again for each of them, so that the number to come may grow.
///
/// ```
/// use std::sync::Arc;
/// use eventstudy::prelude::*;
/// use eventstudy::study::{StudyError, Watch};
/// # let calendar = TradingCalendar::new_york();
/// # let event = Catalog::bundled()?.get("meta-avocado")?.clone();
/// # let spec = StudySpec::default();
/// # let prices = Prices::bundled_sample(&spec.tickers_of(&[event.clone()]), &calendar)?;
/// let watch = Arc::new(Watch::default());
/// let study = Study::new(spec, &calendar).watched_by(watch.clone());
/// study.run(&[event.clone()], &prices)?;
/// assert_eq!(watch.progress(), (1, 1));
/// watch.stop();
/// assert!(matches!(study.run(&[event], &prices), Err(StudyError::Stopped)));
/// # Ok::<(), eventstudy::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicUsize,
    expected: AtomicUsize,
    stopped: AtomicBool,
}

impl Watch {
    /// How much is done, and how much there is to do as far as it is known.
    pub fn progress(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.expected.load(Ordering::Relaxed))
    }

    /// Asks the study to stop: it ends soon, with [`StudyError::Stopped`](super::StudyError).
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the study is to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(super) fn expect(&self, more: usize) {
        self.expected.fetch_add(more, Ordering::Relaxed);
    }

    pub(super) fn advance(&self, more: usize) {
        self.done.fetch_add(more, Ordering::Relaxed);
    }

    pub(super) fn go_on(&self) -> Result<(), super::StudyError> {
        if self.is_stopped() { Err(super::StudyError::Stopped) } else { Ok(()) }
    }
}
