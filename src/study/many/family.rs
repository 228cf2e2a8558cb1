//! The headline tests of all windows and groups as one family.

use serde::Serialize;

use super::groups::GroupResult;
use super::headline::Headline;
use super::windows::WindowResult;
use crate::inference::{
    FlippedFigure, FlippedUnits, Outcome, StepDown, TestContext, TestId, benjamini_hochberg,
    benjamini_yekutieli, holm, romano_wolf,
};
use crate::returns::Window;

/// With more events than this no signs are drawn for the family.
const SIGNS_UP_TO: usize = 20_000;

/// The p-values of a study, adjusted for having looked more than once.
///
/// The family is declared before looking: every CAR window that was asked for, in the sample and in
/// each of its groups, with the headline tests that the dates of the events chose. A test that does
/// not apply stays in the family with a p-value of 1, since a family that shrinks after looking is
/// not the one declared.
///
/// # References
/// Holm 1979; Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001; Romano and Wolf 2005.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Family {
    /// What was declared, in words.
    pub declared: String,
    /// One entry for each group, window and test.
    pub members: Vec<FamilyMember>,
    /// The windows of the whole sample by joint signs; empty where that cannot be done.
    pub step_down: Vec<StepDown>,
    /// Why there are no joint signs.
    pub no_step_down: Option<String>,
}

/// A test of the family with its p-value before and after adjustment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FamilyMember {
    /// The group; `None` for the whole sample.
    pub group: Option<String>,
    /// The window.
    pub window: Window,
    /// The test.
    pub test: TestId,
    /// The p-value of the test alone; `None` where the test does not apply.
    pub p_value: Option<f64>,
    /// Adjusted so that no true null of the family is rejected with more than the level.
    pub holm: f64,
    /// Adjusted for the share of false rejections, independent or positively dependent tests.
    pub benjamini_hochberg: f64,
    /// Adjusted for the share of false rejections, under any dependence.
    pub benjamini_yekutieli: f64,
}

/// The windows of a sample or a group, with the tests chosen for them before any result.
#[derive(Clone, Copy, Debug)]
pub struct TestedWindows<'a> {
    /// The windows.
    pub windows: &'a [WindowResult],
    /// The headline tests.
    pub headline: &'a Headline,
}

impl Family {
    /// The family of a sample and its groups. Signs are drawn for whole clusters where `dependent`.
    pub fn new(
        context: &TestContext<'_>,
        sample: TestedWindows<'_>,
        groups: &[GroupResult],
        dependent: bool,
    ) -> Self {
        let mut members = sample.members(None);
        for group in groups {
            let tested = TestedWindows { windows: &group.windows, headline: &group.headline };
            members.extend(tested.members(Some(&group.value)));
        }
        let p_values: Vec<f64> = members.iter().map(|m| m.p_value.unwrap_or(1.0)).collect();
        let adjusted =
            [holm(&p_values), benjamini_hochberg(&p_values), benjamini_yekutieli(&p_values)];
        for (i, member) in members.iter_mut().enumerate() {
            member.holm = adjusted[0][i];
            member.benjamini_hochberg = adjusted[1][i];
            member.benjamini_yekutieli = adjusted[2][i];
        }
        let signs = step_down(context, sample.windows, dependent);
        Self {
            declared: declared(members.len(), sample, groups),
            members,
            no_step_down: signs.as_ref().err().cloned(),
            step_down: signs.unwrap_or_default(),
        }
    }
}

impl TestedWindows<'_> {
    /// The members of a group, or of the whole sample, before adjustment.
    fn members(&self, group: Option<&str>) -> Vec<FamilyMember> {
        let member = |window: &WindowResult, test: &TestId| {
            let outcome = window.tests.iter().find(|o| o.test() == *test);
            FamilyMember {
                group: group.map(str::to_owned),
                window: window.window,
                test: *test,
                p_value: outcome.and_then(Outcome::p_value),
                holm: 1.0,
                benjamini_hochberg: 1.0,
                benjamini_yekutieli: 1.0,
            }
        };
        let tests = &self.headline.tests;
        let of_window = |window| tests.iter().map(move |test| member(window, test));
        self.windows.iter().flat_map(of_window).collect()
    }
}

/// What the family was declared to be, before any of its tests was seen.
pub fn declared(
    size: usize,
    TestedWindows { windows, headline }: TestedWindows<'_>,
    groups: &[GroupResult],
) -> String {
    let plural = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let mut text = format!(
        "{}: {} with {} of the sample",
        plural(size, "test"),
        plural(windows.len(), "window"),
        plural(headline.tests.len(), "headline test")
    );
    if let Some(first) = groups.first() {
        text += &format!(", and those of {} by {}", plural(groups.len(), "group"), first.column);
    }
    text
}

/// The windows of the sample by the same signs in all of them.
pub fn step_down(
    context: &TestContext<'_>,
    windows: &[WindowResult],
    dependent: bool,
) -> Result<Vec<StepDown>, String> {
    let events = context.section.len();
    if events > SIGNS_UP_TO {
        return Err(format!(
            "joint signs are drawn for up to {SIGNS_UP_TO} events, and there are {events}"
        ));
    }
    let windows: Vec<Window> = windows.iter().map(|w| w.window).collect();
    let units = if dependent { FlippedUnits::Clusters } else { FlippedUnits::Events };
    romano_wolf(context, &windows, &[FlippedFigure::StandardisedCar], units)
        .or_else(|_| romano_wolf(context, &windows, &[FlippedFigure::Car], units))
}
