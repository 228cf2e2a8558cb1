//! Writes the bundled price sample: SIMULATED bars of META, BABA and SPY.
//!
//! ```text
//! cargo run --example generate_sample [folder]      # the default folder is data/sample
//! ```
//!
//! A one-factor random walk, drawn from one seed. It is no market data: only the closes, opens and
//! moves in `CLOSES`, `OPENS` and `SCENES` follow figures that the press reported, so that
//! the bundled events show what their news said. Each day is drawn as three legs (overnight, gap at
//! the open, regular session); bridges between the ends of the legs make the bars.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use eventstudy::calendar::{DayKind, Session, TradingCalendar, TradingDay};
use flate2::{Compression, GzBuilder};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

const SEED: u64 = 42;

const DAILY: (NaiveDate, NaiveDate) = (date(2024, 9, 3), date(2025, 12, 31));
const INTRADAY: (NaiveDate, NaiveDate) = (date(2025, 8, 20), date(2025, 12, 19));
const BAR: TimeDelta = TimeDelta::minutes(5);

/// Shares of a day's variance. The overnight leg runs from the close to the end of the premarket.
const OVERNIGHT: f64 = 0.34;
const GAP: f64 = 0.05;
const REGULAR: f64 = 0.61;

/// Shares of the overnight leg's variance: post-market, the night without trading, premarket.
const POST: f64 = 0.10;
const NIGHT: f64 = 0.30;
const PRE: f64 = 0.60;

/// What the market gains on a usual day, all of it in the regular session.
const DRIFT: f64 = 0.0004;

/// Volatility clusters: the logarithm of each day's volatility is an autoregression.
const VOLATILITY_MEMORY: f64 = 0.95;
const VOLATILITY_SPREAD: f64 = 0.25;

const META_DIVIDEND: (NaiveDate, f64) = (date(2025, 12, 15), 0.525);

struct Name {
    ticker: &'static str,
    /// How much of the market's return it takes.
    beta: f64,
    /// Standard deviation of what is its own in a daily return.
    own_sd: f64,
    /// Standard deviation of the whole daily return, against which a move is a surprise.
    usual_sd: f64,
    /// Shares in a usual regular session, and the other sessions as parts of that.
    volume: f64,
    pre_volume: f64,
    post_volume: f64,
    /// Chance of a trade in a bar before 07:00 or late in the post-market.
    thin_hours: f64,
}

/// The market comes first: the others are made from it.
const NAMES: [Name; 3] = [
    Name {
        ticker: "SPY",
        beta: 0.0,
        own_sd: 0.008,
        usual_sd: 0.008,
        volume: 70e6,
        pre_volume: 0.015,
        post_volume: 0.008,
        thin_hours: 0.75,
    },
    Name {
        ticker: "META",
        beta: 1.2,
        own_sd: 0.014,
        usual_sd: 0.017,
        volume: 12e6,
        pre_volume: 0.010,
        post_volume: 0.006,
        thin_hours: 0.35,
    },
    Name {
        ticker: "BABA",
        beta: 0.8,
        own_sd: 0.022,
        usual_sd: 0.023,
        volume: 12e6,
        pre_volume: 0.025,
        post_volume: 0.008,
        thin_hours: 0.35,
    },
];

/// Closes the press reported. Prices before the first of a ticker are scaled to meet it.
const CLOSES: [(&str, NaiveDate, f64); 11] = [
    ("META", date(2025, 12, 3), 639.60),
    ("META", date(2025, 12, 4), 661.53),
    ("META", date(2025, 12, 9), 656.96),
    ("META", date(2025, 12, 10), 650.13),
    ("META", date(2025, 12, 11), 652.71),
    ("BABA", date(2025, 12, 9), 155.96),
    ("BABA", date(2025, 12, 10), 158.82),
    ("BABA", date(2025, 12, 11), 156.90),
    ("SPY", date(2025, 12, 9), 683.04),
    ("SPY", date(2025, 12, 10), 687.57),
    ("SPY", date(2025, 12, 11), 689.17),
];

