//! The paths that are tested, and which of them decides.

use super::path::ReactionPath;
use super::results::{IntradayResult, PathPoint, ReactionTimes};

/// What a path cumulates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathKind {
    /// Returns as they were.
    Raw,
    /// What of them the benchmark does not explain.
    Abnormal,
}

impl std::fmt::Display for PathKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.words())
    }
}

impl PathKind {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Abnormal => "abnormal",
        }
    }

    /// The path at a point.
    pub(crate) fn at(self, point: &PathPoint) -> Option<f64> {
        match self {
            Self::Raw => point.raw,
            Self::Abnormal => point.abnormal,
        }
    }
}

/// A path with its test, its band and its times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TestedPath<'a> {
    pub(crate) kind: PathKind,
    pub(crate) path: &'a ReactionPath,
    pub(crate) times: Option<&'a ReactionTimes>,
}

impl TestedPath<'_> {
    /// Half the width of the band at each point; none where there is no band.
    pub(crate) fn band(&self) -> impl Iterator<Item = Option<f64>> {
        let critical = self.path.band.map(|band| band.critical);
        self.path.scale.iter().map(move |sd| Some(critical? * (*sd)?))
    }

    /// The distance from zero that is largest in units of the scale at its point, with its sign.
    pub(crate) fn farthest(&self, points: &[PathPoint]) -> Option<f64> {
        let distances = points.iter().zip(&self.path.scale);
        distances
            .filter_map(|(point, sd)| Some(self.kind.at(point)? / (*sd)?))
            .reduce(|a, b| if b.abs() > a.abs() { b } else { a })
    }
}

impl IntradayResult {
    /// The raw path and the abnormal one, as far as they are tested.
    pub(crate) fn tested_paths(&self) -> impl Iterator<Item = TestedPath<'_>> {
        let raw = self.raw.as_ref().map(|path| {
            let times = self.times.as_ref();
            TestedPath { kind: PathKind::Raw, path, times }
        });
        let abnormal = self.abnormal.as_ref().map(|found| {
            let times = found.times.as_ref();
            TestedPath { kind: PathKind::Abnormal, path: &found.path, times }
        });
        raw.into_iter().chain(abnormal)
    }

    /// The path on which the verdict rests: the abnormal one where the benchmark has bars.
    pub(crate) fn deciding(&self) -> Option<TestedPath<'_>> {
        self.tested_paths().last()
    }
}
