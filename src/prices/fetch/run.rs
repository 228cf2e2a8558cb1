//! A plan from its first request to its last page.

use std::cell::{Cell, RefCell};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use chrono::{DateTime, Utc};
use futures_util::future::{self, Either};

use super::FetchError;
use super::client::Client;
use super::last::Last;
use crate::prices::vendor::{Answer, Chunk, Plan, Problem};

const TRIES: usize = 5;
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A vendor that asks for a longer rest is taken at its word: the user is told.
const LONGEST_REST: Duration = Duration::from_secs(120);
/// No request of a plan has more pages; more mean that the vendor leads in circles.
const MOST_PAGES: usize = 2_000;

/// What one answer brings, and what is to be asked next.
pub(crate) struct Page<T> {
    /// The content of the answer.
    pub(crate) content: T,
    /// The requests that follow from it.
    pub(crate) next: Vec<Chunk>,
}

/// The content of an answer that was kept.
pub(crate) struct Kept<T> {
    /// The content of the answer.
    pub(crate) content: T,
    /// The name under which the answer is in the store.
    pub(crate) raw: String,
    /// When the vendor sent the answer, by its own clock.
    pub(crate) sent: DateTime<Utc>,
    /// When it had arrived, by the clock of this machine.
    pub(crate) received: DateTime<Utc>,
}

/// What happens to the answers of a plan.
pub(crate) trait Receiver<T> {
    /// Reads an answer; the vendor's `parse`.
    ///
    /// # Errors
    /// What the answer is instead of data.
    fn read(&self, answer: &Answer, chunk: &Chunk) -> Result<Page<T>, Problem>;

    /// Takes all pages of one element of the plan.
    ///
    /// # Errors
    /// What ends the fetch, such as a full disk.
    fn complete(&mut self, chunk: &Chunk, pages: Vec<Kept<T>>) -> Result<(), FetchError>;
}

/// Progress, for those who watch: elements of the plan done, and requests answered.
pub(super) type Watch<'a> = &'a dyn Fn(usize, usize);

/// Fetches a plan. Symbols that the vendor does not know are returned; everything else that goes
/// wrong ends the fetch, and what was complete is with the receiver.
///
/// # Errors
/// [`FetchError`], also when the user interrupts, and what the receiver refuses.
pub(super) fn run<T>(
    client: &Arc<Client>,
    plan: &Plan,
    receiver: &mut dyn Receiver<T>,
    watch: Watch<'_>,
) -> Result<Vec<FetchError>, FetchError> {
    let rest = client.limiter.rest();
    if rest > LONGEST_REST {
        let reason = "it asked for a rest when it was last asked".to_owned();
        let problem = Problem::RateLimited { reason, after: Some(rest) };
        return Err(FetchError::from_last(&client.access, Last::Answer(problem), 0, ""));
    }
    // Requests go out on a thread of their own: reading and storing answers would hold some back and
    // then send them at once, which is faster than the pace.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|e| FetchError::Setup { reason: e.to_string() })?;
    let work = Work {
        client,
        waiting: RefCell::new(plan.chunks.iter().collect()),
        receiver: RefCell::new(receiver),
        unknown: RefCell::new(Vec::new()),
        done: Cell::new(0),
        requests: Cell::new(0),
        watch,
    };
    runtime.block_on(async {
        let workers = (0..client.access.concurrency.max(1)).map(|_| work.worker());
        let all = future::try_join_all(workers);
        let interrupt = std::pin::pin!(tokio::signal::ctrl_c());
        match future::select(std::pin::pin!(all), interrupt).await {
            Either::Left((result, _)) => result.map(drop),
            Either::Right((Ok(()), _)) => Err(FetchError::Interrupted),
            // Without a signal to wait for, the work goes on.
            Either::Right((Err(_), all)) => all.await.map(drop),
        }
    })?;
    Ok(work.unknown.into_inner())
}

struct Work<'a, T> {
    client: &'a Arc<Client>,
    waiting: RefCell<VecDeque<&'a Chunk>>,
    receiver: RefCell<&'a mut dyn Receiver<T>>,
    unknown: RefCell<Vec<FetchError>>,
    done: Cell<usize>,
    requests: Cell<usize>,
    watch: Watch<'a>,
}