/// Opens the press reported; where it gave a move from the close before, the price that makes it.
const OPENS: [(&str, NaiveDate, f64); 3] = [
    ("META", date(2025, 12, 4), 676.00),
    ("META", date(2025, 12, 10), 649.93), // 1.07% below 656.96
    ("BABA", date(2025, 12, 10), 159.64), // 2.36% above 155.96
];

/// A stretch whose course is laid down because the press described it.
struct Scene {
    ticker: &'static str,
    date: NaiveDate,
    leg: Leg,
    /// What is left of the usual noise, so that the described course stays visible.
    noise: f64,
    /// Hour and minute in New York, and the move since the previous close in per cent. Only the
    /// rough course was reported; the single marks are made up to fit it.
    marks: &'static [(i64, i64, f64)],
}

#[derive(Clone, Copy, PartialEq)]
enum Leg {
    Overnight,
    Regular,
}

const SCENES: [Scene; 5] = [
    Scene {
        ticker: "META",
        date: date(2025, 12, 4),
        leg: Leg::Overnight,
        noise: 0.4,
        marks: &[
            (4, 0, 0.1),
            (9, 0, 0.2),
            (9, 5, 1.6),
            (9, 10, 4.8),
            (9, 15, 6.3),
            (9, 20, 6.25),
            (9, 25, 5.75),
            (9, 30, 5.7),
        ],
    },
    Scene {
        ticker: "META",
        date: date(2025, 12, 10),
        leg: Leg::Overnight,
        noise: 0.4,
        marks: &[(4, 0, -0.1), (7, 0, -0.35), (8, 30, -0.75), (9, 25, -1.0), (9, 30, -1.0)],
    },
    Scene {
        ticker: "BABA",
        date: date(2025, 12, 10),
        leg: Leg::Overnight,
        noise: 0.3,
        marks: &[
            (4, 0, 0.05),
            (9, 0, 0.15),
            (9, 5, 0.25),
            (9, 10, 1.9),
            (9, 15, 3.0),
            (9, 20, 2.8),
            (9, 25, 2.45),
            (9, 30, 2.4),
        ],
    },
    Scene {
        ticker: "SPY",
        date: date(2025, 12, 10),
        leg: Leg::Overnight,
        noise: 0.2,
        marks: &[(4, 0, 0.0), (9, 30, -0.02)],
    },
    Scene {
        ticker: "SPY",
        date: date(2025, 12, 10),
        leg: Leg::Regular,
        noise: 0.35,
        marks: &[(14, 0, -0.04)], // the Fed's decision came at 14:00
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| "data/sample".into(), PathBuf::from);
    fs::create_dir_all(folder.join("daily"))?;
    fs::create_dir_all(folder.join("intraday_5m"))?;
    let calendar = TradingCalendar::new_york();
    let sessions: Vec<TradingDay> =
        calendar.days().iter().filter(|day| within(DAILY, day.date)).copied().collect();

    let mut market = None;
    for (number, name) in (0..).zip(&NAMES) {
        let dice = Dice { name: number };
        let simulation = Simulation::draw(name, &sessions, market.as_ref(), dice)?;
        let bars = simulation.bars();
        let rows = simulation.rows(&bars);
        write_daily(&folder.join(format!("daily/{}.csv", name.ticker)), &rows)?;
        write_bars(&folder.join(format!("intraday_5m/{}.csv.gz", name.ticker)), &bars)?;
        println!("{}: {} days, {} bars (simulated)", name.ticker, rows.len(), bars.len());
        market.get_or_insert(simulation.motion);
    }
    Ok(())
}

/// Random numbers by name and purpose, each from a stream of its own: a change to the bars of one
/// name leaves all other numbers as they were.
#[derive(Clone, Copy)]
struct Dice {
    name: u64,
}

#[derive(Clone, Copy)]
enum Purpose {
    Legs,
    Paths,
    Bars,
    Days,
    Dividends,
    Activity,
}

impl Dice {
    fn stream(self, purpose: Purpose) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        rng.set_stream(100 * self.name + purpose as u64);
        rng
    }
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    rng.sample(StandardNormal)
}

