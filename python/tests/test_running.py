"""While a study runs: progress, interrupts, other threads."""

from __future__ import annotations

import io
import signal
import sys
import threading
import time
from typing import Any

import polars
import pytest

import eventstudy as es
from eventstudy._progress import _InTerminal

Columns = dict[str, list[Any]]


class Slow:
    """A model that takes its time."""

    id = "slow"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.estimated = 0

    def estimate(self, sample: es.Sample) -> es.Estimate:
        self.estimated += 1
        time.sleep(self.seconds)
        residuals = [float(r) for r in sample.firm]
        return es.Estimate(residuals, 1e-4, 100.0, expected=lambda window: [0.0] * window.bars)


def study(panel: Columns, announcements: Columns, model: Any) -> es.Study:
    events, prices = polars.DataFrame(announcements), polars.DataFrame(panel)
    return es.Study(events=events, prices=prices, estimation_length=120, model=model)


def test_progress_reaches_the_end(panel: Columns, announcements: Columns) -> None:
    seen: list[tuple[int, int]] = []
    study(panel, announcements, "constant-mean").run(progress=lambda *at: seen.append(at))
    done, total = seen[-1]
    assert done == total > 0
    assert [d for d, _ in seen] == sorted(d for d, _ in seen)


def test_an_exception_in_progress_stops_the_study(panel: Columns, announcements: Columns) -> None:
    model = Slow(0.05)

    def enough(done: int, total: int) -> None:
        if model.estimated > 2:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        study(panel, announcements, model).run(progress=enough)
    stopped_at = model.estimated
    time.sleep(0.3)
    assert model.estimated == stopped_at


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_stops_the_study(panel: Columns, announcements: Columns) -> None:
    model = Slow(0.1)
    timer = threading.Timer(0.5, signal.raise_signal, [signal.SIGINT])
    # A signal that is raised in another thread is handled in the main one.
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        study(panel, announcements, model).run(progress=False)
    stopped_at = model.estimated
    time.sleep(0.4)
    assert 0 < model.estimated == stopped_at


def test_other_threads_go_on(panel: Columns, announcements: Columns) -> None:
    counted = 0
    stop = threading.Event()

    def count() -> None:
        nonlocal counted
        while not stop.wait(0.001):
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    try:
        study(panel, announcements, "garch").run(progress=False)
    finally:
        stop.set()
        thread.join()
    assert counted > 5


def test_a_bar_comes_late_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setattr("eventstudy._progress._PATIENCE", 0.0)
    bar = _InTerminal()
    bar(0, 0)
    assert written.getvalue() == ""
    bar(3, 12)
    assert "3/12 events" in written.getvalue()
    bar.close()
    assert written.getvalue().endswith("\r")
