//! The pace of requests to one vendor, kept across processes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use governor::clock::DefaultClock;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

/// No vendor asks for a longer rest; a longer one on file means that the clock was changed.
const LONGEST_REST: Duration = Duration::from_secs(4 * 3600);

/// One request in a time, without bursts, and a rest where the vendor asks for one.
///
/// The instant of the next permitted request is on file, so that a second process or a second run
/// keeps to the pace as well. Processes do not ask at once: they hold the vendor's lock.
pub(super) struct Limiter {
    governor: Option<RateLimiter<NotKeyed, InMemoryState, DefaultClock>>,
    pace: Duration,
    rest_until: Mutex<Option<SystemTime>>,
    file: Option<PathBuf>,
}

impl Limiter {
    pub(super) fn new(pace: Duration, file: Option<PathBuf>) -> Self {
        let governor = Quota::with_period(pace).map(RateLimiter::direct);
        let rest_until = Mutex::new(file.as_deref().and_then(|f| on_file(f, pace)));
        Self { governor, pace, rest_until, file }
    }

    fn until(&self) -> Option<SystemTime> {
        *self.rest_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long nothing may be sent.
    pub(super) fn rest(&self) -> Duration {
        let rest = self.until().and_then(|t| t.duration_since(SystemTime::now()).ok());
        rest.filter(|r| *r <= LONGEST_REST).unwrap_or(Duration::ZERO)
    }

    /// Waits until a request may be sent, and counts it.
    pub(super) async fn ready(&self) {
        loop {
            match self.rest() {
                Duration::ZERO => {}
                rest => {
                    tokio::time::sleep(rest).await;
                    continue;
                }
            }
            if let Some(governor) = &self.governor {
                governor.until_ready().await;
            }
            // Another request may have met with a refusal while this one waited.
            if self.rest() == Duration::ZERO {
                break;
            }
        }
        self.note(SystemTime::now() + self.pace);
    }

    /// Sends nothing for a while.
    pub(super) fn pause(&self, rest: Duration) {
        let until = SystemTime::now() + rest.min(LONGEST_REST);
        *self.rest_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
        self.note(until);
    }

    /// The file is a courtesy to the vendor: where it cannot be written, the pace is kept within
    /// this process.
    fn note(&self, until: SystemTime) {
        let Some(file) = &self.file else { return };
        let milliseconds = until.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        if let Ok(mut file) = std::fs::File::create(file) {
            let _ = writeln!(file, "{milliseconds}");
        }
    }
}

fn on_file(file: &Path, pace: Duration) -> Option<SystemTime> {
    let text = std::fs::read_to_string(file).ok()?;
    let noted = text.strip_suffix('\n').and_then(|t| t.parse::<u64>().ok());
    Some(match noted {
        Some(milliseconds) => UNIX_EPOCH + Duration::from_millis(milliseconds),
        // A process that was killed while it wrote was about to send.
        None => SystemTime::now() + pace,
    })
}
