"""What Python costs: a study of 100,000 events from polars frames, beside the library alone.

    cargo run --release --example generate_panel
    pip install ./python polars
    python python/benches/through_python.py [folder]        # the default folder is panel

Both are built with the profile of the wheel, run by turns on the same frames, and compared by their
medians; what counts is the ratio.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import eventstudy as es
import polars

ROOT = Path(__file__).resolve().parents[2]
TURNS = 7


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
    panel = Path(sys.argv[1] if len(sys.argv) > 1 else "panel")
    events = polars.read_csv(panel / "events.csv")
    prices = polars.read_parquet(panel / "prices.parquet")
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "events.parquet", Path(folder) / "prices.parquet"
        events.write_parquet(paths[0])
        prices.write_parquet(paths[1])
        library(*paths)
        through_python(events, prices)
        turns = [(library(*paths), through_python(events, prices)) for _ in range(TURNS)]
    rust = [seconds for (seconds, _), _ in turns]
    python = [seconds for _, (seconds, _) in turns]
    sizes = {size for pair in turns for _, size in pair}
    assert len(sizes) == 1, f"the reports differ in size: {sorted(sizes)}"
    print(f"{len(events):,} events, {len(prices):,} rows of prices, {TURNS} turns")
    for name, seconds in (("library", rust), ("through Python", python)):
        print(f"{name:<15} median {median(seconds):.3f} s, {min(seconds):.3f} to {max(seconds):.3f}")
    print(f"ratio of the medians {median(python) / median(rust):.3f}")


if __name__ == "__main__":
    main()
