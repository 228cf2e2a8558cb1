//! The market model of the same clock: what a path would have been without the news.

use super::measure::Point;

/// Cumulative returns of firm and benchmark on one day, on the same points.
#[allow(missing_docs)]
pub struct Pair {
    pub firm: Vec<Option<f64>>,
    pub market: Vec<Option<f64>>,
}

/// Sums of a simple regression; days can be added and taken out.
#[derive(Clone, Copy, Default)]
struct Sums {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
}

impl Sums {
    fn add(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.xy += x * y;
    }

    fn plus(self, other: Self, sign: f64) -> Self {
        Self {
            n: self.n + sign * other.n,
            x: self.x + sign * other.x,
            y: self.y + sign * other.y,
            xx: self.xx + sign * other.xx,
            xy: self.xy + sign * other.xy,
        }
    }

    /// Intercept and slope, if there are enough bars that differ.
    fn line(self) -> Option<(f64, f64)> {
        const ENOUGH: f64 = 15.0;
        if self.n < ENOUGH {
            return None;
        }
        let (mx, my) = (self.x / self.n, self.y / self.n);
        let ssx = self.xx - self.n * mx * mx;
        if !(ssx > 1e-12 * self.xx) {
            return None;
        }
        let slope = (self.xy - self.n * mx * my) / ssx;
        Some((my - slope * mx, slope))
    }
}

/// Regression sums of ordinary bars and of jumps over a closed night, which are fitted apart.
#[derive(Clone, Copy, Default)]
struct DaySums {
    bars: Sums,
    jumps: Sums,
}

/// The abnormal paths of the event and of every reference day. The event's expectation comes from
/// all reference days, a reference day's from the others, so that both are out of sample.
///
/// # Formula
/// `A_k = S_k - a n_k - b (M_k - J_k) - [a_g + b_g J_k]`, with the benchmark path `M`, its jump `J`
/// over a closed night, and (a, b), (a_g, b_g) by least squares over the bars, and over the jumps,
/// of the reference days.
pub struct AbnormalPaths {
    pub event: Vec<Option<f64>>,
    pub(super) reference: Vec<Vec<Option<f64>>>,
    pub beta: f64,
}

/// The abnormal paths of the event and of each reference day.
pub fn abnormal_paths(
    event: &Pair,
    reference: &[Pair],
    points: &[Point],
    first_is_jump: bool,
) -> Option<AbnormalPaths> {
    let is_jump: Vec<bool> = points
        .iter()
        .enumerate()
        .map(|(k, p)| matches!(p, Point::Gap(_)) || (k == 0 && first_is_jump))
        .collect();
    let sums: Vec<DaySums> = reference.iter().map(|pair| day_sums(pair, &is_jump)).collect();
    let total = sums.iter().fold(DaySums::default(), |a, b| a.plus(*b, 1.0));
    let needs_jump = is_jump.contains(&true);
    let fit = |sums: DaySums| {
        let bars = sums.bars.line()?;
        let jumps = if needs_jump { sums.jumps.line()? } else { (0.0, 0.0) };
        Some((bars, jumps))
    };
    let of_event = fit(total)?;
    let mut paths = Vec::with_capacity(reference.len());
    for (pair, own) in reference.iter().zip(&sums) {
        paths.push(abnormal(pair, &is_jump, fit(total.plus(*own, -1.0))?));
    }
    Some(AbnormalPaths {
        event: abnormal(event, &is_jump, of_event),
        reference: paths,
        beta: of_event.0.1,
    })
}

impl DaySums {
    fn plus(self, other: Self, sign: f64) -> Self {
        Self { bars: self.bars.plus(other.bars, sign), jumps: self.jumps.plus(other.jumps, sign) }
    }
}

/// Walks the points of a day and tells, for each point that has both prices, what happened since the
/// one before: an ordinary bar, or a jump. A jump ends at the first point with both prices after the
/// closed night, so that a benchmark that wakes up later does not cost the whole path.
fn steps(pair: &Pair, is_jump: &[bool]) -> Vec<Option<Step>> {
    let mut before = Some((0.0, 0.0));
    let mut at_jump: Option<(f64, f64)> = None;
    is_jump
        .iter()
        .enumerate()
        .map(|(k, jump)| {
            if *jump {
                at_jump = before.or(at_jump);
            }
            let now = pair.firm[k].zip(pair.market[k]);
            let step = match (now, at_jump, before) {
                (Some(now), Some(start), _) => {
                    at_jump = None;
                    Some(Step::Jump { firm: now.0 - start.0, market: now.1 - start.1 })
                }
                (Some(now), None, Some(start)) => {
                    Some(Step::Bar { firm: now.0 - start.0, market: now.1 - start.1 })
                }
                (Some(_), None, None) => Some(Step::Unknown),
                (None, ..) => None,
            };
            // During a jump its start stays the last known point.
            if at_jump.is_none() {
                before = now;
            }
            step
        })
        .collect()
}

/// What happened up to a point since the one before.
#[derive(Clone, Copy)]
enum Step {
    /// One bar.
    Bar { firm: f64, market: f64 },
    /// A closed night, and what followed until both traded.
    Jump { firm: f64, market: f64 },
    /// The point before is missing, so the step is longer than a bar.
    Unknown,
}

fn day_sums(pair: &Pair, is_jump: &[bool]) -> DaySums {
    let mut sums = DaySums::default();
    for step in steps(pair, is_jump).into_iter().flatten() {
        match step {
            Step::Bar { firm, market } => sums.bars.add(market, firm),
            Step::Jump { firm, market } => sums.jumps.add(market, firm),
            Step::Unknown => {}
        }
    }
    sums
}

fn abnormal(
    pair: &Pair,
    is_jump: &[bool],
    ((a, b), (jump_a, jump_b)): ((f64, f64), (f64, f64)),
) -> Vec<Option<f64>> {
    let (mut bars, mut jumps, mut jump) = (0.0, 0.0, 0.0);
    let mut in_jump = false;
    steps(pair, is_jump)
        .into_iter()
        .enumerate()
        .map(|(k, step)| {
            in_jump |= is_jump[k];
            if let Some(Step::Jump { market, .. }) = step {
                jump += market;
                jumps += 1.0;
                in_jump = false;
            } else if !in_jump {
                bars += 1.0;
            }
            step?;
            let (s, m) = pair.firm[k].zip(pair.market[k])?;
            Some(s - a * bars - b * (m - jump) - jump_a * jumps - jump_b * jump)
        })
        .collect()
}
