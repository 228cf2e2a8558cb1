//! The market model of the same clock: what a path would have been without the news.

use super::measure::Point;

/// Cumulative returns of firm and benchmark on one day, on the same points.
pub(super) struct Pair {
    pub(super) firm: Vec<Option<f64>>,
    pub(super) market: Vec<Option<f64>>,
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
pub(super) struct AbnormalPaths {
    pub(super) event: Vec<Option<f64>>,
    pub(super) reference: Vec<Vec<Option<f64>>>,
    pub(super) beta: f64,
}

pub(super) fn abnormal_paths(
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

fn day_sums(pair: &Pair, is_jump: &[bool]) -> DaySums {
    let mut sums = DaySums::default();
    let mut before = Some((0.0, 0.0));
    for (k, jump) in is_jump.iter().enumerate() {
        let now = pair.firm[k].zip(pair.market[k]);
        if let (Some((r0, m0)), Some((r1, m1))) = (before, now) {
            let which = if *jump { &mut sums.jumps } else { &mut sums.bars };
            which.add(m1 - m0, r1 - r0);
        }
        before = now;
    }
    sums
}

fn abnormal(
    pair: &Pair,
    is_jump: &[bool],
    ((a, b), (jump_a, jump_b)): ((f64, f64), (f64, f64)),
) -> Vec<Option<f64>> {
    let mut bars = 0.0;
    let mut jump: Option<f64> = Some(0.0);
    let mut jumps = 0.0;
    let mut before: Option<f64> = Some(0.0);
    (0..is_jump.len())
        .map(|k| {
            if is_jump[k] {
                jumps += 1.0;
                // The jump needs both of its ends; without them the rest of the path has no
                // expectation.
                jump = jump.zip(before.zip(pair.market[k])).map(|(j, (m0, m1))| j + m1 - m0);
            } else {
                bars += 1.0;
            }
            if pair.market[k].is_some() {
                before = pair.market[k];
            }
            let (s, m, j) = (pair.firm[k]?, pair.market[k]?, jump?);
            Some(s - a * bars - b * (m - j) - jump_a * jumps - jump_b * j)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_that_is_its_benchmark_has_no_abnormal_path() {
        let points: Vec<Point> = (1..=8).map(Point::Bar).collect();
        let day = |seed: i32| -> Pair {
            let mut s = 0.0;
            let path: Vec<Option<f64>> = (0..8)
                .map(|k| {
                    s += 0.001 * f64::from((seed * 7 + k * 3) % 11 - 5);
                    Some(s)
                })
                .collect();
            Pair { firm: path.iter().map(|v| v.map(|v| 1.5 * v)).collect(), market: path }
        };
        let reference: Vec<Pair> = (1..20).map(day).collect();
        let paths = abnormal_paths(&day(40), &reference, &points, true).unwrap();
        assert!((paths.beta - 1.5).abs() < 1e-12);
        let largest = paths.event.iter().flatten().fold(0.0_f64, |m, v| m.max(v.abs()));
        assert!(largest < 1e-12, "{largest}");
    }
}
