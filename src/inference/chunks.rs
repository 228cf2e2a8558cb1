//! Work on chunks of events, with results that do not depend on the number of threads.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Events of a chunk: fixed, so that sums are always taken in the same order.
const CHUNK: usize = 1_024;

/// The results of `work` on each chunk of `0..items`, in order.
///
/// The threads are plain ones and not rayon's: these results fill cells that are initialised once,
/// and a worker that steals while it waits could enter the same cell again and never return.
pub(super) fn in_chunks<R: Send>(items: usize, work: impl Fn(Range<usize>) -> R + Sync) -> Vec<R> {
    let chunks = items.div_ceil(CHUNK);
    let of = |chunk: usize| work(chunk * CHUNK..((chunk + 1) * CHUNK).min(items));
    let threads = rayon::current_num_threads().min(chunks);
    if threads < 2 {
        return (0..chunks).map(of).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks {
                return done;
            }
            done.push((chunk, of(chunk)));
        }
    };
    let mut results = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(worker)).collect();
        let mut results = worker();
        for other in others {
            match other.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    results.sort_by_key(|(chunk, _)| *chunk);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_in_one_chunk_and_chunks_are_in_order() {
        for items in [0, 1, CHUNK, 3 * CHUNK + 5] {
            let all: Vec<usize> = in_chunks(items, |range| range).into_iter().flatten().collect();
            assert_eq!(all, (0..items).collect::<Vec<_>>());
        }
    }
}
