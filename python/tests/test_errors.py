"""Errors: a class for each stage, message and hint."""

from __future__ import annotations

from pathlib import Path

import pytest

import eventstudy as es


def test_an_error_has_message_and_hint() -> None:
    with pytest.raises(es.EventError) as caught:
        es.Study("meta-avocadoo").run()
    error = caught.value
    assert isinstance(error, es.EventStudyError)
    assert "meta-avocadoo" in error.message
    assert "meta-avocado" in error.hint
    assert str(error) == f"{error.message}\n  help: {error.hint}"


@pytest.mark.parametrize(
    ("choices", "class_", "said"),
    [
        ({"data": "/nowhere"}, es.PriceError, "nothing at /nowhere"),
        ({"tickers": "IBM"}, es.PriceError, "IBM"),
        ({"columns": {"clos": "X"}, "data": "/nowhere"}, es.PriceError, "clos"),
        ({"window": "5..1"}, es.StudyError, "5..1"),
        ({"estimation_end": -5}, es.StudyError, "estimation window"),
        ({"benchmark": "META"}, es.StudyError, "own benchmark"),
        ({"model": "crystal-ball"}, es.StudyError, "crystal-ball"),
        ({"returns": "compound"}, es.StudyError, "compound"),
        ({"alpha": 0.9}, es.StudyError, "0.9"),
        ({"tickers": "../x"}, es.EventError, "../x"),
        ({"claims": "IBM rose"}, es.EventError, "IBM rose"),
        ({"calendar_patch": "/nowhere.toml"}, es.EventError, "nowhere"),
    ],
)
def test_each_stage_has_its_class(
    choices: dict[str, object], class_: type[es.EventStudyError], said: str
) -> None:
    with pytest.raises(class_) as caught:
        es.Study("meta-avocado", **choices).run()  # type: ignore[arg-type]
    assert said in caught.value.message
    assert caught.value.hint


def test_a_patch_that_contradicts_the_calendar_is_of_the_calendar(tmp_path: Path) -> None:
    patch = tmp_path / "patch.toml"
    patch.write_text("closed = 3\n")
    with pytest.raises(es.CalendarError) as caught:
        es.Study("meta-avocado", calendar_patch=patch).run()
    assert caught.value.hint


def test_a_report_that_cannot_be_written_is_of_the_report(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(es.ReportError, match="cannot be written"):
        es.Study("meta-avocado").run().write(file)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(es.EventError) as caught:
        es.Study(event_time="2025-12-10T09:00", tickers="META").run()
    assert "no time zone" in caught.value.message
    assert "-05:00" in caught.value.hint


def test_events_with_nothing_but_naive_times_say_what_to_add(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("published,ticker\n2025-12-10T09:00,META\n2025-12-11T09:00,BABA\n")
    with pytest.raises(es.StudyError) as caught:
        es.Study(events=events).run()
    assert "no time zone" in caught.value.message
    assert "-05:00" in caught.value.hint


def test_keywords_that_exclude_each_other_are_refused() -> None:
    with pytest.raises(TypeError, match="event_time"):
        es.Study("meta-avocado", event_time="2025-12-10")
