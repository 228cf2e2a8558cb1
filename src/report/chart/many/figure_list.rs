//! The figures of a sample, in the order of the page.

use super::{aar, caar, distribution, forest, sensitivity, spaghetti};
use crate::report::chart::canvas::{Area, Canvas};
use crate::study::many::CrossSectionResults;

/// A figure of the list.
pub struct Figure {
    /// The name of its files.
    pub name: &'static str,
    /// What it shows, in words.
    pub shows: &'static str,
    /// Draws it below the top of the area; returns its lower edge.
    pub(super) draw: fn(&mut Canvas<'_>, &CrossSectionResults, Area) -> f64,
}

/// Every figure, in the order of the page.
pub const SAMPLE_FIGURES: &[Figure] = &[
    Figure {
        name: "caar",
        shows: "the cumulative average abnormal return with its 95% band",
        draw: caar::draw,
    },
    Figure {
        name: "aar",
        shows: "the average abnormal return of each day with its 95% interval",
        draw: aar::draw,
    },
    Figure {
        name: "distribution",
        shows: "how the cumulative abnormal returns of the events are spread",
        draw: distribution::draw,
    },
    Figure {
        name: "spaghetti",
        shows: "the cumulative abnormal return of every event, with the median",
        draw: spaghetti::draw,
    },
    Figure {
        name: "forest",
        shows: "the mean of each group, year or event with its 95% interval",
        draw: forest::draw,
    },
    Figure {
        name: "sensitivity",
        shows: "the headline mean under other choices",
        draw: sensitivity::draw,
    },
];