/// The log returns of one day, without dividends.
#[derive(Clone, Copy)]
struct Legs {
    overnight: f64,
    gap: f64,
    regular: f64,
    /// Standard deviation of the day's own return, and of the whole return with the market's part.
    sd: f64,
    whole_sd: f64,
    /// Overnight leg and gap follow a scene and take no part in meeting a pinned close.
    staged: bool,
}

impl Legs {
    fn total(&self) -> f64 {
        self.overnight + self.gap + self.regular
    }

    fn of(&self, leg: Leg) -> f64 {
        match leg {
            Leg::Overnight => self.overnight,
            Leg::Regular => self.regular,
        }
    }

    /// The variance that may still be moved to meet a pinned close.
    fn free_variance(&self) -> f64 {
        self.sd.powi(2) * if self.staged { REGULAR } else { 1.0 }
    }

    fn shift(&mut self, by: f64) {
        if self.staged {
            self.regular += by;
        } else {
            self.overnight += OVERNIGHT * by;
            self.gap += GAP * by;
            self.regular += REGULAR * by;
        }
    }
}

/// The movement of one name: legs for every session, paths for the intraday span.
struct Motion {
    legs: Vec<Legs>,
    paths: BTreeMap<usize, DayPaths>,
}

struct DayPaths {
    overnight: StepPath,
    regular: StepPath,
}

impl Motion {
    fn draw(name: &Name, sessions: &[TradingDay], market: Option<&Self>, dice: Dice) -> Self {
        let mut legs = draw_legs(name, sessions, market, &mut dice.stream(Purpose::Legs));
        stage(name, sessions, &mut legs);
        meet_closes(name, sessions, &mut legs);
        let mut rng = dice.stream(Purpose::Paths);
        let paths = intraday_days(sessions)
            .map(|i| {
                let days = [&sessions[i - 1], &sessions[i]];
                let market = market.and_then(|market| market.paths.get(&i));
                let mut fill =
                    |leg, market| StepPath::fill(name, days, &legs[i], leg, market, &mut rng);
                let overnight = fill(Leg::Overnight, market.map(|market| &market.overnight));
                let regular = fill(Leg::Regular, market.map(|market| &market.regular));
                (i, DayPaths { overnight, regular })
            })
            .collect();
        Self { legs, paths }
    }
}

fn draw_legs(
    name: &Name,
    sessions: &[TradingDay],
    market: Option<&Motion>,
    rng: &mut ChaCha8Rng,
) -> Vec<Legs> {
    let drift = if market.is_none() { DRIFT } else { 0.0 };
    let mut mood = 0.0;
    (0..sessions.len())
        .map(|i| {
            mood =
                VOLATILITY_MEMORY * mood + (1.0 - VOLATILITY_MEMORY.powi(2)).sqrt() * normal(rng);
            // The mean of the variance stays at its square whatever the spread.
            let sd = name.own_sd * (VOLATILITY_SPREAD * mood - VOLATILITY_SPREAD.powi(2)).exp();
            let mut leg = |share: f64, of_market: fn(&Legs) -> f64| {
                let factor = market.map_or(0.0, |market| of_market(&market.legs[i]));
                name.beta * factor + sd * share.sqrt() * normal(rng)
            };
            Legs {
                overnight: leg(OVERNIGHT, |market| market.overnight),
                gap: leg(GAP, |market| market.gap),
                regular: leg(REGULAR, |market| market.regular) + drift,
                sd,
                whole_sd: sd.hypot(name.beta * market.map_or(0.0, |market| market.legs[i].sd)),
                staged: false,
            }
        })
        .collect()
}

/// Sets the overnight legs and gaps that the scenes lay down.
fn stage(name: &Name, sessions: &[TradingDay], legs: &mut [Legs]) {
    for i in 1..sessions.len() {
        let Some(scene) = scene(name, sessions[i].date, Leg::Overnight) else { continue };
        let Some((.., percent)) = scene.marks.last() else { continue };
        let open = pinned(&OPENS, name, sessions[i].date);
        let previous = pinned(&CLOSES, name, sessions[i - 1].date);
        let legs = &mut legs[i];
        legs.overnight = log_move(*percent);
        legs.gap = match (open, previous) {
            (Some(open), Some(previous)) => (open / previous).ln() - legs.overnight,
            _ => legs.gap * scene.noise,
        };
        legs.staged = true;
    }
}

