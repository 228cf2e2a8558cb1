//! The market model with Patell's test and BMP for 100,000 events: our kernel beside a plain loop.
//!
//! `cargo bench --bench market_model_kernel` prints both and, from alternating runs in the same
//! process, their ratio. One thread.

use std::hint::black_box;
use std::time::{Duration, Instant};

use eventstudy::abnormal::internals::{MarketColumn, MarketModelSums};
use eventstudy::returns::SessionSeries;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const FIRMS: usize = 2_000;
const SESSIONS: usize = 2_500;
const EVENTS_OF_A_FIRM: usize = 50;
const ESTIMATION: usize = 120;
const GAP: usize = 10;
const BARS: usize = 21;
/// From the first bar of the event window to day 0.
const BEFORE: usize = 10;

struct Panel {
    market: Vec<f64>,
    returns: Vec<f64>,
    /// Days 0 of each firm, ascending.
    days: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Tests {
    patell: f64,
    bmp: f64,
}

fn panel() -> Panel {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut draw = |scale: f64| scale * (random.random::<f64>() - 0.5);
    let market: Vec<f64> = (0..SESSIONS).map(|_| draw(0.03)).collect();
    let returns = (0..FIRMS * SESSIONS).map(|i| market[i % SESSIONS] + draw(0.07)).collect();
    let step = (SESSIONS - ESTIMATION - 2 * BARS) / EVENTS_OF_A_FIRM;
    let days = (0..FIRMS * EVENTS_OF_A_FIRM)
        .map(|i| {
            let event = i % EVENTS_OF_A_FIRM;
            ESTIMATION + GAP + BEFORE + event * step + (i * 7) % step.min(20)
        })
        .collect();
    Panel { market, returns, days }
}

/// Sums of standardised CARs and of their squares become both tests.
fn tests(sum: f64, squares: f64, student_variances: f64, events: f64) -> Tests {
    let mean = sum / events;
    let variance = (squares - sum * mean) / (events - 1.0);
    Tests { patell: sum / student_variances.sqrt(), bmp: mean / (variance / events).sqrt() }
}

fn kernel(panel: &Panel, abnormal: &mut [f64]) -> Tests {
    let market = MarketColumn::new(panel.market.clone());
    let firm = |k: usize| SessionSeries {
        first: 0,
        values: &panel.returns[k * SESSIONS..(k + 1) * SESSIONS],
    };
    let mut sums = MarketModelSums::of(firm(0), &market);
    let (mut sum, mut squares, mut q, mut events) = (0.0, 0.0, 0.0, 0.0);
    for k in 0..FIRMS {
        let own = firm(k).values;
        sums.prepare(firm(k));
        for event in k * EVENTS_OF_A_FIRM..(k + 1) * EVENTS_OF_A_FIRM {
            let from = panel.days[event] - BEFORE;
            let Some(fit) = sums.fit(from - GAP - ESTIMATION..from - GAP, &[]) else { continue };
            let out = &mut abnormal[event * BARS..(event + 1) * BARS];
            let (car, moved) =
                fit.abnormal(&own[from..from + BARS], &panel.market[from..from + BARS], out);
            let nu = fit.bars - 2.0;
            let variance = fit.residual_squares / nu * fit.variance_factor(BARS as f64, moved);
            let scar = car / variance.sqrt();
            sum += scar;
            squares += scar * scar;
            q += nu / (nu - 2.0);
            events += 1.0;
        }
    }
    tests(sum, squares, q, events)
}

/// The same by plain loops over each event's windows.
fn plain_loop(panel: &Panel, abnormal: &mut [f64]) -> Tests {
    let (mut sum, mut squares, mut q, mut events) = (0.0, 0.0, 0.0, 0.0);
    let m = ESTIMATION as f64;
    let bars = BARS as f64;
    for firm in 0..FIRMS {
        let own = &panel.returns[firm * SESSIONS..(firm + 1) * SESSIONS];
        for event in firm * EVENTS_OF_A_FIRM..(firm + 1) * EVENTS_OF_A_FIRM {
            let from = panel.days[event] - BEFORE;
            let start = from - GAP - ESTIMATION;
            let (y, x) =
                (&own[start..start + ESTIMATION], &panel.market[start..start + ESTIMATION]);
            let (mut sx, mut sy, mut sxx, mut sxy, mut syy) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (y, x) in y.iter().zip(x) {
                sx += x;
                sy += y;
                sxx += x * x;
                sxy += x * y;
                syy += y * y;
            }
            let (mx, my) = (sx / m, sy / m);
            let (cxx, cxy, cyy) = (sxx - sx * mx, sxy - sx * my, syy - sy * my);
            let beta = cxy / cxx;
            let alpha = my - beta * mx;
            let s2 = (cyy - beta * cxy) / (m - 2.0);
            let out = &mut abnormal[event * BARS..(event + 1) * BARS];
            let (mut car, mut moved) = (0.0, 0.0);
            let window = own[from..from + BARS].iter().zip(&panel.market[from..from + BARS]);
            for (ar, (y, x)) in out.iter_mut().zip(window) {
                *ar = y - alpha - beta * x;
                car += *ar;
                moved += x;
            }
            let deviation = moved - bars * mx;
            let variance = s2 * (bars + bars * bars / m + deviation * deviation / cxx);
            let scar = car / variance.sqrt();
            sum += scar;
            squares += scar * scar;
            q += (m - 2.0) / (m - 4.0);
            events += 1.0;
        }
    }
    tests(sum, squares, q, events)
}

#[divan::bench]
fn shared_sums(bencher: divan::Bencher<'_, '_>) {
    let (panel, mut out) = (panel(), vec![0.0; FIRMS * EVENTS_OF_A_FIRM * BARS]);
    bencher.bench_local(|| kernel(black_box(&panel), &mut out));
}

#[divan::bench]
fn plain_loops(bencher: divan::Bencher<'_, '_>) {
    let (panel, mut out) = (panel(), vec![0.0; FIRMS * EVENTS_OF_A_FIRM * BARS]);
    bencher.bench_local(|| plain_loop(black_box(&panel), &mut out));
}

fn main() {
    divan::main();
    let (panel, mut out) = (panel(), vec![0.0; FIRMS * EVENTS_OF_A_FIRM * BARS]);
    let mut timed = |run: fn(&Panel, &mut [f64]) -> Tests| -> (Duration, Tests) {
        let start = Instant::now();
        let tests = run(black_box(&panel), &mut out);
        (start.elapsed(), tests)
    };
    let (mut ours, mut plain) = (Duration::MAX, Duration::MAX);
    for _ in 0..25 {
        let (a, with_sums) = timed(kernel);
        let (b, with_loops) = timed(plain_loop);
        assert!((with_sums.patell / with_loops.patell - 1.0).abs() < 1e-9, "{with_sums:?}");
        assert!((with_sums.bmp / with_loops.bmp - 1.0).abs() < 1e-9, "{with_loops:?}");
        (ours, plain) = (ours.min(a), plain.min(b));
    }
    println!(
        "100,000 events, shortest of 25 alternating runs: kernel / plain loop = {:.2}",
        ours.as_secs_f64() / plain.as_secs_f64()
    );
}
