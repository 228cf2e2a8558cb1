//! The progress of a fetch: a bar on a terminal, nothing in a pipe.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on the error stream; hidden where that is no terminal.
pub fn requests(quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len} parts {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message("fetching")
}

/// Shows how far it is: parts of the plan, and requests answered.
pub fn show_progress(bar: &ProgressBar, of: usize, done: usize, asked: usize) {
    bar.set_length(of as u64);
    bar.set_position(done as u64);
    bar.set_message(format!("{asked} answers"));
    bar.tick();
}

/// Prints a line on the error stream beside the bar.
pub fn print_beside(quiet: bool, bar: &ProgressBar, text: &str) {
    if !quiet {
        bar.suspend(|| anstream::eprintln!("{text}"));
    }
}

/// Takes the bar out of the way while something is printed.
pub fn suspend(bar: &ProgressBar, what: impl FnOnce()) {
    bar.suspend(what);
}