/// Spreads what is missing between two pinned closes over the days between them, the livelier days
/// taking more of it.
fn meet_closes(name: &Name, sessions: &[TradingDay], legs: &mut [Legs]) {
    let pins: Vec<(usize, f64)> = (0..sessions.len())
        .filter_map(|i| Some((i, pinned(&CLOSES, name, sessions[i].date)?)))
        .collect();
    for pair in pins.windows(2) {
        let [(from, first), (to, last)] = [pair[0], pair[1]];
        let between = &mut legs[from + 1..=to];
        let missing = (last / first).ln() - between.iter().map(Legs::total).sum::<f64>();
        let variance: f64 = between.iter().map(Legs::free_variance).sum();
        for legs in between {
            legs.shift(missing * legs.free_variance() / variance);
        }
    }
}

/// A stretch of five minutes in which a bar may form, or the night, in which none does.
struct Step {
    start: DateTime<Utc>,
    session: Session,
    /// Share of the leg's variance.
    variance: f64,
    /// Share of the session's volume.
    volume: f64,
}

/// From the close of one session to the open of the next.
fn overnight_steps(before: &TradingDay, day: &TradingDay) -> Vec<Step> {
    let night =
        Step { start: before.post_end, session: Session::Overnight, variance: NIGHT, volume: 0.0 };
    let mut all = steps(before, Session::Post);
    all.push(night);
    all.extend(steps(day, Session::Pre));
    all
}

fn steps(day: &TradingDay, session: Session) -> Vec<Step> {
    let Some((start, end)) = day.bounds(session) else { return Vec::new() };
    let count = (end - start).num_seconds() / BAR.num_seconds();
    let mut steps: Vec<Step> = (0..count)
        .zip(std::iter::successors(Some(start), |start| Some(*start + BAR)))
        .map(|(i, start)| {
            let (variance, volume) = shape(session, (i as f64 + 0.5) / count as f64);
            Step { start, session, variance, volume }
        })
        .collect();
    let variance: f64 = steps.iter().map(|step| step.variance).sum();
    let volume: f64 = steps.iter().map(|step| step.volume).sum();
    for step in &mut steps {
        step.variance *= share_of_leg(session) / variance;
        step.volume /= volume;
    }
    steps
}

fn share_of_leg(session: Session) -> f64 {
    match session {
        Session::Post => POST,
        Session::Overnight => NIGHT,
        Session::Pre => PRE,
        Session::Regular => 1.0,
    }
}

/// Variance and volume at a point of a session, from 0 at its start to 1 at its end: rising before
/// the open, U-shaped in the regular session, fading after the close.
fn shape(session: Session, at: f64) -> (f64, f64) {
    match session {
        Session::Pre => ((2.0 * at).exp(), (4.0 * at).exp()),
        Session::Regular => {
            let open = (-at / 0.08).exp();
            let close = (-(1.0 - at) / 0.06).exp();
            (0.6 + 3.5 * open + 0.7 * close, 0.6 + 1.8 * open + 1.8 * close)
        }
        Session::Post | Session::Overnight => ((-3.0 * at).exp(), (-5.0 * at).exp()),
    }
}

/// The course of the log price over the steps of a leg, without dividends.
struct StepPath {
    steps: Vec<Step>,
    /// Log return since the start of the leg at the ends of the steps, after a first zero.
    path: Vec<f64>,
    /// Variance of each step.
    variance: Vec<f64>,
}