impl<T> Work<'_, T> {
    async fn worker(&self) -> Result<(), FetchError> {
        loop {
            let next = self.waiting.borrow_mut().pop_front();
            let Some(chunk) = next else { return Ok(()) };
            match self.element(chunk).await {
                Ok(()) => {}
                Err(error @ FetchError::NotFound { .. }) => {
                    self.unknown.borrow_mut().push(error);
                }
                Err(error) => return Err(error),
            }
            self.done.set(self.done.get() + 1);
            (self.watch)(self.done.get(), self.requests.get());
        }
    }

    /// One element of the plan with all that follows from it.
    async fn element(&self, chunk: &Chunk) -> Result<(), FetchError> {
        let mut pages = Vec::new();
        let mut waiting = VecDeque::from([chunk.clone()]);
        let mut seen = HashSet::new();
        while let Some(part) = waiting.pop_front() {
            if !seen.insert(part.request.clone()) || seen.len() > MOST_PAGES {
                let reason = "its next pages lead in a circle".to_owned();
                let vendor = self.client.access.id;
                return Err(FetchError::Malformed { vendor, reason });
            }
            let (page, answer) = self.ask(&part).await?;
            let raw = self.client.keep(&part.request, &answer)?;
            self.requests.set(self.requests.get() + 1);
            (self.watch)(self.done.get(), self.requests.get());
            waiting.extend(page.next);
            let (sent, received) = (answer.sent(), answer.received);
            pages.push(Kept { content: page.content, raw, sent, received });
        }
        self.receiver.borrow_mut().complete(chunk, pages)
    }

    /// One request, again and again until it is answered or there is no point.
    async fn ask(&self, part: &Chunk) -> Result<(Page<T>, Answer), FetchError> {
        let tries = Cell::new(0u32);
        let attempt = || async {
            tries.set(tries.get() + 1);
            let (client, request) = (self.client.clone(), part.request.clone());
            let packed = tokio::spawn(async move { client.send(request).await }).await;
            let packed = packed.map_err(|e| {
                Last::Fatal(Box::new(FetchError::Setup { reason: e.to_string() }))
            })??;
            let answer = self.client.unpack(packed)?;
            let read = self.receiver.borrow().read(&answer, part);
            if read.is_err() && part.request.charged && answer.status < 300 {
                // Evidence of what was bought; what is wrong with it is told whether or not it is kept.
                let _ = self.client.keep(&part.request, &answer);
            }
            if let Err(Problem::RateLimited { after: Some(rest), .. }) = &read {
                // Also for the requests that go on beside this one.
                self.client.limiter.pause(*rest);
            }
            read.map(|page| (page, answer)).map_err(Last::Answer)
        };
        let schedule = ExponentialBuilder::default()
            .with_min_delay(FIRST_WAIT)
            .with_max_delay(LONGEST_WAIT)
            .with_max_times(TRIES - 1);
        attempt
            .retry(schedule)
            .sleep(tokio::time::sleep)
            .when(|last| {
                let broken = matches!(last, Last::Answer(Problem::Malformed { .. }));
                last.passes() && !(part.request.charged && broken)
            })
            .adjust(|last, wait| match last {
                Last::Answer(Problem::RateLimited { after: Some(rest), .. }) => {
                    wait.filter(|_| *rest <= LONGEST_REST).map(|_| *rest)
                }
                _ => wait.map(|most| most.mul_f64(chance())),
            })
            .await
            .map_err(|last| {
                let symbols: Vec<&str> = part.symbols.iter().map(|s| s.as_str()).collect();
                FetchError::from_last(&self.client.access, last, tries.get(), &symbols.join(", "))
            })
    }
}

/// A number from 0 to 1 that no two processes share: waits are drawn over their whole length, so
/// that many who were refused at once do not come back at once.
fn chance() -> f64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    let drawn = std::hash::RandomState::new().build_hasher().finish();
    (drawn >> 11) as f64 / (1u64 << 53) as f64
}
