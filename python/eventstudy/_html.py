"""Results as the tables that a notebook shows. Numbers are put into words, none is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, TypeAlias

Json: TypeAlias = "Mapping[str, Any]"

_LEDGER_SHOWN = 8
_STYLE = "text-align:left"


def single(results: Json) -> str:
    """One event after another: the answer of each firm, its windows, the claims, what is missing."""
    parts = [_source(results["provenance"])]
    for event in results["events"]:
        told = event["event"]
        headline = told["headline"].get("en", "")
        parts.append(f"<h4>{escape(headline or told['id'])}</h4>")
        when = f"{told['id']}, published {told['published']}"
        day = (event["timing"] or {}).get("day_zero")
        parts.append(f"<p>{escape(when)}{f'; day 0 is {day}' if day else ''}</p>")
        parts.append(_table(_WINDOWS, [row for f in event["firms"] for row in _windows(f)]))
        if event["claims"]:
            parts.append(_table(("claim", "verdict"), map(_claim, event["claims"])))
        notes = event["notes"] + [f"{f['ticker']}: {n}" for f in event["firms"] for n in f["notes"]]
        parts.append(_list(notes))
    parts.append(_list(_exclusion(row) for row in results["exclusions"]))
    return "".join(parts)


def many(results: Json) -> str:
    """The sample, its windows with the headline tests, and what was left out."""
    sample, headline = results["sample"], results["headline"]
    said = (
        f"{sample['events']:,} of {sample['asked']:,} events, {sample['firms']:,} firms, "
        f"{sample['dates']:,} dates; model {results['spec']['model']}"
    )
    names = ("window", "events", "mean", "± se", "median", "positive", *headline["tests"])
    parts = [_source(results["provenance"]), f"<p><b>{escape(said)}</b></p>"]
    parts.append(_table(names, (_window(w, headline["tests"]) for w in results["windows"])))
    parts.append(f"<p>Headline tests (p-values): {escape(headline['reason'])}</p>")
    parts.append(_list(results["notes"]))
    counts = results["ledger_counts"]
    if counts:
        left = ", ".join(f"{n:,} {code}" for code, n in counts.items())
        parts.append(f"<p>Ledger: {escape(left)}</p>")
    return "".join(parts)


def percent(value: float | None, sign: bool = True) -> str:
    """A decimal fraction as per cent."""
    if value is None:
        return "–"
    text = f"{100 * value:+.2f}%" if sign else f"{100 * value:.2f}%"
    return "+0.00%" if text == "-0.00%" else text


def p_value(value: float | None) -> str:
    """A p-value, never zero."""
    if value is None:
        return "–"
    return "&lt;0.001" if value < 0.0005 else f"{value:.3f}"


_WINDOWS = ("", "window", "abnormal", "± se", "t p", "rank p", "MDE", "against the benchmark")


def _windows(firm: Json) -> Iterable[Sequence[str]]:
    daily = firm["daily"]
    if daily is None:
        reason = escape(firm["daily_missing"] or "no daily study")
        yield (f"<b>{escape(firm['ticker'])}</b>", f'<span title="{reason}">{reason}</span>')
        return
    words = {True: "more than noise", False: "within noise", None: "cannot be told"}
    verdict = words[firm["answer"]["more_than_noise"]]
    for at, window in enumerate(daily["windows"]):
        car = window["car"] or {}
        name = f"<b>{escape(firm['ticker'])}</b> {verdict}" if at == 0 else ""
        yield (
            name,
            _name(window["window"]),
            percent(car.get("value")),
            percent(car.get("standard_error"), sign=False),
            p_value((window["t_test"] or {}).get("p_value")),
            p_value(_deciding(window)),
            percent(window["minimum_detectable_effect"], sign=False),
            escape(firm["benchmark"]) if at == 0 else "",
        )


def _deciding(window: Json) -> float | None:
    """The p-value that decides: by permutation over several sessions, by rank otherwise."""
    for test in (window.get("freedman_lane"), window["sample_quantile"]):
        if test and test.get("p_value") is not None:
            return float(test["p_value"])
    return None


def _window(window: Json, tests: Sequence[str]) -> Sequence[str]:
    p = {test["test"]: test.get("p_value") for test in window["tests"]}
    positive = window["positive"]
    return (
        _name(window["window"]),
        f"{window['events']:,}",
        percent(window["mean"]),
        percent(window["standard_error"], sign=False),
        percent(window["median"]),
        "–" if positive is None else f"{100 * positive:.0f}%",
        *(p_value(p.get(test)) for test in tests),
    )


def _name(window: Sequence[int]) -> str:
    first, last = (f"{t:+d}" if t else "0" for t in window)
    return f"[{first},{last}]"


def _claim(claim: Json) -> Sequence[str]:
    text = claim["claim"]["text"]
    return escape(text.get("en", "")), escape(claim["verdict"].replace("_", " "))


def _exclusion(row: Json) -> str:
    whose = " ".join(str(row[key]) for key in ("event", "ticker") if row[key])
    return f"{whose}, {row['part']}: {row['reason']}"


def _source(provenance: Json) -> str:
    data = escape(provenance["data"])
    return f"<p><b>{data}</b></p>" if provenance["simulated"] else f"<p>{data}</p>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    names = "".join(f'<th style="{_STYLE}">{escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_STYLE}">{cell}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


def _list(lines: Iterable[str]) -> str:
    lines = list(lines)
    shown = [f"<li>{escape(line)}</li>" for line in lines[:_LEDGER_SHOWN]]
    if len(lines) > len(shown):
        shown.append(f"<li>and {len(lines) - len(shown):,} more</li>")
    return f"<ul>{''.join(shown)}</ul>" if shown else ""