impl StepPath {
    /// Fills a leg: the market's path times beta, and an own path bridging what is left.
    fn fill(
        name: &Name,
        [before, day]: [&TradingDay; 2],
        legs: &Legs,
        leg: Leg,
        market: Option<&Self>,
        rng: &mut ChaCha8Rng,
    ) -> Self {
        let (steps, share) = match leg {
            Leg::Overnight => (overnight_steps(before, day), OVERNIGHT),
            Leg::Regular => (steps(day, Session::Regular), REGULAR),
        };
        let scene = scene(name, day.date, leg);
        let noise = scene.map_or(1.0, |scene| scene.noise);
        let mut variance: Vec<f64> =
            steps.iter().map(|step| share * step.variance * (legs.sd * noise).powi(2)).collect();
        let mut marks = scene.map_or_else(BTreeMap::new, |scene| marks(scene, day, legs, &steps));
        marks.insert(steps.len(), legs.of(leg));

        // The marks are for both paths together: the own path has to make what the market leaves.
        for (i, level) in &mut marks {
            *level -= market.map_or(0.0, |market| name.beta * market.path[*i]);
        }
        let mut path = bridge(&variance, &marks, rng);
        if let Some(market) = market {
            path.iter_mut().zip(&market.path).for_each(|(own, all)| *own += name.beta * all);
            let market = market.variance.iter().map(|all| name.beta.powi(2) * all);
            variance.iter_mut().zip(market).for_each(|(own, factor)| *own += factor);
        }
        Self { steps, path, variance }
    }
}

/// A step with the log prices at its ends.
struct Moved<'a> {
    step: &'a Step,
    from: f64,
    to: f64,
    variance: f64,
}

impl StepPath {
    fn in_session(&self, session: Session, start: f64) -> impl Iterator<Item = Moved<'_>> {
        let moved = move |i| Moved {
            step: &self.steps[i],
            from: start + self.path[i],
            to: start + self.path[i + 1],
            variance: self.variance[i],
        };
        (0..self.steps.len()).filter(move |&i| self.steps[i].session == session).map(moved)
    }
}

/// A scene's marks as positions in a path and log returns since the start of the leg.
fn marks(scene: &Scene, day: &TradingDay, legs: &Legs, steps: &[Step]) -> BTreeMap<usize, f64> {
    let before = if scene.leg == Leg::Regular { legs.overnight + legs.gap } else { 0.0 };
    let half_past_nine = 9 * 60 + 30;
    scene
        .marks
        .iter()
        .map(|&(hour, minute, percent)| {
            let at = day.open + TimeDelta::minutes(60 * hour + minute - half_past_nine);
            let position = steps.partition_point(|step| step.start < at);
            (position, log_move(percent) - before)
        })
        .collect()
}

/// A random walk from 0 through the marks; every stretch between two marks is a Brownian bridge.
fn bridge(variance: &[f64], marks: &BTreeMap<usize, f64>, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let mut walk = vec![0.0];
    let mut clock = vec![0.0];
    for (i, variance) in variance.iter().enumerate() {
        walk.push(walk[i] + variance.sqrt() * normal(rng));
        clock.push(clock[i] + variance);
    }
    let mut path = vec![0.0];
    let (mut from, mut level) = (0, 0.0);
    for (&to, &target) in marks {
        let missing = target - level - (walk[to] - walk[from]);
        for i in from + 1..=to {
            let elapsed = (clock[i] - clock[from]) / (clock[to] - clock[from]);
            path.push(level + walk[i] - walk[from] + missing * elapsed);
        }
        (from, level) = (to, target);
    }
    path
}

/// Price levels: closes, not yet rounded, and dividends by ex-date.
struct Prices {
    closes: Vec<f64>,
    dividends: Vec<f64>,
}

impl Prices {
    fn new(
        name: &Name,
        sessions: &[TradingDay],
        motion: &Motion,
        dice: Dice,
    ) -> Result<Self, Box<dyn Error>> {
        let dividends = dividends(name, sessions, &mut dice.stream(Purpose::Dividends));
        let (anchor, pin) = (0..sessions.len())
            .find_map(|i| Some((i, pinned(&CLOSES, name, sessions[i].date)?)))
            .ok_or_else(|| format!("{} has no pinned close", name.ticker))?;
        let mut closes = vec![pin; sessions.len()];
        for i in (0..anchor).rev() {
            closes[i] = closes[i + 1] / motion.legs[i + 1].total().exp() + dividends[i + 1];
        }
        for i in anchor + 1..sessions.len() {
            closes[i] = (closes[i - 1] - dividends[i]) * motion.legs[i].total().exp();
        }
        Ok(Self { closes, dividends })
    }

