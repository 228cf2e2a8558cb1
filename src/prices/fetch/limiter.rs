//! The pace of requests to one vendor, kept across processes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use governor::clock::DefaultClock;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

/// No vendor asks for a longer rest.
const LONGEST_REST: Duration = Duration::from_secs(4 * 3600);

/// One request in a time, without bursts, and a rest where the vendor asks for one.
///
/// The instant of the next permitted request is on file beside that of writing it, so that a second
/// process or a second run keeps to the pace as well, and a clock that was set back meanwhile does not
/// make a rest of it. Processes do not ask at once: they hold the vendor's lock.
pub(super) struct Limiter {
    governor: Option<RateLimiter<NotKeyed, InMemoryState, DefaultClock>>,
    pace: Duration,
    rest_until: Mutex<Option<Instant>>,
    file: Option<PathBuf>,
}

impl Limiter {
    pub(super) fn new(pace: Duration, file: Option<PathBuf>) -> Self {
        let governor = Quota::with_period(pace).map(RateLimiter::direct);
        let rest = file.as_deref().and_then(|f| on_file(f, pace));
        let rest_until = Mutex::new(rest.map(|rest| Instant::now() + rest));
        Self { governor, pace, rest_until, file }
    }

    fn until(&self) -> Option<Instant> {
        *self.rest_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long nothing may be sent.
    pub(super) fn rest(&self) -> Duration {
        self.until().map_or(Duration::ZERO, |t| t.saturating_duration_since(Instant::now()))
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
        self.note(self.pace);
    }

    /// Sends nothing for a while.
    pub(super) fn pause(&self, rest: Duration) {
        let rest = rest.min(LONGEST_REST);
        let until = Some(Instant::now() + rest);
        *self.rest_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
        self.note(rest);
    }

    /// The file is a courtesy to the vendor: where it cannot be written, the pace is kept within
    /// this process.
    fn note(&self, rest: Duration) {
        let Some(file) = &self.file else { return };
        let written = since_epoch(SystemTime::now());
        let until = written + rest;
        if let Ok(mut file) = std::fs::File::create(file) {
            let _ = writeln!(file, "{} {}", until.as_millis(), written.as_millis());
        }
    }
}

fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The rest that another process left over.
fn on_file(file: &Path, pace: Duration) -> Option<Duration> {
    let text = std::fs::read_to_string(file).ok()?;
    let read = |text: &str| text.parse().ok().map(Duration::from_millis);
    let noted = text.strip_suffix('\n').and_then(|t| t.split_once(' '));
    let noted = noted.and_then(|(until, written)| Some((read(until)?, read(written)?)));
    // A process that was killed while it wrote was about to send.
    let Some((until, written)) = noted else { return Some(pace) };
    // Before the instant of writing the clock was set back: then the whole rest is still to come.
    let now = since_epoch(SystemTime::now()).max(written);
    Some(until.saturating_sub(now).min(LONGEST_REST))
}
