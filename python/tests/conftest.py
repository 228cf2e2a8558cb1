"""The command to compare with, and data to compare on."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sample import ROOT, SECTORS, TICKERS, sessions, write_csv

@pytest.fixture(scope="session")
def command() -> Path:
    """The command itself: `EVENTSTUDY_COMMAND`, or what cargo builds."""
    named = os.environ.get("EVENTSTUDY_COMMAND")
    if named:
        return Path(named)
    subprocess.run(["cargo", "build", "--quiet"], cwd=ROOT, check=True)
    asked = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    told = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)
    return Path(json.loads(told.stdout)["target_directory"]) / "debug" / "eventstudy"


@pytest.fixture(scope="session")
def ask(command: Path) -> Callable[..., str]:
    """Runs the command with these arguments and gives what it prints."""

    def run(*arguments: object, folder: Path) -> str:
        words = [str(command), *map(str, arguments), "--format", "json", "--out", str(folder)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def panel() -> dict[str, list[Any]]:
    """Daily prices of twelve firms and SPY under one another, with holes, dividends and a split."""
    chance = random.Random(20251210)
    columns: dict[str, list[Any]] = {
        name: [] for name in ("date", "ticker", "close", "volume", "dividend", "split")
    }
    days = sessions()
    market = [chance.gauss(0.0004, 0.01) for _ in days]
    for ticker in ["SPY", *TICKERS]:
        beta = 1.0 if ticker == "SPY" else chance.uniform(0.5, 1.5)
        price = chance.uniform(20, 200)
        for at, day in enumerate(days):
            dividend = 0.4 if ticker != "SPY" and at % 63 == 7 else 0.0
            split = 2.0 if ticker == "T03" and at == 200 else 1.0
            growth = 1 + beta * market[at] + (0 if ticker == "SPY" else chance.gauss(0, 0.015))
            price = (price / split - dividend) * growth
            if ticker != "SPY" and chance.random() < 0.004:
                continue
            row = (day, ticker, price, float(chance.randrange(10_000, 90_000)), dividend, split)
            for name, value in zip(columns, row, strict=True):
                columns[name].append(value)
    return columns


@pytest.fixture(scope="session")
def announcements() -> dict[str, list[Any]]:
    """Events of these firms, some of them broken: a duplicate, an unknown ticker, an overlap."""
    chance = random.Random(7)
    days = sessions()
    rows: list[tuple[Any, ...]] = []
    for ticker in TICKERS:
        start = 150 + chance.randrange(20)
        for at in range(start, len(days) - 15, 45):
            time = "T12:30:00Z" if chance.random() < 0.5 else ""
            sector, size = SECTORS[TICKERS.index(ticker) % 3], round(chance.uniform(1, 5), 3)
            rows.append((f"e{len(rows)}", days[at] + time, ticker, sector, size))
    rows.append(("again", rows[0][1], rows[0][2], rows[0][3], 1.5))
    rows.append(("unknown", days[200], "NOPE", "energy", 2.0))
    rows.append(("near", days[days.index(rows[1][1][:10]) + 3], rows[1][2], "energy", 2.5))
    rows.append(("broken", "yesterday", "T01", "health", 3.0))
    names = ("id", "published", "ticker", "sector", "size")
    return {name: [row[k] for row in rows] for k, name in enumerate(names)}


@pytest.fixture(scope="session")
def files(
    tmp_path_factory: pytest.TempPathFactory,
    panel: dict[str, list[Any]],
    announcements: dict[str, list[Any]],
) -> tuple[Path, Path]:
    """The events and the prices of a sample as files."""
    folder = tmp_path_factory.mktemp("sample")
    import pyarrow
    from pyarrow import parquet

    prices = folder / "prices.parquet"
    parquet.write_table(pyarrow.table(panel), prices)
    return write_csv(folder / "events.csv", announcements), prices