    /// Reckoned from the close, since the first day has no close before it.
    fn open(&self, day: usize, legs: &Legs) -> f64 {
        self.closes[day] / legs.regular.exp()
    }
}

fn dividends(name: &Name, sessions: &[TradingDay], rng: &mut ChaCha8Rng) -> Vec<f64> {
    sessions
        .iter()
        .map(|day| match name.ticker {
            "SPY" if is_quarterly_expiry(day.date) => {
                (1000.0 * rng.random_range(1.7..1.9_f64)).round() / 1000.0
            }
            "META" if day.date == META_DIVIDEND.0 => META_DIVIDEND.1,
            _ => 0.0,
        })
        .collect()
}

/// The third Friday of March, June, September or December.
fn is_quarterly_expiry(date: NaiveDate) -> bool {
    date.month().is_multiple_of(3)
        && date.weekday() == Weekday::Fri
        && (15..=21).contains(&date.day())
}

/// Open, high, low and close in cents.
struct Ohlc {
    open: i64,
    high: i64,
    low: i64,
    close: i64,
}

impl Ohlc {
    /// The bar of a Brownian path between two log prices: the extremes of such a path, given its
    /// ends, have a distribution that inverts in closed form.
    fn draw(open: f64, close: f64, variance: f64, rng: &mut ChaCha8Rng) -> Self {
        let mut reach = || {
            let chance = 1.0 - rng.random::<f64>();
            ((close - open).powi(2) - 2.0 * variance * chance.ln()).sqrt()
        };
        let high = cents((open + close + reach()) / 2.0);
        let low = cents((open + close - reach()) / 2.0);
        let (open, close) = (cents(open), cents(close));
        Self { open, high: high.max(open).max(close), low: low.min(open).min(close), close }
    }

    /// The bar that covers all of these, which follow each other.
    fn covering(bars: &[&Bar]) -> Option<Self> {
        Some(Self {
            open: bars.first()?.ohlc.open,
            high: bars.iter().map(|bar| bar.ohlc.high).max()?,
            low: bars.iter().map(|bar| bar.ohlc.low).min()?,
            close: bars.last()?.ohlc.close,
        })
    }
}

impl fmt::Display for Ohlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [open, high, low, close] =
            [self.open, self.high, self.low, self.close].map(|cents| cents as f64 / 100.0);
        write!(f, "{open:.2},{high:.2},{low:.2},{close:.2}")
    }
}

fn cents(log_price: f64) -> i64 {
    (100.0 * log_price.exp()).round() as i64
}

struct Bar {
    start: DateTime<Utc>,
    date: NaiveDate,
    session: Session,
    ohlc: Ohlc,
    volume: i64,
}

/// All that is drawn for one name before there are bars.
struct Simulation<'a> {
    name: &'a Name,
    sessions: &'a [TradingDay],
    motion: Motion,
    prices: Prices,
    /// How lively each day is, as a factor on its volume.
    activity: Vec<f64>,
    dice: Dice,
}

impl<'a> Simulation<'a> {
    fn draw(
        name: &'a Name,
        sessions: &'a [TradingDay],
        market: Option<&Motion>,
        dice: Dice,
    ) -> Result<Self, Box<dyn Error>> {
        let motion = Motion::draw(name, sessions, market, dice);
        let prices = Prices::new(name, sessions, &motion, dice)?;
        let activity = activity(name, sessions, &motion.legs, &mut dice.stream(Purpose::Activity));
        Ok(Self { name, sessions, motion, prices, activity, dice })
    }

