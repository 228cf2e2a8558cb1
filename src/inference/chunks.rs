//! Sums over chunks of events, which do not depend on the number of threads.

use std::ops::Range;

use rayon::prelude::*;

/// Events of a chunk: fixed, so that sums are always taken in the same order.
pub const CHUNK: usize = 1_024;

/// The results of `work` on each chunk of `0..items`, in order.
pub fn in_chunks<R: Send>(items: usize, work: impl Fn(Range<usize>) -> R + Sync + Send) -> Vec<R> {
    let of = |chunk: usize| work(chunk * CHUNK..((chunk + 1) * CHUNK).min(items));
    (0..items.div_ceil(CHUNK)).into_par_iter().map(of).collect()
}
