"""The numbers of the command, to the last bit."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eventstudy as es

from sample import DAILY, INTRADAY, numbers

SAMPLE: dict[str, Any] = {"estimation_length": 120, "minimum_estimation": 60}
SAMPLE_ARGUMENTS = ("--estimation-length", 120)


@pytest.mark.parametrize(
    ("arguments", "choices"),
    [
        ((), {}),
        (("--tickers", "META,BABA"), {"tickers": ["META", "BABA"]}),
        (
            ("--model", "constant-mean", "--window", "-5..5", "--returns", "log"),
            {"model": "constant-mean", "window": (-5, 5), "returns": "log"},
        ),
        (
            ("--claim", "BABA rose before the open", "--latency", 60, "--car", "0..0"),
            {"claims": "BABA rose before the open", "latency": 60, "car": [(0, 0)]},
        ),
        (
            ("--data", DAILY, "--data", INTRADAY, "--exclude-day", "2025-11-28"),
            {"data": [DAILY, INTRADAY], "exclude_days": ["2025-11-28"]},
        ),
    ],
)
def test_one_event_is_the_command_byte_for_byte(
    ask: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[object, ...],
    choices: dict[str, Any],
) -> None:
    told = ask("--event", "meta-avocado", *arguments, folder=tmp_path)
    result = es.Study("meta-avocado", **choices).run()
    assert result.to_json() == told
    assert result.to_json() == (tmp_path / "results.json").read_text()


def test_a_one_off_event_is_the_command(ask: Callable[..., str], tmp_path: Path) -> None:
    when = "2025-12-10T09:00-05:00"
    told = ask("--event-time", when, "--headline", "H", "--tickers", "META", folder=tmp_path)
    assert es.Study(event_time=when, headline="H", tickers="META").run().to_json() == told


@pytest.mark.parametrize(
    ("arguments", "choices"),
    [
        ((), {}),
        (
            ("--by", "sector", "--regress", "size", "--cluster", "sector", "--weight", "size"),
            {"by": "sector", "regress": "size", "cluster": "sector", "weight": "size"},
        ),
        (
            ("--model", "market-adjusted", "--overlapping", "keep", "--seed", 3),
            {"model": "market-adjusted", "overlapping": "keep", "seed": 3},
        ),
        (
            ("--also", "calendar-time,volume,volatility,placebo-dates", "--minimum-firms", 2),
            {"also": "calendar-time,volume,volatility,placebo-dates", "minimum_firms": 2},
        ),
        (
            ("--missing", "available", "--window", "-3..3", "--resamples", 499, "--tests", "bmp,corrado-rank"),
            {"missing": "available", "window": "-3..3", "resamples": 499, "tests": "bmp,corrado-rank"},
        ),
    ],
)
def test_many_events_are_the_command_byte_for_byte(
    ask: Callable[..., str],
    tmp_path: Path,
    files: tuple[Path, Path],
    arguments: tuple[object, ...],
    choices: dict[str, Any],
) -> None:
    events, prices = files
    given = ("--events", events, "--data", prices, *SAMPLE_ARGUMENTS, *arguments)
    told = ask(*given, folder=tmp_path)
    result = es.Study(events=events, data=prices, **SAMPLE, **choices).run()
    assert isinstance(result, es.SampleResults)
    assert result.to_json() == told
    assert result.to_json() == (tmp_path / "sample" / "results.json").read_text()


def test_files_of_the_report_are_those_of_the_command(
    ask: Callable[..., str], tmp_path: Path, files: tuple[Path, Path]
) -> None:
    events, prices = files
    ask("--events", events, "--data", prices, *SAMPLE_ARGUMENTS, folder=tmp_path / "a")
    result = es.Study(events=events, data=prices, **SAMPLE).run()
    written = [Path(name) for name in result.write(tmp_path / "b")]
    assert {path.name for path in written} >= {"results.json", "tables.tex", "ledger.csv"}
    for path in written:
        if path.suffix in {".json", ".csv", ".tex", ".svg"}:
            other = tmp_path / "a" / "sample" / path.relative_to(tmp_path / "b")
            assert path.read_bytes() == other.read_bytes(), path


def test_frames_give_the_numbers_of_files(
    files: tuple[Path, Path],
    panel: dict[str, list[Any]],
    announcements: dict[str, list[Any]],
) -> None:
    import pyarrow

    events, prices = files
    of_files = es.Study(events=events, data=prices, by="sector", **SAMPLE).run()
    of_frames = es.Study(
        events=pyarrow.table(announcements), prices=pyarrow.table(panel), by="sector", **SAMPLE
    ).run()
    assert numbers(of_frames.to_dict()) == numbers(of_files.to_dict())
    assert all(file["sha256"] for file in of_frames.to_dict()["provenance"]["files"])


def test_one_event_from_frames_gives_the_numbers_of_files() -> None:
    from pyarrow import csv

    bars = {path.stem: csv.read_csv(path) for path in DAILY.glob("*.csv")}
    of_files = es.Study("meta-avocado", data=DAILY).run()
    of_frames = es.Study("meta-avocado", prices=bars).run()
    assert numbers(of_frames.to_dict()) == numbers(of_files.to_dict())


def test_choices_without_effect_are_refused(files: tuple[Path, Path]) -> None:
    events, prices = files
    with pytest.raises(es.StudyError, match="by would have no effect"):
        es.Study("meta-avocado", by="sector").run()
    with pytest.raises(es.StudyError, match="reference_days would have no effect"):
        es.Study(events=events, data=prices, reference_days=30, **SAMPLE).run()
    with pytest.raises(es.StudyError, match="language would have no effect"):
        es.Study(events=events, data=prices, language="ar", **SAMPLE).run()
    with pytest.raises(es.EventError, match="about one event"):
        es.Study(events=events, data=prices, claims="META rose", **SAMPLE).run()


def test_json_and_objects_are_the_same() -> None:
    result = es.Study("meta-avocado").run()
    assert json.loads(result.to_json()) == result.to_dict()
    bars = result.to_dict()["events"][0]["firms"][0]["daily"]["bars"]
    frame = result.abnormal_returns
    assert frame["abnormal"][: len(bars)] == [bar["abnormal"] for bar in bars]


def test_one_by_one_is_what_the_command_puts_on_pages(
    ask: Callable[..., str], tmp_path: Path
) -> None:
    events = tmp_path / "two.csv"
    events.write_text(
        "id,published,headline,tickers\n"
        "a,2025-12-10T09:00-05:00,H,META\nb,2025-11-20,I,BABA\n"
    )
    ask("--events", events, folder=tmp_path / "out")
    study = es.Study(events=events)
    pages = (tmp_path / "out" / "results.json").read_text()
    sample = (tmp_path / "out" / "sample" / "results.json").read_text()
    assert study.run_one_by_one().to_json() == pages
    assert study.run().to_json() == sample


def test_every_option_of_the_command_is_a_keyword_of_the_study(command: Path) -> None:
    asked = [str(command), "--help"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", told, re.MULTILINE))
    assert {"event", "estimation-length", "resamples"} <= options
    # What the report is asked for, when there is one.
    options -= {"out", "format", "parquet", "files", "quiet", "strict", "help", "version"}
    # Stored bars are the command's; `eventstudy store export` makes files of them.
    options -= {"source", "feed", "store", "compare"}
    named = {"claim": "claims", "column": "columns", "exclude-day": "exclude_days"}
    named["lang"] = "language"
    keywords = {named.get(option, option.replace("-", "_")) for option in options}
    assert keywords | {"prices"} == set(inspect.signature(es.Study).parameters)