    /// The intraday bars, in order of time.
    fn bars(&self) -> Vec<Bar> {
        let mut rng = self.dice.stream(Purpose::Bars);
        let mut bars = Vec::new();
        for (&i, paths) in &self.motion.paths {
            let before = self.prices.closes[i - 1];
            // The dividend comes off in the night.
            let ex_dividend = before - self.prices.dividends[i];
            let open = self.prices.open(i, &self.motion.legs[i]);
            for (session, path, day, start) in [
                (Session::Post, &paths.overnight, i - 1, before.ln()),
                (Session::Pre, &paths.overnight, i, ex_dividend.ln()),
                (Session::Regular, &paths.regular, i, open.ln()),
            ] {
                let mut maker = BarMaker::new(self.name, &self.sessions[day], self.activity[day]);
                for moved in path.in_session(session, start) {
                    bars.extend(maker.bar(&moved, &mut rng));
                }
            }
        }
        // The paths reach from the evening before the span to the day after it.
        bars.retain(|bar| within(INTRADAY, bar.date));
        bars
    }

    /// The daily rows, summed up from the bars where there are any.
    fn rows(&self, bars: &[Bar]) -> Vec<Row> {
        let mut regular: BTreeMap<NaiveDate, Vec<&Bar>> = BTreeMap::new();
        for bar in bars.iter().filter(|bar| bar.session == Session::Regular) {
            regular.entry(bar.date).or_default().push(bar);
        }
        let mut rng = self.dice.stream(Purpose::Days);
        (0..self.sessions.len())
            .map(|i| {
                let date = self.sessions[i].date;
                self.row(i, regular.get(&date).map_or(&[], Vec::as_slice), &mut rng)
            })
            .collect()
    }

    fn row(&self, i: usize, bars: &[&Bar], rng: &mut ChaCha8Rng) -> Row {
        let legs = &self.motion.legs[i];
        let (open, close) = (self.prices.open(i, legs), self.prices.closes[i]);
        let variance = legs.whole_sd.powi(2) * REGULAR;
        let drawn = Ohlc::draw(open.ln(), close.ln(), variance, rng);
        let volume = match bars {
            [] => self.name.volume * self.activity[i],
            bars => bars.iter().map(|bar| bar.volume as f64).sum(),
        };
        // Consolidated daily volume counts auctions and off-exchange trades that bars lack.
        let auctions = rng.random_range(1.04..1.10);
        Row {
            date: self.sessions[i].date,
            ohlc: Ohlc::covering(bars).unwrap_or(drawn),
            volume: (volume * auctions).round() as i64,
            dividend: self.prices.dividends[i],
        }
    }
}

/// Makes the bars of one session.
struct BarMaker<'a> {
    name: &'a Name,
    day: &'a TradingDay,
    activity: f64,
    /// Size of the latest moves against usual ones; a surprise keeps trading lively for a while.
    excitement: f64,
}

impl<'a> BarMaker<'a> {
    fn new(name: &'a Name, day: &'a TradingDay, activity: f64) -> Self {
        Self { name, day, activity, excitement: 1.0 }
    }

    /// The bar of a step, if there was a trade in it.
    fn bar(&mut self, moved: &Moved, rng: &mut ChaCha8Rng) -> Option<Bar> {
        let Moved { step, from, to, variance } = *moved;
        let traded = rng.random::<f64>() < self.chance_of_trade(step);
        let ohlc = Ohlc::draw(from + self.slip(step, rng), to, variance, rng);
        let volume = self.volume(step, to - from, rng);
        traded.then_some(Bar {
            start: step.start,
            date: self.day.date,
            session: step.session,
            ohlc,
            volume,
        })
    }

    /// How far the first trade of a bar is off the last one before it: a part of the spread, which
    /// is wider outside the regular session.
    fn slip(&self, step: &Step, rng: &mut ChaCha8Rng) -> f64 {
        let spread = if step.session == Session::Regular { 5e-5 } else { 2e-4 };
        let slip = spread * normal(rng);
        let moves = rng.random_bool(0.4);
        let official_open = step.start == self.day.open;
        if moves && !official_open { slip } else { 0.0 }
    }

