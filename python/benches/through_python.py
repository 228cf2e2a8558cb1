"""What Python costs: a study of 100,000 events from polars frames, beside the library alone.

    python python/benches/through_python.py [events] [tickers] [sessions]

Both are built with the profile of the wheel, run by turns on the same frames, and compared by their
medians; what counts is the ratio. polars and numpy have to be installed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy
import polars

import eventstudy as es

ROOT = Path(__file__).resolve().parents[2]
TURNS = 7


def frames(events: int, tickers: int, sessions: int) -> tuple[polars.DataFrame, polars.DataFrame]:
    """A simulated panel, and events that do not overlap as long as so many fit."""
    chance = numpy.random.default_rng(7)
    spans = polars.date_range(
        polars.date(2013, 1, 2), polars.date(2025, 12, 31), eager=True
    ).to_frame("date")
    days = spans.filter(polars.col("date").dt.weekday() < 6)["date"][-sessions:]
    names = ["SPY", *(f"T{k:05}" for k in range(tickers))]
    market = chance.normal(0.0003, 0.01, sessions)
    beta = numpy.r_[1.0, chance.uniform(0.5, 1.5, tickers)]
    own = chance.normal(0, 0.02, (tickers + 1, sessions)) * (beta != 1.0)[:, None]
    close = 100 * numpy.exp(numpy.cumsum(beta[:, None] * market + own, axis=1) * 0.2)
    prices = polars.DataFrame(
        {
            "date": polars.concat([days] * (tickers + 1)),
            "ticker": numpy.repeat(names, sessions),
            "close": close.ravel(),
        }
    )
    places = [(t, at) for t in range(tickers) for at in range(160 + t % 21, sessions - 20, 22)]
    chance.shuffle(places)
    chosen = places[:events]
    table = polars.DataFrame(
        {
            "id": [f"e{k}" for k in range(len(chosen))],
            "published": [days[int(at)] for _, at in chosen],
            "ticker": [names[int(t) + 1] for t, _ in chosen],
        }
    )
    return table, prices


def library(events: Path, prices: Path) -> tuple[float, int]:
    asked = ["cargo", "run", "--quiet", "--profile", "wheel", "-p", "eventstudy-python"]
    asked += ["--example", "library_alone", "--", str(events), str(prices), "2"]
    told = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    # The second run finds the memory in place, as Python does.
    seconds, size = told.splitlines()[-1].split()
    return float(seconds), int(size)


def through_python(events: polars.DataFrame, prices: polars.DataFrame) -> tuple[float, int]:
    start = time.perf_counter()
    text = es.Study(events=events, prices=prices, estimation_length=120).run().to_json()
    return time.perf_counter() - start, len(text.encode())


def main() -> None:
    asked = [int(text) for text in sys.argv[1:]]
    count, tickers, sessions = (asked + [100_000, 2_000, 2_500][len(asked) :])[:3]
    events, prices = frames(count, tickers, sessions)
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "events.parquet", Path(folder) / "prices.parquet"
        events.write_parquet(paths[0])
        prices.write_parquet(paths[1])
        library(*paths)
        through_python(events, prices)
        turns = [(library(*paths), through_python(events, prices)) for _ in range(TURNS)]
    rust = median(seconds for (seconds, _), _ in turns)
    python = median(seconds for _, (seconds, _) in turns)
    assert len({size for pair in turns for _, size in pair}) == 1, "the reports differ in size"
    print(f"{len(events):,} events, {len(prices):,} rows of prices, median of {TURNS} turns")
    print(f"library {rust:.3f} s, through Python {python:.3f} s: ratio {python / rust:.3f}")


if __name__ == "__main__":
    main()
