use crate::support::simulated::{event, normal};
use eventstudy::abnormal::internals::CrossSection;
use eventstudy::inference::internals::AbnormalVolatility;
use eventstudy::inference::internals::TestContext;
use eventstudy::inference::{TESTS, TestId, TestOptions};
use eventstudy::returns::Window;

/// Days of the estimation window.
const ESTIMATION: usize = 120;

fn day() -> Window {
    Window::new(0, 0).unwrap()
}

#[test]
fn squares_by_hand() {
    // Residuals of +-1 about zero: s^2 = 8/8 with nu = 7 of M = 8, so h = 1/8.
    let mut returns = CrossSection::new(day(), &[]);
    let mut one = event(100, 0, &[1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -3.0], &[2.0]);
    one.member.sigma = (16.0_f64 / 7.0).sqrt();
    one.variance = vec![2.0];
    returns.push(&one);
    let found = AbnormalVolatility::of(&returns);
    // e^2/(7/8) = 8/7 and 72/7; without the day (16 - 8/7)/6 = 52/21 and (16 - 72/7)/6 = 20/21.
    let (usual, large) = (8.0 / 7.0 / (52.0 / 21.0), 72.0 / 7.0 / (20.0 / 21.0));
    let mean = (7.0 * usual + large) / 8.0;
    assert!((found.usual[0] - mean).abs() < 1e-13);
    assert!((found.section.abnormal(0)[0] - (2.0 - mean)).abs() < 1e-13);
    assert!((found.ratio(day()).unwrap().ratio - 2.0 / mean).abs() < 1e-13);
    assert!(found.section.residuals(0).iter().sum::<f64>().abs() < 1e-12);
}

#[test]
fn events_without_a_variance_are_left_out() {
    let mut returns = CrossSection::new(day(), &[]);
    returns.push(&event(100, 0, &[1.0, -1.0, 0.5], &[2.0]));
    returns.push(&event(100, 1, &[0.0; 9], &[2.0]));
    returns.push(&event(100, 1, &[0.1, -0.1, 0.2, 0.0, -0.3, 0.1, 0.2, -0.2, 0.0], &[f64::NAN]));
    let found = AbnormalVolatility::of(&returns);
    assert_eq!((found.section.len(), found.left_out), (0, vec![0, 1, 2]));
    assert_eq!(found.section.column_of(day()), Some(0));
}

/// What returns are like.
#[derive(Clone, Copy)]
struct Returns {
    /// What returns of the window are multiplied by.
    scale: f64,
    /// Degrees of freedom of their distribution; 0 for the normal.
    tails: usize,
    /// Days of the window.
    bars: usize,
    /// Whether volatility comes in spells: a GARCH(1,1) process with 0.08 and 0.87.
    spells: bool,
}

const CALM: Returns = Returns { scale: 1.0, tails: 0, bars: 1, spells: false };

impl Returns {
    fn draw(self, draw: &mut dyn FnMut() -> f64) -> Vec<f64> {
        let mut variance = 1.0_f64;
        (0..ESTIMATION + self.bars)
            .map(|day| {
                let z = draw();
                let chi: f64 = (0..self.tails).map(|_| draw().powi(2)).sum();
                let fat = if self.tails > 0 { (chi / self.tails as f64).sqrt() } else { 1.0 };
                let r = variance.sqrt() * z / fat;
                if self.spells {
                    variance = 0.05 + 0.08 * r * r + 0.87 * variance;
                }
                0.02 * r * if day < ESTIMATION { 1.0 } else { self.scale }
            })
            .collect()
    }

    /// The share of 400 samples of 40 events in which ranks, signs and the mean find abnormal
    /// volatility at 5%.
    fn found(self) -> [f64; 3] {
        let ids = [TestId::CorradoZivney, TestId::GeneralisedSign, TestId::CrossSectionalT];
        let window = Window::new(0, self.bars as i32 - 1).unwrap();
        let (mut draw, options, replications) = (normal(29), TestOptions::default(), 400);
        let (m, l) = (ESTIMATION as f64, self.bars as f64);
        let mut hits = [0_u32; 3];
        for _ in 0..replications {
            let mut returns = CrossSection::new(window, &[window]);
            for firm in 0..40 {
                let raw = self.draw(&mut draw);
                let (before, after) = raw.split_at(ESTIMATION);
                let mean = before.iter().sum::<f64>() / m;
                let own = |values: &[f64]| values.iter().map(|r| r - mean).collect::<Vec<_>>();
                let residuals = own(before);
                let s2 = residuals.iter().map(|e| e * e).sum::<f64>() / (m - 1.0);
                let mut one = event(firm, firm, &residuals, &own(after));
                one.member.sigma = s2.sqrt();
                one.member.degrees_of_freedom = m - 1.0;
                one.variance = vec![s2 * (1.0 + 1.0 / m); self.bars];
                if self.bars > 1 {
                    one.variance.push(s2 * (l + l * l / m));
                }
                returns.push(&one);
            }
            let volatility = AbnormalVolatility::of(&returns);
            let context = TestContext::new(&volatility.section, &options);
            let sample = context.sample(window).unwrap();
            for (hits, id) in hits.iter_mut().zip(ids) {
                let run = TESTS.iter().find(|t| t.id == id).unwrap().run.unwrap();
                *hits += u32::from(run(&sample).p_value().unwrap() < 0.05);
            }
        }
        hits.map(|hits| f64::from(hits) / f64::from(replications))
    }
}

#[test]
fn ranks_and_signs_keep_their_size_where_means_of_squares_do_not() {
    // Three Monte Carlo errors of 400 replications.
    let right = |share: f64| (share - 0.05).abs() < 0.033;
    let [rank, sign, _] = CALM.found();
    assert!(right(rank) && right(sign), "{rank} {sign}");
    let [rank, sign, mean] = Returns { tails: 5, ..CALM }.found();
    assert!(right(rank) && right(sign) && mean > 0.1, "{rank} {sign} {mean}");
    let [rank, sign, _] = Returns { scale: 2.0, ..CALM }.found();
    assert!(rank > 0.9 && sign > 0.8, "{rank} {sign}");
}

#[test]
fn signs_are_for_single_days_and_long_spells_are_not_for_ranks() {
    let [rank, sign, _] = Returns { bars: 5, ..CALM }.found();
    assert!((rank - 0.05).abs() < 0.033 && sign > 0.15, "{rank} {sign}");
    let [rank, ..] = Returns { bars: 21, spells: true, ..CALM }.found();
    assert!(rank > 0.1, "{rank}");
}

#[test]
fn the_error_of_a_ratio_by_hand() {
    let found = AbnormalVolatility {
        section: {
            let mut section = CrossSection::new(day(), &[]);
            for (i, excess) in [0.5, 2.5, 0.0].into_iter().enumerate() {
                section.push(&event(i, i, &[0.1, -0.1], &[excess]));
            }
            section
        },
        usual: vec![1.0, 1.5, 0.5],
        events: vec![0, 1, 2],
        left_out: Vec::new(),
    };
    // R - 1 = 3/3; differences -0.5, 1 and -0.5 have a variance of 1.5/2 around zero.
    let ratio = found.ratio(day()).unwrap();
    assert!((ratio.ratio - 2.0).abs() < 1e-15);
    let want = (1.5_f64 / 2.0).sqrt() * 3.0_f64.sqrt() / 3.0;
    assert!((ratio.standard_error.unwrap() - want).abs() < 1e-15);
}