    fn chance_of_trade(&self, step: &Step) -> f64 {
        let to_open = self.day.open - step.start;
        let since_close = step.start - self.day.close;
        let thin = self.name.thin_hours;
        match step.session {
            Session::Pre if to_open > TimeDelta::minutes(150) => thin,
            Session::Pre if to_open > TimeDelta::minutes(60) => 0.985,
            Session::Post if since_close < TimeDelta::minutes(30) => 0.9,
            Session::Post if since_close < TimeDelta::hours(2) => thin,
            Session::Post => thin / 3.0,
            Session::Pre | Session::Regular | Session::Overnight => 1.0,
        }
    }

    /// Shares traded: more on lively days and after moves that are larger than usual.
    fn volume(&mut self, step: &Step, moved: f64, rng: &mut ChaCha8Rng) -> i64 {
        let (part, leg, round) = match step.session {
            Session::Pre => (self.name.pre_volume, OVERNIGHT, 100.0),
            Session::Post | Session::Overnight => (self.name.post_volume, OVERNIGHT, 100.0),
            Session::Regular => (1.0, REGULAR, 1000.0),
        };
        let usual_sd = self.name.usual_sd * (leg * step.variance).sqrt();
        let surprise = (moved.abs() / usual_sd).min(12.0);
        self.excitement = surprise.max(0.7 * self.excitement);
        let interest = (0.4 + 0.5 * self.excitement) * (0.4 * normal(rng) - 0.08).exp();
        let shares = self.name.volume * part * self.activity * step.volume * interest;
        (round * (shares / round).round().max(1.0)) as i64
    }
}

fn activity(name: &Name, sessions: &[TradingDay], legs: &[Legs], rng: &mut ChaCha8Rng) -> Vec<f64> {
    sessions
        .iter()
        .zip(legs)
        .map(|(day, legs)| {
            let hours = if day.kind == DayKind::Full { 1.0 } else { 0.5 };
            let surprise = 0.75 + 0.3 * legs.total().abs() / name.usual_sd;
            hours * surprise * (0.25 * normal(rng) - 0.03).exp()
        })
        .collect()
}

struct Row {
    date: NaiveDate,
    ohlc: Ohlc,
    volume: i64,
    dividend: f64,
}

fn write_daily(path: &Path, rows: &[Row]) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "date,open,high,low,close,volume,dividend,split")?;
    for Row { date, ohlc, volume, dividend } in rows {
        writeln!(file, "{date},{ohlc},{volume},{dividend},1")?;
    }
    file.flush()
}

fn write_bars(path: &Path, bars: &[Bar]) -> std::io::Result<()> {
    let file = BufWriter::new(File::create(path)?);
    // Without a time stamp, so that the same bars make the same bytes.
    let mut zip = GzBuilder::new().mtime(0).write(file, Compression::best());
    writeln!(zip, "ts_utc,open,high,low,close,volume")?;
    for Bar { start, ohlc, volume, .. } in bars {
        writeln!(zip, "{},{ohlc},{volume}", start.format("%Y-%m-%dT%H:%M:%SZ"))?;
    }
    zip.finish()?.flush()
}

/// Positions of the sessions of the intraday span and of the one after it, whose overnight leg
/// starts with the last post-market of the span.
fn intraday_days(sessions: &[TradingDay]) -> impl Iterator<Item = usize> {
    let first = sessions.partition_point(|day| day.date < INTRADAY.0);
    let after = sessions.partition_point(|day| day.date <= INTRADAY.1);
    first..=after
}

fn scene(name: &Name, date: NaiveDate, leg: Leg) -> Option<&'static Scene> {
    SCENES.iter().find(|scene| (scene.ticker, scene.date, scene.leg) == (name.ticker, date, leg))
}

fn pinned(pins: &[(&str, NaiveDate, f64)], name: &Name, date: NaiveDate) -> Option<f64> {
    pins.iter().find(|pin| (pin.0, pin.1) == (name.ticker, date)).map(|pin| pin.2)
}

fn log_move(percent: f64) -> f64 {
    (percent / 100.0).ln_1p()
}

fn within((first, last): (NaiveDate, NaiveDate), date: NaiveDate) -> bool {
    (first..=last).contains(&date)
}

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the dates above exist")
}
